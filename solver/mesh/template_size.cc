#include "solver/mesh/template_size.h"

#include "solver/mesh/template_geometry.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

/// Growth of the edge length per distance.
constexpr double gradation = 0.4;

/// Edge length at re-entrant edges over the global one. There the velocity is singular (like d^(-1/3) at a
/// square corner), and an even mesh would lose the rate of its elements.
constexpr double edge_refinement = 0.25;

/// A cylindrical ring about z through (x, 0, 0), or a tube along x, that asks for a size.
struct SizedRegion {
  double size;
  double z0, z1;        ///< along the axis
  double inner, outer;  ///< radii
  double axis_x = 0;    ///< where the axis meets y = 0
  bool along_x = false; ///< the axis is (x, 0, height) and z0, z1 are x values
  double height = 0;

  double distance(double x, double y, double z) const {
    const double along = along_x ? x : z;
    const double r = along_x ? std::hypot(y, z - height) : std::hypot(x - axis_x, y);
    const double axial = std::max({z0 - along, along - z1, 0.});
    const double radial = std::max({inner - r, r - outer, 0.});
    return std::hypot(axial, radial);
  }
};

double volume_size(const MeshConfig &mesh, const std::string &volume, double radius) {
  double size = std::min(mesh.size.value, radius);
  for (const auto &region : mesh.region)
    if (region.volume.value == volume)
      size = region.size;
  return size;
}

/// The zones of the diaphragm. Its sizes never exceed the global one.
void add_zones(const Profile &profile, double largest, std::vector<SizedRegion> &regions) {
  for (std::size_t i = 0; i < profile.zones().size(); ++i) {
    const ProfileZone &zone = profile.zones()[i];
    const double inner = profile.inner_radius(i), width = zone.outer_radius - inner;
    const bool straight =
        zone.rise == 0 || zone.shape == ProfileShape::flat || zone.shape == ProfileShape::cone;
    const double size = straight                                 ? 2 * width
                        : zone.shape == ProfileShape::corrugated ? width / (2 * zone.waves)
                                                                 : width / 3;
    double low = profile.height(inner), high = low;
    for (int k = 1; k <= 20; ++k) {
      const double z = profile.height(inner + width * k / 20);
      low = std::min(low, z);
      high = std::max(high, z);
    }
    regions.push_back({std::min(size, largest), low, high, inner, zone.outer_radius});
  }
}

/// The rims where one cylinder in front of the diaphragm opens into a wider or narrower one.
void add_mouths(const TemplateLayout &layout, double largest, std::vector<SizedRegion> &regions) {
  for (std::size_t i = 1; i + 1 < layout.cylinders.size(); ++i) { // the diaphragm closes the first one
    const auto &one = layout.cylinders[i], &next = layout.cylinders[i + 1];
    if (one.radius == next.radius)
      continue;
    const double radius = std::min(one.radius, next.radius);
    regions.push_back({std::min(largest, radius) * edge_refinement, one.z1, one.z1, radius, radius});
  }
}

} // namespace

SizeField template_size(const TemplateLayout &layout, const MeshConfig &mesh) {
  std::vector<SizedRegion> regions;
  for (const auto &cylinder : layout.cylinders)
    regions.push_back(
        {volume_size(mesh, cylinder.name, cylinder.radius), cylinder.z0, cylinder.z1, 0, cylinder.radius});
  if (layout.rear_vent) {
    const VentTube &vent = *layout.rear_vent;
    const double z = layout.cylinders[0].z0;
    regions.push_back(
        {volume_size(mesh, vent.name, vent.radius), z - vent.length, z, 0, vent.radius, vent.offset});
  }
  if (layout.front_vent) {
    const VentTube &vent = *layout.front_vent;
    const double x = layout.cylinders[1].radius;
    regions.push_back({volume_size(mesh, vent.name, vent.radius), x, x + vent.length, 0, vent.radius, 0, true,
                       vent.offset});
  }
  if (layout.diaphragm)
    add_zones(*layout.diaphragm, mesh.size, regions);
  add_mouths(layout, mesh.size, regions);
  return [regions](double x, double y, double z) {
    double size = 1e30;
    for (const auto &region : regions)
      size = std::min(size, region.size + gradation * region.distance(x * template_unit, y * template_unit,
                                                                      z * template_unit));
    return size / template_unit;
  };
}

} // namespace earshot
