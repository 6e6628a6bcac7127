#ifndef EARSHOT_MESH_SIZED_REGION_H
#define EARSHOT_MESH_SIZED_REGION_H

#include "solver/config/case.h"
#include "solver/mesh/mesh_generation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace earshot {

/// A cylindrical ring about z through (x, 0, 0), or sectors of one, or a tube along x, that asks for an edge
/// length.
struct SizedRegion {
  double size;
  double z0, z1;        ///< along the axis
  double inner, outer;  ///< radii
  double axis_x = 0;    ///< where the axis meets y = 0
  bool along_x = false; ///< the axis is (x, 0, height) and z0, z1 are x values
  double height = 0;
  int sectors = 1;                     ///< of a ring about z itself
  double angle = 2 * std::numbers::pi; ///< of each sector
  double direction = 0;                ///< middle of the first sector

  double distance(double x, double y, double z) const {
    const double along = along_x ? x : z;
    const double r = along_x ? std::hypot(y, z - height) : std::hypot(x - axis_x, y);
    const double axial = std::max({z0 - along, along - z1, 0.});
    const double radial = std::max({inner - r, r - outer, 0.});
    return std::hypot(std::hypot(axial, radial), beside_sector(x, y));
  }

private:
  double beside_sector(double x, double y) const {
    const double turn = 2 * std::numbers::pi / sectors;
    const double from_middle = std::abs(std::remainder(std::atan2(y, x) - direction, turn));
    return std::max(from_middle - angle / 2, 0.) * std::hypot(x, y);
  }
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
inline SizeField least_size(std::vector<SizedRegion> regions, double unit) {
  return [regions = std::move(regions), unit](int, int, double x, double y, double z) {
    double size = 1e30;
    for (const auto &region : regions)
      size = std::min(size, region.size + size_gradation * region.distance(x * unit, y * unit, z * unit));
    return size / unit;
  };
}

} // namespace earshot

#endif
