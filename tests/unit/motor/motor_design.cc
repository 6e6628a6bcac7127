#include "solver/motor/motor_design.h"

#include "tests/support/motor_case.h"

#include <gtest/gtest.h>

namespace {

using namespace earshot;
using namespace earshot::testing;

void refused(const MagneticMotorConfig &motor, const std::string &part) {
  try {
    motor_design(motor, {});
    ADD_FAILURE() << "accepted, expected: " << part;
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

double area_of(const MotorDesign &design, const std::string &region) {
  return region_areas(design.mesh).at(region_index(design.mesh, region));
}

TEST(MotorDesign, LaysOutAnInnerMagnet) {
  const MotorDesign design = motor_design(inner_magnet_motor(), {});
  EXPECT_NEAR(area_of(design, "magnet"), 2.6e-6, 1e-12);
  EXPECT_NEAR(area_of(design, "washer"), 2.7e-3 * 0.6e-3, 1e-12);
  EXPECT_NEAR(area_of(design, "yoke"), 4.0e-3 * 0.6e-3 + 0.6e-3 * 1.6e-3, 1e-12);
  EXPECT_GT(design.resistance, 0);
  EXPECT_EQ(design.regions.size(), design.mesh.regions.size());
}

TEST(MotorDesign, LaysOutARingMagnetAroundAPole) {
  MagneticMotorConfig motor = inner_magnet_motor();
  motor.type = MotorType::outer_ring;
  motor.yoke->pole_radius = {2e-3};
  motor.magnet = MagnetConfig{{"N45"}, {3e-3}, {4.5e-3}, {1e-3}};
  motor.washer->outer_radius = {0.0};
  motor.winding->inner_radius.reset();
  const MotorDesign design = motor_design(motor, {});
  EXPECT_NEAR(area_of(design, "magnet"), 1.5e-6, 1e-12);
  EXPECT_NEAR(area_of(design, "washer"), (4.5e-3 - 2.7e-3) * 0.6e-3, 1e-12);
  EXPECT_NEAR(area_of(design, "yoke"), 4.5e-3 * 0.6e-3 + 2e-3 * 1.6e-3, 1e-12);
  EXPECT_NEAR((design.coil[0].inner + design.coil[0].outer) / 2, 2.35e-3, 1e-9) << "in the middle of the gap";
}

TEST(MotorDesign, LaysOutTwoMagnetsOfOppositePolarity) {
  MagneticMotorConfig motor = inner_magnet_motor();
  motor.type = MotorType::dual_magnet;
  motor.outer_magnet = MagnetConfig{{"N45"}, {3.5e-3}, {5e-3}, {1e-3}};
  const MotorDesign design = motor_design(motor, {});
  EXPECT_NEAR(area_of(design, "outer_magnet"), 1.5e-6, 1e-12);
  EXPECT_NEAR(area_of(design, "outer_washer"), 1.6e-3 * 0.6e-3, 1e-12);
  const auto materials = magnetic_materials(design);
  const auto &inner = materials[region_index(design.mesh, "magnet")],
             &outer = materials[region_index(design.mesh, "outer_magnet")];
  EXPECT_NEAR(inner.remanence[1], 1.345, 1e-9);
  EXPECT_NEAR(outer.remanence[1], -1.345, 1e-9);
}

TEST(MotorDesign, RefusesDimensionsThatDoNotFit) {
  const MagneticMotorConfig good = inner_magnet_motor();
  auto motor = good;
  motor.winding->layers = {16};
  refused(motor, "within the gap");
  motor = good;
  motor.winding->wire_diameter = {0.8e-3};
  refused(motor, "insulated wire of 808 um, expected less than the gap of 700 um");
  motor = good;
  motor.winding->offset = {-1.0e-3};
  refused(motor, "in the part \"yoke\", expected it in air");
  motor = good;
  motor.magnet->outer_radius = {3.5e-3};
  refused(motor, "the inner radius of the cup");
  motor = good;
  motor.copper_ring = {0.8e-3};
  refused(motor, "expected less than the gap of 0.7 mm");
  motor = good;
  motor.type = MotorType::dual_magnet;
  motor.outer_magnet = MagnetConfig{{"N45"}, {3.5e-3}, {5e-3}, {1.2e-3}};
  refused(motor, "as high as the magnet in the middle");
}

TEST(MotorDesign, RefusesMaterialsThatMakeNoMotor) {
  refused(inner_magnet_motor("copper"), "found no magnet");
  refused(inner_magnet_motor("N54"), "unknown magnetic material \"N54\"");
}

} // namespace
