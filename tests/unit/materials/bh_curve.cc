#include "solver/materials/bh_curve.h"

#include "solver/config/located.h"
#include "solver/materials/motor_materials.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace {

using namespace earshot;

constexpr double vacuum_permeability = 4e-7 * std::numbers::pi;

std::vector<BhPoint> steel() {
  return {{0, 0}, {0.5, 100}, {1.0, 250}, {1.4, 900}, {1.6, 3000}, {1.8, 12000}};
}

TEST(BhCurve, PassesThroughItsPointsAndIsOdd) {
  const BhCurve curve(steel(), "steel");
  for (const BhPoint &point : steel()) {
    EXPECT_NEAR(curve.field_strength(point.flux_density), point.field_strength, 1e-9 * 12000);
    EXPECT_NEAR(curve.field_strength(-point.flux_density), -point.field_strength, 1e-9 * 12000);
  }
  EXPECT_EQ(curve.differential_reluctivity(-1.2), curve.differential_reluctivity(1.2));
}

TEST(BhCurve, RisesAndHasNoKinksFromZeroDeepIntoSaturation) {
  for (const BhCurve &curve : {BhCurve(steel(), "steel"), motor_material("low-carbon steel").curve,
                               motor_material("permendur").curve}) {
    const double step = 1e-5;
    for (double b = step; b < 4; b += 0.00371) {
      const double slope = curve.differential_reluctivity(b);
      ASSERT_GT(slope, 0) << b;
      // Central difference: H' lies within its values on both sides, up to rounding of H.
      const double difference =
          (curve.field_strength(b + step) - curve.field_strength(b - step)) / (2 * step);
      const double left = curve.differential_reluctivity(b - step),
                   right = curve.differential_reluctivity(b + step);
      EXPECT_NEAR(difference, slope, 1e-6 * slope + std::abs(left - slope) + std::abs(right - slope)) << b;
    }
  }
}

TEST(BhCurve, IsVacuumBeyondSaturation) {
  const BhCurve curve(steel(), "steel");
  EXPECT_NEAR(curve.differential_reluctivity(3), 1 / vacuum_permeability, 1e-6 / vacuum_permeability);
  EXPECT_NEAR(curve.field_strength(4) - curve.field_strength(3), 1 / vacuum_permeability, 1);
}

TEST(BhCurve, OfConstantPermeabilityIsALine) {
  const BhCurve recoil(1.05);
  EXPECT_TRUE(recoil.is_linear());
  EXPECT_NEAR(recoil.field_strength(-0.7), -0.7 / (1.05 * vacuum_permeability), 1e-9 / vacuum_permeability);
  EXPECT_EQ(recoil.reluctivity(0), recoil.differential_reluctivity(2));
}

TEST(BhCurve, RefusesTablesThatAreNoMagnetisationCurves) {
  const auto refused = [](std::vector<BhPoint> points, const std::string &part) {
    try {
      BhCurve(points, "steel");
      ADD_FAILURE() << "accepted, expected: " << part;
    } catch (const UserError &error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused({{0, 0}, {1, 100}}, "found 2 points");
  refused({{0.1, 10}, {0.5, 100}, {1, 200}, {1.5, 1000}}, "first point");
  refused({{0, 0}, {0.5, 100}, {0.4, 200}, {1.5, 1000}}, "found point 3");
  refused({{0, 0}, {0.5, 100}, {0.6, 100}, {1.5, 1000}}, "expected both to rise");
  refused({{0, 0}, {0.5, 100}, {0.6, NAN}, {1.5, 1000}}, "not finite");
  refused({{0, 0}, {0.5, 100}, {1.5, 1000}, {1.6, 2e5}}, "mu0");
}

TEST(MotorMaterials, SaturateWhereTheirPolarisationsAddUp) {
  // J at 1 MA/m: the sums of the fits, 2.114 T and 2.34 T, up to the slowest tanh.
  for (const auto &[name, polarisation] : {std::pair{"low-carbon steel", 2.114}, {"permendur", 2.34}}) {
    const BhCurve curve = motor_material(name).curve;
    const double b = polarisation + vacuum_permeability * 1e6;
    EXPECT_NEAR(curve.field_strength(b), 1e6, 1e4) << name;
  }
}

TEST(MotorMaterials, MagnetsWeakenWithTemperature) {
  const MotorMaterial magnet = motor_material("N52");
  EXPECT_TRUE(magnet.is_magnet());
  EXPECT_NEAR(remanence_at(magnet, 293.15), 1.44, 1e-12);
  EXPECT_NEAR(remanence_at(magnet, 353.15), 1.44 * (1 - 0.0012 * 60), 1e-12);
  EXPECT_LT(intrinsic_coercivity_at(magnet, 353.15), 0.6 * magnet.intrinsic_coercivity);
  EXPECT_THROW(motor_material("N99"), UserError);
}

} // namespace
