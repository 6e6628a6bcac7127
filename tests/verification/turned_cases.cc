// Space has no directions: a mesh that is turned and shifted, with all that the case says of places turned
// and shifted likewise, has the same response.
#include "solver/mesh/mesh_writer.h"
#include "solver/mesh/placed_body.h"
#include "solver/motor/motors.h"
#include "tests/support/cad_files.h"
#include "tests/support/case_of_text.h"
#include "tests/support/opposed_pistons.h"
#include "tests/support/quantities.h"
#include "tests/support/small_case.h"
#include "tests/support/solved_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace earshot::testing {
namespace {

namespace occ = gmsh::model::occ;

/// A rotation, then a shift; texts of places and directions for a config.
class Turn {
public:
  static Turn none() { return Turn({0, 0, 1}, 0, {}); }
  static Turn some() { return Turn({1, 2, 3}, 37 * std::numbers::pi / 180, {0.02, -0.01, 0.02}); } // 30 mm

  Vector3 direction(const Vector3 &v) const { // Rodrigues
    return std::cos(angle_) * v + std::sin(angle_) * cross(axis_, v) +
           ((1 - std::cos(angle_)) * dot(axis_, v)) * axis_;
  }
  Vector3 point(const Vector3 &x) const { return direction(x) + shift_; }

  std::string direction_text(const Vector3 &v) const {
    const Vector3 d = direction(v);
    return fmt::format("[{:.17g}, {:.17g}, {:.17g}]", d[0], d[1], d[2]);
  }
  std::string point_text(const Vector3 &millimetres) const {
    const Vector3 x = point(1e-3 * millimetres);
    return fmt::format("[\"{:.17g} m\", \"{:.17g} m\", \"{:.17g} m\"]", x[0], x[1], x[2]);
  }
  /// Roll of a driver along `axis` whose x is the global one without its part along the axis.
  double roll(const Vector3 &axis) const {
    const BodyFrame turned = frame_along(direction(axis), 0);
    const Vector3 x = direction(frame_along(axis, 0).x);
    return std::atan2(dot(x, turned.y), dot(x, turned.x));
  }

private:
  Turn(const Vector3 &axis, double angle, const Vector3 &shift)
      : axis_((1 / norm(axis)) * axis), angle_(angle), shift_(shift) {}

  Vector3 axis_;
  double angle_;  ///< [rad]
  Vector3 shift_; ///< [m]
};

/// What a case says beside its geometry, with its places turned.
using Rest = std::function<std::string(const Turn &)>;

AirMesh turned_mesh(AirMesh mesh, const Turn &turn) {
  for (auto &node : mesh.nodes)
    node = turn.point(node);
  return mesh;
}

/// A case on a mesh file of turned air.
SolvedCase on_turned_file(const AirMesh &mesh, const Rest &rest, const Turn &turn) {
  const TemporaryDirectory directory;
  write_msh(turned_mesh(mesh, turn), (directory.path / "air.msh").string());
  std::ofstream(directory.path / "case.toml") << rest(turn) << "\n[mesh]\nfile = \"air.msh\"\n";
  return SolvedCase(read_case((directory.path / "case.toml").string()));
}

/// Coordinates are rounded to 1e-16 of 40 mm, 4e-14 of an edge of 0.1 mm; the condition of a thin shell makes
/// 5e-9 of it.
constexpr double rounding = 1e-7;

/// @param quantities  scalar ones
void expect_same(SolvedCase &straight, SolvedCase &turned, const std::vector<Quantity> &quantities) {
  for (const double frequency : {250.0, 8e3}) {
    const SweepPoint a = straight.at(frequency), b = turned.at(frequency);
    for (const Quantity &name : quantities) {
      const Complex expected = straight.output(a, name), found = turned.output(b, name);
      std::printf("%g Hz, %s: %.1e of it\n", frequency, to_string(name).c_str(),
                  std::abs(found - expected) / std::abs(expected));
      EXPECT_LT(std::abs(found - expected), rounding * std::abs(expected)) << frequency << " " << name;
    }
  }
}

/// Solves a case on files of its own mesh and of a turned one.
void expect_same(const AirMesh &mesh, const Rest &rest, const std::vector<Quantity> &quantities) {
  SolvedCase straight = on_turned_file(mesh, rest, Turn::none()),
             turned = on_turned_file(mesh, rest, Turn::some());
  expect_same(straight, turned, quantities);
}

AirMesh mesh_of(const std::string &text) {
  return *prepare_mesh(case_of(text), MPI_COMM_WORLD);
}

/// The small case without its geometry and mesh, its vent under cloth.
std::string small_rest() {
  std::string text = small_case_text();
  const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
  text.erase(begin, end - begin);
  return replaced(replaced(text, "[mesh]\nsize = \"5 mm\"\n", ""), "model = \"opening\"",
                  "model = \"opening\"\nresistance = \"300 Pa s/m\"");
}

AirMesh small_mesh() {
  return mesh_of(replaced(small_case_text(), "size = \"5 mm\"", "size = \"2.5 mm\""));
}

TEST(TurnedCase, OfATemplateHasTheSameResponse) {
  expect_same(small_mesh(), [](const Turn &) { return small_rest(); },
              {quantity::eardrum, quantity::probe("tip"), quantity::coil_displacement("dynamic")});
}

/// Supports of unequal stiffness in all directions, and a point.
std::string supports(const Turn &turn) {
  // The other axes follow from the first one by the smallest rotation: equal numbers across it do not tell.
  return fmt::format(R"(
[[housing.support]]
name = "tip"
position = {}
direction = {}
stiffness = ["2 kN/m", "1 kN/m", "1 kN/m"]
damping = ["0.3 N s/m", "0.2 N s/m", "0.2 N s/m"]
rotational_stiffness = ["0.01 N m", "0.02 N m", "0.02 N m"]
radius = "4 mm"
[[housing.support]]
name = "concha"
position = {}
direction = {}
stiffness = ["500 N/m", "700 N/m", "700 N/m"]
damping = ["0.1 N s/m", "0.2 N s/m", "0.2 N s/m"]
radius = "4 mm"
[[housing.point]]
name = "faceplate"
position = {}
)",
                     turn.point_text({1, 0, 7}), turn.direction_text({0, 0, 1}), turn.point_text({0, 3, 0}),
                     turn.direction_text({1, 2, 0}), turn.point_text({0, 0, -4}));
}

