#include "solver/analysis/direct_response.h"

#include "solver/analysis/response_rows.h"
#include "solver/model/prepare.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <numbers>

namespace earshot {

SweepPoint solve_at(const Model &model, DirectSweep &sweep, const Factors &factors) {
  try {
    return sweep.evaluate(factors);
  } catch (const FactorizationError &error) {
    if (model.has_mesh())
      throw;
    throw UserError(
        model.config().network->plug.where,
        fmt::format("the network has no solution at {}: ideal elements contradict each other, or nothing "
                    "leads to a node",
                    frequency_text(factors.omega / (2 * std::numbers::pi))));
  }
}

Response direct_response(const Model &model, const std::vector<double> &frequencies) {
  const FrequencyProblem &problem = model.problem();
  const ResponseRows rows(problem, model.config(), model.facts());
  DirectSweep sweep(problem, problem.at(2 * std::numbers::pi * middle_of(frequencies)));
  std::vector<CheckpointRow> done;
  for (const double frequency : frequencies)
    done.push_back(rows.row(solve_at(model, sweep, problem.at(2 * std::numbers::pi * frequency))));
  return rows.response(std::move(done));
}

Response lumped_response(const Case &config, const std::vector<double> &frequencies) {
  return direct_response(Model(config, nullptr, MPI_COMM_SELF), frequencies);
}

} // namespace earshot
