#include "solver/analysis/large_signal_drivers.h"

#include "solver/analysis/diaphragm_alone.h"
#include "solver/analysis/law_ports.h"
#include "solver/model/driver_suspension.h"

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

bool states_stiffness(const DriverConfig &driver) {
  const std::vector<LargeSignalCurve> curves = large_signal_curves(driver);
  return (driver.large_signal && driver.large_signal->computed_stiffness) ||
         std::any_of(curves.begin(), curves.end(),
                     [](const auto &curve) { return curve.kind == LargeSignalCurve::stiffness; });
}

} // namespace

std::vector<LargeSignalCurve> driver_curves(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials) {
  std::vector<LargeSignalCurve> curves = large_signal_curves(driver);
  if (driver.large_signal && driver.large_signal->computed_stiffness)
    curves.push_back(computed_stiffness(driver, materials));
  return curves;
}

std::map<std::string, double> rest_stiffnesses(const Model &model, MPI_Comm communicator) {
  std::map<std::string, double> stiffnesses;
  for (const Driver &driver : model.drivers())
    if (states_stiffness(driver.config))
      stiffnesses[driver.config.name] = rest_stiffness(model, driver, communicator);
  return stiffnesses;
}

void hold_static_limit(const Model &model, FastSweep &sweep) {
  sweep.add_candidates({model.problem().at(2 * std::numbers::pi * LawPorts::static_frequency)});
  sweep.run();
}

} // namespace earshot
