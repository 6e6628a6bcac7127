#include "solver/algebra/least_squares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace {

using namespace earshot;

// Rosenbrock's valley from its usual start.
TEST(LeastSquares, FollowAValley) {
  int calls = 0;
  const auto found = least_squares({-1.2, 1}, 2, [&](std::span<const double> x, std::span<double> r) {
    r[0] = 10 * (x[1] - x[0] * x[0]);
    r[1] = 1 - x[0];
    ++calls;
  });
  // residuals of 1e-6 where the sum of squares is at a double's round-off
  EXPECT_NEAR(found[0], 1, 1e-5);
  EXPECT_NEAR(found[1], 1, 1e-5);
  std::printf("%d evaluations\n", calls);
  EXPECT_LT(calls, 500);
}

// The mean of what contradicts itself.
TEST(LeastSquares, OfContradictionsAreTheMean) {
  const auto found = least_squares({0.5}, 3, [](std::span<const double> x, std::span<double> r) {
    for (int k = 0; k < 3; ++k)
      r[k] = x[0] - k;
  });
  EXPECT_NEAR(found[0], 1, 1e-6);
}

TEST(LeastSquares, PassErrorsOn) {
  const auto nothing = [](std::span<const double> /*x*/, std::span<double> /*r*/) {};
  EXPECT_THROW(least_squares({}, 3, nothing), std::invalid_argument);
  EXPECT_THROW(least_squares({1, 2}, 1, nothing), std::invalid_argument);
}

} // namespace
