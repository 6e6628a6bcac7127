#include "solver/model/meridian.h"

#include "solver/model/diaphragm_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace earshot {

namespace {

constexpr int degree = 4;

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

namespace {

bool is_made_of(const DiaphragmConfig &diaphragm, const std::string &material) {
  return std::any_of(diaphragm.zones.begin(), diaphragm.zones.end(), [&](const ZoneConfig &zone) {
    return std::any_of(zone.layers.begin(), zone.layers.end(),
                       [&](const LayerConfig &layer) { return layer.material.value == material; });
  });
}

} // namespace

Case statics_of(const DriverConfig &driver, const std::vector<MaterialConfig> &materials) {
  Case statics;
  for (const MaterialConfig &material : materials)
    if (!driver.diaphragm || is_made_of(*driver.diaphragm, material.name))
      statics.materials.push_back(material);
  for (MaterialConfig &material : statics.materials)
    material.density = material.loss_factor = {};
  DriverConfig &only = statics.drivers.emplace_back();
  only.diaphragm = driver.diaphragm;
  only.coil = driver.coil;
  if (only.coil)
    only.coil->mass = only.coil->height = only.coil->loss_factor = {};
  return statics;
}

std::size_t coil_zone(const DriverConfig &driver, const AxisymmetricShell &shell) {
  const auto found = std::find_if(shell.zones().begin(), shell.zones().end(), [&](const MeridianZone &zone) {
    return zone.name == driver.coil->zone.value;
  });
  return found - shell.zones().begin();
}

} // namespace earshot
