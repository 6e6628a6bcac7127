// Tubes drilled out of the walls of a template or of parts: their volumes against closed forms, their names,
// and what is said of those that don't fit.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/cad_geometry.h"
#include "solver/mesh/cad_writer.h"
#include "solver/mesh/mesh_summary.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/mesh/template_case.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;

TubeConfig tube(const std::string &name, TripleConfig position, TripleConfig axis, double radius = 0.3e-3,
                double length = 1e-3) {
  TubeConfig tube;
  tube.name = written(name, 50);
  tube.place.position = std::move(position);
  tube.place.axis = std::move(axis);
  tube.radius = radius;
  tube.length = length;
  return tube;
}

/// A can of 3 mm radius from z = 0 to 5 mm, which ends at "end".
Case can(std::vector<TubeConfig> tubes) {
  Case config;
  config.file = "case.toml";
  PartConfig part;
  part.name = written(std::string("can"), 7);
  part.from = 0.0;
  part.to = 5e-3;
  part.radius = 3e-3;
  part.to_surface = std::string("end");
  config.parts = {part};
  config.tubes = std::move(tubes);
  config.mesh.size = 1.5e-3;
  config.ear.surface = std::string("end");
  return config;
}

/// Volumes of the exact shapes by name [mm3].
std::map<std::string, double> exact_volumes(const Case &config, const Profile *diaphragm = nullptr) {
  const TemporaryDirectory directory;
  CadConfig cad;
  cad.step = std::string(directory.path / "air.step");
  write_step(config, diaphragm, cad.step);
  const auto [model, names] = inspect_cad(cad);
  std::map<std::string, double> volumes;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    volumes[names.solids[s]] += 1e9 * model.solids[s].volume;
  return volumes;
}

/// OpenCASCADE integrates to about 1e-7 over the curves in which cylinders meet.
TEST(Tubes, OfAFlatWallAreAsLongAsStatedAtAnyAngle) {
  const double slant = pi / 4;
  auto volumes = exact_volumes(can({tube("straight", {-1e-3, 0, 0}, {0, 0, -2}),
                                    tube("slanted", {1e-3, 0, 0}, {std::sin(slant), 0, -std::cos(slant)})}));
  for (const char *name : {"straight", "slanted"})
    EXPECT_NEAR(volumes[name], pi * 0.09, 1e-6 * pi * 0.09) << name;
  EXPECT_NEAR(volumes["can"], pi * 45, 1e-6 * pi * 45) << "stays itself";
}

/// Out of a cylinder of radius R a tube of radius r begins earlier by R - sqrt(R^2 - y^2), on average
/// r^2/(8 R) + r^4/(64 R^3); the next term is 1e-8 of it.
TEST(Tubes, OfARoundWallBeginAtTheWall) {
  const double r = 0.3, wall = 3,
               expected = pi * r * r * (1 + r * r / (8 * wall) + std::pow(r, 4) / (64 * std::pow(wall, 3)));
  auto volumes = exact_volumes(can({tube("radial", {0, 3e-3, 2e-3}, {0, 1, 0})}));
  EXPECT_NEAR(volumes["radial"], expected, 1e-6 * expected);
}

TEST(Tubes, HaveAMouthAndAnOpening) {
  const Case config = can({tube("vent", {0, -3e-3, 2e-3}, {0, -1, 0})});
  const AirMesh mesh = build_air_mesh(config, nullptr);
  std::map<std::string, double> areas;
  for (const auto &surface : summarize(mesh).surfaces)
    areas[surface.name] = surface.area;
  // curved elements, one to two along the radius: 0.3 %
  EXPECT_NEAR(areas["vent_opening"], pi * 0.09e-6, 3e-3 * pi * 0.09e-6);
  EXPECT_NEAR(areas["vent_inlet"], pi * 0.09e-6, 5e-3 * pi * 0.09e-6) << "a little more, as it is curved";
}

/// The vents of a template are tubes that it lists itself.
TEST(Tubes, AreWhatVentsOfTheTemplateAre) {
  const Case vented = vented_case(1.5e-3);
  Case drilled = vented;
  drilled.geometry->rear_vent.reset();
  drilled.geometry->front_vent.reset();
  drilled.tubes = {tube("back", {3e-3, 0, -4e-3}, {0, 0, -1}, 0.2e-3),
                   tube("side", {5.2e-3, 0, 0.6e-3}, {1, 0, 0}, 0.2e-3)};
  auto expected = exact_volumes(vented, &dome_and_roll()), found = exact_volumes(drilled, &dome_and_roll());
  EXPECT_NEAR(found["back"], expected["rear_vent"], 1e-6 * expected["rear_vent"]);
  EXPECT_NEAR(found["side"], expected["front_vent"], 1e-6 * expected["front_vent"]);
  for (const char *name : {"rear", "front", "canal"})
    EXPECT_NEAR(found[name], expected[name], 1e-6 * expected[name]) << name;
}

/// A tube from one part ends at the next one's flat wall, and opens into it.
TEST(Tubes, JoinParts) {
  Case config = can({tube("duct", {1e-3, 0, 5e-3}, {0, 0, 1}, 0.3e-3, 2e-3)});
  PartConfig other = config.parts.front();
  config.parts.front().to_surface = std::string();
  other.name = std::string("other");
  other.from = 7e-3;
  other.to = 9e-3;
  config.parts.push_back(other);
  const MeshSummary summary = summarize(build_air_mesh(config, nullptr));
  EXPECT_EQ(summary.volumes.size(), 3u);
}

/// What is said of one tube that doesn't fit.
std::string refusal(const TubeConfig &misfit) {
  try {
    build_air_mesh(can({misfit}), nullptr);
    ADD_FAILURE() << "was taken";
    return "";
  } catch (const UserError &error) {
    EXPECT_EQ(error.diagnostics().size(), 1u) << error.what();
    EXPECT_EQ(error.diagnostics().front().where.line, 50) << error.what();
    return error.diagnostics().front().message;
  }
}

TEST(Tubes, ThatDontFitAreRefusedByName) {
  EXPECT_EQ(refusal(tube("vent", {0, 0, -2e-3}, {0, 0, -1})),
            "found no air where tube \"vent\" begins, expected a position in a wall");
  EXPECT_EQ(
      refusal(tube("vent", {0, 0, -0.3e-3}, {0, 0, -1})),
      "found air that ends 0.3 mm before the position of tube \"vent\", expected a position in its wall");
  EXPECT_EQ(
      refusal(tube("vent", {0, 0, 0.5e-3}, {0, 0, -1})),
      "found air that ends 0.5 mm behind the position of tube \"vent\", expected a position in its wall");
  EXPECT_EQ(refusal(tube("vent", {0, 0, 0}, {0, 0, 1})),
            "found tube \"vent\" within the air, expected a position in its wall and an axis outwards");
  EXPECT_EQ(refusal(tube("vent", {0, 0, 2e-3}, {0, 0, 1})),
            "found tube \"vent\" within the air, expected a position in its wall and an axis outwards");
}

TEST(Tubes, ThatCrossAreRefused) {
  EXPECT_THROW(
      build_air_mesh(can({tube("one", {0, 0, 0}, {0, 0, -1}), tube("two", {0.2e-3, 0, 0}, {0, 0, -1})}),
                     nullptr),
      UserError);
}

} // namespace
} // namespace earshot::testing
