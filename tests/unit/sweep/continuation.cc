#include "tests/reference/large_signal.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using test::Phasor;

/// lambda = u^3 - 3 u: folds at u = -1 and u = 1.
PathProblem cubic() {
  return [](std::span<const double> u, double lambda) {
    return PathEquations{{u[0] * u[0] * u[0] - 3 * u[0] - lambda}, {3 * u[0] * u[0] - 3}, {-1}};
  };
}

TEST(Continuation, GoesAroundFolds) {
  const Continuation path(cubic(), {.scales = {1}});
  double highest = -10;
  const PathOutcome outcome = path.follow({{-std::sqrt(3.0)}, 0}, 3, [&](const PathPoint &point) {
    EXPECT_NEAR(std::pow(point.u[0], 3) - 3 * point.u[0], point.lambda, 1e-8);
    if (point.u[0] < 0)
      highest = std::max(highest, point.lambda);
    return true;
  });
  ASSERT_EQ(outcome.failure, "");
  ASSERT_EQ(outcome.folds.size(), 2u);
  EXPECT_NEAR(outcome.folds[0], 2, 1e-8); // four secants; lambda goes with the square of what they leave
  EXPECT_NEAR(outcome.folds[1], -2, 1e-8);
  EXPECT_GT(highest, 1.9); // of the first fold, 2
  EXPECT_LE(highest, 2);
  EXPECT_EQ(outcome.point.lambda, 3);
  EXPECT_NEAR(outcome.point.u[0], 2.1038034027, 1e-9); // the real root of u^3 - 3 u = 3
}

TEST(Continuation, SaysWhereAPathEnds) {
  const PathProblem root = [](std::span<const double> u, double lambda) { // sqrt stops at u = 0
    return PathEquations{{std::sqrt(u[0]) - 1 - lambda}, {0.5 / std::sqrt(u[0])}, {-1}};
  };
  const PathOutcome outcome = Continuation(root, {.scales = {1}}).follow({{1}, 0}, -2);
  EXPECT_NE(outcome.failure.find("cannot be followed beyond"), std::string::npos) << outcome.failure;
  EXPECT_LT(outcome.point.lambda, -0.9);
}

/// Free vibration by the closed form of reference/large_signal.h.
double backbone_omega(double amplitude) {
  const double square = amplitude * amplitude, modulus = std::sqrt(square / (2 * (1 + square)));
  return std::numbers::pi * std::sqrt(1 + square) / (2 * std::comp_ellint_1(modulus));
}

// With little damping the response is largest where the force holds against the damping alone, that is on the
// backbone; what is left is of the order of the damping's square.
TEST(Continuation, ResonanceOfTheDuffingOscillatorLiesOnItsBackbone) {
  for (const reference::Backbone &expected : reference::duffing_backbone) {
    EXPECT_NEAR(backbone_omega(expected.amplitude), expected.omega, 1e-9);
    constexpr double damping = 0.002;
    const double force = 2 * damping * expected.omega * expected.amplitude;
    const HarmonicBalance balance({1, 15, 8}, 1, {test::power_spring(1, 3)});
    const double start = 0.5;
    const Phasor drive(force);
    const LinearRest rest = test::oscillator(damping);
    PathPoint point{balance.linear_answer(balance.lines(rest, std::array{start}, std::array{drive})), start};
    PathOptions options;
    options.scales.assign(balance.n_unknowns(), expected.amplitude);
    options.lambda_scale = expected.omega;
    options.first_step = 0.01;
    options.largest_step = 0.05;
    options.most_steps = 20000;
    const Continuation path(over_frequency(balance, rest, drive), options);
    ASSERT_TRUE(path.settle(point));
    double largest = 0, omega = 0;
    path.follow(point, 2 * expected.omega, [&](const PathPoint &at) {
      const std::vector<double> x = balance.samples(at.u, 0);
      const double peak = *std::max_element(x.begin(), x.end());
      if (peak > largest) {
        largest = peak;
        omega = at.lambda;
      }
      return peak > 0.7 * largest;
    });
    EXPECT_GT(largest, 0.9 * expected.amplitude);
    EXPECT_NEAR(omega / backbone_omega(largest), 1, 1e-3) << "at amplitude " << largest;
  }
}

