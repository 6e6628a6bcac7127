// Least squares within bounds, and singular values.
#include "solver/algebra/bounded_least_squares.h"
#include "solver/algebra/singular_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace earshot {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Rosenbrock's valley, whose minimum is (1, 1).
bool rosenbrock(std::span<const double> x, std::span<double> r, TallMatrix *jacobian) {
  r[0] = 10 * (x[1] - x[0] * x[0]);
  r[1] = 1 - x[0];
  if (jacobian != nullptr) {
    (*jacobian)(0, 0) = -20 * x[0], (*jacobian)(0, 1) = 10;
    (*jacobian)(1, 0) = -1, (*jacobian)(1, 1) = 0;
  }
  return true;
}

TEST(BoundedLeastSquares, FindsAMinimumAlongAValley) {
  const LeastSquaresPoint found = bounded_least_squares({-1.2, 1}, {-infinity, -infinity},
                                                        {infinity, infinity}, 2, rosenbrock, {100, 1e-12});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.x[0], 1, 1e-6); // ends where the cost, the square of the distance, is nothing
  EXPECT_NEAR(found.x[1], 1, 1e-6);
}

// At x = 0.5 the best y is 0.25, the cost (1 - 0.5)^2 / 2.
TEST(BoundedLeastSquares, StaysWithinBounds) {
  const LeastSquaresPoint found =
      bounded_least_squares({-1.2, 1}, {-infinity, -infinity}, {0.5, infinity}, 2, rosenbrock, {100, 1e-12});
  EXPECT_NEAR(found.x[0], 0.5, 1e-6);
  EXPECT_NEAR(found.x[1], 0.25, 1e-6);
  EXPECT_NEAR(found.cost, 0.125, 1e-6);
}

TEST(BoundedLeastSquares, RefusesWhatHasNoAnswer) {
  EXPECT_THROW(bounded_least_squares({}, {}, {}, 2, rosenbrock), std::invalid_argument);
  EXPECT_THROW(bounded_least_squares({0, 0}, {0, 1}, {1, 1}, 2, rosenbrock), std::invalid_argument);
}

// A has the rows (3, 0, 0) and (0, 0, 2): it doesn't see the second direction.
TEST(BoundedLeastSquares, WhatHasNoValueCostsMoreThanAnything) {
  const auto nothing = [](std::span<const double>, std::span<double>, TallMatrix *) { return false; };
  const LeastSquaresPoint found =
      bounded_least_squares({0, 0}, {-infinity, -infinity}, {infinity, infinity}, 2, nothing);
  EXPECT_EQ(found.cost, infinity);
  EXPECT_FALSE(found.converged);
}

TEST(SingularValues, HaveADirectionForEveryColumn) {
  TallMatrix a(2, 3);
  a(0, 0) = 3, a(1, 2) = 2;
  const SingularValues found = singular_values(a);
  EXPECT_NEAR(found.values[0], 3, 1e-14);
  EXPECT_NEAR(found.values[1], 2, 1e-14);
  EXPECT_EQ(found.values[2], 0);
  EXPECT_NEAR(std::abs(found.directions[0][0]), 1, 1e-14);
  EXPECT_NEAR(std::abs(found.directions[1][2]), 1, 1e-14);
  EXPECT_NEAR(std::abs(found.directions[2][1]), 1, 1e-14);
}

} // namespace
} // namespace earshot
