#include "solver/app/saved_designs.h"

#include "solver/analysis/response_rows.h"
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/motor/motors.h"
#include "solver/sweep/reduced_sweep.h"

#include <fmt/format.h>

#include <numbers>

namespace earshot {

Case with_computed_motors(const Case &config) {
  return with_motors(config, compute_motors(config, MPI_COMM_SELF));
}

Case saved_case(const SavedModel &saved, const std::string &file) {
  const Case base = with_computed_motors(read_resolved_case(saved.config, file));
  const CoefficientFunctions functions = coefficient_functions(base, saved.facts);
  const ReducedModel &model = saved.model;
  if (functions.terms.size() != model.terms.size() || functions.loads.size() != model.loads.size() ||
      functions.outputs.size() != model.outputs.size())
    throw UserError(
        fmt::format("{} has {} terms, {} loads and {} outputs, expected {}, {} and {} for its case: "
                    "save the model anew",
                    file, model.terms.size(), model.loads.size(), model.outputs.size(),
                    functions.terms.size(), functions.loads.size(), functions.outputs.size()));
  if (matrix_signature(base, saved.facts) != saved.signature)
    throw UserError(fmt::format("{} was saved by earshot {}, whose matrices are others: save the model anew",
                                file, saved.program));
  return base;
}

Response saved_response(const SavedModel &saved, const Case &design, std::span<const double> frequencies_hz,
                        unsigned threads, bool with_errors) {
  const CoefficientFunctions functions = coefficient_functions(design, saved.facts);
  std::vector<Factors> points;
  for (const double frequency : frequencies_hz)
    points.push_back(functions.at(2 * std::numbers::pi * frequency));
  const ResponseRows rows(saved.model, design, saved.facts);
  std::vector<CheckpointRow> done;
  for (const SweepPoint &point : with_errors ? evaluate(saved.model, saved.estimate(), points, threads)
                                             : evaluate(saved.model, points, threads))
    done.push_back(rows.row(point));
  Response response = rows.response(std::move(done));
  for (std::size_t k = 0; with_errors && k < response.error_db.size(); ++k)
    response.error_db[k] += interpolation_error_db(saved, response.frequency_hz[k]);
  return response;
}

} // namespace earshot
