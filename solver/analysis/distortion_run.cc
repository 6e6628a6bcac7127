#include "solver/analysis/distortion_run.h"

#include "solver/analysis/distortion.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/config/sweep_grid.h"
#include "solver/runtime/on_root.h"

#include <map>

namespace earshot {

namespace {

/// The drivers of a model. Collective. @throws UserError
std::vector<LargeSignalDriver> large_signal_drivers(const Model &model, MPI_Comm communicator) {
  std::map<std::string, double> stiffnesses = rest_stiffnesses(model, communicator);
  std::vector<LargeSignalDriver> drivers;
  for (const Driver &driver : model.drivers())
    drivers.push_back({driver.config, driver_curves(driver.config, model.config().materials),
                       stiffnesses[driver.config.name], driver.axis.direction});
  return drivers;
}

} // namespace

std::vector<KeyFigure> analyse_distortion(const Model &model, FastSweep &sweep,
                                          const DistortionConfig &config,
                                          const std::filesystem::path &directory, spdlog::logger &log,
                                          const std::function<void(const std::string &)> &warn) {
  const MPI_Comm communicator = model.air().communicator();
  const std::vector<LargeSignalDriver> drivers = large_signal_drivers(model, communicator);
  for (const LargeSignalDriver &driver : drivers)
    if (!driver.curves.empty())
      log.info("{}", describe_large_signal(driver.config, driver.curves));
  std::vector<std::string> names;
  for (const LargeSignalDriver &driver : drivers)
    names.push_back(driver.config.name);
  const std::vector<Vent> vents = earshot::vents(model);
  for (const Vent &vent : vents)
    log.info("{}", describe_vent(vent));
  hold_static_limit(model, sweep);
  const LawPorts ports(sweep.model(), model.problem().functions(), model.config().source.voltage, names,
                       vents);
  const std::vector<double> frequencies = all_frequencies(model.config());
  std::vector<KeyFigure> figures;
  on_root(communicator, [&] {
    DistortionStudy study(ports, drivers, vents, config, frequencies.back());
    const Distortion found = study.run(fundamentals(config, frequencies));
    figures = study.figures();
    write_distortion(directory, found);
    log.info("{}", describe_distortion(found, figures));
    for (const std::string &text : study.warnings())
      warn(text);
  });
  return figures;
}

} // namespace earshot
