// Bodies that are placed in the air of a CAD file: what they leave of it, what their parts are called, and
// what is said of those that don't fit.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/cad_geometry.h"
#include "solver/mesh/rim.h"
#include "tests/support/cad_files.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;
namespace occ = gmsh::model::occ;

constexpr double pi = std::numbers::pi;
constexpr double exact = 1e-6; ///< integrals over exact surfaces, which OpenCASCADE takes to about 1e-9

template <class T>
Located<T> at_line(T value, int line) {
  return {std::move(value), {"case.toml", line, 1, "key"}};
}

TripleConfig triple(double x, double y, double z, int line = 9) {
  return {at_line(x, line), at_line(y, line), at_line(z, line)};
}

/// A driver of 10 mm with a flat piston of 4.6 mm radius, four holes and a motor.
DriverConfig piston_driver(const std::string &name, int line = 30) {
  DriverConfig driver;
  driver.name = at_line(name, line);
  driver.surface = name + "_diaphragm";
  driver.piston.emplace();
  driver.place.position = triple(0, 0, 0, line + 1);
  driver.place.axis = triple(0, 0, 1, line + 2);
  BodyConfig &body = driver.body.emplace();
  body.radius = at_line(5e-3, line + 3);
  body.rear_depth = 3e-3;
  body.front_depth = 1e-3;
  body.wall = 0.4e-3;
  body.diaphragm_radius = 4.6e-3;
  body.motor_radius = 2e-3;
  body.motor_height = 1.2e-3;
  HolesConfig &holes = body.rear_openings.emplace_back();
  holes.number = 4;
  holes.radius = at_line(0.5e-3, line + 4);
  holes.circle = 3.3e-3;
  holes.surface = name + "_rear_opening";
  return driver;
}

FlangeConfig flange(double radius, double thickness) {
  FlangeConfig flange;
  flange.radius = radius;
  flange.thickness = thickness;
  return flange;
}

/// Volumes by name [mm3] and areas of faces by name [mm2].
struct Sizes {
  std::map<std::string, double> volume, area;
};
Sizes sizes_of(const CadInspection &inspection) {
  Sizes sizes;
  const auto &[model, names] = inspection;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    sizes.volume[names.solids[s]] += 1e9 * model.solids[s].volume;
  for (std::size_t f = 0; f < model.faces.size(); ++f)
    sizes.area[names.faces[f]] += 1e6 * model.faces[f].area;
  return sizes;
}

class CadBodies : public ::testing::Test {
protected:
  /// A cylinder of air of 8 mm radius from -10 mm to 10 mm, turned and shifted.
  void use_can(double angle = 0, double shift = 0) {
    write_cad((directory.path / "can.step").string(), [&] {
      const int can = occ::addCylinder(0, 0, -10, 0, 0, 20, 8);
      occ::rotate({{3, can}}, 0, 0, 0, 0, 1, 0, angle);
      occ::translate({{3, can}}, shift, 2 * shift, -shift);
    });
    config.file = "case.toml";
    config.geometry.emplace().cad.step = at_line((directory.path / "can.step").string(), 3);
  }
  void name(const std::string &name, const TripleConfig &point) {
    CadVolumeConfig volume;
    volume.name = at_line(name, 6);
    volume.point = point;
    config.geometry->cad.volumes.push_back(volume);
  }
  CadInspection inspect() const { return inspect_cad(config.geometry->cad, placed_bodies(config)); }

  void expect_refused(const std::vector<std::string> &parts) const {
    try {
      const CadInspection inspection = inspect();
      if (!inspection.names.faults.empty())
        throw UserError(inspection.names.faults);
      ADD_FAILURE() << "was taken: " << parts.front();
    } catch (const UserError &error) {
      EXPECT_EQ(error.diagnostics().size(), 1u) << error.what();
      for (const std::string &part : parts)
        EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << "'" << part << "' is not in\n"
                                                                           << error.what();
    }
  }

  TemporaryDirectory directory;
  Case config;
};

void expect_divided_can(const Sizes &found) {
  const std::map<std::string, double> volumes{
      {"ear_side", pi * (64 * 10 - 25 * 1)}, {"back_side", pi * (64 * 10 - 25 * 3 - (64 - 25) * 0.5)},
      {"d_front", pi * 4.6 * 4.6 * 1},       {"d_rear", pi * (4.6 * 4.6 * 2.6 - 4 * 0.8)},
      {"d_rear_hole", 4 * pi * 0.25 * 0.4},
  };
  EXPECT_EQ(found.volume.size(), volumes.size());
  for (const auto &[name, volume] : volumes) {
    ASSERT_EQ(found.volume.count(name), 1u) << name;
    EXPECT_NEAR(found.volume.at(name), volume, exact * volume) << name;
  }
  const std::map<std::string, double> areas{
      {"d_diaphragm", pi * 4.6 * 4.6}, {"d_front_opening", pi * 4.6 * 4.6}, {"d_rear_opening", pi}};
  for (const auto &[name, area] : areas) {
    ASSERT_EQ(found.area.count(name), 1u) << name;
    EXPECT_NEAR(found.area.at(name), area, exact * area) << name;
  }
}

