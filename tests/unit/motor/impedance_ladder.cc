#include "solver/motor/impedance_ladder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace {

using namespace earshot;

std::vector<double> band() {
  std::vector<double> frequencies;
  for (int i = 0; i <= 24; ++i)
    frequencies.push_back(20 * std::pow(1000, i / 24.0));
  return frequencies;
}

TEST(ImpedanceLadder, FindsTheElementsOfACircuitOfItsKind) {
  ImpedanceLadder truth;
  truth.resistance = 16;
  truth.inductance = 20e-6;
  truth.branches = {{0.4, 15e-6}, {3, 8e-6}};
  std::vector<Complex> data;
  for (const double f : band())
    data.push_back(truth.impedance(2 * std::numbers::pi * f));
  const ImpedanceLadder fit = fit_ladder(band(), data, 16, 2);
  // The data are exact: what is left is the end of the search, whose least squares know the times to 2^-16.
  EXPECT_LT(fit.largest_error, 1e-3);
  EXPECT_NEAR(fit.inductance, 20e-6, 0.02 * 20e-6);
  ASSERT_EQ(fit.branches.size(), 2u);
}

TEST(ImpedanceLadder, FollowsASemiInductance) {
  // Z = K sqrt(i w), the limit of deep eddy currents, over three decades.
  std::vector<Complex> data;
  for (const double f : band())
    data.push_back(8 + 0.01 * std::sqrt(Complex(0, 2 * std::numbers::pi * f)));
  double before = 1;
  std::printf("branches   largest error\n");
  for (int branches = 1; branches <= 5; ++branches) {
    const ImpedanceLadder fit = fit_ladder(band(), data, 8, branches);
    std::printf("%8d   %13.3f\n", branches, fit.largest_error);
    EXPECT_LT(fit.largest_error, 0.8 * before) << "a branch more is a time constant more";
    before = fit.largest_error;
    EXPECT_GE(fit.inductance, 0);
    for (const auto &branch : fit.branches) {
      EXPECT_GT(branch.resistance, 0);
      EXPECT_GT(branch.inductance, 0);
    }
  }
}

TEST(ImpedanceLadder, NeedsAsManyDataAsElements) {
  const std::vector<double> f{100};
  const std::vector<Complex> z{{16, 1}};
  EXPECT_THROW(fit_ladder(f, z, 16, 3), std::invalid_argument);
}

} // namespace
