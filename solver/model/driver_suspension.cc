#include "solver/model/driver_suspension.h"

#include "solver/model/element_doubling.h"
#include "solver/model/meridian.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

/// Turns what stops the following of a path into an error that names the driver.
template <class Work>
auto naming(const DriverConfig &driver, const Work &work) {
  try {
    return work();
  } catch (const std::runtime_error &error) {
    throw UserError(driver.name.where, fmt::format("driver \"{}\": {}", driver.name.value, error.what()));
  }
}

/// Of every state in a list.
template <class State>
StateStresses stresses_of(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                          const AxisymmetricShell &shell, const std::vector<State> &states) {
  StateStresses stresses;
  for (const State &state : states)
    stresses.push_back(layer_stresses(*driver.diaphragm, materials, shell, state.unknowns));
  return stresses;
}

/// Largest relative change of K(x).
double stiffness_change(const std::vector<SuspensionPoint> &coarse,
                        const std::vector<SuspensionPoint> &fine) {
  double change = 0;
  for (std::size_t k = 0; k < fine.size(); ++k)
    change = std::max(change, std::abs(fine[k].stiffness / coarse[k].stiffness - 1));
  return change;
}

/// Largest change of the displacement, over the largest one, and of the tangent.
double pressure_change(const DriverUnderPressure &coarse, const DriverUnderPressure &fine) {
  double largest = 0, moved = 0, stiffer = 0;
  for (std::size_t k = 0; k < fine.curve.points.size(); ++k) {
    const PressurePoint &a = coarse.curve.points[k], &b = fine.curve.points[k];
    largest = std::max(largest, std::abs(b.displacement));
    moved = std::max(moved, std::abs(b.displacement - a.displacement));
    stiffer = std::max(stiffer, std::abs(b.tangent_stiffness / a.tangent_stiffness - 1));
  }
  return std::max(stiffer, largest > 0 ? moved / largest : 0);
}

/// The stress that comes closest to its strength, or where none is stated the largest one, and its state.
std::pair<std::size_t, LayerStress> decisive(const StateStresses &stresses) {
  const auto share = [](const LayerStress &stress) {
    return stress.strength ? stress.stress / *stress.strength : 0;
  };
  std::pair<std::size_t, LayerStress> found{0, stresses.front().front()};
  for (std::size_t k = 0; k < stresses.size(); ++k)
    for (const LayerStress &stress : stresses[k])
      if (std::pair(share(stress), stress.stress) > std::pair(share(found.second), found.second.stress))
        found = {k, stress};
  return found;
}

std::string describe_stress(const LayerStress &stress) {
  std::string text = fmt::format("{:.3g} MPa in {} of \"{}\" at {:.3g} mm from the axis",
                                 1e-6 * stress.stress, stress.material, stress.zone, 1e3 * stress.radius);
  if (stress.strength)
    text += fmt::format(", {:.2g} % of its strength", 1e2 * stress.stress / *stress.strength);
  return text;
}

} // namespace

DriverSuspension driver_suspension(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                   const std::vector<double> &positions) {
  const auto curve = [&](int elements, const std::vector<double> &at) {
    const AxisymmetricShell shell = axisymmetric_diaphragm(driver, materials, elements);
    return naming(driver, [&] { return suspension_curve(shell, coil_zone(driver, shell), at); });
  };
  // Three positions tell whether the mesh is fine enough.
  const std::vector<double> ends = {positions.front(), 0, positions.back()};
  const auto enough =
      with_enough_elements([&](int elements) { return curve(elements, ends); }, stiffness_change);
  DriverSuspension suspension{curve(enough.elements, positions), {}, enough.change};
  suspension.stresses = stresses_of(
      driver, materials, axisymmetric_diaphragm(driver, materials, enough.elements), suspension.points);
  return suspension;
}

