#include "solver/analysis/distortion_run.h"

#include "solver/analysis/diaphragm_alone.h"
#include "solver/analysis/distortion.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/meridian.h"
#include "solver/runtime/on_root.h"

#include <algorithm>
#include <numbers>

namespace earshot {

namespace {

/// K(x) of the diaphragm's profile over the range of the driver's laws.
LargeSignalCurve computed_stiffness(const DriverConfig &driver,
                                    const std::vector<MaterialConfig> &materials) {
  constexpr int positions = 13; // for a polynomial of sixth degree
  std::vector<double> x, stiffness;
  for (const SuspensionPoint &point :
       driver_suspension(driver, materials, positions_within(driver.large_signal->range, positions)).points) {
    x.push_back(point.displacement);
    stiffness.push_back(point.stiffness);
  }
  const CurveFit fit = fit_curve(x, stiffness);
  return {LargeSignalCurve::stiffness, fit.curve, fit.largest_error, false,
          driver.large_signal->computed_stiffness.where};
}

bool has_stiffness(const std::vector<LargeSignalCurve> &curves) {
  return std::any_of(curves.begin(), curves.end(),
                     [](const auto &curve) { return curve.kind == LargeSignalCurve::stiffness; });
}

/// The drivers of a model. Collective. @throws UserError
std::vector<LargeSignalDriver> large_signal_drivers(const Model &model, MPI_Comm communicator) {
  std::vector<LargeSignalDriver> drivers;
  for (const Driver &driver : model.drivers()) {
    LargeSignalDriver large{driver.config, large_signal_curves(driver.config), 0, driver.axis.direction};
    if (driver.config.large_signal && driver.config.large_signal->computed_stiffness)
      large.curves.push_back(computed_stiffness(driver.config, model.config().materials));
    if (has_stiffness(large.curves))
      large.rest_stiffness = rest_stiffness(model, driver, communicator);
    drivers.push_back(std::move(large));
  }
  return drivers;
}

/// The reduced model, good for the static limit, too.
const ReducedModel &with_static_limit(const Model &model, FastSweep &sweep) {
  sweep.add_candidates({model.problem().at(2 * std::numbers::pi * CoilPorts::static_frequency)});
  sweep.run();
  return sweep.model();
}

} // namespace

std::vector<KeyFigure> analyse_distortion(const Model &model, FastSweep &sweep,
                                          const DistortionConfig &config,
                                          const std::filesystem::path &directory, spdlog::logger &log,
                                          const std::function<void(const std::string &)> &warn) {
  const MPI_Comm communicator = model.air().communicator();
  const std::vector<LargeSignalDriver> drivers = large_signal_drivers(model, communicator);
  for (const LargeSignalDriver &driver : drivers)
    log.info("{}", describe_large_signal(driver.config, driver.curves));
  std::vector<std::string> names;
  for (const LargeSignalDriver &driver : drivers)
    names.push_back(driver.config.name);
  const CoilPorts ports(with_static_limit(model, sweep), model.problem().functions(),
                        model.config().source.voltage, names);
  const std::vector<double> frequencies = all_frequencies(model.config());
  std::vector<KeyFigure> figures;
  on_root(communicator, [&] {
    DistortionStudy study(ports, drivers, config, frequencies.back());
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
