#include "solver/mesh/body_solids.h"

#include "solver/mesh/cad_file.h"
#include "solver/mesh/profile_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

Vector3 in_model(const Vector3 &v) {
  return (1 / cad_unit) * v;
}

int add_point(const BodyFrame &frame, double u, double v, double w) {
  const Vector3 p = in_model(frame.at(u, v, w));
  return occ::addPoint(p[0], p[1], p[2]);
}

/// A cylinder along the body's axis. @param u, v of its axis, from, to, radius [m]
int add_cylinder(const BodyFrame &frame, double u, double v, double from, double to, double radius) {
  const Vector3 base = in_model(frame.at(u, v, from)), along = in_model((to - from) * frame.z);
  return occ::addCylinder(base[0], base[1], base[2], along[0], along[1], along[2], radius / cad_unit);
}

gmsh::vectorpair all_volumes() {
  gmsh::vectorpair volumes;
  occ::getEntities(volumes, 3);
  std::sort(volumes.begin(), volumes.end());
  return volumes;
}

/// Revolves outlines of a half-plane about the body's axis. @return the volumes, in the order of their tags
gmsh::vectorpair revolve(const BodyFrame &frame, const gmsh::vectorpair &outlines) {
  const gmsh::vectorpair before = all_volumes();
  const Vector3 o = in_model(frame.origin);
  gmsh::vectorpair unused, made;
  occ::revolve(outlines, o[0], o[1], o[2], frame.z[0], frame.z[1], frame.z[2], 2 * std::numbers::pi, unused);
  occ::remove(outlines, true);
  const gmsh::vectorpair after = all_volumes(); // a full revolution does not list the volumes it makes
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(made));
  if (made.size() != outlines.size())
    throw std::runtime_error("revolving the air of a driver gave no volume");
  return made;
}

/// The half-plane's points at negative x: there the seams lie, away from holes in the direction of x.
AddPoint points_of(const BodyFrame &frame) {
  return [frame](double r, double z) { return add_point(frame, -r, 0, z); };
}

/// An outline from the profile's rim over corners (r, z) to the axis and along it back to the profile.
int add_outline(const ProfileCurves &profile, const std::vector<std::pair<double, double>> &corners,
                const AddPoint &point) {
  std::vector<int> curves = profile.curves;
  int last = profile.rim_point;
  for (const auto &[r, z] : corners) {
    const int next = point(r, z);
    curves.push_back(occ::addLine(last, next));
    last = next;
  }
  curves.push_back(occ::addLine(last, profile.axis_point));
  return occ::addPlaneSurface({occ::addWire(curves, -1, true)});
}

/// Height of the surface that a hole through the back begins in.
double inner_end(const BodyConfig &body, const HolesConfig &holes) {
  const bool through_motor = body.motor_radius > 0 && holes.circle + holes.radius <= body.motor_radius;
  return -body.rear_depth +
         (through_motor ? std::max(body.motor_height.value, body.wall.value) : body.wall.value);
}

void add_holes(const PlacedDriver &driver, const HolesConfig &holes, double inner, double outer,
               const std::string &volume, const char *what, BodySolids &solids) {
  const bool outwards = outer > inner;
  for (int k = 0; k < holes.number; ++k) {
    const double angle = holes.direction + 2 * std::numbers::pi * k / holes.number;
    const double u = holes.circle * std::cos(angle), v = holes.circle * std::sin(angle);
    solids.air.emplace_back(
        add_cylinder(driver.frame, u, v, std::min(inner, outer), std::max(inner, outer), holes.radius),
        volume);
    solids.discs.push_back({.name = holes.surface,
                            .owner = fmt::format("{} of {}", what, solids.shown),
                            .where = holes.radius.where,
                            .centre = driver.frame.at(u, v, outer),
                            .normal = (outwards ? 1.0 : -1.0) * driver.frame.z,
                            .radius = holes.radius});
  }
}

