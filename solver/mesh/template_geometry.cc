#include "solver/mesh/template_geometry.h"

#include "solver/mesh/profile_curves.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

/// A point of the half-plane y = 0, x < 0, which is revolved about z. It holds the seams of the surfaces of
/// revolution, so that none crosses a vent.
int add_point(double r, double z) {
  return occ::addPoint(-r / template_unit, 0, z / template_unit);
}

/// The curves between two neighbouring cylinders, from the axis outwards to the narrower one's radius.
struct Junction {
  int axis_point, rim_point;
  std::vector<int> curves;
  double z, radius;
};

/// The diaphragm, then the baffle around it.
Junction diaphragm_junction(const TemplateLayout &layout, double baffle_radius) {
  const ProfileCurves profile = add_profile_curves(layout.diaphragm, layout.diaphragm_radius, add_point);
  Junction junction{profile.axis_point, profile.rim_point, profile.curves, 0, baffle_radius};
  if (baffle_radius > layout.diaphragm_radius * (1 + 1e-9)) {
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
int cylinder_section(const AxialCylinder &cylinder, const Junction &bottom, const Junction &top) {
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

/// Volumes on the axis, in the order of the layout.
gmsh::vectorpair revolve_cylinders(const TemplateLayout &layout) {
  const auto &cylinders = layout.cylinders;
  std::vector<Junction> junctions{flat_junction(cylinders.front().z0, cylinders.front().radius)};
  for (std::size_t i = 0; i + 1 < cylinders.size(); ++i) {
    const double radius = std::min(cylinders[i].radius, cylinders[i + 1].radius);
    junctions.push_back(i == 0 ? diaphragm_junction(layout, radius) : flat_junction(cylinders[i].z1, radius));
  }
  junctions.push_back(flat_junction(cylinders.back().z1, cylinders.back().radius));
  gmsh::vectorpair sections, revolved, volumes;
  for (std::size_t i = 0; i < cylinders.size(); ++i)
    sections.emplace_back(2, cylinder_section(cylinders[i], junctions[i], junctions[i + 1]));
  occ::revolve(sections, 0, 0, 0, 0, 0, 1, 2 * std::numbers::pi, revolved);
  occ::remove(sections, true);
  occ::getEntities(volumes, 3); // a full revolution does not list the volumes it makes
  if (volumes.size() != cylinders.size())
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

/// The front vent's tube outside the front volume's curved wall.
int front_vent_tube(const VentTube &vent, double front_radius, int front) {
  // It begins just inside the wall, also where that is farthest from the tube's axis: further in, a wide tube
  // would cross the diaphragm.
  const double inside =
      std::sqrt(front_radius * front_radius - vent.radius * vent.radius) - 0.01 * front_radius;
  const int whole = occ::addCylinder(inside / template_unit, 0, vent.offset / template_unit,
                                     (front_radius - inside + vent.length) / template_unit, 0, 0,
                                     vent.radius / template_unit);
  gmsh::vectorpair left;
  std::vector<gmsh::vectorpair> map;
  occ::cut({{3, whole}}, {{3, front}}, left, map, -1, true, false);
  if (left.size() != 1)
    throw std::runtime_error("the front vent's tube falls apart");
  return left.front().second;
}

} // namespace

std::map<int, std::string> build_template_volumes(const TemplateLayout &layout) {
  const gmsh::vectorpair cylinders = revolve_cylinders(layout);
  gmsh::vectorpair parts = cylinders, vents, fragments;
  std::vector<std::string> names;
  for (const auto &cylinder : layout.cylinders)
    names.push_back(cylinder.name);
  if (layout.rear_vent) {
    const VentTube &vent = *layout.rear_vent;
    vents.emplace_back(3, occ::addCylinder(vent.offset / template_unit, 0,
                                           layout.cylinders[0].z0 / template_unit, 0, 0,
                                           -vent.length / template_unit, vent.radius / template_unit));
    names.push_back(vent.name);
  }
  if (layout.front_vent) {
    vents.emplace_back(3,
                       front_vent_tube(*layout.front_vent, layout.cylinders[1].radius, cylinders[1].second));
    names.push_back(layout.front_vent->name);
  }
  std::map<int, std::string> name_of_volume;
  if (vents.empty()) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      name_of_volume[parts[i].second] = names[i];
  } else {
    std::vector<gmsh::vectorpair> map;
    occ::fragment(parts, vents, fragments, map);
    for (std::size_t i = 0; i < names.size(); ++i)
      for (const auto &part : map[i])
        name_of_volume[part.second] = names[i];
  }
  occ::synchronize();
  return name_of_volume;
}

std::string template_mouth(const TemplateLayout &layout, int surface, const std::string &first,
                           const std::string &second) {
  const auto between = [&](const char *a, const char *b) {
    return (first == a && second == b) || (first == b && second == a);
  };
  if (between("rear", "front")) {
    double x0, y0, z0, x1, y1, z1;
    gmsh::model::getBoundingBox(2, surface, x0, y0, z0, x1, y1, z1);
    return -x0 * template_unit > layout.diaphragm_radius + 1e-8 ? "baffle" : "diaphragm";
  }
  if (between("front", "nozzle"))
    return "nozzle_inlet";
  if (between("nozzle", "tip"))
    return layout.screen ? "screen" : "";
  if (between("tip", "canal"))
    return "canal_inlet";
  if (between("rear", "rear_vent"))
    return "rear_vent_inlet";
  return "front_vent_inlet";
}

std::string template_end(const TemplateLayout &layout, int surface, const std::string &volume) {
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(2, surface, x0, y0, z0, x1, y1, z1);
  const auto lies_at = [](double low, double high, double place) {
    const double tolerance = 1e-8;
    return std::abs(low * template_unit - place) < tolerance &&
           std::abs(high * template_unit - place) < tolerance;
  };
  if (volume == "canal" && lies_at(z0, z1, layout.cylinders.back().z1))
    return "ear";
  if (volume == "rear_vent" && lies_at(z0, z1, layout.cylinders[0].z0 - layout.rear_vent->length))
    return "rear_vent_opening";
  if (volume == "front_vent" && lies_at(x0, x1, layout.cylinders[1].radius + layout.front_vent->length))
    return "front_vent_opening";
  return "walls";
}

} // namespace earshot
