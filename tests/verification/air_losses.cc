// Losses of air in tubes: the boundary-layer wall condition, the narrow-region model and a screen.
#include "tests/reference/boundary_layer_tube.h"
#include "tests/support/air_problem.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

/// Complex wave number per length of a tube from the pressures at its driven and its rigid end,
/// p(L)/p(0) = 1/cosh(Gamma L); the branch of arcosh nearest to `guess`.
Complex propagation_constant(Complex ratio, double length, Complex guess) {
  const Complex principal = std::acosh(1.0 / ratio);
  const double turn = 2 * std::numbers::pi;
  Complex best = principal;
  for (const double sign : {1.0, -1.0})
    for (int branch = -8; branch <= 8; ++branch) {
      const Complex candidate = sign * principal + Complex(0, turn * branch);
      if (std::abs(candidate - guess * length) < std::abs(best - guess * length))
        best = candidate;
    }
  return best / length;
}

struct TubeCase {
  double radius, length, size; ///< [m]
};

class BoundaryLayerTube : public ::testing::TestWithParam<TubeCase> {};

TEST_P(BoundaryLayerTube, FollowsItsOneDimensionalFormulaAndKirchhoffToFirstOrder) {
  const auto [radius, length, size] = GetParam();
  AirModel model; // the reference's constants are the default ones
  AirProblem problem(cylinder_mesh(radius, length, size), model);
  problem.drive("start");
  problem.probe("start");
  problem.probe("end");
  std::printf("tube of radius %.2f mm\n   f [Hz]   |G/G_condition-1|   alpha/alpha_tube-1   0.7 d_V/a   "
              "beta/beta_tube-1\n",
              1e3 * radius);
  for (const double frequency : {1e3, 2e3, 5e3, 10e3, 20e3}) {
    const double omega = 2 * std::numbers::pi * frequency;
    const auto p = problem.solve(frequency);
    const Complex condition = boundary_layer_tube(model.properties, radius, omega);
    const Complex tube = tube_fluid(model.properties, radius, omega).propagation_constant(omega);
    const Complex gamma = propagation_constant(p[1] / p[0], length, condition);
    const double layer = model.properties.viscous_layer(omega) / radius;
    std::printf("%9.0f   %18.2e   %18.2e   %9.2e   %16.2e\n", frequency, std::abs(gamma / condition - 1.0),
                gamma.real() / tube.real() - 1, 0.7 * layer, gamma.imag() / tube.imag() - 1);
    // (size / wavelength)^4 and the geometry's error stay below 1e-4; the formula's own mode is met better.
    EXPECT_LT(std::abs(gamma / condition - 1.0), 2e-3);
    EXPECT_LT(std::abs(gamma.real() / tube.real() - 1), 0.7 * layer);
    EXPECT_LT(std::abs(gamma.imag() / tube.imag() - 1), 2e-3 + 0.7 * layer * layer);
  }
}

INSTANTIATE_TEST_SUITE_P(Radii, BoundaryLayerTube,
                         ::testing::Values(TubeCase{0.5e-3, 10e-3, 0.4e-3}, TubeCase{2e-3, 10e-3, 1e-3},
                                           TubeCase{3.75e-3, 12e-3, 1.2e-3}));

TEST(NarrowTube, MatchesStinsonsTubeAtAllFrequencies) {
  constexpr double radius = 0.1e-3, length = 2e-3;
  AirModel model;
  VolumeConfig tube;
  tube.name = std::string("air");
  tube.model = std::string("tube");
  tube.radius = radius;
  model.volumes = {tube};
  AirProblem problem(cylinder_mesh(radius, length, 0.15e-3), model);
  problem.drive("start");
  problem.probe("start");
  problem.probe("end");
  std::printf("narrow tube, radius 0.1 mm, length 2 mm\n   f [Hz]   |p(0)/exact-1|   |p(L)/exact-1|\n");
  for (const double frequency : {20., 50., 100., 200., 500., 1e3, 2e3, 5e3, 10e3, 20e3}) {
    const double omega = 2 * std::numbers::pi * frequency;
    const auto p = problem.solve(frequency);
    const EquivalentFluid fluid = tube_fluid(model.properties, radius, omega);
    const Complex gamma_l = fluid.propagation_constant(omega) * length;
    const Complex near_end = fluid.impedance() / std::tanh(gamma_l), far_end = fluid.impedance() / std::sinh(gamma_l);
    std::printf("%9.0f   %14.2e   %14.2e\n", frequency, std::abs(p[0] / near_end - 1.0),
                std::abs(p[1] / far_end - 1.0));
    EXPECT_LT(std::abs(p[0] / near_end - 1.0), 1e-3);
    EXPECT_LT(std::abs(p[1] / far_end - 1.0), 1e-3);
  }
}

TEST(ScreenedTube, MatchesTheTransmissionLine) {
  // A sheet of specific impedance Z halfway along a lossless tube with a rigid end.
  constexpr double radius = 2e-3, length = 10e-3, resistance = 200, density = 0.02;
  AirModel model;
  model.wall_losses = false;
  SurfaceConfig screen;
  screen.name = std::string("screen");
  screen.model = std::string("screen");
  screen.resistance = resistance;
  screen.surface_density = density;
  model.surfaces = {screen};
  AirProblem problem(screened_cylinder_mesh(radius, length, 0.8e-3), model);
  problem.drive("start");
  problem.probe("start");
  problem.probe("end");
  for (const double frequency : {100., 1e3, 5e3, 12e3, 20e3}) {
    const double omega = 2 * std::numbers::pi * frequency, k = omega / model.properties.sound_speed;
    const double half = length / 2, zc = model.properties.impedance();
    const Complex i(0, 1), z = resistance + i * omega * density;
    // Behind the screen a closed tube; in front of it p1 = p2 + Z v, then half a length of tube.
    const Complex z_screen = z - i * zc / std::tan(k * half);
    const Complex z_start = zc * (z_screen + i * zc * std::tan(k * half)) / (zc + i * z_screen * std::tan(k * half));
    const Complex v_screen = std::cos(k * half) - i * std::sin(k * half) * z_start / zc;
    const Complex p_end = -i * zc / std::sin(k * half) * v_screen;
    const auto p = problem.solve(frequency);
    // One-dimensional problem: only the elements' (h/lambda)^4 remains.
    EXPECT_LT(std::abs(p[0] / z_start - 1.0), 1e-4) << frequency;
    EXPECT_LT(std::abs(p[1] / p_end - 1.0), 1e-4) << frequency;
  }
}

TEST(ScreenedTube, LosesInTheScreenWhatTheSourceGives) {
  AirModel model;
  SurfaceConfig screen;
  screen.name = std::string("screen");
  screen.model = std::string("screen");
  screen.resistance = 200.0;
  model.surfaces = {screen};
  AirProblem problem(screened_cylinder_mesh(2e-3, 10e-3, 1e-3), model);
  problem.drive("start");
  problem.solve(3e3);
  const auto ledger = energy_ledger(problem.problem(), {2 * std::numbers::pi * 3e3}, problem.solution());
  double lost = 0;
  for (const auto &[row, power] : ledger.losses) {
    EXPECT_GT(power, 0) << row;
    lost += power;
  }
  EXPECT_NEAR(lost, ledger.input, 1e-10 * ledger.input);
}

} // namespace
} // namespace earshot::testing
