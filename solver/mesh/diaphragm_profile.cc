#include "solver/mesh/diaphragm_profile.h"

namespace earshot {

std::optional<Profile> diaphragm_profile(const DriverConfig &driver) {
  if (!driver.diaphragm || !driver.diaphragm->surface_mesh.value.empty())
    return std::nullopt;
  std::vector<ProfileZone> zones;
  for (const ZoneConfig &zone : driver.diaphragm->zones)
    zones.push_back({zone.name, zone.outer_radius, zone.shape, zone.rise, zone.waves});
  return pointing_at(driver.name.where, [&] { return std::optional<Profile>(Profile(std::move(zones))); });
}

} // namespace earshot