/// The air on both sides of the diaphragm, which is one face of both volumes.
void add_air(const PlacedDriver &driver, double front, BodySolids &solids) {
  const BodyConfig &body = driver.body;
  const double a = driver.radius, back = -body.rear_depth + body.wall,
               motor = -body.rear_depth + body.motor_height;
  const AddPoint point = points_of(driver.frame);
  const ProfileCurves profile = add_profile_curves(driver.profile ? &*driver.profile : nullptr, a, point);
  std::vector<std::pair<double, double>> behind{{a, back}};
  if (body.motor_radius > 0 && motor > back)
    behind.insert(behind.end(), {{body.motor_radius, back}, {body.motor_radius, motor}, {0, motor}});
  else
    behind.emplace_back(0, back);
  const int rear_outline = add_outline(profile, behind, point),
            front_outline = add_outline(profile, {{a, front}, {0, front}}, point);
  const gmsh::vectorpair volumes = revolve(driver.frame, {{2, rear_outline}, {2, front_outline}});
  const auto height = [&](const std::pair<int, int> &volume) {
    double x, y, z;
    occ::getCenterOfMass(volume.first, volume.second, x, y, z);
    return driver.frame.local(cad_unit * Vector3{x, y, z})[2];
  };
  const bool in_order = height(volumes[0]) < height(volumes[1]);
  solids.air.emplace_back(volumes[in_order ? 0 : 1].second, driver.rear());
  solids.air.emplace_back(volumes[in_order ? 1 : 0].second, driver.front());
}

/// A box along the body's axis, extruded backwards from its front.
int add_block(const BodyFrame &frame, double width, double height, double middle, double front,
              double length) {
  const double u = width / 2, low = middle - height / 2, high = middle + height / 2;
  const std::vector<int> corners{add_point(frame, -u, low, front), add_point(frame, u, low, front),
                                 add_point(frame, u, high, front), add_point(frame, -u, high, front)};
  std::vector<int> edges;
  for (std::size_t k = 0; k < corners.size(); ++k)
    edges.push_back(occ::addLine(corners[k], corners[(k + 1) % corners.size()]));
  const int face = occ::addPlaneSurface({occ::addWire(edges, -1, true)});
  const Vector3 back = in_model(-length * frame.z);
  gmsh::vectorpair made;
  occ::extrude({{2, face}}, back[0], back[1], back[2], made);
  const auto solid = std::find_if(made.begin(), made.end(), [](const auto &it) { return it.first == 3; });
  if (solid == made.end())
    throw std::runtime_error("extruding a box gave no volume");
  return solid->second;
}

} // namespace

BodySolids add_driver_solids(const PlacedDriver &driver) {
  const BodyConfig &body = driver.body;
  const BodyFrame &frame = driver.frame;
  BodySolids solids;
  solids.shown = fmt::format("driver \"{}\"", driver.name.value);
  solids.where = driver.position;
  const double front = front_end(body);
  solids.envelope = {{3, add_cylinder(frame, 0, 0, -body.rear_depth, body.front_depth, body.radius)}};
  if (body.flange)
    solids.flange = {{3, add_cylinder(frame, 0, 0, -body.flange->thickness, 0, body.flange->radius)}};
  add_air(driver, front, solids);
  for (const HolesConfig &holes : body.rear_openings)
    add_holes(driver, holes, inner_end(body, holes), -body.rear_depth, driver.rear_hole(), "rear opening",
              solids);
  for (const HolesConfig &holes : body.front_openings)
    add_holes(driver, holes, front, body.front_depth, driver.front_hole(), "front opening", solids);
  if (body.front_openings.empty())
    solids.discs.push_back({.name = driver.name.value + "_front_opening",
                            .owner = fmt::format("front of {}", solids.shown),
                            .where = driver.name.where,
                            .centre = frame.at(0, 0, front),
                            .normal = frame.z,
                            .radius = driver.radius});
  return solids;
}

BodySolids add_box_solids(const PlacedBox &placed) {
  const BoxConfig &box = placed.box;
  const BodyFrame &frame = placed.frame;
  BodySolids solids;
  solids.shown = fmt::format("box \"{}\"", box.name.value);
  solids.where = box.place.position.front().where;
  solids.envelope = {
      {3, add_block(frame, box.width, box.height, -box.spout_offset, -box.spout_length, box.length)},
      {3, add_cylinder(frame, 0, 0, -box.spout_length, 0, box.spout_radius)}};
  solids.plugs = {add_cylinder(frame, 0, 0, -box.spout_length, 0, box.mouth_radius)};
  solids.discs.push_back({.name = box.surface,
                          .owner = fmt::format("spout of {}", solids.shown),
                          .where = box.name.where,
                          .centre = frame.origin,
                          .normal = frame.z,
                          .radius = box.mouth_radius});
  return solids;
}

} // namespace earshot
