#include "solver/algebra/shifted_solver.h"

#include "solver/algebra/dense_system.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace earshot {
namespace {

/// Linear elements on a line of n intervals of length 1 that is held at both ends.
ShiftedSolver line(int n) {
  std::vector<std::array<Index, 2>> ends;
  for (int k = 0; k < n; ++k)
    ends.push_back({k == 0 ? no_unknown : k - 1, k == n - 1 ? no_unknown : k});
  std::vector<std::span<const Index>> elements(ends.begin(), ends.end());
  LocalMatrix stiffness(n - 1, elements), mass(n - 1, elements);
  for (const auto &element : elements) {
    stiffness.add_element(element, std::vector<double>{1, -1, -1, 1});
    mass.add_element(element, std::vector<double>{1 / 3., 1 / 6., 1 / 6., 1 / 3.});
  }
  stiffness.finish();
  mass.finish();
  return {stiffness, mass};
}

TEST(ShiftedSolver, SolvesForAnyShiftAndGuess) {
  const ShiftedSolver solver = line(50);
  std::vector<double> b(49);
  for (std::size_t k = 0; k < b.size(); ++k)
    b[k] = std::sin(0.3 * k * k);
  for (const double shift : {0.0, 0.1, 100.0})
    for (const auto &guess : {std::vector<double>(), std::vector<double>(49, 1.0)}) {
      const std::vector<double> x = solver.solve(shift, b, guess);
      const auto stiff = solver.stiffness().multiply(x), mass = solver.mass().multiply(x);
      for (std::size_t k = 0; k < b.size(); ++k)
        EXPECT_NEAR(stiff[k] + shift * mass[k], b[k], 1e-7); // 1e-9 of |b| is asked of the residual
    }
}

TEST(SymmetricEigenpairs, AreThoseOfAChain) {
  constexpr int n = 5;
  std::vector<double> chain(n * n);
  for (int k = 0; k < n; ++k) {
    chain[k * n + k] = 2;
    if (k > 0)
      chain[k * n + k - 1] = chain[(k - 1) * n + k] = -1;
  }
  const SymmetricEigenpairs pairs = symmetric_eigenpairs(chain, n);
  for (int k = 0; k < n; ++k) {
    EXPECT_NEAR(pairs.values[k], 2 - 2 * std::cos((k + 1) * std::numbers::pi / (n + 1)), 1e-12); // round-off
    for (int row = 0; row < n; ++row) {
      double image = 0;
      for (int column = 0; column < n; ++column)
        image += chain[row * n + column] * pairs.vectors[k * n + column];
      EXPECT_NEAR(image, pairs.values[k] * pairs.vectors[k * n + row], 1e-12);
    }
  }
}

} // namespace
} // namespace earshot
