#include "solver/mesh/template_size.h"

#include <algorithm>

namespace earshot {
namespace {

/// The zones of the diaphragm. Its sizes never exceed the global one.
void add_zones(const Profile &profile, double largest, std::vector<SizedRegion> &regions) {
  for (std::size_t i = 0; i < profile.zones().size(); ++i) {
    const ProfileZone &zone = profile.zones()[i];
    const double inner = profile.inner_radius(i), width = zone.outer_radius - inner;
    double low = profile.height(inner), high = low;
    for (int k = 1; k <= 20; ++k) {
      const double z = profile.height(inner + width * k / 20);
      low = std::min(low, z);
      high = std::max(high, z);
    }
    regions.push_back({std::min(zone_size(profile, i), largest), low, high, inner, zone.outer_radius});
  }
}

/// The rims where one cylinder in front of the diaphragm opens into a wider or narrower one.
void add_mouths(const TemplateLayout &layout, double largest, std::vector<SizedRegion> &regions) {
  for (std::size_t i = 1; i + 1 < layout.cylinders.size(); ++i) { // the diaphragm closes the first one
    const auto &one = layout.cylinders[i], &next = layout.cylinders[i + 1];
    if (one.radius.value == next.radius.value)
      continue;
    const double radius = std::min(one.radius.value, next.radius.value);
    regions.push_back({std::min(largest, radius) * edge_refinement, one.to, one.to, radius, radius});
  }
}

} // namespace

double zone_size(const Profile &profile, std::size_t zone) {
  const ProfileZone &shape = profile.zones()[zone];
  const double width = shape.outer_radius - profile.inner_radius(zone);
  const bool straight =
      shape.rise == 0 || shape.shape == ProfileShape::flat || shape.shape == ProfileShape::cone;
  return straight                                  ? 2 * width
         : shape.shape == ProfileShape::corrugated ? width / (2 * shape.waves)
                                                   : width / 3;
}

std::vector<SizedRegion> template_sizes(const TemplateLayout &layout, const MeshConfig &mesh) {
  std::vector<SizedRegion> regions;
  for (const PartConfig &cylinder : layout.cylinders)
    regions.push_back(
        {volume_size(mesh, cylinder.name, cylinder.radius), cylinder.from, cylinder.to, 0, cylinder.radius});
  if (layout.diaphragm.profile)
    add_zones(*layout.diaphragm.profile, mesh.size, regions);
  add_mouths(layout, mesh.size, regions);
  return regions;
}

SizedTube tube_size(const DrilledTube &tube, const MeshConfig &mesh) {
  return {.size = std::min(volume_size(mesh, tube.name, tube.radius), tube.radius),
          .begin = tube.begin + tube.before * tube.axis,
          .axis = tube.axis,
          .length = tube.length,
          .radius = tube.radius};
}

} // namespace earshot
