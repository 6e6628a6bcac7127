#include "solver/mesh/diaphragm_profile.h"

namespace earshot {

namespace {

ProfileShape profile_shape(const std::string &name) {
  if (name == "cone")
    return ProfileShape::cone;
  if (name == "dome")
    return ProfileShape::dome;
  if (name == "roll")
    return ProfileShape::roll;
  return name == "corrugated" ? ProfileShape::corrugated : ProfileShape::flat;
}

} // namespace

std::optional<Profile> diaphragm_profile(const DriverConfig &driver) {
  if (!driver.diaphragm || !driver.diaphragm->surface_mesh.value.empty())
    return std::nullopt;
  std::vector<ProfileZone> zones;
  for (const ZoneConfig &zone : driver.diaphragm->zones)
    zones.push_back({zone.name, zone.outer_radius, profile_shape(zone.shape), zone.rise, zone.waves});
  return pointing_at(driver.name.where, [&] { return std::optional<Profile>(Profile(std::move(zones))); });
}

} // namespace earshot
