// An in-ear monitor of no product, as STEP files in millimetres: an egg-shaped shell, a 10 mm driver tilted
// against a bent, tapered nozzle, two drilled vents, a tip and an ear canal.
//
//   build/meshes.organic_shell meshes
//
// writes organic_shell_air.step, whose solids are the air, and organic_shell_parts.step with the shell, the
// motor and the diaphragm's sheet, from which the air has to be found. The driver's axis is local z, its rim
// in local z = 0.
#include "solver/mesh/cad_writer.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/silent_output.h"

#include <gmsh.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

namespace {

namespace occ = gmsh::model::occ;
using Solids = gmsh::vectorpair;

constexpr double pi = std::numbers::pi;
constexpr double tilt = 25 * pi / 180;            // of the driver's axis against the nozzle's end
constexpr double rim = 5, seat = 2.9, dome = 2.6; // radii of the diaphragm's zones
constexpr double dome_rise = 0.5, roll_rise = 0.35;
constexpr double front_radius = 5.2, gap = 0.8; // air within `gap` of the rim's plane is of revolution

/// A point of the half-plane y = 0, x < 0, as the template's: it holds the seams.
int point(double r, double z) {
  return occ::addPoint(-r, 0, z);
}

/// Height of the diaphragm over its rim: arcs of dome and roll.
double height(double r) {
  const auto arc = [](double x, double half_width, double rise) { // x from the middle of the arc
    const double radius = (half_width * half_width + rise * rise) / (2 * rise);
    return std::sqrt(radius * radius - x * x) - (radius - rise);
  };
  if (r <= dome)
    return arc(r, dome, dome_rise);
  if (r <= seat)
    return 0;
  return arc(r - (seat + rim) / 2, (rim - seat) / 2, roll_rise);
}

/// The curves of diaphragm and baffle from the axis outwards. @return curves, first and last point
struct Profile {
  std::vector<int> curves;
  int centre, edge;
};

Profile diaphragm_profile() {
  Profile profile{{}, point(0, height(0)), 0};
  int last = profile.centre;
  double inner = 0;
  for (const double outer : {dome, seat, rim, front_radius}) {
    const bool straight = outer == seat || outer == front_radius;
    std::vector<int> points{last};
    constexpr int segments = 12;
    for (int i = 1; i < segments && !straight; ++i) {
      const double r = inner + (outer - inner) * i / segments;
      points.push_back(point(r, height(r)));
    }
    points.push_back(point(outer, 0));
    last = points.back();
    profile.curves.push_back(straight ? occ::addLine(points.front(), last) : occ::addSpline(points));
    inner = outer;
  }
  profile.edge = last;
  return profile;
}

/// All around the z axis. @return what it makes, of one dimension more
Solids revolve(const Solids &shapes) {
  Solids before, after, made;
  const int dimension = shapes.front().first + 1;
  occ::getEntities(before, dimension);
  occ::revolve(shapes, 0, 0, 0, 0, 0, 1, 2 * pi, made);
  occ::getEntities(after, dimension);
  made.clear(); // a full revolution does not list all that it makes
  for (const auto &entity : after)
    if (std::find(before.begin(), before.end(), entity) == before.end())
      made.push_back(entity);
  return made;
}

/// Air between the diaphragm and the plane in local z = `to`.
Solids air_at_diaphragm(const Profile &profile, double to) {
  const int on_axis = point(0, to), corner = point(front_radius, to);
  std::vector<int> outline = profile.curves;
  outline.push_back(occ::addLine(profile.edge, corner));
  outline.push_back(occ::addLine(corner, on_axis));
  outline.push_back(occ::addLine(on_axis, profile.centre));
  return revolve({{2, occ::addPlaneSurface({occ::addWire(outline, -1, true)})}});
}

/// A round section of the front's passage: along the driver's axis at first, then bent to the nozzle's.
struct Section {
  double x, z, angle, radius; ///< centre, turn about y from the driver's axis, radius
};

constexpr std::array<Section, 5> passage{{{0, gap, 0, front_radius},
                                          {0.35, 2.3, 0.3 * tilt, 3.9},
                                          {1.1, 4.2, 0.75 * tilt, 2.8},
                                          {2.4, 7.0, tilt, 2.3},
                                          {4.1, 10.645, tilt, 2.0}}};

/// The passage with walls of a thickness.
Solids loft(double thickness) {
  std::vector<int> wires;
  for (const Section &section : passage) {
    const int circle = occ::addCircle(0, 0, 0, section.radius + thickness);
    occ::rotate({{1, circle}}, 0, 0, 0, 0, 1, 0, section.angle);
    occ::translate({{1, circle}}, section.x, 0, section.z);
    wires.push_back(occ::addWire({circle}, -1, true));
  }
  Solids made;
  occ::addThruSections(wires, made, -1, true, false);
  return made;
}

/// A cylinder that begins where the passage ends, or `from` behind that, along the nozzle.
Solids beyond_nozzle(double from, double length, double radius) {
  const Section &end = passage.back();
  const double sx = std::sin(end.angle), sz = std::cos(end.angle);
  return {
      {3, occ::addCylinder(end.x + from * sx, 0, end.z + from * sz, length * sx, 0, length * sz, radius)}};
}

Solids ellipsoid(double a, double b, double c, double z) {
  const int ball = occ::addSphere(0, 0, 0, 1);
  occ::dilate({{3, ball}}, 0, 0, 0, a, b, c);
  occ::translate({{3, ball}}, -1, 0.5, z);
  return {{3, ball}};
}

/// What of a body lies behind local z = `z`.
Solids behind(const Solids &body, double z) {
  Solids left;
  std::vector<Solids> map;
  occ::cut(body, {{3, occ::addBox(-40, -40, z, 80, 80, 80)}}, left, map);
  return left;
}

Solids fuse(const Solids &one, const Solids &other) {
  Solids whole;
  std::vector<Solids> map;
  occ::fuse(one, other, whole, map);
  return whole;
}

Solids cut(const Solids &one, const Solids &other, bool keep_other = false) {
  Solids left;
  std::vector<Solids> map;
  occ::cut(one, other, left, map, -1, true, !keep_other);
  return left;
}

constexpr double motor_radius = 4.4, motor_from = -1.4, motor_to = -4.6;
constexpr double wall = 1.2, canal_wall = 2;

Solids motor() {
  return {{3, occ::addCylinder(0, 0, motor_to, 0, 0, motor_from - motor_to, motor_radius)}};
}

/// The pieces of air, each one solid, in the order of their names.
struct Air {
  std::vector<std::string> names;
  std::vector<Solids> pieces;
  void add(const std::string &name, Solids solids) {
    names.push_back(name);
    pieces.push_back(std::move(solids));
  }
  Solids all() const {
    Solids joined;
    for (const Solids &piece : pieces)
      joined.insert(joined.end(), piece.begin(), piece.end());
    return joined;
  }
};

/// The solids of air; those that meet share faces of equal shape.
Air build_air() {
  const Profile profile = diaphragm_profile();
  Air air;
  air.add("rear",
          cut(fuse(air_at_diaphragm(profile, -gap), behind(ellipsoid(8.5, 7.5, 6.5, -2), -gap)), motor()));
  air.add("front", fuse(air_at_diaphragm(profile, gap), loft(0)));
  air.add("tip", beyond_nozzle(0, 6, 2));
  air.add("canal", beyond_nozzle(6, 8, 3.75));
  // Through the back beside the motor, and through the front's side near the diaphragm.
  Solids rear_vent{{3, occ::addCylinder(-6.5, 0.5, -4, -4, 0, -3, 0.25)}};
  air.add("rear_vent", cut(rear_vent, air.pieces[0], true));
  Solids front_vent{{3, occ::addCylinder(0, 5, 0.4, 0, 2.4, 0, 0.15)}};
  air.add("front_vent", cut(front_vent, air.pieces[1], true));
  return air;
}

void write(const std::string &file, const std::vector<std::string> &names) {
  occ::synchronize();
  gmsh::write(file);
  earshot::name_products(file, names);
}

void write_air(const std::string &file) {
  gmsh::model::add("air");
  const Air air = build_air();
  const Solids all = air.all();
  Solids pieces;
  std::vector<Solids> map;
  occ::fragment({all.front()}, {all.begin() + 1, all.end()}, pieces, map);
  write(file, air.names);
}

/// The shell is what is left of an outer body without the air; the canal's wall is the ear's.
void write_parts(const std::string &file) {
  gmsh::model::add("parts");
  const Air air = build_air();
  Solids shell = fuse(behind(ellipsoid(8.5 + wall, 7.5 + wall, 6.5 + wall, -2), gap), loft(wall));
  shell = fuse(shell, {{3, occ::addCylinder(0, 0, -gap, 0, 0, 2 * gap, front_radius + wall)}});
  shell = cut(shell, air.all(), true);
  const Solids ear = cut(cut(beyond_nozzle(-0.5, 14.5, 3.75 + canal_wall), air.all(), true), shell, true);
  occ::remove(air.all(), true);
  motor();
  Solids lines;
  const Profile profile = diaphragm_profile();
  for (const int curve : profile.curves)
    lines.emplace_back(1, curve);
  revolve(lines);
  write(file, {"shell", "ear", "motor"});
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s directory\n", argv[0]);
    return 2;
  }
  const std::string directory = argv[1];
  const earshot::GmshSession gmsh;
  const earshot::SilentOutput silence;
  gmsh.run("building the shell", [&] {
    write_air(directory + "/organic_shell_air.step");
    write_parts(directory + "/organic_shell_parts.step");
  });
  return 0;
}
