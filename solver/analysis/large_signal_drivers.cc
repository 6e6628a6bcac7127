#include "solver/analysis/large_signal_drivers.h"

#include "solver/analysis/diaphragm_alone.h"
#include "solver/analysis/law_ports.h"
#include "solver/config/documents.h"
#include "solver/model/driver_suspension.h"
#include "solver/model/meridian.h"

#include <fmt/format.h>

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

} // namespace

std::vector<LargeSignalCurve> driver_curves(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials) {
  std::vector<LargeSignalCurve> curves = large_signal_curves(driver);
  if (driver.large_signal && driver.large_signal->computed_stiffness)
    curves.push_back(computed_stiffness(driver, materials));
  return curves;
}

std::vector<Law> laws_of(const std::vector<LargeSignalDriver> &drivers) {
  std::vector<Law> laws;
  for (std::size_t k = 0; k < drivers.size(); ++k) {
    const std::string suffix =
        drivers.size() > 1 ? fmt::format(".{}", drivers[k].config.name.value) : std::string();
    for (Law &law : large_signal_laws(drivers[k].config, drivers[k].curves, drivers[k].rest_stiffness,
                                      {2 * k, 2 * k + 1}, suffix))
      laws.push_back(std::move(law));
  }
  return laws;
}

std::vector<std::string> LargeSignal::driver_names() const {
  std::vector<std::string> names;
  for (const LargeSignalDriver &driver : drivers)
    names.push_back(driver.config.name);
  return names;
}

LargeSignal LargeSignalFinder::of(const Case &design) {
  LargeSignal large;
  for (std::size_t k = 0; k < model_.drivers().size(); ++k) {
    const ShellAxis &axis = model_.drivers()[k].axis;
    LargeSignalDriver &driver =
        large.drivers.emplace_back(LargeSignalDriver{design.drivers[k], {}, 0, axis.direction});
    driver.curves = driver_curves(driver.config, design.materials);
    if (has_stiffness(driver.curves))
      driver.rest_stiffness = rest_stiffness_of(design, driver.config, axis);
  }
  large.vents = vents(model_, design);
  return large;
}

double LargeSignalFinder::rest_stiffness_of(const Case &design, const DriverConfig &driver,
                                            const ShellAxis &axis) {
  if (driver.piston)
    return 1 / driver.piston->compliance;
  const std::string decisive =
      fmt::format("{}\n{}", driver.name.value, resolved_toml(statics_of(driver, design.materials)));
  const auto known = known_.find(decisive);
  if (known != known_.end())
    return known->second;
  return known_[decisive] = rest_stiffness(design, driver, axis, model_.air().communicator());
}

std::map<std::string, double> rest_stiffnesses(const Model &model) {
  std::map<std::string, double> stiffnesses;
  for (const LargeSignalDriver &driver : LargeSignalFinder(model).of(model.config()).drivers)
    if (driver.rest_stiffness > 0)
      stiffnesses[driver.config.name] = driver.rest_stiffness;
  return stiffnesses;
}

void hold_static_limit(const Model &model, FastSweep &sweep) {
  sweep.add_candidates({model.problem().at(2 * std::numbers::pi * LawPorts::static_frequency)});
  sweep.run();
}

} // namespace earshot
