// Materials and wires of the magnetic problem.
#include "solver/physics/magnetics/blocked_impedance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

MagneticMaterial curved() {
  MagneticMaterial iron;
  iron.field_strength = [](double b) { return 100 * b + 30 * std::pow(b, 9); };
  iron.field_strength_slope = [](double b) { return 100 + 270 * std::pow(b, 8); };
  return iron;
}

TEST(FieldStrength, HasTheSlopeOfItsDifferences) {
  constexpr double step = 1e-6;
  for (const PlaneVector b : {PlaneVector{0.3, -0.9}, {1.4, 0.2}, {0, 0}}) {
    const auto field = field_strength(curved(), b);
    for (int j = 0; j < 2; ++j) {
      PlaneVector up = b, down = b;
      up[j] += step;
      down[j] -= step;
      const auto above = field_strength(curved(), up).h, below = field_strength(curved(), down).h;
      for (int i = 0; i < 2; ++i)
        EXPECT_NEAR(field.slope[i][j], (above[i] - below[i]) / (2 * step), 1e-4 * field.slope[j][j]);
    }
  }
}

TEST(FieldStrength, OfAMagnetVanishesAtItsRemanence) {
  MagneticMaterial magnet;
  magnet.remanence = {0.5, -1.1};
  magnet.relative_permeability = 1.05;
  EXPECT_DOUBLE_EQ(field_strength(magnet, magnet.remanence).h[1], 0);
  EXPECT_NEAR(field_strength(magnet, {0, 0}).h[1], 1.1 / (1.05 * vacuum_permeability), 1e-6);
}

TEST(FieldStrength, OfIronFollowsItsCurve) {
  const BhCurve curve(saturation_curve({1.8}, {3000}), "iron");
  const auto iron = soft_iron(curve);
  const auto h = field_strength(iron, {0.6, 0.8}).h;
  EXPECT_NEAR(std::hypot(h[0], h[1]), curve.field_strength(1), 1e-9 * curve.field_strength(1));
  EXPECT_NEAR(h[0] / h[1], 0.75, 1e-12);
}

/// Table of Rosa and Grover, Formulas and Tables for the Calculation of Mutual and Self-Inductance, Bulletin
/// of the Bureau of Standards 8 (1912): R/R0 and L/L0 of a round wire over a sqrt(w mu sigma).
TEST(Wire, HasTheSkinEffectOfItsTable) {
  constexpr double sigma = 58e6, omega = 1e5;
  const double a1 = 1 / std::sqrt(omega * vacuum_permeability * sigma);
  for (const auto &[x, resistance, inductance] : {std::array{1.0, 1.00519, 0.99741},
                                                  {2.0, 1.07816, 0.96113},
                                                  {3.0, 1.31809, 0.84517},
                                                  {5.0, 2.04272, 0.55597}}) {
    const Complex ratio = wire_impedance_ratio({2 * x * a1, sigma}, omega);
    EXPECT_NEAR(ratio.real(), resistance, 1e-4);
    // The internal inductance at low frequencies is mu_0 / (8 pi) per length: w L_0 / R_0 = x^2 / 8.
    EXPECT_NEAR(ratio.imag() / (x * x / 8), inductance, 1e-4);
  }
  EXPECT_EQ(wire_impedance_ratio({}, omega), Complex(1));
}

/// A thin wire in a transverse field B loses w^2 B^2 sigma d^2 / 16 per volume; one that no field enters
/// leaves a winding of small fill the reluctivity (1 + 2 fill) / mu_0.
TEST(Wire, LosesWhatProximityTakes) {
  constexpr double sigma = 58e6, fill = 0.5, omega = 2 * std::numbers::pi * 1e3;
  const CoilWire thin{40e-6, sigma};
  const Complex nu = winding_reluctivity(thin, fill, omega);
  EXPECT_NEAR(nu.imag() / (omega * fill * sigma * thin.diameter * thin.diameter / 16), 1, 1e-6);
  const CoilWire thick{20e-3, sigma};
  const Complex excluded = winding_reluctivity(thick, 0.01, 2 * std::numbers::pi * 1e6) * vacuum_permeability;
  EXPECT_NEAR(excluded.real(), 0.02, 1e-3);
  EXPECT_EQ(winding_reluctivity({}, fill, omega), Complex(0));
}

} // namespace
} // namespace earshot
