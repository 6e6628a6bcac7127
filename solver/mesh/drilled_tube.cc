#include "solver/mesh/drilled_tube.h"

#include "solver/mesh/geometry_unit.h"

#include <stdexcept>
#include <vector>

namespace earshot {

namespace occ = gmsh::model::occ;

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
  if (left.size() != 1)
    throw std::runtime_error("the tube \"" + tube.name + "\" falls apart");
  return left.front().second;
}

std::string name_of_face(const DrilledTube &tube, int surface, bool is_mouth) {
  constexpr double tolerance = 1e-8; // [m]
  std::string type;
  gmsh::model::getType(2, surface, type);
  Vector3 centre;
  occ::getCenterOfMass(2, surface, centre[0], centre[1], centre[2]);
  const double place = dot(geometry_unit * centre - tube.begin, tube.axis);
  if (type == "Plane" && std::abs(place - tube.before - tube.length) < tolerance)
    return tube.end_surface;
  return is_mouth ? tube.mouth_surface : "";
}

} // namespace earshot
