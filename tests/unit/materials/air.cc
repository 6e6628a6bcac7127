#include "solver/materials/air.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;

// IEC 61094-2, annex F: air at 23 degrees Celsius, 101.325 kPa, 50 % humidity, computed there by the same
// publications except for the density (CIPM-81/91, 2e-5 apart from CIPM-2007). Tolerances cover that and
// the 0.04 % of carbon dioxide.
TEST(MoistAir, AgreesWithTheReferenceConditionsOfMicrophoneCalibration) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  EXPECT_NEAR(air.density, 1.18608, 2e-4);
  EXPECT_NEAR(air.sound_speed, 345.866, 5e-3);
  EXPECT_NEAR(air.heat_capacity_ratio, 1.40076, 1e-4);
  EXPECT_NEAR(air.viscosity, 1.82657e-5, 1e-9);
  const double diffusivity = air.viscosity / (air.density * air.prandtl);
  EXPECT_NEAR(diffusivity, 2.1153e-5, 2e-8);
}

// Dry air at 0 degrees Celsius: 331.45 m/s (Wong, JASA 79, 1986) and 1.293 kg/m^3. The fits' own stated
// uncertainty of the speed is 3e-4.
TEST(MoistAir, AgreesWithDryAirAtTheIcePoint) {
  const AirProperties air = moist_air(273.15, 101325, 0);
  EXPECT_NEAR(air.sound_speed, 331.45, 0.1);
  EXPECT_NEAR(air.density, 1.293, 1e-3);
}

// The equation of state links c, gamma and rho: c^2 = gamma P / rho for an ideal gas; air departs from it
// by its compressibility, some 1e-3.
TEST(MoistAir, NearlyObeysTheIdealGasLaw) {
  for (const double humidity : {0.0, 0.5, 1.0}) {
    const AirProperties air = moist_air(293.15, 101325, humidity);
    EXPECT_NEAR(air.bulk_modulus() / (air.heat_capacity_ratio * 101325), 1, 2e-3) << humidity;
  }
}

TEST(MoistAir, LighterAndFasterWhenHumid) {
  const AirProperties dry = moist_air(303.15, 101325, 0), humid = moist_air(303.15, 101325, 1);
  EXPECT_LT(humid.density, dry.density);
  EXPECT_GT(humid.sound_speed, dry.sound_speed);
}

// At 20 Hz in air of 20 degrees Celsius the layer is 0.49 mm thick, at 20 kHz a thousandth in frequency
// makes it sqrt(1000) times thinner.
TEST(AirProperties, BoundaryLayersFollowTheSquareRootOfFrequency) {
  const AirProperties air;
  const double two_pi = 2 * std::numbers::pi;
  EXPECT_NEAR(air.viscous_layer(two_pi * 20), 0.490e-3, 1e-6);
  EXPECT_NEAR(air.viscous_layer(two_pi * 20e3) * std::sqrt(1000), air.viscous_layer(two_pi * 20), 1e-15);
  EXPECT_NEAR(air.thermal_layer(1e4) / air.viscous_layer(1e4), 1 / std::sqrt(0.71), 1e-14);
}

TEST(MoistAir, RefusesConditionsOutsideItsSources) {
  EXPECT_THROW(moist_air(23, 101325, 0.5), std::domain_error); // degrees Celsius given for kelvin
  EXPECT_THROW(moist_air(296.15, 101.325, 0.5), std::domain_error);
  EXPECT_THROW(moist_air(296.15, 101325, 50), std::domain_error);
}

} // namespace
