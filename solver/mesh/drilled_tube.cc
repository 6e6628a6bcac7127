#include "solver/mesh/drilled_tube.h"

#include "solver/mesh/geometry_unit.h"
#include "solver/mesh/triple.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <vector>

namespace earshot {

namespace occ = gmsh::model::occ;

namespace {

/// Place of an entity's middle along the tube, from its beginning [m].
double place_along(const DrilledTube &tube, int dimension, int tag) {
  Vector3 centre;
  occ::getCenterOfMass(dimension, tag, centre[0], centre[1], centre[2]);
  return dot(geometry_unit * centre - tube.begin, tube.axis);
}

/// @param volume of what cutting leaves [m3]: over the tube's section its mean length
void require_wall(const DrilledTube &tube, double volume) {
  const double found = volume / (std::numbers::pi * tube.radius * tube.radius),
               excess = found - tube.length; // what the air ends by before the stated place
  if (std::abs(excess) < tube.radius / 2)
    return;
  if (excess > tube.before - tube.radius / 2)
    throw UserError(
        fmt::format("found no air where tube \"{}\" begins, expected a position in a wall", tube.name));
  throw UserError(fmt::format("found air that ends {:.3g} mm {} the position of tube \"{}\", expected a "
                              "position in its wall",
                              1e3 * std::abs(excess), excess > 0 ? "before" : "behind", tube.name));
}

} // namespace

DrilledTube drilled_tube(const TubeConfig &config) {
  const Vector3 stated = vector_of(config.place.axis), axis = (1 / norm(stated)) * stated;
  const double before = 2 * config.radius.value;
  return {.name = config.name,
          .begin = vector_of(config.place.position) - before * axis,
          .axis = axis,
          .before = before,
          .length = config.length,
          .radius = config.radius,
          .mouth_surface = config.name.value + "_inlet",
          .end_surface = config.name.value + "_opening"};
}

int add_tube(const DrilledTube &tube, const gmsh::vectorpair &behind_wall) {
  const auto &[x, y, z] = tube.begin;
  const Vector3 along = ((tube.before + tube.length) / geometry_unit) * tube.axis;
  const int whole = occ::addCylinder(x / geometry_unit, y / geometry_unit, z / geometry_unit, along[0],
                                     along[1], along[2], tube.radius / geometry_unit);
  if (tube.before == 0)
    return whole;
  gmsh::vectorpair left;
  std::vector<gmsh::vectorpair> map;
  occ::cut({{3, whole}}, behind_wall, left, map, -1, true, false);
  const auto outermost = std::max_element(left.begin(), left.end(), [&](const auto &one, const auto &other) {
    return place_along(tube, 3, one.second) < place_along(tube, 3, other.second);
  });
  if (outermost == left.end() || place_along(tube, 3, outermost->second) < tube.before)
    throw UserError(fmt::format("found tube \"{}\" within the air, expected a position in its wall and an "
                                "axis outwards",
                                tube.name));
  const int kept = outermost->second;
  left.erase(outermost);
  occ::remove(left, true);
  double volume = 0;
  occ::getMass(3, kept, volume);
  require_wall(tube, volume * geometry_unit * geometry_unit * geometry_unit);
  return kept;
}

std::string name_of_face(const DrilledTube &tube, int surface, bool is_mouth) {
  constexpr double tolerance = 1e-8; // [m]
  std::string type;
  gmsh::model::getType(2, surface, type);
  if (type == "Plane" && std::abs(place_along(tube, 2, surface) - tube.before - tube.length) < tolerance)
    return tube.end_surface;
  return is_mouth ? tube.mouth_surface : "";
}

} // namespace earshot
