#include "solver/algebra/dense_least_squares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace earshot {
namespace {

/// Columns 1, t, t^2 at seven places, the second in another unit.
TallMatrix parabola(double unit) {
  TallMatrix matrix(7, 3);
  for (std::size_t row = 0; row < 7; ++row) {
    const double t = 0.3 * row - 1;
    matrix(row, 0) = 1;
    matrix(row, 1) = unit * t;
    matrix(row, 2) = t * t;
  }
  return matrix;
}

/// |A^T (A x - b)| over all columns: zero at the least squares.
double largest_gradient(const TallMatrix &a, const std::vector<double> &x, const std::vector<double> &b) {
  double largest = 0;
  std::vector<double> residual(a.rows);
  for (std::size_t row = 0; row < a.rows; ++row) {
    residual[row] = -b[row];
    for (std::size_t column = 0; column < a.columns; ++column)
      residual[row] += a(row, column) * x[column];
  }
  for (std::size_t column = 0; column < a.columns; ++column) {
    double sum = 0;
    for (std::size_t row = 0; row < a.rows; ++row)
      sum += a(row, column) * residual[row];
    largest = std::max(largest, std::abs(sum));
  }
  return largest;
}

const std::vector<double> values{1, -2, 0.5, 3, 2, -1, 4};

TEST(DenseLeastSquares, ResidualIsNormalToAllColumns) {
  EXPECT_LT(largest_gradient(parabola(1), dense_least_squares(parabola(1), values), values), 1e-12);
}

TEST(DenseLeastSquares, UnitsOfColumnsDoNotMatter) {
  const std::vector<double> x = dense_least_squares(parabola(1), values),
                            scaled = dense_least_squares(parabola(1e12), values);
  EXPECT_NEAR(scaled[1] * 1e12 / x[1], 1, 1e-11);
  EXPECT_NEAR(scaled[2] / x[2], 1, 1e-11);
}

// Of the many solutions the shortest one: equal columns share.
TEST(DenseLeastSquares, EqualColumnsShareTheirCoefficient) {
  TallMatrix twice(3, 2);
  for (std::size_t row = 0; row < 3; ++row)
    twice(row, 0) = twice(row, 1) = row + 1.0;
  const std::vector<double> x = dense_least_squares(twice, {3, 6, 9});
  EXPECT_NEAR(x[0], 1.5, 1e-12);
  EXPECT_NEAR(x[1], 1.5, 1e-12);
}

TEST(DenseLeastSquares, TheTriangleHasTheLengthsOfTheMatrix) {
  const TallMatrix a = parabola(1), r = triangular_factor(a);
  ASSERT_EQ(r.rows, 3u);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double of_a = 0, of_r = 0;
      for (std::size_t row = 0; row < 7; ++row)
        of_a += a(row, i) * a(row, j);
      for (std::size_t row = 0; row < 3; ++row)
        of_r += r(row, i) * r(row, j);
      EXPECT_NEAR(of_r, of_a, 1e-12);
      if (i > j) {
        EXPECT_EQ(r(i, j), 0);
      }
    }
}

TEST(DenseLeastSquares, WhatIsNoSuchProblemIsRefused) {
  EXPECT_THROW(dense_least_squares(TallMatrix(2, 3), {1, 2}), std::invalid_argument);
  EXPECT_THROW(dense_least_squares(TallMatrix(3, 2), {1, 2}), std::invalid_argument);
  EXPECT_THROW(triangular_factor(TallMatrix(2, 3)), std::invalid_argument);
}

} // namespace
} // namespace earshot
