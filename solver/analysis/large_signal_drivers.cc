#include "solver/analysis/large_signal_drivers.h"

#include "solver/analysis/diaphragm_alone.h"
#include "solver/analysis/law_ports.h"
#include "solver/config/documents.h"
#include "solver/model/driver_suspension.h"
#include "solver/model/meridian.h"
#include "solver/model/recent_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace earshot {

namespace {

LargeSignalCurve fitted(LargeSignalCurve::Kind kind, const std::vector<SuspensionPoint> &points,
                        double SuspensionPoint::*value, const SourcePosition &where) {
  std::vector<double> x, values;
  for (const SuspensionPoint &point : points) {
    x.push_back(point.displacement);
    values.push_back(point.*value);
  }
  const CurveFit fit = fit_curve(x, values);
  return {kind, fit.curve, fit.largest_error, false, where};
}

/// K(x) and S_d(x) of the diaphragm's profile over the range of the driver's laws, as far as they are asked
/// for.
void add_computed(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                  std::vector<LargeSignalCurve> &curves) {
  const LargeSignalConfig &large = *driver.large_signal;
  if (!large.computed_stiffness && !large.computed_area)
    return;
  constexpr int positions = 13;                                    // for a polynomial of sixth degree
  thread_local RecentResults<std::vector<SuspensionPoint>> recent; // many designs differ in other numbers
  const std::vector<SuspensionPoint> points =
      recent.of(fmt::format("{} {}", resolved_toml(statics_of(driver, materials)), large.range.value), [&] {
        return driver_suspension(driver, materials, positions_within(large.range, positions)).points;
      });
  if (large.computed_stiffness)
    curves.push_back(fitted(LargeSignalCurve::stiffness, points, &SuspensionPoint::stiffness,
                            large.computed_stiffness.where));
  if (large.computed_area)
    curves.push_back(
        fitted(LargeSignalCurve::area, points, &SuspensionPoint::effective_area, large.computed_area.where));
}

/// Whether a stiffness is told over that at rest.
bool is_relative_to_rest(const std::vector<LargeSignalCurve> &curves) {
  return std::any_of(curves.begin(), curves.end(), [](const LargeSignalCurve &curve) {
    return curve.kind == LargeSignalCurve::stiffness && curve.relative;
  });
}

bool has_law(const std::vector<LargeSignalCurve> &curves, LargeSignalCurve::Kind kind) {
  return std::any_of(curves.begin(), curves.end(), [=](const auto &curve) { return curve.kind == kind; });
}

} // namespace

std::vector<LargeSignalCurve> driver_curves(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials) {
  std::vector<LargeSignalCurve> curves = large_signal_curves(driver);
  if (driver.large_signal)
    add_computed(driver, materials, curves);
  return curves;
}

std::vector<Law> LargeSignal::laws() const {
  std::vector<Law> laws;
  std::size_t pressure = 2 * drivers.size() + vents.size();
  for (std::size_t k = 0; k < drivers.size(); ++k) {
    const std::string suffix =
        drivers.size() > 1 ? fmt::format(".{}", drivers[k].config.name.value) : std::string();
    for (Law &law : large_signal_laws(drivers[k].config, drivers[k].curves, drivers[k].rest_stiffness,
                                      {2 * k, 2 * k + 1, pressure}, suffix))
      laws.push_back(std::move(law));
    pressure += drivers[k].has_area_law() ? 1 : 0;
  }
  for (std::size_t v = 0; v < vents.size(); ++v)
    laws.push_back(flow_loss_law(vents[v].name, vents[v].loss, vent_scalar(v)));
  return laws;
}

bool LargeSignalDriver::has_area_law() const {
  return has_law(curves, LargeSignalCurve::area);
}

std::vector<std::string> LargeSignal::area_drivers() const {
  std::vector<std::string> names;
  for (const LargeSignalDriver &driver : drivers)
    if (driver.has_area_law())
      names.push_back(driver.config.name);
  return names;
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
    if (is_relative_to_rest(driver.curves))
      driver.rest_stiffness = rest_stiffness_of(design, driver.config, axis);
  }
  large.vents = vents(design, model_.facts());
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
  return known_[decisive] = rest_stiffness(design, driver, axis, model_.communicator());
}

std::map<std::string, double> rest_stiffnesses(const Model &model) {
  std::map<std::string, double> stiffnesses;
  for (const LargeSignalDriver &driver : LargeSignalFinder(model).of(model.config()).drivers)
    if (driver.rest_stiffness > 0)
      stiffnesses[driver.config.name] = driver.rest_stiffness;
  return stiffnesses;
}

void hold_static_limit(const FrequencyProblem &problem, FastSweep &sweep) {
  sweep.add_candidates({problem.at(2 * std::numbers::pi * LawPorts::static_frequency)});
  sweep.run();
}

} // namespace earshot
