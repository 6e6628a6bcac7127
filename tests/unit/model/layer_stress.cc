// Stresses in the layers of a diaphragm at large deflection.
#include "solver/model/layer_stress.h"

#include "solver/model/driver_suspension.h"
#include "solver/model/meridian.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace earshot {
namespace {

constexpr double nu = 0.35, thickness = 20e-6, radius = 3e-3;

MaterialConfig material(const std::string &name, double youngs_modulus) {
  MaterialConfig material;
  material.name = name;
  material.density = 1400;
  material.youngs_modulus = youngs_modulus;
  material.poissons_ratio = nu;
  return material;
}

LayerConfig layer(const std::string &material, double of_thickness) {
  LayerConfig layer;
  layer.material = material;
  layer.thickness = of_thickness;
  return layer;
}

ZoneConfig flat(const std::string &name, double outer, const std::vector<LayerConfig> &layers) {
  ZoneConfig zone;
  zone.name = name;
  zone.outer_radius = outer;
  zone.layers = layers;
  return zone;
}

/// A flat clamped plate of two zones, the inner one with a coil that does no more than weigh.
DriverConfig plate(const std::vector<LayerConfig> &layers) {
  DriverConfig driver;
  driver.name.value = "plate";
  driver.diaphragm.emplace().zones = {flat("middle", radius / 2, layers), flat("rim", radius, layers)};
  driver.coil.emplace().zone.value = "middle";
  driver.coil->mass = 1e-6;
  return driver;
}

const std::vector<MaterialConfig> materials = {material("film", 4e9), material("coat", 4e9)};

/// Of sigma and nu sigma.
double von_mises(double sigma) {
  return sigma * std::sqrt(1 - nu + nu * nu);
}

// A pressure that moves the middle by a thousandth of the thickness: stretching adds some 0.3 w/h = 3e-4 to
// the stress of bending.
const double small_pressure = 1e-3 * 64 / (12 * (1 - nu * nu)) * 4e9 * std::pow(thickness / radius, 4);

// sigma_r = 3/4 p (a/h)^2 at the rim, where sigma_theta = nu sigma_r, and sigma_r = sigma_theta = 3/8 (1 +
// nu) p (a/h)^2 in the middle (Timoshenko and Woinowsky-Krieger, sec. 16).
TEST(LayerStress, OfAClampedPlateUnderSmallPressureIsThatOfItsClosedForm) {
  const double bending = small_pressure * std::pow(radius / thickness, 2);
  const DriverUnderPressure under =
      driver_under_pressure(plate({layer("film", thickness)}), materials, {small_pressure});
  ASSERT_EQ(under.stresses.front().size(), 2u);
  const LayerStress &middle = under.stresses.front()[0], &rim = under.stresses.front()[1];
  std::printf("clamped plate: stress at the rim off by %.1e, in the middle by %.1e\n",
              rim.stress / von_mises(0.75 * bending) - 1, middle.stress / (0.375 * (1 + nu) * bending) - 1);
  EXPECT_EQ(rim.zone, "rim");
  EXPECT_EQ(rim.material, "film");
  EXPECT_NEAR(rim.stress / von_mises(0.75 * bending), 1, 1e-3);
  EXPECT_NEAR(rim.radius / radius, 1, 1e-12);
  EXPECT_NEAR(middle.stress / (0.375 * (1 + nu) * bending), 1, 1e-3);
  EXPECT_LT(middle.radius, 0.05 * radius);
}

// Of three equal layers the middle one reaches a third as far from the midsurface as the outer two.
TEST(LayerStress, GrowsWithTheDistanceFromTheMidsurface) {
  const DriverUnderPressure under = driver_under_pressure(
      plate({layer("coat", thickness / 3), layer("film", thickness / 3), layer("coat", thickness / 3)}),
      materials, {small_pressure});
  const std::vector<LayerStress> &stresses = under.stresses.front();
  ASSERT_EQ(stresses.size(), 4u); // two materials in each zone
  EXPECT_EQ(stresses[2].material, "coat");
  EXPECT_NEAR(stresses[2].stress / stresses[3].stress, 3, 5e-3); // stretching adds the same to both
}

// A film alone that is at rest as it was stretched bears its tension over its thickness in all directions.
TEST(LayerStress, OfAStretchedFilmIsItsTensionOverItsThickness) {
  DriverConfig driver = plate({layer("film", thickness)});
  for (ZoneConfig &zone : driver.diaphragm->zones)
    zone.tension = 100;
  const DriverSuspension suspension = driver_suspension(driver, materials, {-1e-6, 0, 1e-6});
  for (const LayerStress &stress : suspension.stresses[1])
    EXPECT_NEAR(stress.stress / (100 / thickness), 1, 1e-6); // round-off of strains of 1e-3
  EXPECT_GT(suspension.stresses[2][0].stress, suspension.stresses[1][0].stress);
}

// A layer along whose grain nothing is strained bears what Poisson's ratio makes of the other direction.
TEST(LayerStress, OfATurnedLayerIsThatOfItsGrain) {
  std::vector<MaterialConfig> grained = {material("grained", 8e9)};
  grained[0].transverse_modulus = 2e9;
  LayerConfig along = layer("grained", thickness), across = along;
  across.angle = std::acos(-1) / 2;
  AxisymmetricShell::Point point{};
  point.strain = {1e-3, 0};
  const double delta = 1 - nu * nu * 0.25;
  const auto stress = [&](const LayerConfig &of) {
    return layer_stresses(flat("film", radius, {of}), grained, {point}).front().stress;
  };
  const auto expected = [&](double s_1, double s_2) { return std::sqrt(s_1 * s_1 - s_1 * s_2 + s_2 * s_2); };
  EXPECT_NEAR(stress(along) / expected(8e6 / delta, nu * 2e6 / delta), 1, 1e-12);
  EXPECT_NEAR(stress(across) / expected(2e6 / delta, nu * 2e6 / delta), 1, 1e-12);
}

TEST(LayerStress, BeyondTheStrengthIsWarnedOf) {
  std::vector<MaterialConfig> weak = materials;
  weak[0].strength = Located<double>(1e5);
  const DriverConfig driver = plate({layer("film", thickness)});
  const DriverUnderPressure under = driver_under_pressure(driver, weak, {1000});
  const auto warnings = stress_warnings(driver, under.stresses, "under static pressure");
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("film"), std::string::npos) << warnings[0];
  EXPECT_NE(describe_pressures(driver, under).find("of its strength"), std::string::npos);
  weak[0].strength = Located<double>(1e9);
  EXPECT_TRUE(stress_warnings(driver, driver_under_pressure(driver, weak, {1000}).stresses, "so").empty());
}

} // namespace
} // namespace earshot
