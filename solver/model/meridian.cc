#include "solver/model/meridian.h"

#include "solver/model/diaphragm_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr int degree = 4;
constexpr double mesh_tolerance = 1e-3;
constexpr int first_elements = 4, most_elements = 16;

/// int 2 pi r sqrt(1 + z'^2) dr by the midpoint rule, for a mass per area.
double area_of(const Profile &profile, double inner, double outer) {
  constexpr int steps = 1000;
  const double step = (outer - inner) / steps;
  double sum = 0;
  for (int k = 0; k < steps; ++k) {
    const double r = inner + (k + 0.5) * step, slope = profile.slope(r);
    sum += 2 * std::numbers::pi * r * std::sqrt(1 + slope * slope) * step;
  }
  return sum;
}

std::size_t coil_zone(const DriverConfig &driver, const AxisymmetricShell &shell) {
  const auto found = std::find_if(shell.zones().begin(), shell.zones().end(), [&](const MeridianZone &zone) {
    return zone.name == driver.coil->zone.value;
  });
  return found - shell.zones().begin();
}

std::vector<SuspensionPoint> curve(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                   int elements, const std::vector<double> &positions) {
  const AxisymmetricShell shell = axisymmetric_diaphragm(driver, materials, elements);
  try {
    return suspension_curve(shell, coil_zone(driver, shell), positions);
  } catch (const std::runtime_error &error) {
    throw UserError(driver.name.where, fmt::format("driver \"{}\": {}", driver.name.value, error.what()));
  }
}

} // namespace

AxisymmetricShell axisymmetric_diaphragm(const DriverConfig &driver,
                                         const std::vector<MaterialConfig> &materials, int elements) {
  const auto found = diaphragm_profile(driver);
  if (!found)
    throw UserError(driver.name.where,
                    fmt::format("driver \"{}\" has no diaphragm of a profile", driver.name.value));
  const auto profile = std::make_shared<const Profile>(*found);
  std::vector<MeshFacts::Zone> facts;
  for (std::size_t k = 0; k < profile->zones().size(); ++k)
    facts.push_back({profile->zones()[k].name,
                     area_of(*profile, profile->inner_radius(k), profile->zones()[k].outer_radius)});
  const ShellProperties properties = stretched_diaphragm(driver, materials, facts);
  std::vector<MeridianZone> zones;
  for (std::size_t k = 0; k < facts.size(); ++k) {
    const ProfileZone &zone = profile->zones()[k];
    zones.push_back({zone.name, profile->inner_radius(k), zone.outer_radius,
                     [profile](double r) { return profile->height(r); },
                     [profile](double r) { return profile->slope(r); }, properties.sections[k],
                     zone.shape == ProfileShape::corrugated ? elements * zone.waves : elements});
  }
  std::optional<MeridianRim> rim;
  if (properties.rim)
    rim = MeridianRim{properties.rim->stiffness, properties.rim->bending_stiffness};
  return {std::move(zones), degree, rim};
}

DriverSuspension driver_suspension(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                   const std::vector<double> &positions) {
  // Three positions tell whether the mesh is fine enough.
  const std::vector<double> ends = {positions.front(), 0, positions.back()};
  DriverSuspension suspension;
  std::vector<SuspensionPoint> coarse = curve(driver, materials, first_elements, ends);
  int elements = first_elements;
  do {
    elements *= 2;
    const std::vector<SuspensionPoint> fine = curve(driver, materials, elements, ends);
    suspension.mesh_error = 0;
    for (std::size_t k = 0; k < ends.size(); ++k)
      suspension.mesh_error =
          std::max(suspension.mesh_error, std::abs(fine[k].stiffness / coarse[k].stiffness - 1));
    coarse = fine;
  } while (suspension.mesh_error > mesh_tolerance && elements < most_elements);
  suspension.points = curve(driver, materials, elements, positions);
  return suspension;
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
  for (const SuspensionPoint &point : suspension.points)
    if (point.tangent_stiffness <= 0) {
      text += fmt::format("\n    snaps through: at {:.3g} mm its force falls as the displacement grows",
                          1e3 * point.displacement);
      break;
    }
  return text;
}

} // namespace earshot
