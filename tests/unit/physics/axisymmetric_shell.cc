#include "solver/physics/structure/axisymmetric_shell.h"

#include "solver/physics/structure/suspension_curve.h"
#include "tests/reference/large_deflection.h"
#include "tests/support/meridian_zones.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

namespace earshot {
namespace {

using Load = AxisymmetricShell::Load;

using test::film, test::flat, test::poissons_ratio, test::youngs_modulus;

/// A cap of sphere over [0, outer], `rise` above its edge.
MeridianZone cap(double outer, double rise, double thickness, int elements) {
  const double radius = (outer * outer + rise * rise) / (2 * rise);
  return {"cap",
          0,
          outer,
          [=](double r) { return rise - radius + std::sqrt(radius * radius - r * r); },
          [=](double r) { return -r / std::sqrt(radius * radius - r * r); },
          film(thickness),
          elements};
}

PathOutcome loaded(const AxisymmetricShell &shell, Load kind, double load,
                   const std::function<bool(const PathPoint &)> &visit = {}) {
  PathOptions options;
  options.scales = shell.scales();
  options.lambda_scale = std::abs(load);
  options.first_step = 0.1;
  options.largest_step = 20; // in thicknesses, over all nodes
  return Continuation(shell.over_load(kind, 0), options)
      .follow({std::vector<double>(shell.n_unknowns()), 0}, load, visit);
}

// Edge layers are some h wide at the largest load, where the elements are a twentieth of the radius.
TEST(AxisymmetricShell, ClampedPlateHasTheReferenceDeflectionAndMembraneForces) {
  constexpr double a = 5e-3, h = a / 200;
  const AxisymmetricShell plate({flat(0, a, h, 12)}, 4, std::nullopt);
  for (const reference::LargeDeflection &expected : reference::clamped_plate) {
    const double pressure = expected.pressure * youngs_modulus * std::pow(h / a, 4);
    const PathOutcome outcome = loaded(plate, Load::pressure, pressure);
    ASSERT_EQ(outcome.failure, "");
    const auto points = plate.points(outcome.point.u);
    const double force = youngs_modulus * h * h * h / (a * a);
    EXPECT_NEAR(points.front().displacement[1] / h / expected.deflection, 1, 5e-3) << expected.pressure;
    EXPECT_NEAR(points.front().force[0] / force / expected.centre_force, 1, 1e-2) << expected.pressure;
    EXPECT_NEAR(points.back().force[0] / force / expected.edge_force, 1, 3e-2) << expected.pressure;
  }
}

TEST(AxisymmetricShell, GradientAndHessianAreDerivativesOfTheEnergy) {
  const AxisymmetricShell shell({cap(2e-3, 0.3e-3, 20e-6, 2), flat(2e-3, 3e-3, 30e-6, 1)}, 3,
                                MeridianRim{1e5, 1e-2});
  const std::size_t n = shell.n_unknowns();
  const std::vector<double> scales = shell.scales();
  std::vector<double> at(n);
  for (std::size_t k = 0; k < n; ++k)
    at[k] = scales[k] * std::cos(3.0 * k);
  const auto energy = shell.energy(at);
  const auto volume = shell.volume_gradient(at);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<double> above = at, below = at;
    const double step = 1e-4 * scales[k];
    above[k] += step;
    below[k] -= step;
    const auto high = shell.energy(above), low = shell.energy(below);
    const double size = std::abs(energy.hessian[k * n + k]); // errors of the difference are relative to it
    EXPECT_NEAR((high.value - low.value) / (2 * step), energy.gradient[k], 1e-6 * size * scales[k]) << k;
    EXPECT_NEAR((shell.volume(above) - shell.volume(below)) / (2 * step), volume[k],
                1e-6 * (std::abs(volume[k]) + 1e-7));
    for (std::size_t j = 0; j < n; ++j) {
      const double both = std::sqrt(size * std::abs(energy.hessian[j * n + j]));
      EXPECT_NEAR((high.gradient[j] - low.gradient[j]) / (2 * step), energy.hessian[j * n + k], 1e-6 * both)
          << j;
    }
  }
}

// Of all bodies only a rigid motion does no work: none is strained by moving along the axis.
TEST(AxisymmetricShell, IsNotStrainedByMovingAlongItsAxis) {
  const AxisymmetricShell shell({cap(2e-3, 0.3e-3, 20e-6, 3)}, 4, MeridianRim{});
  std::vector<double> moved(shell.n_unknowns());
  for (const double weight : {1.0})
    for (std::size_t k = 0; k < moved.size(); ++k)
      if (shell.scales()[k] > 1e-6 && shell.displacement_weights(0)[k] != 0)
        moved[k] = 1e-3 * weight;
  const double stiffness = youngs_modulus * 20e-6; // per strain and length
  for (const double force : shell.energy(moved).gradient)
    EXPECT_LT(std::abs(force), 1e-9 * stiffness * 1e-3);
}

TEST(AxisymmetricShell, HasTheSameStateAtARadiusAsAtItsPoints) {
  const AxisymmetricShell shell({cap(2e-3, 0.3e-3, 20e-6, 3), flat(2e-3, 3e-3, 30e-6, 2)}, 4, std::nullopt);
  std::vector<double> u(shell.n_unknowns());
  for (std::size_t k = 0; k < u.size(); ++k)
    u[k] = 0.1 * shell.scales()[k] * std::cos(3.0 * k);
  for (const AxisymmetricShell::Point &point : shell.points_with_ends(u)) {
    if (point.radius == 2e-3)
      continue; // of two zones
    const AxisymmetricShell::Point same = shell.at(point.zone, point.radius, u);
    EXPECT_NEAR(same.displacement[1], point.displacement[1], 1e-9 * 20e-6);
    EXPECT_EQ(same.zone, point.zone);
  }
}

constexpr std::array<double, 5> positions = {-60e-6, -30e-6, 0, 30e-6, 60e-6};

// A flat film is the same in both directions, stiffens as it is stretched, and moves with its own area's
// share.
TEST(SuspensionCurve, FlatFilmStiffensInBothDirections) {
  const AxisymmetricShell film({flat(0, 2e-3, 25e-6, 6), flat(2e-3, 3e-3, 25e-6, 6)}, 4, std::nullopt);
  const auto points = suspension_curve(film, 0, positions);
  for (const std::size_t k : {0, 1}) {
    EXPECT_NEAR(points[k].stiffness / points[4 - k].stiffness, 1, 1e-6);
    EXPECT_NEAR(points[k].force / points[4 - k].force, -1, 1e-6);
    EXPECT_NEAR(points[k].displacement, positions[k], 1e-15);
  }
  EXPECT_NEAR(points[2].stiffness / points[2].tangent_stiffness, 1, 1e-12);
  EXPECT_GT(points[3].stiffness, 1.2 * points[2].stiffness);
  EXPECT_GT(points[4].tangent_stiffness, points[4].stiffness);
  EXPECT_GT(points[2].effective_area, std::numbers::pi * 4e-6); // more than the coil's zone
  EXPECT_LT(points[2].effective_area, std::numbers::pi * 9e-6 * 1.2);
}

// F = dU/dx: the tangent is the slope of the force between neighbours, to second order of their distance.
TEST(SuspensionCurve, TangentIsTheSlopeOfTheForce) {
  const AxisymmetricShell dome({cap(2e-3, 0.3e-3, 25e-6, 6), flat(2e-3, 3e-3, 20e-6, 6)}, 4, std::nullopt);
  const auto points = suspension_curve(dome, 0, std::array{0.0, 39e-6, 40e-6, 41e-6});
  EXPECT_NEAR((points[3].force - points[1].force) / 2e-6 / points[2].tangent_stiffness, 1, 1e-3);
  const auto both = suspension_curve(dome, 0, positions);
  EXPECT_GT(std::abs(both[0].stiffness / both[4].stiffness - 1), 0.01)
      << "a dome is not the same in both directions";
}

// A dome that snaps through: its load falls between two folds.
TEST(AxisymmetricShell, ShallowDomeSnapsThrough) {
  constexpr double a = 3e-3, rise = 0.1e-3, h = 20e-6;
  const AxisymmetricShell dome({cap(a, rise, h, 10)}, 4, std::nullopt);
  const PathOutcome outcome = loaded(dome, Load::pressure, -3000);
  ASSERT_EQ(outcome.failure, "");
  EXPECT_EQ(outcome.folds.size(), 2u);
  EXPECT_LT(dome.points(outcome.point.u).front().displacement[1], -rise);
}

} // namespace
} // namespace earshot
