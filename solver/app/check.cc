#include "solver/app/check.h"

#include "solver/analysis/adaptive_mesh.h"
#include "solver/analysis/direct_response.h"
#include "solver/app/report.h"
#include "solver/config/network_check.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/cost.h"
#include "solver/model/ear_wiring.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/motor/planar_motor.h"
#include "solver/study/study_run.h"
#include "solver/sweep/direct_sweep.h"

#include <deal.II/base/mpi.h>

#include <fmt/core.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

namespace {

/// What there is to say of a case before anything is solved, or all of it.
class Check {
public:
  Check(const Options &options, MPI_Comm communicator)
      : options_(options), communicator_(communicator),
        root_(dealii::Utilities::MPI::this_mpi_process(communicator) == 0),
        config_(read_case(options.case_file, options.overrides)), air_(air_properties(config_)) {}

  void tell();

private:
  void tell_case() const;
  std::shared_ptr<const AirMesh> tell_mesh() const;
  std::vector<ComputedMotor> tell_motors() const;
  void tell_model(const Model &model) const;
  void tell_cost(const Model &model) const;
  void tell_accuracies(const Model &model, std::shared_ptr<const AirMesh> mesh) const;
  void say(const std::string &text) const {
    if (root_)
      fmt::print("{}\n", text);
  }
  std::function<void(const std::string &)> warner() const {
    return [this](const std::string &text) { say("warning: " + text + "\n"); };
  }

  const Options &options_;
  const MPI_Comm communicator_;
  const bool root_;
  const Case config_;
  const AirProperties air_;
};

void Check::tell() {
  if (options_.forecast_accuracy && is_lumped(config_))
    throw UserError({"", 0, 0, "--accuracy"},
                    "found a case without a mesh, expected one whose mesh has an accuracy");
  tell_case();
  const std::shared_ptr<const AirMesh> mesh = is_lumped(config_) ? nullptr : tell_mesh();
  const Model model(with_motors(config_, tell_motors()), mesh, communicator_);
  tell_model(model);
  if (model.has_mesh()) {
    tell_cost(model);
    if (options_.forecast_accuracy)
      tell_accuracies(model, mesh);
  } else // can it be solved?
    direct_response(model, {all_frequencies(config_).front(), all_frequencies(config_).back()});
}

void Check::tell_case() const {
  say(describe_case(config_, air_));
  for (const Diagnostic &warning : warnings(config_))
    warner()(to_string(warning));
  for (const std::string &study : check_studies(config_))
    say(study);
  check_lumped_parts(config_, air_);
}

std::shared_ptr<const AirMesh> Check::tell_mesh() const {
  const MeshForecast forecast = forecast_mesh(config_);
  require_mesh(forecast, forecast.solution, available_memory(communicator_), options_.force, warner());
  const auto mesh = prepare_mesh(config_, communicator_);
  say(describe_mesh(*mesh, config_, air_.sound_speed));
  if (const auto coarse = resolution_warning(*mesh, config_, air_.sound_speed))
    warner()(*coarse);
  return mesh;
}

std::vector<ComputedMotor> Check::tell_motors() const {
  const auto motors = compute_motors(config_, communicator_);
  for (const ComputedMotor &motor : motors)
    say(describe_motor(motor));
  for (const std::string &text : describe_planar_motors(config_))
    say(text);
  return motors;
}

void Check::tell_model(const Model &model) const {
  for (const std::string &text : model.warnings())
    warner()(text);
  for (const std::string &text : model.notes())
    say(text);
  if (model.has_mesh())
    say(describe_losses(model.losses(), model.air_properties()));
  say(describe_unknowns(model));
  say("Terms\n" + describe_terms(model.problem()));
}

void Check::tell_cost(const Model &model) const {
  const auto frequencies = all_frequencies(config_);
  const double available = available_memory(communicator_);
  const Factorization factorization(model.problem(), model.problem().at(middle_of(frequencies)));
  say(describe_cost(factorization, config_.sweep, frequencies.size(),
                    peak_memory(factorization, model.unknowns().size(), communicator_), available,
                    static_cast<int>(dealii::Utilities::MPI::n_mpi_processes(communicator_))));
  require_memory(factorization_need(factorization), available, options_.force, warner());
}

void Check::tell_accuracies(const Model &model, std::shared_ptr<const AirMesh> mesh) const {
  const AccuracyForecasts forecasts =
      forecast_accuracies(model.config(), std::move(mesh), communicator_, {0.3, 0.1, 0.03});
  say(describe_accuracies(forecasts, dealii::Utilities::MPI::n_mpi_processes(communicator_)));
}

} // namespace

int check(const Options &options, MPI_Comm communicator) {
  Check(options, communicator).tell();
  return 0;
}

} // namespace earshot
