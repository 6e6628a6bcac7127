#include "solver/app/refit.h"

#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/app/kept_model.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/cost.h"
#include "solver/model/prepare.h"

#include <numbers>

namespace earshot {

Refit::Refit(Case base) : base_(std::move(base)) {}
Refit::~Refit() = default;

void Refit::assemble(const std::function<void(const std::string &)> &tell) {
  tell("mesh and matrices");
  const double available = available_memory(MPI_COMM_SELF);
  const MeshForecast forecast = forecast_mesh(base_);
  require_mesh(forecast, forecast.solution, available, false, tell);
  model_ = std::make_unique<Model>(base_, prepare_mesh(base_, MPI_COMM_SELF), MPI_COMM_SELF);
  const std::vector<double> frequencies = all_frequencies(base_);
  solver_ = std::make_unique<DirectSweep>(model_->problem(), model_->problem().at(middle_of(frequencies)));
  require_memory(factorization_need(solver_->factorization()), available, false, tell);
  fast_ = std::make_unique<FastSweep>(model_->problem(), solver_->factorization(),
                                      candidate_points(model_->problem(), band_of_analyses(frequencies)),
                                      fast_sweep_options(model_->problem(), base_.sweep));
}

std::optional<SavedModel> Refit::fit(const Case &design, const std::function<void(const std::string &)> &tell,
                                     const std::function<bool()> &go_on) {
  if (!fast_)
    assemble(tell);
  const CoefficientFunctions functions = coefficient_functions(design, model_->facts());
  std::vector<Factors> points;
  for (const double frequency : band_of_analyses(all_frequencies(base_)))
    points.push_back(functions.at(2 * std::numbers::pi * frequency));
  fast_->add_candidates(points);
  fast_->confirm_again();
  tell("first factorisation");
  const bool finished = fast_->run([&] {
    tell(describe_step(*fast_, base_.sweep.tolerance));
    return go_on();
  });
  if (!finished)
    return std::nullopt;
  return saved_model_of(*model_, base_, *fast_, rest_stiffnesses(*model_));
}

} // namespace earshot