DriverUnderPressure driver_under_pressure(const DriverConfig &driver,
                                          const std::vector<MaterialConfig> &materials,
                                          const std::vector<double> &pressures) {
  auto enough = with_enough_elements(
      [&](int elements) {
        const AxisymmetricShell shell = axisymmetric_diaphragm(driver, materials, elements);
        DriverUnderPressure under{
            naming(driver, [&] { return pressure_curve(shell, coil_zone(driver, shell), pressures); }),
            {},
            0};
        under.stresses = stresses_of(driver, materials, shell, under.curve.points);
        return under;
      },
      pressure_change);
  enough.result.mesh_error = enough.change;
  enough.result.elements = enough.elements;
  return std::move(enough.result);
}

std::vector<double> positions_within(double range, int n) {
  std::vector<double> positions;
  const int half = n / 2;
  for (int k = -half; k <= half; ++k)
    positions.push_back(range * k / half);
  return positions;
}

std::string describe_suspension(const DriverConfig &driver, const DriverSuspension &suspension) {
  const SuspensionPoint &first = suspension.points.front(), &last = suspension.points.back(),
                        &rest = suspension.points[suspension.points.size() / 2];
  std::string text = fmt::format("Suspension of \"{}\"\n"
                                 "    stiffness        {:.5g} N/mm at rest, {:.5g} at {:.3g} mm, {:.5g} at "
                                 "{:.3g} mm; by the mesh within {:.1g}\n"
                                 "    effective area   {:.4g} mm2 at rest",
                                 driver.name.value, 1e-3 * rest.stiffness, 1e-3 * first.stiffness,
                                 1e3 * first.displacement, 1e-3 * last.stiffness, 1e3 * last.displacement,
                                 suspension.mesh_error, 1e6 * rest.effective_area);
  const auto [at, stress] = decisive(suspension.stresses);
  text += fmt::format("\n    stress           {}, displaced by {:.3g} mm", describe_stress(stress),
                      1e3 * suspension.points[at].displacement);
  for (const SuspensionPoint &point : suspension.points)
    if (point.tangent_stiffness <= 0) {
      text += fmt::format("\n    snaps through: at {:.3g} mm its force falls as the displacement grows",
                          1e3 * point.displacement);
      break;
    }
  return text;
}

std::string describe_pressures(const DriverConfig &driver, const DriverUnderPressure &under) {
  std::string text = fmt::format("Static pressure on \"{}\", by the mesh within {:.1g}", driver.name.value,
                                 under.mesh_error);
  for (std::size_t k = 0; k < under.curve.points.size(); ++k) {
    const PressurePoint &point = under.curve.points[k];
    text +=
        fmt::format("\n    {:+9.5g} Pa in front: coil at {:+.4g} mm, {:.4g} N/mm, {:.4g} mm2", point.pressure,
                    1e3 * point.displacement, 1e-3 * point.tangent_stiffness, 1e6 * point.effective_area);
  }
  const auto [at, stress] = decisive(under.stresses);
  text += fmt::format("\n    stress: {}, under {:.5g} Pa", describe_stress(stress),
                      under.curve.points[at].pressure);
  for (const PressureCurve::Side &side : {under.curve.behind, under.curve.in_front})
    if (side.snap)
      text += fmt::format("\n    snaps through at {:+.4g} Pa in front", *side.snap);
    else if (side.followed != 0)
      text += fmt::format("\n    does not snap through up to {:+.4g} Pa in front", side.followed);
  return text;
}

std::vector<std::string> stress_warnings(const DriverConfig &driver, const StateStresses &stresses,
                                         const std::string &when) {
  std::vector<std::string> warnings;
  if (stresses.empty())
    return warnings;
  const LayerStress stress = decisive(stresses).second;
  if (stress.strength && stress.stress > *stress.strength)
    warnings.push_back(fmt::format("\"{}\" bears {} {}: it doesn't come back from there as it was",
                                   driver.name.value, describe_stress(stress), when));
  return warnings;
}

} // namespace earshot
