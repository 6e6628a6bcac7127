#include "solver/mesh/part_stack.h"

#include "solver/mesh/geometry_unit.h"
#include "solver/mesh/profile_curves.h"

#include <algorithm>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

/// A point of the half-plane y = 0, x < 0, which is revolved about z. It holds the seams of the surfaces of
/// revolution, so that none crosses a vent.
int add_point(double r, double z) {
  return occ::addPoint(-r / geometry_unit, 0, z / geometry_unit);
}

/// The curves between two neighbouring cylinders, from the axis outwards to the narrower one's radius.
struct Junction {
  int axis_point, rim_point;
  std::vector<int> curves;
  double z, radius;
};

/// The diaphragm, then the baffle around it.
Junction diaphragm_junction(const DiaphragmFace &diaphragm, double baffle_radius) {
  const ProfileCurves profile = add_profile_curves(diaphragm.profile, diaphragm.radius, add_point);
  Junction junction{profile.axis_point, profile.rim_point, profile.curves, 0, baffle_radius};
  if (baffle_radius > diaphragm.radius * (1 + 1e-9)) {
    const int edge = add_point(baffle_radius, 0);
    junction.curves.push_back(occ::addLine(junction.rim_point, edge));
    junction.rim_point = edge;
  }
  return junction;
}

Junction flat_junction(double z, double radius) {
  const int centre = add_point(0, z), rim = add_point(radius, z);
  return {centre, rim, {occ::addLine(centre, rim)}, z, radius};
}

/// A cylinder's outline in the half-plane between its two junctions: outwards along the bottom, up the side,
/// inwards along the top, down the axis.
int cylinder_section(const PartConfig &cylinder, const Junction &bottom, const Junction &top) {
  std::vector<int> lower = bottom.curves, upper = top.curves;
  const auto reach_side = [&](const Junction &junction, std::vector<int> &curves) {
    if (cylinder.radius <= junction.radius * (1 + 1e-9))
      return junction.rim_point;
    const int point = add_point(cylinder.radius, junction.z);
    curves.push_back(occ::addLine(junction.rim_point, point));
    return point;
  };
  const int from = reach_side(bottom, lower), to = reach_side(top, upper);
  std::vector<int> outline = lower;
  outline.push_back(occ::addLine(from, to));
  outline.insert(outline.end(), upper.rbegin(), upper.rend());
  outline.push_back(occ::addLine(top.axis_point, bottom.axis_point));
  return occ::addPlaneSurface({occ::addWire(outline, -1, true)});
}

} // namespace

gmsh::vectorpair revolve_stack(const std::vector<PartConfig> &parts, const DiaphragmFace &diaphragm) {
  std::vector<Junction> junctions{flat_junction(parts.front().from, parts.front().radius)};
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const double radius = std::min(parts[i].radius.value, parts[i + 1].radius.value);
    junctions.push_back(i == 0 ? diaphragm_junction(diaphragm, radius) : flat_junction(parts[i].to, radius));
  }
  junctions.push_back(flat_junction(parts.back().to, parts.back().radius));
  gmsh::vectorpair sections, revolved, volumes;
  for (std::size_t i = 0; i < parts.size(); ++i)
    sections.emplace_back(2, cylinder_section(parts[i], junctions[i], junctions[i + 1]));
  occ::revolve(sections, 0, 0, 0, 0, 0, 1, 2 * std::numbers::pi, revolved);
  occ::remove(sections, true);
  occ::getEntities(volumes, 3); // a full revolution does not list the volumes it makes
  if (volumes.size() != parts.size())
    throw std::runtime_error("revolving the sections gave too few volumes");
  const auto twice_middle = [](const std::pair<int, int> &volume) {
    double x0, y0, z0, x1, y1, z1;
    occ::getBoundingBox(volume.first, volume.second, x0, y0, z0, x1, y1, z1);
    return z0 + z1;
  };
  std::sort(volumes.begin(), volumes.end(),
            [&](const auto &a, const auto &b) { return twice_middle(a) < twice_middle(b); });
  return volumes;
}

std::string name_of_face(const DiaphragmFace &diaphragm, int surface) {
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(2, surface, x0, y0, z0, x1, y1, z1);
  return -x0 * geometry_unit > diaphragm.radius + 1e-8 ? diaphragm.baffle : diaphragm.surface;
}

} // namespace earshot
