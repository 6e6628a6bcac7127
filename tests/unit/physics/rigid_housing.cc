#include "solver/physics/housing/rigid_housing.h"
#include "solver/physics/structure/trace_terms.h"
#include "tests/support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

/// A bent patch whose edges are free or held.
ShellSpace bent_patch(const ShellSpace::EdgeConstraint &edges) {
  return {patch(2, 2,
                [](double s, double t) {
                  return dealii::Point<3>(2e-3 * s, 3e-3 * t, 1e-3 * s * s - 0.5e-3 * s * t);
                }),
          3, edges};
}

const std::vector<ShellIntegrand> inertia{
    {ShellIntegrand::displacement}, {ShellIntegrand::first_moment}, {ShellIntegrand::rotation}};

/// The free unknowns of one motion, and 0 for the base's.
std::vector<Complex> rigid_values(const ShellSpace &space, const RigidMotions &motions, int k) {
  const std::vector<double> rigid = nodal_values(space, [&](const dealii::Point<3> &x) {
    const auto displacement = motions.displacements(x)[k], rotation = RigidMotions::rotations()[k];
    return std::array<double, 6>{displacement[0], displacement[1], displacement[2],
                                 rotation[0],     rotation[1],     rotation[2]};
  });
  std::vector<Complex> values(rigid.begin(), rigid.end());
  values.resize(values.size() + 6);
  return values;
}

/// A shell's own matrix times a rigid motion of it is the shared one times that motion of the base. 1e-11 of
/// the largest entry: round-off of sums over elements.
void expect_same_rows(const RealMatrix &own, const std::vector<Complex> &rigid, const RealMatrix &shared,
                      int k, Index n) {
  std::vector<Complex> unit(n + 6), expected(n + 6), found(n + 6);
  unit[n + k] = 1;
  own.apply_add(1, rigid, expected);
  shared.apply_add(1, unit, found);
  double largest = 0, difference = 0;
  for (Index i = 0; i < n; ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    difference = std::max(difference, std::abs(expected[i] - found[i]));
  }
  EXPECT_LE(difference, 1e-11 * largest) << k;
}

/// Where nothing is held, its inertia against a base's motion is its own times that motion.
TEST(RigidHousing, MovesTheInertiaOfAShellAsTheShellsOwn) {
  const ShellSpace space = bent_patch(ShellSpace::free);
  const Index n = space.n_unknowns();
  const Partition partition{PETSC_COMM_SELF, 0, n + 6, n + 6};
  const ShellMatrices matrices(
      space, [](Index i) { return i; }, 0, 1, partition);
  const RigidMotions motions{{1e-3, -2e-3, 3e-3}};
  const HousingNumbers base{n, n + 1, n + 2, n + 3, n + 4, n + 5};
  const auto own = matrices.zone(0, inertia), shared = matrices.zone_on_base(0, inertia, motions, base);
  for (std::size_t term = 0; term < inertia.size(); ++term)
    for (int k = 0; k < 6; ++k)
      expect_same_rows(own[term], rigid_values(space, motions, k), shared[term], k, n);
}

/// The same of a conductor on it.
TEST(RigidHousing, MovesTheInertiaOfATraceAsTheTracesOwn) {
  const ShellSpace space = bent_patch(ShellSpace::free);
  const Index n = space.n_unknowns();
  const Partition partition{PETSC_COMM_SELF, 0, n + 6, n + 6};
  const auto same = [](Index i) { return i; };
  std::vector<TracePoint> points;
  for (const double s : {0.2, 0.5, 0.9})
    points.push_back({space.closest({2e-3 * s, 1e-3, 0}), dealii::Tensor<1, 3>({1, 0, 0}), 0.3e-3, {}});
  const RigidMotions motions{{1e-3, -2e-3, 3e-3}};
  const HousingNumbers base{n, n + 1, n + 2, n + 3, n + 4, n + 5};
  const RealMatrix own = trace_matrices(space, points, same, 0, 1, partition).inertia,
                   shared = trace_on_base(points, same, 0, 1, motions, base, partition);
  for (int k = 0; k < 6; ++k)
    expect_same_rows(own, rigid_values(space, motions, k), shared, k, n);
}

/// Held nodes move with the base: a shell that rests on it by its edges has the mass int m R along each axis.
TEST(RigidHousing, TakesHeldNodesOfAShellAlong) {
  const ShellSpace space = bent_patch(ShellSpace::clamped);
  const Index n = space.n_unknowns();
  const Partition partition{PETSC_COMM_SELF, 0, n + 6, n + 6};
  const ShellMatrices matrices(
      space, [](Index i) { return i; }, 0, 1, partition);
  const HousingNumbers base{n, n + 1, n + 2, n + 3, n + 4, n + 5};
  const auto shared = matrices.zone_on_base(0, {{ShellIntegrand::displacement}}, {}, base);
  const SparseVector mean = space.mean_displacement(0, dealii::Tensor<1, 3>({0, 0, 1}));
  std::vector<Complex> unit(n + 6), found(n + 6);
  unit[n + 2] = 1;
  shared[0].apply_add(1, unit, found);
  for (const auto &[unknown, weight] : mean) {
    const double expected = weight * space.area(0), of_both_quadratures = 1e-3 * std::abs(expected) + 1e-14;
    EXPECT_NEAR(found[unknown].real(), expected, of_both_quadratures);
  }
}

TEST(RigidHousing, TurnsAxesByTheSmallestAngle) {
  for (const dealii::Tensor<1, 3> &direction :
       {dealii::Tensor<1, 3>({1, 0, 0}), dealii::Tensor<1, 3>({-2, 0, 0}), dealii::Tensor<1, 3>({0, 0, 3}),
        dealii::Tensor<1, 3>({1, -2, 0.5})}) {
    const auto axes = turned_axes(direction);
    EXPECT_NEAR(axes[0] * direction, direction.norm(), 1e-12);
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        EXPECT_NEAR(axes[i] * axes[j], i == j ? 1 : 0, 1e-12);
    EXPECT_NEAR(cross_product_3d(axes[0], axes[1]) * axes[2], 1, 1e-12);
  }
  EXPECT_NEAR(turned_axes(dealii::Tensor<1, 3>({0, 0, 1}))[1][1], 1, 1e-12) << "y stays, x goes to z";
}

} // namespace
} // namespace earshot::testing
