#include "solver/app/check.h"

#include "solver/app/lumped_run.h"
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

namespace earshot {

int check(const Options &options, MPI_Comm communicator) {
  const bool root = dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
  const auto say = [root](const std::string &text) {
    if (root)
      fmt::print("{}\n", text);
  };
  const auto warn = [&](const std::string &text) { say("warning: " + text + "\n"); };

  const Case config = read_case(options.case_file, options.overrides);
  if (is_lumped(config))
    return check_lumped(options, communicator);
  const AirProperties air = air_properties(config);
  say(describe_case(config, air));
  for (const Diagnostic &warning : warnings(config))
    warn(to_string(warning));
  for (const std::string &study : check_studies(config))
    say(study);
  check_lumped_parts(config, air);
  const double available = available_memory(communicator);
  const MeshForecast forecast = forecast_mesh(config);
  require_mesh(forecast, forecast.solution, available, options.force, warn);

  const auto mesh = prepare_mesh(config, communicator);
  say(describe_mesh(*mesh, config, air.sound_speed));
  if (const auto coarse = resolution_warning(*mesh, config, air.sound_speed))
    warn(*coarse);
  const auto motors = compute_motors(config, communicator);
  for (const ComputedMotor &motor : motors)
    say(describe_motor(motor));
  for (const std::string &text : describe_planar_motors(config))
    say(text);
  const Model model(with_motors(config, motors), mesh, communicator);
  for (const std::string &text : model.warnings())
    warn(text);
  for (const std::string &text : model.notes())
    say(text);
  say(describe_losses(model.losses(), model.air_properties()));
  say(describe_unknowns(model));
  say("Terms\n" + describe_terms(model.problem()));

  const auto frequencies = all_frequencies(config);
  const Factorization factorization(model.problem(), model.problem().at(middle_of(frequencies)));
  say(describe_cost(factorization, config.sweep, frequencies.size(),
                    peak_memory(factorization, model.unknowns().size(), communicator), available,
                    static_cast<int>(dealii::Utilities::MPI::n_mpi_processes(communicator))));
  require_memory(factorization_need(factorization), available, options.force, warn);
  return 0;
}

} // namespace earshot