const std::vector<Quantity> of_housing{quantity::eardrum, quantity::coil_displacement("dynamic")};

TEST(TurnedCase, OfAMovingHousingHasTheSameResponse) {
  expect_same(
      small_mesh(),
      [](const Turn &turn) {
        return small_rest() + "[housing]\nmass = \"3 g\"\nfixed = [\"canal\"]\n" + supports(turn);
      },
      of_housing);
}

TEST(TurnedCase, OfAnElasticHousingHasTheSameResponse) {
  expect_same(
      small_mesh(),
      [](const Turn &turn) {
        return small_rest() + R"(
[[material]]
name = "resin"
density = "1180 kg/m3"
youngs_modulus = "2.2 GPa"
poissons_ratio = 0.38
loss_factor = 0.04
[housing]
fixed = ["canal"]
[[housing.wall]]
material = "resin"
thickness = "1 mm"
)" + supports(turn);
      },
      of_housing);
}

TEST(TurnedCase, OfOpposedDriversHasTheSameResponse) {
  std::string text = opposed_chamber;
  text = text.substr(text.find("[ear]"));
  for (const auto &[name, surface, bl] :
       {std::tuple("a", "left", "0.4 T m"), std::tuple("b", "right", "0.3 T m")})
    text += fmt::format(R"(
[[driver]]
name = "{}"
surface = "{}"
[driver.diaphragm]
degree = 3
[[driver.diaphragm.zone]]
name = "dome"
outer_radius = "2.6 mm"
shape = "dome"
rise = "0.4 mm"
layers = [{{ material = "PEEK", thickness = "20 um" }}]
[[driver.diaphragm.zone]]
name = "seat"
outer_radius = "2.9 mm"
layers = [{{ material = "PEEK", thickness = "20 um" }}]
[[driver.diaphragm.zone]]
name = "surround"
outer_radius = "5 mm"
shape = "roll"
rise = "0.3 mm"
layers = [{{ material = "stiff polyurethane", thickness = "30 um" }}]
[driver.coil]
zone = "seat"
mass = "5 mg"
[driver.motor]
force_factor = "{}"
resistance = "32 ohm"
)",
                        name, surface, bl);
  const std::string materials = "include = [\"" EARSHOT_SOURCE_DIR "/configs/materials/common.toml\"]\n";
  expect_same(mesh_of(materials + opposed_chamber + text.substr(text.find("[[driver]]"))),
              [&](const Turn &) { return materials + text; },
              {quantity::eardrum, quantity::coil_displacement("a"), quantity::coil_displacement("b")});
}

