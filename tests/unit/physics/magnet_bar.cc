#include "solver/physics/magnetics/magnet_bar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace {

using namespace earshot;
using std::numbers::pi;
using Vector = std::array<double, 3>;

constexpr double remanence = 1.3;
const MagnetBar bar{{-0.4e-3, -1e-3, -1.5e-3}, {0.6e-3, 1.2e-3, -0.5e-3}, remanence};

/// The field of the bound currents B_r/mu_0 around the sides, by Biot and Savart's law and Gauss's rule.
Vector field_of_current_sheets(const MagnetBar &m, const Vector &at) {
  constexpr int n = 200;
  Vector b{};
  for (int side = 0; side < 4; ++side) {
    const bool along_x = side < 2; // the side's current
    const int d = along_x ? 0 : 1;
    const double sign = (side == 0 || side == 3) ? 1 : -1; // right about z: +x at low y, +y at high x
    const double width = m.high[d] - m.low[d], height = m.high[2] - m.low[2];
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        Vector from{};
        from[d] = m.low[d] + (i + 0.5) / n * width;
        from[1 - d] = side == 0 || side == 2 ? m.low[1 - d] : m.high[1 - d];
        from[2] = m.low[2] + (j + 0.5) / n * height;
        const Vector r{at[0] - from[0], at[1] - from[1], at[2] - from[2]};
        const double k = sign * m.remanence / (4 * pi) * width * height / (n * n) /
                         std::pow(std::hypot(r[0], r[1], r[2]), 3);
        if (along_x) // e_x x r
          b[1] -= k * r[2], b[2] += k * r[1];
        else // e_y x r
          b[0] += k * r[2], b[2] -= k * r[0];
      }
  }
  return b;
}

TEST(MagnetBar, HasTheFieldOfItsBoundCurrents) {
  for (const Vector &at : {Vector{0, 0, 0},
                           {0.6e-3, 0.3e-3, 0},
                           {-0.9e-3, 1.5e-3, 0.2e-3},
                           {0.2e-3, -0.4e-3, -2e-3},
                           {1e-3, 0, -1e-3},
                           {0.6e-3, 1.2e-3, 0.1e-3}}) {
    const Vector b = flux_density(std::span(&bar, 1), at), reference = field_of_current_sheets(bar, at);
    // The sums' midpoints are 1/100 of the nearest distance apart: errors of some 1e-5.
    for (int d = 0; d < 3; ++d)
      EXPECT_NEAR(b[d], reference[d], 1e-4 * remanence)
          << d << " at " << at[0] << " " << at[1] << " " << at[2];
  }
}

TEST(MagnetBar, IsADipoleFarAway) {
  const double moment = remanence * 1e-3 * 2.2e-3 * 1e-3 / (4 * pi); // times mu_0
  const double distance = 0.3;
  const Vector above{0.1e-3, 0.1e-3, -1e-3 + distance};
  // Further multipoles are (size/distance)^2 = 5e-5 of it; the eight corners cancel to 1e-9.
  EXPECT_NEAR(flux_density(std::span(&bar, 1), above)[2] / (2 * moment / std::pow(distance, 3)), 1, 1e-3);
}

TEST(MagnetBar, OfGreatLengthHasTheFieldOfAPlane) {
  // Two long current sheets at the sides x = +-a from z = -h to 0 (as in magnetics_planar.cc).
  const double a = 0.5e-3, h = 1e-3;
  const MagnetBar rod{{-a, -1, -h}, {a, 1, 0}, remanence};
  for (const double x : {-0.5e-3, 0.2e-3, 0.9e-3}) {
    const double z = 0.3e-3;
    double bx = 0, bz = 0;
    for (const double side : {1.0, -1.0}) {
      const double d = x - side * a, k = -side * remanence / (2 * pi);
      bx += k / 2 * std::log((z * z + d * d) / ((z + h) * (z + h) + d * d));
      bz += k * (std::atan2(-z, d) - std::atan2(-h - z, d));
    }
    const Vector b = flux_density(std::span(&rod, 1), {x, 0, z});
    EXPECT_NEAR(b[0], bx, 1e-6) << x;
    EXPECT_NEAR(b[1], 0, 1e-12);
    EXPECT_NEAR(b[2], bz, 1e-6) << x;
  }
}

} // namespace
