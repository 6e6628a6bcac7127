#include "solver/sweep/law_steps.h"
#include "tests/reference/large_signal.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace earshot {
namespace {

using test::Loudspeaker;
using test::Phasor;

constexpr double two_pi = 2 * std::numbers::pi;

std::vector<double> grid(double lowest, double highest) {
  constexpr int points = 300;
  std::vector<double> omega;
  for (int k = 0; k < points; ++k)
    omega.push_back(lowest * std::pow(highest / lowest, k / (points - 1.0)));
  return omega;
}

PortsFit loudspeaker_ports(const Loudspeaker &speaker) {
  return fit_ports(grid(two_pi, two_pi * 40000), speaker.rest(), {false, true}, {.tolerance = 1e-9});
}

/// Peak phasors 0 to 9 of the first scalar in the last of several periods of a tone, of which the laws begin
/// to act at the start.
std::vector<Phasor> played(LawSteps &steps, const LinearRest &rest, double omega, double level, int periods,
                           int per_period) {
  const LinearResponse linear = rest(omega);
  std::vector<double> scalars(linear.source.size());
  std::vector<Phasor> sums(10);
  for (int n = 1; n <= periods * per_period; ++n) {
    const double phase = two_pi * (n % per_period) / per_period;
    for (std::size_t a = 0; a < scalars.size(); ++a)
      scalars[a] = level * (linear.source[a] * std::polar(1.0, phase)).real();
    steps.advance(scalars);
    if (n > (periods - 1) * per_period)
      for (int h = 0; h < 10; ++h)
        sums[h] += (h == 0 ? 1.0 : 2.0) / per_period * steps.scalars()[0] * std::polar(1.0, -h * phase);
  }
  return sums;
}

// The speaker is a sum over three poles; the fit finds it to round-off and it takes power only.
TEST(LawSteps, ALoudspeakerIsFittedAndPassive) {
  const Loudspeaker speaker;
  const PortsFit fit = loudspeaker_ports(speaker);
  EXPECT_LT(ports_error(fit.ports, speaker.rest(), grid(two_pi * 3, two_pi * 30000)), 1e-5);
  EXPECT_GT(fit.least_power, -1e-5);
}

// A law of the first power is a changed spring: the answer of another linear system. Values that are linear
// over each step leave out (w h)^2 / 12 of a tone, 2.7e-5 at 350 steps a period.
TEST(LawSteps, ALinearLawChangesTheSystem) {
  const LinearRest rest = test::oscillator(0.05);
  const PortsFit fit = fit_ports(grid(1e-2, 1e2), rest, {false}, {.tolerance = 1e-9});
  constexpr int per_period = 350;
  constexpr double omega = 0.9;
  LawSteps steps(fit.ports, {test::power_spring(0.5, 1)}, two_pi / omega / per_period);
  const Phasor found = played(steps, rest, omega, 1, 60, per_period)[1],
               expected = 1.0 / Phasor(1.5 - omega * omega, 0.1 * omega);
  EXPECT_NEAR(std::abs(found / expected - 1.0), 0, 2e-4);
}

// A law of the rate is a changed damping. Rates of parabolas through three values leave out (w h)^2 / 3.
TEST(LawSteps, ALinearLawOfTheRateChangesTheDampingToSecondOrder) {
  const LinearRest rest = test::oscillator(0.05);
  const PortsFit fit = fit_ports(grid(1e-2, 1e2), rest, {false}, {.tolerance = 1e-9});
  constexpr double omega = 0.9, resistance = 0.8;
  const Law law{"damper", [](std::span<const double>, std::span<const double> rate, LawValues &law) {
                  law.value[0] -= resistance * rate[0];
                  law.rate_slope[0] -= resistance;
                }};
  const auto error = [&](int per_period) {
    LawSteps steps(fit.ports, {law}, two_pi / omega / per_period);
    const Phasor found = played(steps, rest, omega, 1, 30, per_period)[1],
                 expected = 1.0 / Phasor(1 - omega * omega, (0.1 + resistance) * omega);
    return std::abs(found / expected - 1.0);
  };
  const double coarse = error(100), fine = error(200);
  EXPECT_LT(fine, std::pow(two_pi / 200, 2) / 3);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.2);
}