TEST(BodyFrame, RunsAlongTheFilesXAndTurnsWithTheRoll) {
  const auto expect = [](const Vector3 &found, const Vector3 &expected) {
    EXPECT_LT(norm(found - expected), 1e-14) << found[0] << " " << found[1] << " " << found[2];
  };
  expect(frame_along({0, 0, 3}, 0).x, {1, 0, 0});
  expect(frame_along({0, 0, 3}, pi / 2).x, {0, 1, 0});
  expect(frame_along({0, 0, -1}, pi / 2).x, {0, -1, 0});
  expect(frame_along({2, 0, 0}, 0).x, {0, 1, 0});
  expect(frame_along({1, 0, 1}, 0).x, {std::sqrt(0.5), 0, -std::sqrt(0.5)});
  BodyFrame frame = frame_along({1, 2, 2}, 0.3);
  frame.origin = {1, 2, 3};
  expect(frame.local(frame.at(0.1, 0.2, 0.3)), {0.1, 0.2, 0.3});
}

TEST_F(CadBodies, ADriverWithAFlangeDividesTheAir) {
  use_can();
  config.drivers = {piston_driver("d")};
  config.drivers[0].body->flange = flange(8.5e-3, 0.5e-3); // half a millimetre of it is in the wall
  name("ear_side", triple(0, 0, 5e-3));
  name("back_side", triple(0, 0, -5e-3));
  expect_divided_can(sizes_of(inspect()));
}

TEST_F(CadBodies, AnyPlaceAxisAndRollGiveTheSameShapes) {
  const double angle = 0.7, shift = 3; // about y, [mm]
  use_can(angle, shift);
  config.drivers = {piston_driver("d")};
  config.drivers[0].body->flange = flange(8.5e-3, 0.5e-3);
  config.drivers[0].place.position = triple(3e-3, 6e-3, -3e-3);
  config.drivers[0].place.axis = triple(5 * std::sin(angle), 0, 5 * std::cos(angle));
  config.drivers[0].place.roll = 0.4;
  const auto along = [&](double w) {
    return triple(3e-3 + w * std::sin(angle), 6e-3, -3e-3 + w * std::cos(angle));
  };
  name("ear_side", along(5e-3));
  name("back_side", along(-5e-3));
  expect_divided_can(sizes_of(inspect()));
}

TEST_F(CadBodies, TheDiaphragmHasItsProfileAndLooksAlongTheAxis) {
  use_can();
  config.drivers = {piston_driver("d")};
  DriverConfig &driver = config.drivers[0];
  driver.piston.reset();
  driver.body->diaphragm_radius = 0;
  driver.body->flange = flange(8.5e-3, 0.5e-3);
  driver.place.axis = triple(0, 0, -2);
  auto &zones = driver.diaphragm.emplace().zones;
  zones.resize(2);
  zones[0].name = std::string("dome");
  zones[0].outer_radius = 2.6e-3;
  zones[0].shape = ProfileShape::dome;
  zones[0].rise = 0.5e-3;
  zones[1].name = std::string("surround");
  zones[1].outer_radius = 4.6e-3;
  zones[1].shape = ProfileShape::flat;
  config.ear.model = EarModel::none;
  config.probes.emplace_back().surface = std::string("d_front_opening");
  const double h = 0.5, c = 2.6; // cap of a sphere: pi h (3 c^2 + h^2) / 6, area pi (c^2 + h^2)
  const Sizes sizes = sizes_of(inspect());
  const double cap = pi * h * (3 * c * c + h * h) / 6;
  // a spline through 13 points of an arc of 44 degrees is off by about 1e-7 of its height
  EXPECT_NEAR(sizes.volume.at("d_front"), pi * 4.6 * 4.6 - cap, 2e-6 * cap);
  EXPECT_NEAR(sizes.area.at("d_diaphragm"), pi * (c * c + h * h) + pi * (4.6 * 4.6 - c * c), 1e-4);
  config.mesh.size = 2e-3;
  const AirMesh mesh = build_air_mesh(config, nullptr);
  const ShellAxis axis = rim_axis(mesh, mesh.surface_index("d_diaphragm"));
  EXPECT_NEAR(axis.direction[2], -1, 1e-6) << "rounding of the mesh's nodes";
}

TEST_F(CadBodies, HolesOfACoverAndThroughTheMotor) {
  use_can();
  config.drivers = {piston_driver("d")};
  BodyConfig &body = *config.drivers[0].body;
  body.rear_openings[0].number = 1;
  body.rear_openings[0].circle = 0.0;
  HolesConfig &front = body.front_openings.emplace_back();
  front.number = 3;
  front.radius = 0.6e-3;
  front.circle = 2e-3;
  front.surface = std::string("grille");
  const Sizes sizes = sizes_of(inspect());
  const auto expect = [&](const std::string &name, double volume) {
    ASSERT_EQ(sizes.volume.count(name), 1u) << name;
    EXPECT_NEAR(sizes.volume.at(name), volume, exact * volume) << name;
  };
  expect("d_front", pi * 4.6 * 4.6 * 0.6);
  expect("d_front_hole", 3 * pi * 0.36 * 0.4);
  expect("d_rear_hole", pi * 0.25 * 1.2);
  EXPECT_NEAR(sizes.area.at("grille"), 3 * pi * 0.36, exact);
}

