// Constants of air that a case states, in place of those of moist air.
#include "solver/config/mesh_unit.h"
#include "solver/model/prepare.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(AirConstants, StandForThoseOfMoistAirOneByOne) {
  Case config;
  const AirProperties moist = air_properties(config);
  config.air.density = Located<double>(1.2);
  config.air.sound_speed = Located<double>(340.0);
  AirProperties stated = air_properties(config);
  EXPECT_EQ(stated.density, 1.2);
  EXPECT_EQ(stated.sound_speed, 340.0);
  EXPECT_EQ(stated.viscosity, moist.viscosity);
  EXPECT_EQ(stated.prandtl, moist.prandtl);
  config.air.viscosity = Located<double>(1.8e-5);
  config.air.heat_capacity_ratio = Located<double>(1.4);
  config.air.prandtl = Located<double>(0.7);
  stated = air_properties(config);
  EXPECT_EQ(stated.viscosity, 1.8e-5);
  EXPECT_EQ(stated.heat_capacity_ratio, 1.4);
  EXPECT_EQ(stated.prandtl, 0.7);
}

TEST(MeshUnit, StandsForTheScale) {
  MeshConfig mesh;
  EXPECT_EQ(metres_per_unit(mesh), 1);
  mesh.scale = 0.5;
  EXPECT_EQ(metres_per_unit(mesh), 0.5);
  mesh.unit = std::string("mm");
  EXPECT_EQ(metres_per_unit(mesh), 1e-3);
  mesh.unit = std::string("inch");
  EXPECT_DOUBLE_EQ(metres_per_unit(mesh), 0.0254);
}

} // namespace
} // namespace earshot