/// A planar driver whose trace is turned in its own plane, in a closed can.
std::string planar_in_can(const Turn &turn) {
  const Vector3 axis{0.3, 0.2, 0.9};
  return fmt::format(R"(
include = ["{}/configs/materials/common.toml"]
[geometry]
step = "can.step"
[[geometry.surface]]
name = "ear"
plane_point = {}
plane_normal = {}
[[driver]]
name = "planar"
position = {}
axis = {}
roll = "{:.17g} rad"
[driver.body]
radius = "3.4 mm"
rear_depth = "2 mm"
front_depth = "1 mm"
wall = "0.4 mm"
[[driver.body.rear_opening]]
radius = "1 mm"
[driver.body.flange]
radius = "9 mm"
thickness = "0.5 mm"
[driver.diaphragm]
degree = 3
[[driver.diaphragm.zone]]
name = "film"
outer_radius = "3 mm"
shape = "flat"
tension = "20 N/m"
layers = [{{ material = "PET", thickness = "9 um" }}]
[driver.motor.planar.trace]
zone = "film"
pattern = "spiral"
width = "60 um"
gap = "40 um"
thickness = "5 um"
turns = 4
length = "4.2 mm"
breadth = "3.4 mm"
[driver.motor.planar.magnets]
material = "N48"
count = 3
width = "1 mm"
height = "1 mm"
length = "5 mm"
pitch = "1.7 mm"
distance = "0.3 mm"
sides = "both"
[ear]
surface = "ear"
[mesh]
size = "3 mm"
)",
                     EARSHOT_SOURCE_DIR, turn.point_text({0, 0, 10}), turn.direction_text({0, 0, 1}),
                     turn.point_text({0.5, 0.2, 0}), turn.direction_text(axis), 0.4 + turn.roll(axis));
}

/// The CAD file's mesh, turned as it is: gmsh would divide a turned file in another way.
TEST(TurnedCase, OfAPlacedPlanarDriverHasTheSameResponse) {
  const TemporaryDirectory directory;
  write_cad((directory.path / "can.step").string(), [] { occ::addCylinder(0, 0, -10, 0, 0, 20, 8); });
  const auto placed = [&](const Turn &turn) {
    std::ofstream(directory.path / "case.toml") << planar_in_can(turn);
    const Case config = read_case((directory.path / "case.toml").string());
    return with_motors(config, compute_motors(config, MPI_COMM_WORLD));
  };
  const Case config = placed(Turn::none());
  const auto mesh = prepare_mesh(config, MPI_COMM_WORLD);
  SolvedCase straight(config, mesh),
      turned(placed(Turn::some()), std::make_shared<const AirMesh>(turned_mesh(*mesh, Turn::some())));
  expect_same(straight, turned, {quantity::eardrum, quantity::coil_displacement("planar")});
}

/// Air that sticks to its walls and slides on a plane, before a piston.
TEST(TurnedCase, OfThermoviscousAirOnAPlaneOfSymmetryHasTheSameResponse) {
  const std::string rest = R"(
[[surface]]
name = "middle"
model = "symmetry"
[[volume]]
name = "chamber"
model = "thermoviscous"
[[driver]]
name = "a"
surface = "left"
[driver.piston]
mass = "100 mg"
compliance = "0.1 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
resistance = "16 ohm"
force_factor = "1 T m"
[ear]
surface = "ear"
)";
  const AirMesh mesh = mesh_of(R"(
[[part]]
name = "behind"
from = "-3 mm"
to = "-1 mm"
radius = "3 mm"
to_surface = "left"
[[part]]
name = "chamber"
from = "-1 mm"
to = "0 mm"
radius = "3 mm"
to_surface = "middle"
[[part]]
name = "mouth"
from = "-0.9 mm"
to = "0 mm"
inner_radius = "3 mm"
radius = "4 mm"
angle = "40 degree"
outer_surface = "ear"
to_surface = "middle"
[mesh]
size = "2 mm"
)" + rest);
  expect_same(mesh, [&](const Turn &) { return rest; },
              {quantity::eardrum, quantity::coil_displacement("a")});
}

} // namespace
} // namespace earshot::testing
