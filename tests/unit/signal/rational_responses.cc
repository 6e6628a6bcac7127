#include "solver/signal/rational_responses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

using Complex = std::complex<double>;

std::vector<double> grid(double lowest, double highest, int points) {
  std::vector<double> omega;
  for (int k = 0; k < points; ++k)
    omega.push_back(lowest * std::pow(highest / lowest, k / (points - 1.0)));
  return omega;
}

std::vector<Complex> sampled(const std::vector<double> &omega, const std::function<Complex(Complex)> &f) {
  std::vector<Complex> values;
  for (const double w : omega)
    values.push_back(f(Complex(0, w)));
  return values;
}

Complex resonator(Complex s, double w, double q) {
  return 1.0 / (1.0 + s / (w * q) + s * s / (w * w));
}

// Between the frequencies of the fit, too. The sums are exact, so that only the least squares' round-off is
// left: 1e-16 times their condition, which is some 1e6.
TEST(RationalResponses, SumsOverFewPolesComeBack) {
  const auto first = [](Complex s) { return resonator(s, 100, 8) + 0.2 * resonator(s, 3000, 30); };
  const auto second = [](Complex s) { return 5.0 + s / (s + 40.0) - 2.0 * resonator(s, 3000, 30); };
  const std::vector<double> omega = grid(1, 1e5, 200);
  const RationalFit fit = fit_rational(omega, {sampled(omega, first), sampled(omega, second)}, {false, true},
                                       {.tolerance = 1e-9});
  EXPECT_LT(fit.largest_error, 1e-8);
  EXPECT_NEAR(fit.responses.direct[0], 0, 1e-15);
  EXPECT_NEAR(fit.responses.direct[1], 6, 1e-5);
  for (const double w : grid(1.5, 0.9e5, 333)) {
    EXPECT_NEAR(std::abs(fit.responses.at(0, w) / first(Complex(0, w)) - 1.0), 0, 1e-4) << w;
    EXPECT_NEAR(std::abs(fit.responses.at(1, w) / second(Complex(0, w)) - 1.0), 0, 1e-4) << w;
  }
}

// Lines with losses that grow as the root of frequency have no finite number of poles.
TEST(RationalResponses, LossyLinesAreFittedToTheTolerance) {
  const auto line = [](Complex s) {
    const Complex decay = s * 1e-4 * (1.0 + 3.0 / std::sqrt(s + 1.0));
    return 1.0 / std::cosh(decay);
  };
  const std::vector<double> omega = grid(6, 1.2e5, 600);
  const RationalFit fit = fit_rational(omega, {sampled(omega, line)}, {false});
  EXPECT_LT(fit.largest_error, 2e-4);
  for (const Complex &pole : fit.responses.poles) {
    EXPECT_LT(pole.real(), 0);
    EXPECT_GE(pole.imag(), 0);
  }
}

// What isn't causal has no such fit: that is told, not hidden.
TEST(RationalResponses, AResponseBeforeItsCauseHasALargeError) {
  const auto early = [](Complex s) { return std::exp(s * 3e-4) * resonator(s, 2000, 2); };
  const std::vector<double> omega = grid(6, 1.2e5, 300);
  EXPECT_GT(fit_rational(omega, {sampled(omega, early)}, {false}, {.most_poles = 48}).largest_error, 0.05);
}

TEST(RationalResponses, TooFewFrequenciesAreRefused) {
  EXPECT_THROW(fit_rational({1, 2, 3}, {{1, 1, 1}}, {false}), std::invalid_argument);
  EXPECT_THROW(fit_rational(grid(1, 10, 20), {std::vector<Complex>(19, 1)}, {false}), std::invalid_argument);
}

} // namespace
} // namespace earshot
