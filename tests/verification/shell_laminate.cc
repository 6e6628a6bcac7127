#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

using dealii::Point;

TEST(ShellLaminate, SimplySupportedCrossPlySquareFollowsFirstOrderShearTheory) {
  // [0/90/90/0], E1/E2 = 40, G12 = G13 = 0.6 E2, G23 = 0.5 E2, nu12 = 0.25: Navier's solution, k = 5/6, with
  // rotary inertia; w a^2/h sqrt(rho/E2) of the lowest mode.
  const PlyMaterial graphite{1, 40, 1, 0.25, 0.6, 0.5};
  const auto constraint = [](const Point<3> &x) {
    const bool across_x = x[0] < 1e-9 || x[0] > 1 - 1e-9, across_y = x[1] < 1e-9 || x[1] > 1 - 1e-9;
    return std::array{across_y, across_x, true, across_x, across_y, false};
  };
  std::printf("cross-ply square: a/h, value, first-order theory, error\n");
  for (const auto &[slenderness, reference] :
       {std::pair{4.0, 9.39492814}, {10.0, 15.1425599}, {20.0, 17.659603}, {100.0, 18.836242}}) {
    const double h = 1 / slenderness;
    std::vector<Ply> plies;
    for (const double angle : {0.0, std::numbers::pi / 2, std::numbers::pi / 2, 0.0})
      plies.push_back({graphite, h / 4, angle});
    const ShellSpace space(testing::patch(3, 3, [](double s, double t) { return Point<3>(s, t, 0); }), 4,
                           constraint);
    const auto modes = testing::shell_modes(testing::shell_problem(space, {{laminate(plies)}, {}}), 2);
    const double value = modes.at(0).omega / h;
    std::printf("    %5.0f  %.7f  %.7f  %.2e\n", slenderness, value, reference,
                std::abs(value / reference - 1));
    EXPECT_NEAR(value / reference, 1, 1e-5);
  }
}

TEST(ShellLaminate, ReferenceSurfaceDoesNotMatterToAnUnsymmetricLaminate) {
  // A ply over one of no strength or mass is the single ply seen from another reference surface: coupling,
  // bending and the moment of the mass must make up for the shift. Clamping holds either surface alike.
  const double h = 1.0 / 20;
  const Profile profile({{"plate", 1.0}});
  const ShellSpace space(disc_shell(profile, {}, std::vector{0.4}), 4);
  const Ply ply{isotropic_ply(1000, 1e9, 0.3), h};
  const ShellSection plain = laminate({ply}), shifted = laminate({ply, {isotropic_ply(1e-9, 1e-3, 0.3), h}});
  ASSERT_NE(shifted.parts[0].coupling[0], 0);
  const auto modes = testing::shell_modes(testing::shell_problem(space, {{plain}, {}}), 8);
  const auto others = testing::shell_modes(testing::shell_problem(space, {{shifted}, {}}), 8);
  std::printf("reference surface at the middle and at the back: w of eight modes [rad/s]\n");
  for (int k = 0; k < 8; ++k) {
    std::printf("    %.6f  %.6f\n", modes.at(k).omega, others.at(k).omega);
    // In-plane and bending parts are interpolated apart, so the two agree to the error of the mesh.
    EXPECT_NEAR(others[k].omega / modes[k].omega, 1, 1e-5);
  }
}

} // namespace
} // namespace earshot
