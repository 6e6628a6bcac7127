// A mesh against the case that uses it: names, sides, separation, isolated air.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/checks.h"
#include "tests/support/meshes.h"
#include "tests/unit/mesh/template_case.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

constexpr double radius = 2e-3, length = 4e-3;

/// A case for a cylinder whose "screen" is a driver's diaphragm.
Case driver_in_a_tube() {
  Case config;
  config.file = "case.toml";
  DriverConfig driver;
  driver.surface = written(std::string("screen"), 5);
  config.drivers = {driver};
  config.ear.surface = written(std::string("end"), 6);
  return config;
}

SurfaceConfig surface(const std::string &name, SurfaceModel model, int line) {
  SurfaceConfig config;
  config.name = written(name, line);
  config.model = model;
  return config;
}

std::vector<Diagnostic> diagnostics(const AirMesh &mesh, const Case &config) {
  try {
    check_air_mesh(mesh, config);
  } catch (const UserError &error) {
    return error.diagnostics();
  }
  return {};
}

#define EXPECT_SAYS(problem, words)                                                                          \
  EXPECT_NE((problem).message.find(words), std::string::npos) << (problem).message

TEST(CheckAirMesh, AcceptsADriverThatSeparatesItsAir) {
  EXPECT_TRUE(diagnostics(screened_cylinder_mesh(radius, length, 1e-3), driver_in_a_tube()).empty());
}

TEST(CheckAirMesh, ReportsEveryUnknownNameWithTheNearestOne) {
  Case config = driver_in_a_tube();
  config.drivers[0].surface = written(std::string("scren"), 5);
  config.volumes = {{written(std::string("aire"), 7), {}, {}, {}}};
  config.ear.surface = written(std::string("eardrum"), 8);
  const auto found = diagnostics(screened_cylinder_mesh(radius, length, 1e-3), config);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].where.line, 7);
  EXPECT_SAYS(found[0], "no volume 'aire', did you mean 'air'?");
  EXPECT_EQ(found[1].where.line, 5);
  EXPECT_SAYS(found[1], "no surface 'scren', did you mean 'screen'?");
  EXPECT_EQ(found[2].where.line, 8);
  for (const char *name : {"start", "end", "wall", "screen"})
    EXPECT_SAYS(found[2], name);
}

TEST(CheckAirMesh, ReportsADriverWithAWayRoundIt) {
  const AirMesh mesh = split_mesh(unsplit_cylinder(radius, length, radius / 2, 0.5e-3), {"screen"});
  const auto found = diagnostics(mesh, driver_in_a_tube());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where.line, 5);
  EXPECT_SAYS(found[0], "'screen' does not separate front from rear");
}

TEST(CheckAirMesh, ReportsAModelOnTheWrongKindOfSurface) {
  const AirMesh mesh = screened_cylinder_mesh(radius, length, 1e-3);
  Case config = driver_in_a_tube();
  config.surfaces = {surface("start", SurfaceModel::screen, 9), surface("screen", SurfaceModel::opening, 10)};
  const auto found = diagnostics(mesh, config);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].where.line, 9);
  EXPECT_SAYS(found[0], "air on one side only");
  EXPECT_EQ(found[1].where.line, 10);
  EXPECT_SAYS(found[1], "lies inside the air");
}

TEST(CheckAirMesh, ReportsAirBehindARigidWallButNotBehindAScreen) {
  const AirMesh mesh = screened_cylinder_mesh(radius, length, 1e-3);
  Case config = driver_in_a_tube();
  config.drivers.clear();
  config.surfaces = {surface("screen", SurfaceModel::wall, 9)};
  const auto found = diagnostics(mesh, config);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_SAYS(found[0], "volume 'air' is connected to no driver");
  config.surfaces = {surface("screen", SurfaceModel::screen, 9)};
  EXPECT_TRUE(diagnostics(mesh, config).empty());
}

TEST(CheckAirMesh, RunsWhenAMeshIsBuilt) {
  Case config = vented_case(2e-3);
  config.surfaces[0].name = written(std::string("scren"), 40);
  try {
    build_air_mesh(config, nullptr);
    FAIL() << "no error";
  } catch (const UserError &error) {
    ASSERT_EQ(error.diagnostics().size(), 1u);
    EXPECT_EQ(error.diagnostics()[0].where.line, 40);
  }
}

TEST(BuildAirMesh, AsksForAGeometryOrAFile) {
  Case config;
  config.file = "case.toml";
  EXPECT_THROW(build_air_mesh(config, nullptr), UserError);
}

} // namespace
} // namespace earshot::testing
