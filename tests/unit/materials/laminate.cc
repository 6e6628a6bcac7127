#include "solver/materials/laminate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace earshot {
namespace {

TEST(Laminate, SinglePlyHasThePlatesStiffness) {
  const double E = 4e9, nu = 0.38, h = 25e-6, rho = 1390;
  const ShellSection section = laminate({{isotropic_ply(rho, E, nu, 0.02), h}});
  ASSERT_EQ(section.parts.size(), 1u);
  const ShellStiffness &part = section.parts[0];
  EXPECT_DOUBLE_EQ(part.loss_factor, 0.02);
  EXPECT_NEAR(part.membrane[0], E * h / (1 - nu * nu), 1e-9 * part.membrane[0]);
  EXPECT_NEAR(part.bending[0], E * h * h * h / (12 * (1 - nu * nu)), 1e-9 * part.bending[0]);
  EXPECT_NEAR(part.bending[1] / part.bending[0], nu, 1e-12);
  EXPECT_NEAR(part.bending[8] / part.bending[0], (1 - nu) / 2, 1e-12);
  EXPECT_NEAR(part.shear[0], 5.0 / 6 * E / (2 * (1 + nu)) * h, 1e-9 * part.shear[0]);
  for (const double b : part.coupling)
    EXPECT_EQ(b, 0);
  EXPECT_NEAR(section.mass, rho * h, 1e-12);
  EXPECT_NEAR(section.rotary_inertia, rho * h * h * h / 12, 1e-20);
}

TEST(Laminate, PlyTurnedByAQuarterSwapsItsDirections) {
  const PlyMaterial grain{1500, 40e9, 1e9, 0.25, 0.6e9, 0.5e9};
  const ShellSection along = laminate({{grain, 1e-4}}),
                     across = laminate({{grain, 1e-4, std::numbers::pi / 2}});
  EXPECT_NEAR(across.parts[0].membrane[0] / along.parts[0].membrane[4], 1, 1e-12);
  EXPECT_NEAR(across.parts[0].bending[4] / along.parts[0].bending[0], 1, 1e-12);
  EXPECT_NEAR(across.parts[0].shear[0] / along.parts[0].shear[3], 1, 1e-12);
}

TEST(Laminate, IsotropicPlyLooksTheSameAtAnyAngle) {
  const PlyMaterial film = isotropic_ply(1300, 3.6e9, 0.38);
  const ShellSection straight = laminate({{film, 1e-5}}), turned = laminate({{film, 1e-5, 0.7}});
  for (int k = 0; k < 9; ++k)
    EXPECT_NEAR(turned.parts[0].membrane[k], straight.parts[0].membrane[k],
                1e-12 * straight.parts[0].membrane[0]);
}

TEST(Laminate, FirstPlyLiesOnTheFront) {
  // Stiff and heavy in front: coupling and moment of mass are positive, towards the normal.
  const ShellSection section =
      laminate({{isotropic_ply(2000, 70e9, 0.3), 1e-5}, {isotropic_ply(1000, 1e9, 0.3), 1e-5}});
  EXPECT_GT(section.parts[0].coupling[0], 0);
  EXPECT_NEAR(section.first_moment, (2000 - 1000) * 1e-5 * 0.5e-5, 1e-18);
}

TEST(Laminate, PliesOfDifferentLossAreKeptApart) {
  const PlyMaterial stiff = isotropic_ply(1300, 4e9, 0.38, 0.01), soft = isotropic_ply(1150, 50e6, 0.45, 0.3);
  const ShellSection section = laminate({{stiff, 6e-6}, {soft, 20e-6}, {stiff, 6e-6}});
  ASSERT_EQ(section.parts.size(), 2u);
  // The core alone: E h^3 / (12 (1 - nu^2)).
  EXPECT_NEAR(section.parts[1].bending[0], 50e6 * 8e-15 / (12 * (1 - 0.45 * 0.45)), 1e-12 * 50e6);
  EXPECT_EQ(section.parts[0].coupling[0], 0);
}

TEST(Laminate, CoilRingAddsHoopBendingAndTorsion) {
  ShellSection section = laminate({{isotropic_ply(1000, 1e9, 0.3), 1e-5}});
  const ShellSection bare = section;
  add_coil_ring(section, {.surface_density = 2,
                          .height = 1e-3,
                          .width = 5e-4,
                          .hoop_stiffness = 100,
                          .bending_stiffness = 1e-5,
                          .torsion_stiffness = 4e-6});
  EXPECT_NEAR(section.parts[0].membrane[4] - bare.parts[0].membrane[4], 100 / 5e-4, 1e-6);
  EXPECT_NEAR(section.parts[0].bending[4] - bare.parts[0].bending[4], 1e-5 / 5e-4, 1e-12);
  EXPECT_NEAR(section.parts[0].bending[8] - bare.parts[0].bending[8], 1e-6 / 5e-4, 1e-12);
  EXPECT_NEAR(section.mass - bare.mass, 2, 1e-12);
  EXPECT_NEAR(section.rotary_inertia - bare.rotary_inertia, 2e-6 / 12, 1e-15);
}

TEST(Laminate, BendingWavelengthFollowsThePlatesDispersion) {
  const ShellSection section = laminate({{isotropic_ply(1390, 4e9, 0.38), 25e-6}});
  const double k = 2 * std::numbers::pi / bending_wavelength(section, 5000), w = 2 * std::numbers::pi * 5000;
  EXPECT_NEAR(section.parts[0].bending[0] * std::pow(k, 4) / (section.mass * w * w), 1, 1e-12);
}

TEST(Laminate, RefusesMaterialsThatAreNotPositiveDefinite) {
  EXPECT_THROW(laminate({}), std::invalid_argument);
  EXPECT_THROW(laminate({{isotropic_ply(1000, -1e9, 0.3), 1e-5}}), std::invalid_argument);
  EXPECT_THROW(laminate({{{1000, 1e9, 2e9, 0.9, 1e8, 1e8}, 1e-5}}), std::invalid_argument);
}

} // namespace
} // namespace earshot