TEST_F(CadBodies, SeveralDriversAndABoxInOneShell) {
  use_can();
  config.drivers = {piston_driver("a"), piston_driver("b", 50)};
  config.drivers[0].place.position = triple(0, 0, -4e-3);
  config.drivers[1].place.position = triple(0, 0, 3e-3);
  config.drivers[1].place.axis = triple(0, 0, -1); // face to face
  BoxConfig box;
  box.name = at_line(std::string("tweeter"), 70);
  box.surface = std::string("tweeter_mouth");
  box.place.position = triple(0, 0, 9e-3);
  box.place.axis = triple(1, 0, 0);
  box.length = 2e-3;
  box.width = 2e-3;
  box.height = 1.5e-3;
  box.spout_length = 0.5e-3;
  box.spout_radius = 0.6e-3;
  box.mouth_radius = 0.4e-3;
  box.spout_offset = 0.1e-3;
  config.geometry->cad.boxes = {box};
  const Sizes sizes = sizes_of(inspect());
  const double rest = pi * 64 * 20 - 2 * pi * 25 * 4 - 2 * 2 * 1.5 - pi * 0.36 * 0.5;
  EXPECT_NEAR(sizes.volume.at("solid_1"), rest, exact * rest);
  EXPECT_NEAR(sizes.area.at("tweeter_mouth"), pi * 0.16, exact);
  EXPECT_NEAR(sizes.volume.at("a_rear"), sizes.volume.at("b_rear"), exact);
}

TEST_F(CadBodies, BodiesInAirAmongPartsAreKeptWithoutAPoint) {
  write_cad((directory.path / "pot.step").string(), [] {
    const int pot = occ::addCylinder(0, 0, -12, 0, 0, 24, 10),
              hollow = occ::addCylinder(0, 0, -10, 0, 0, 22, 8);
    gmsh::vectorpair left;
    std::vector<gmsh::vectorpair> map;
    occ::cut({{3, pot}}, {{3, hollow}}, left, map);
  });
  config.file = "case.toml";
  CadConfig &cad = config.geometry.emplace().cad;
  cad.step = at_line((directory.path / "pot.step").string(), 3);
  cad.holds = CadContent::parts;
  CadCapConfig cap;
  cap.name = at_line(std::string("ear"), 5);
  cap.near = triple(0, 0, 12e-3);
  cad.caps = {cap};
  config.drivers = {piston_driver("d")};
  config.drivers[0].body->flange = flange(9e-3, 0.5e-3);
  name("ear_side", triple(0, 0, 5e-3));
  name("back_side", triple(0, 0, -5e-3));
  const Sizes sizes = sizes_of(inspect());
  EXPECT_EQ(sizes.volume.size(), 5u);
  EXPECT_NEAR(sizes.volume.at("ear_side"), pi * (64 * 12 - 25), exact * pi * 700);
  EXPECT_NEAR(sizes.area.at("ear"), pi * 64, exact * pi * 64);
  EXPECT_NEAR(sizes.area.at("d_rear_opening"), pi, exact);
}

TEST_F(CadBodies, BodiesThatCollideOrStickOutAreRefused) {
  use_can();
  config.drivers = {piston_driver("a"), piston_driver("b", 50)};
  config.drivers[1].place.position = triple(0, 0, 2e-3, 51);
  // from 2 - 3 mm to 1 mm along the axis
  expect_refused({"case.toml:51", "driver \"b\" and driver \"a\" collide: 157.1 mm3 about (0, 0, 0) mm"});
  config.drivers = {piston_driver("a")};
  config.drivers[0].place.position = triple(0, 0, 9.5e-3, 31);
  expect_refused({"case.toml:31",
                  "driver \"a\" does not fit into the air: of its 314.2 mm3 solid 1 of 4021 mm3 holds 274.9 "
                  "mm3, and 39.27 mm3 about (0, 0, 10.25) mm lie in a wall or outside"});
  config.drivers[0].place.position = triple(40e-3, 0, 0, 31);
  expect_refused(
      {"does not fit into the air: of its 314.2 mm3 no solid of the air holds any, and 314.2 mm3"});
}

TEST_F(CadBodies, OpeningsAndMouthsThatReachNoAirAreRefused) {
  use_can();
  config.drivers = {piston_driver("a")};
  config.drivers[0].place.position = triple(0, 0, -7e-3); // its back is on the can's bottom
  config.drivers[0].body->rear_openings[0].number = 1;
  expect_refused({"case.toml:34",
                  "the rear opening of driver \"a\" reaches no air: there is a wall at (3.3, 0, "
                  "-10) mm"});
  SurfaceConfig vent;
  vent.name = std::string("a_rear_opening");
  vent.model = SurfaceModel::opening;
  config.surfaces = {vent}; // to the outside, through the bottom
  EXPECT_TRUE(inspect().names.faults.empty());
}

} // namespace
