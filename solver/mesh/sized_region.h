#ifndef EARSHOT_MESH_SIZED_REGION_H
#define EARSHOT_MESH_SIZED_REGION_H

#include "solver/config/case.h"
#include "solver/mesh/mesh_generation.h"
#include "solver/mesh/vector3.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace earshot {

/// A ring about the z axis, or sectors of one, that asks for an edge length.
struct SizedRegion {
  double size;
  double z0, z1;       ///< along the axis
  double inner, outer; ///< radii
  int sectors = 1;
  double angle = 2 * std::numbers::pi; ///< of each sector
  double direction = 0;                ///< middle of the first sector

  double distance(double x, double y, double z) const {
    const double r = std::hypot(x, y), axial = std::max({z0 - z, z - z1, 0.}),
                 radial = std::max({inner - r, r - outer, 0.});
    return std::hypot(std::hypot(axial, radial), beside_sector(x, y));
  }

private:
  double beside_sector(double x, double y) const {
    const double turn = 2 * std::numbers::pi / sectors;
    const double from_middle = std::abs(std::remainder(std::atan2(y, x) - direction, turn));
    return std::max(from_middle - angle / 2, 0.) * std::hypot(x, y);
  }
};

/// A tube that asks for an edge length.
struct SizedTube {
  double size;
  Vector3 begin, axis; ///< [m]; unit vector
  double length, radius;

  double distance(double x, double y, double z) const {
    const Vector3 place{x, y, z}, across = cross(place - begin, axis);
    const double along = dot(place, axis), from = dot(begin, axis),
                 radial = std::hypot(std::hypot(across[0], across[1]), across[2]) - radius;
    return std::hypot(std::max({from - along, along - (from + length), 0.}), std::max(radial, 0.));
  }
};

/// What asks for edge lengths.
struct SizedRegions {
  std::vector<SizedRegion> rings;
  std::vector<SizedTube> tubes;
};

/// Edge length at re-entrant edges over the global one. There the velocity is singular (like d^(-1/3) at a
/// square corner), and an even mesh would lose the rate of its elements.
inline constexpr double edge_refinement = 0.25;

/// What a volume asks for: its [[mesh.region]], else the smaller of the global size and `width`.
inline double volume_size(const MeshConfig &mesh, const std::string &volume, double width) {
  for (const auto &region : mesh.region)
    if (region.volume.value == volume)
      return region.size;
  return std::min(mesh.size.value, width);
}

/// Growth of the edge length per distance from where it is asked for.
inline constexpr double size_gradation = 0.4;

/// The least of what regions ask for, growing with the distance from each. @param unit of the model [m]
inline SizeField least_size(SizedRegions regions, double unit) {
  return [regions = std::move(regions), unit](int, int, double x, double y, double z) {
    double size = 1e30;
    const auto ask = [&](const auto &region) {
      size = std::min(size, region.size + size_gradation * region.distance(x * unit, y * unit, z * unit));
    };
    for (const SizedRegion &ring : regions.rings)
      ask(ring);
    for (const SizedTube &tube : regions.tubes)
      ask(tube);
    return size / unit;
  };
}

} // namespace earshot

#endif
