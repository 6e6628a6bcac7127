#include "solver/mesh/part_geometry.h"

#include "solver/mesh/geometry_unit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

bool goes_around(const PartConfig &part) {
  return part.angle > 2 * std::numbers::pi * (1 - 1e-9);
}

double end_radius(const PartConfig &part) {
  return part.end_radius ? part.end_radius->value : part.radius.value;
}

/// The part's outline in the half-plane that its first face lies in. @param azimuth of that plane [rad]
int add_outline(const PartConfig &part, double shift, double azimuth) {
  const auto point = [&](double r, double z) {
    return occ::addPoint(r * std::cos(azimuth) / geometry_unit, r * std::sin(azimuth) / geometry_unit,
                         (z + shift) / geometry_unit);
  };
  const std::array corners{point(part.inner_radius, part.from), point(part.radius, part.from),
                           point(end_radius(part), part.to), point(part.inner_radius, part.to)};
  std::vector<int> edges;
  for (std::size_t k = 0; k < corners.size(); ++k)
    edges.push_back(occ::addLine(corners[k], corners[(k + 1) % corners.size()]));
  return occ::addPlaneSurface({occ::addWire(edges, -1, true)});
}

gmsh::vectorpair all_volumes() {
  gmsh::vectorpair volumes;
  occ::getEntities(volumes, 3);
  std::sort(volumes.begin(), volumes.end());
  return volumes;
}

} // namespace

gmsh::vectorpair revolve_part(const PartConfig &part, double shift) {
  const gmsh::vectorpair before = all_volumes();
  for (int sector = 0; sector < part.sectors; ++sector) {
    // what goes all around has its seam opposite of its direction, as the template has
    const double azimuth = part.direction + 2 * std::numbers::pi * sector / part.sectors - part.angle / 2;
    const int outline = add_outline(part, shift, azimuth);
    gmsh::vectorpair revolved;
    occ::revolve({{2, outline}}, 0, 0, 0, 0, 0, 1,
                 goes_around(part) ? 2 * std::numbers::pi : part.angle.value, revolved);
    occ::remove({{2, outline}}, true);
  }
  const gmsh::vectorpair after = all_volumes(); // a full revolution does not list the volumes it makes
  gmsh::vectorpair made;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(made));
  if (made.size() != static_cast<std::size_t>(part.sectors))
    throw std::runtime_error("revolving part \"" + part.name.value + "\" gave no volume");
  return made;
}

std::string name_of_face(const PartConfig &part, double shift, int surface) {
  constexpr double tolerance = 1e-8; // [m]
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(2, surface, x0, y0, z0, x1, y1, z1);
  const auto lies_in = [&](double z) {
    return std::abs(z0 * geometry_unit - z - shift) < tolerance &&
           std::abs(z1 * geometry_unit - z - shift) < tolerance;
  };
  if (lies_in(part.from))
    return part.from_surface;
  if (lies_in(part.to))
    return part.to_surface;
  std::string type;
  gmsh::model::getType(2, surface, type);
  if (type == "Plane") // the side of a sector
    return "";
  std::vector<double> low, high, x;
  gmsh::model::getParametrizationBounds(2, surface, low, high);
  gmsh::model::getValue(2, surface, {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2}, x);
  const double r = std::hypot(x[0], x[1]) * geometry_unit;
  return std::abs(r - part.inner_radius) < tolerance ? part.inner_surface : part.outer_surface;
}

} // namespace earshot