void expect_distortion(const Loudspeaker &speaker, const std::vector<reference::Distortion> &table) {
  const PortsFit fit = loudspeaker_ports(speaker);
  for (const reference::Distortion &expected : table) {
    constexpr int per_period = 400;
    LawSteps steps(fit.ports, speaker.laws(), 1 / (expected.frequency_hz * per_period));
    // The speaker's free vibration falls by e in 3 ms.
    const int periods = 2 + static_cast<int>(std::ceil(0.06 * expected.frequency_hz));
    const std::vector<Phasor> found =
        played(steps, speaker.rest(), two_pi * expected.frequency_hz, 1.5, periods, per_period);
    EXPECT_NEAR(1e6 * std::abs(found[1]) / expected.fundamental_um, 1, 1e-3) << expected.frequency_hz;
    for (std::size_t k = 0; k < 4; ++k)
      if (expected.harmonics_percent[k] > 0.01) { // -80 dB
        EXPECT_NEAR(test::decibels(100 * std::abs(found[k + 2] / found[1]) / expected.harmonics_percent[k]),
                    0, 0.05)
            << expected.frequency_hz << ", harmonic " << k + 2;
      }
  }
}

TEST(LawSteps, LoudspeakerHasTheReferenceDistortion) {
  Loudspeaker speaker;
  expect_distortion(speaker, reference::constant_inductance);
  speaker.l1 = -150;
  expect_distortion(speaker, reference::inductance_of_x);
}

TEST(LawSteps, ForcedDuffingOscillatorHasTheReferenceHarmonics) {
  const LinearRest rest = test::oscillator(0.05);
  const PortsFit fit = fit_ports(grid(1e-2, 1e2), rest, {false}, {.tolerance = 1e-9});
  const reference::ForcedDuffing &expected = reference::duffing_forced[2];
  constexpr int per_period = 800;
  LawSteps steps(fit.ports, {test::power_spring(1, 3)}, two_pi / expected.omega / per_period);
  const std::vector<Phasor> found = played(steps, rest, expected.omega, 0.2, 60, per_period);
  EXPECT_NEAR(std::abs(found[1]) / expected.amplitudes[0], 1, 1e-4);
  EXPECT_NEAR(test::decibels(std::abs(found[3]) / expected.amplitudes[1]), 0, 0.01);
  EXPECT_NEAR(test::decibels(std::abs(found[5]) / expected.amplitudes[2]), 0, 0.05);
}

// Second order in the step.
TEST(LawSteps, ErrorsFallWithTheSquareOfTheStep) {
  const Loudspeaker speaker;
  const PortsFit fit = loudspeaker_ports(speaker);
  const auto harmonic = [&](int per_period) {
    LawSteps steps(fit.ports, speaker.laws(), 1.0 / (500 * per_period));
    return played(steps, speaker.rest(), two_pi * 500, 1, 20, per_period)[2];
  };
  const Phasor coarse = harmonic(40), middle = harmonic(80), fine = harmonic(160);
  EXPECT_NEAR(std::log2(std::abs(coarse - middle) / std::abs(middle - fine)), 2, 0.1);
}

TEST(LawSteps, ALawWithoutAValueIsToldAndNotPlayed) {
  const Loudspeaker speaker;
  const PortsFit fit = loudspeaker_ports(speaker);
  LawSteps steps(
      fit.ports,
      {{"nothing",
        [](auto, auto, LawValues &law) { law.value[0] = std::numeric_limits<double>::quiet_NaN(); }}},
      1e-5);
  EXPECT_THROW(steps.advance(std::vector<double>{1, 1}), LawStepError);
}

} // namespace
} // namespace earshot