/// Harmonics 1 to 5 of the Duffing oscillator of the reference in time, from where the balance says it is.
std::vector<Phasor> integrated(const HarmonicBalance &balance, const PathPoint &point) {
  std::array<double, 2> state{};
  for (std::size_t l = 0; l < balance.spectrum().n_lines(); ++l) {
    const Phasor s = balance.phasor(point.u, 0, l);
    state[0] += s.real();
    state[1] -= point.lambda * static_cast<double>(l) * s.imag();
  }
  const auto rates = [&](double t, const std::array<double, 2> &y) {
    return std::array<double, 2>{y[1],
                                 0.2 * std::cos(point.lambda * t) - 0.1 * y[1] - y[0] - y[0] * y[0] * y[0]};
  };
  return test::steady_harmonics(state, point.lambda, 60, 400, 5, rates);
}

// Between its folds the oscillator has three states, of which time shows the outer two.
TEST(Continuation, AgreesWithIntegrationInTimeBeforeAndAfterAFold) {
  const HarmonicBalance balance({1, 9, 8}, 1, {test::power_spring(1, 3)});
  const LinearRest rest = test::oscillator(0.05);
  PathOptions options;
  options.scales.assign(balance.n_unknowns(), 1);
  options.largest_step = 0.1;
  const Continuation path(over_frequency(balance, rest, 0.2), options);
  PathPoint start{balance.linear_answer(balance.lines(rest, std::array{0.5}, std::array{Phasor(0.2)})), 0.5};
  ASSERT_TRUE(path.settle(start));
  constexpr double between = 1.4;
  const PathOutcome before = path.follow(start, between);
  ASSERT_EQ(before.failure, "");
  const PathOutcome around = path.follow(before.point, 1.7);
  ASSERT_EQ(around.failure, "");
  EXPECT_EQ(around.folds.size(), 2u);
  const PathOutcome after = path.follow(around.point, between);
  ASSERT_EQ(after.failure, "");
  EXPECT_GT(std::abs(balance.phasor(before.point.u, 0, 1)),
            3 * std::abs(balance.phasor(after.point.u, 0, 1)));
  for (const PathPoint *point : {&before.point, &after.point}) {
    const std::vector<Phasor> expected = integrated(balance, *point);
    for (const std::size_t h : {1, 3, 5}) {
      if (std::abs(expected[h]) > 1e-4 * std::abs(expected[1])) {
        EXPECT_NEAR(test::decibels(std::abs(balance.phasor(point->u, 0, h) / expected[h])), 0, 0.05) << h;
      }
    }
    EXPECT_NEAR(std::abs(balance.phasor(point->u, 0, 1) - expected[1]) / std::abs(expected[1]), 0, 1e-3);
  }
}

// The loudspeaker of the reference at twice its voltage, H1 to H5.
TEST(Continuation, LoudspeakerAgreesWithIntegrationInTime) {
  test::Loudspeaker speaker;
  speaker.l1 = -150;
  for (const double frequency : {150.0, 300.0, 600.0}) {
    const double omega = 2 * std::numbers::pi * frequency, voltage = 2;
    DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {omega}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(voltage), "");
    const auto rates = [&](double t, const std::array<double, 3> &y) {
      return speaker.rates(y, voltage * std::cos(omega * t));
    };
    std::array<double, 3> state{};
    for (std::size_t l = 0; l < balance.spectrum().n_lines(); ++l) {
      state[0] += balance.phasor(0, l).real();
      state[1] -= omega * static_cast<double>(l) * balance.phasor(0, l).imag();
      state[2] += balance.phasor(1, l).real();
    }
    const int steps = static_cast<int>(1 / frequency / 0.5e-6); // short beside L / R_e
    const auto expected = test::steady_harmonics(state, omega, 30, steps, 5, rates);
    for (std::size_t h = 1; h <= 5; ++h)
      EXPECT_NEAR(test::decibels(std::abs(balance.phasor(0, h) / expected[h])), 0, 0.05)
          << frequency << ", harmonic " << h;
  }
}

} // namespace
} // namespace earshot
