#include "solver/sweep/reduced_surplus.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

TEST(ReducedSurplus, SumsPairsOverDivisors) {
  ReducedSurplus surplus;
  surplus.groups = {{{{0, 0.25}, {1, 0.75}}, {{0, 0, {0}, {0}, {2}}, {0, 1, {0}, {0, 1}, {3, 5}}}}};
  Factors factors;
  factors.terms = {Complex(2, 1), Complex(0, 4)};
  const std::vector<Complex> q{{1, 0}, {0, 2}}, p{{0, 1}, {3, 0}};
  // Both orders of a pair of different terms: p (E_01 q) + q (E_01 p).
  const Complex own = p[0] * 2.0 * q[0];
  const Complex crossed = p[0] * (3.0 * q[0] + 5.0 * q[1]) + q[0] * (3.0 * p[0] + 5.0 * p[1]);
  const Complex f = factors.terms[0], g = factors.terms[1];
  const Complex expected = (f * f * own + f * g * crossed) / (0.25 * f + 0.75 * g);
  EXPECT_LT(std::abs(surplus.error(factors, q, p) - expected), 1e-13 * std::abs(expected));
}

} // namespace
} // namespace earshot
