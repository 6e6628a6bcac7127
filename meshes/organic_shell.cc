// Writes the organic shell of configs/organic_shell.toml as STEP files, in millimetres: organic_air.step
// holds its air, organic_parts.step the housing, tip and coupler around it with sheets that divide the air.
//
// The shell is a loft: smooth surfaces through ellipses along a bent line, from the faceplate to the nozzle's
// end. z points into the head. Sizes are those of a custom-like in-ear monitor, of nobody's ear.
#include "solver/mesh/cad_writer.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/silent_output.h"

#include <fmt/core.h>
#include <gmsh.h>

#include <cmath>
#include <exception>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace {

namespace occ = gmsh::model::occ;

constexpr double degree = std::numbers::pi / 180;

/// An ellipse across the shell's line [mm].
struct Section {
  double x, y, z; ///< centre
  double tilt;    ///< of its normal from z towards x [rad]
  double a, b;    ///< semi-axes, a >= b
};

const std::vector<Section> cavity{
    {0.0, 0.0, -6.0, 0, 7.8, 6.6},           // faceplate's inner side
    {0.0, 0.2, -3.5, 0, 8.4, 7.2},           //
    {0.2, 0.3, -0.5, 2 * degree, 7.8, 6.8},  // concha
    {0.8, 0.2, 1.8, 8 * degree, 6.6, 5.9},   //
    {1.5, 0.1, 3.6, 16 * degree, 4.4, 4.0},  // where the canal begins
    {2.35, 0, 5.4, 22 * degree, 2.8, 2.6},   // nozzle
    {3.35, 0, 7.6, 25 * degree, 2.0, 2.0},   //
    {4.4, 0, 9.8, 24 * degree, 1.7, 1.7},    //
    {5.4, 0, 12.0, 22 * degree, 1.55, 1.55}, // its end
};
constexpr double faceplate = 1.0;                       // thickness
constexpr double vent_x = -3, vent_radius = 0.3;        // through the faceplate
constexpr double tip_radius = 1.7, tip_length = 5;      // bore
constexpr double canal_radius = 3.75, canal_length = 8; // IEC 60318-4: 7.5 mm across
constexpr double tip_outer_radius = 4.5, coupler_outer_radius = 5.5;

struct Direction {
  double x, y, z;
};
Direction normal_of(const Section &section) {
  return {std::sin(section.tilt), 0, std::cos(section.tilt)};
}

/// @return the ellipse's tag
int add_section(const Section &section) {
  const int ellipse = occ::addEllipse(0, 0, 0, section.a, section.b);
  const gmsh::vectorpair curve{{1, ellipse}};
  occ::rotate(curve, 0, 0, 0, 0, 1, 0, section.tilt);
  occ::translate(curve, section.x, section.y, section.z);
  return ellipse;
}

int add_loft(const std::vector<Section> &sections) {
  std::vector<int> loops;
  gmsh::vectorpair ellipses, made;
  for (const Section &section : sections) {
    ellipses.emplace_back(1, add_section(section));
    loops.push_back(occ::addCurveLoop({ellipses.back().second}));
  }
  occ::addThruSections(loops, made);
  occ::remove(ellipses, true);
  return made.front().second;
}

/// A cylinder along the nozzle's end, from and to in mm beyond it.
int add_beyond_nozzle(double from, double to, double radius) {
  const Section &end = cavity.back();
  const Direction n = normal_of(end);
  const double length = to - from;
  return occ::addCylinder(end.x + from * n.x, end.y + from * n.y, end.z + from * n.z, length * n.x,
                          length * n.y, length * n.z, radius);
}

int add_disc_beyond_nozzle(double at, double radius) {
  const Section &end = cavity.back();
  const Direction n = normal_of(end);
  const int disc = occ::addDisk(0, 0, 0, radius, radius);
  occ::rotate({{2, disc}}, 0, 0, 0, 0, 1, 0, end.tilt);
  occ::translate({{2, disc}}, end.x + at * n.x, end.y + at * n.y, end.z + at * n.z);
  return disc;
}

int add_vent() {
  return occ::addCylinder(vent_x, 0, cavity.front().z - faceplate, 0, 0, faceplate, vent_radius);
}

void cut(int solid, const gmsh::vectorpair &tools) {
  gmsh::vectorpair left;
  std::vector<gmsh::vectorpair> map;
  occ::cut({{3, solid}}, tools, left, map);
}

void add_air() {
  add_loft(cavity);
  add_vent();
  add_beyond_nozzle(0, tip_length, tip_radius);
  add_beyond_nozzle(tip_length, tip_length + canal_length, canal_radius);
}

/// The cavity's sections with walls around them.
std::vector<Section> outer_sections() {
  std::vector<Section> sections = cavity;
  sections.front().z -= faceplate;
  for (Section &section : sections) {
    const double wall = section.z > 5 ? 0.7 : 1.2; // nozzle, body
    section.a += wall;
    section.b += wall;
  }
  return sections;
}

void add_parts() {
  const int housing = add_loft(outer_sections());
  cut(housing, {{3, add_loft(cavity)}, {3, add_vent()}});
  const int tip = add_beyond_nozzle(0, tip_length, tip_outer_radius);
  cut(tip, {{3, add_beyond_nozzle(0, tip_length, tip_radius)}});
  const int coupler = add_beyond_nozzle(tip_length, tip_length + canal_length, coupler_outer_radius);
  cut(coupler, {{3, add_beyond_nozzle(tip_length, tip_length + canal_length, canal_radius)}});
  occ::addDisk(vent_x, 0, cavity.front().z, vent_radius, vent_radius);
  add_disc_beyond_nozzle(0, cavity.back().a);
  add_disc_beyond_nozzle(tip_length, tip_radius);
}

void write(const std::string &file, const std::function<void()> &add, const std::vector<std::string> &names) {
  {
    const earshot::GmshSession gmsh;
    const earshot::SilentOutput silence;
    gmsh.run("writing " + file, [&] {
      gmsh::model::add("shell");
      add();
      occ::synchronize();
      gmsh::write(file);
    });
  }
  earshot::name_products(file, names);
}

} // namespace

int main(int argument_count, char **arguments) {
  if (argument_count != 2) {
    fmt::print(stderr, "usage: {} <folder>\n", arguments[0]);
    return 2;
  }
  try {
    const std::string folder = arguments[1];
    write(folder + "/organic_air.step", add_air, {"cavity", "rear_vent", "tip", "canal"});
    write(folder + "/organic_parts.step", add_parts, {"housing", "tip", "coupler"});
  } catch (const std::exception &error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
