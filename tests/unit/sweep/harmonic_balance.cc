#include "tests/reference/large_signal.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

using test::Loudspeaker;
using test::Phasor;

constexpr double two_pi = 2 * std::numbers::pi;

std::vector<double> wavy(std::size_t n, double size) {
  std::vector<double> values;
  for (std::size_t k = 0; k < n; ++k)
    values.push_back(size * std::cos(2.0 * k + 0.3) / (1 + 0.2 * k));
  return values;
}

/// Forces and fluxes from both scalars and both rates, with nothing special about it.
Law mixed_law() {
  return {"mixed", [](std::span<const double> s, std::span<const double> v, LawValues &law) {
            law.value[0] += s[0] * s[1] + std::sin(v[0]) * s[1];
            law.value[1] += s[0] * s[0] * v[1];
            law.slope[0] += s[1];
            law.slope[1] += s[0] + std::sin(v[0]);
            law.slope[2] += 2 * s[0] * v[1];
            law.rate_slope[0] += std::cos(v[0]) * s[1];
            law.rate_slope[3] += s[0] * s[0];
          }};
}

LinearRest some_rest() {
  return [](double w) {
    return LinearResponse{
        {1.0 / Phasor(1, w), 2.0 / Phasor(3, -w)},
        {1.0 / Phasor(2, w), 0.3 / Phasor(1, w), -0.2 / Phasor(1, 2 * w), 1.0 / Phasor(4, w)}};
  };
}

double largest_jacobian_error(const Spectrum &spectrum, const std::vector<double> &tones) {
  const HarmonicBalance balance(spectrum, 2, {mixed_law()});
  const LinearLines lines = balance.lines(some_rest(), tones, std::vector<Phasor>(tones.size(), {0.3, 0.1}));
  const std::vector<double> at = wavy(balance.n_unknowns(), 0.4);
  const auto exact = balance.equations(lines, 0.7, at);
  double largest = 0;
  constexpr double step = 1e-5;
  for (std::size_t j = 0; j < at.size(); ++j) {
    std::vector<double> above = at, below = at;
    above[j] += step;
    below[j] -= step;
    const auto high = balance.residual(lines, 0.7, above), low = balance.residual(lines, 0.7, below);
    for (std::size_t i = 0; i < at.size(); ++i)
      largest =
          std::max(largest, std::abs((high[i] - low[i]) / (2 * step) - exact.jacobian[i * at.size() + j]));
  }
  return largest;
}

// A central difference of step 1e-5 is good to some 1e-10 of entries of size 1.
TEST(HarmonicBalance, JacobianIsTheDerivativeOfTheResidual) {
  EXPECT_LT(largest_jacobian_error(Spectrum(1, 4, 8), {1.3}), 1e-8);
  EXPECT_LT(largest_jacobian_error(Spectrum(2, 2, 6), {1.3, 0.7}), 1e-8);
}

TEST(HarmonicBalance, CoefficientsComeBackFromSamples) {
  const HarmonicBalance balance({2, 3, 4}, 1, {{"itself", [](auto s, auto, LawValues &law) {
                                                  law.value[0] += s[0];
                                                  law.slope[0] += 1;
                                                }}});
  const auto lines =
      balance.lines(test::oscillator(0.1), std::vector<double>{1, 0.31}, std::vector<Phasor>{1, 1});
  const std::vector<double> coefficients = wavy(balance.n_unknowns(), 1);
  const std::vector<double> back = balance.law_coefficients(lines, coefficients);
  for (std::size_t k = 0; k < back.size(); ++k)
    EXPECT_NEAR(back[k], coefficients[k], 1e-12);
}

/// At a level of a millionth the laws are nothing.
TEST(HarmonicBalance, LinearAnswerComesBackAsTheLevelGoesToZero) {
  const Loudspeaker speaker;
  for (const double frequency : {50.0, 500.0, 5000.0}) {
    DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {two_pi * frequency}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(1e-6), "");
    const LinearResponse linear = speaker.rest()(two_pi * frequency);
    for (std::size_t a = 0; a < 2; ++a)
      EXPECT_NEAR(std::abs(balance.phasor(a, 1) / (1e-6 * linear.source[a]) - 1.0), 0, 1e-8) << frequency;
  }
}

// Harmonic n is made of n factors of the fundamental: it falls with the n-th power of the level, n - 1
// relative to the fundamental.
TEST(HarmonicBalance, HarmonicsFallWithThePowersOfTheLevel) {
  const Loudspeaker speaker;
  const auto ratios = [&](double level) {
    DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {two_pi * 200}, {1.0}, {});
    EXPECT_EQ(balance.raise_to(level), "");
    return std::array{std::abs(balance.phasor(0, 2) / balance.phasor(0, 1)),
                      std::abs(balance.phasor(0, 3) / balance.phasor(0, 1))};
  };
  const auto low = ratios(1e-3), high = ratios(2e-3);
  EXPECT_NEAR(std::log2(high[0] / low[0]), 1, 1e-3);
  EXPECT_NEAR(std::log2(high[1] / low[1]), 2, 1e-3);
}

TEST(HarmonicBalance, EvenOrdersVanishForSymmetricLaws) {
  Loudspeaker speaker;
  speaker.bl1 = speaker.k1 = 0;
  DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {two_pi * 200}, {1.0}, {});
  ASSERT_EQ(balance.raise_to(1.5), "");
  const double fundamental = std::abs(balance.phasor(0, 1));
  for (std::size_t l = 0; l < balance.spectrum().n_lines(); l += 2)
    EXPECT_LT(std::abs(balance.phasor(0, l)), 1e-10 * fundamental) << l;
  EXPECT_GT(std::abs(balance.phasor(0, 3)), 1e-3 * fundamental);
}

TEST(HarmonicBalance, OrderGrowsUntilTheLastHarmonicIsSmall) {
  const reference::ForcedDuffing &slow = reference::duffing_forced.front();
  BalanceOptions options;
  options.last_share = 1e-7;
  DrivenBalance balance(test::oscillator(0.05), 1, {test::power_spring(1, 3)}, {slow.omega}, {1.0}, options);
  ASSERT_EQ(balance.raise_to(0.2), "");
  EXPECT_GT(balance.spectrum().order(), 9);
  EXPECT_LT(balance.last_share(), 1e-7);
}

TEST(HarmonicBalance, ForcedDuffingOscillatorHasTheReferenceHarmonics) {
  for (const reference::ForcedDuffing &expected : reference::duffing_forced) {
    DrivenBalance balance(test::oscillator(0.05), 1, {test::power_spring(1, 3)}, {expected.omega}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(0.2), "") << expected.omega;
    EXPECT_NEAR(std::abs(balance.phasor(0, 1)) / expected.amplitudes[0], 1, 1e-5) << expected.omega;
    for (std::size_t k = 1; k < expected.amplitudes.size(); ++k) {
      if (expected.amplitudes[k] > 1e-4 * expected.amplitudes[0]) { // -80 dB
        EXPECT_NEAR(test::decibels(std::abs(balance.phasor(0, 2 * k + 1)) / expected.amplitudes[k]), 0, 0.01)
            << expected.omega << ", harmonic " << 2 * k + 1;
      }
    }
  }
}

void expect_distortion(const Loudspeaker &speaker, const std::vector<reference::Distortion> &table) {
  for (const reference::Distortion &expected : table) {
    const double omega = two_pi * expected.frequency_hz;
    DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {omega}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(1.5), "") << expected.frequency_hz;
    const double fundamental = std::abs(balance.phasor(0, 1));
    EXPECT_NEAR(1e6 * balance.phasor(0, 0).real() / expected.offset_um, 1, 1e-3) << expected.frequency_hz;
    EXPECT_NEAR(1e6 * fundamental / expected.fundamental_um, 1, 1e-4) << expected.frequency_hz;
    for (std::size_t k = 0; k < 4; ++k) {
      if (expected.harmonics_percent[k] > 0.01) { // -80 dB
        EXPECT_NEAR(test::decibels(100 * std::abs(balance.phasor(0, k + 2)) / fundamental /
                                   expected.harmonics_percent[k]),
                    0, 0.01)
            << expected.frequency_hz << ", harmonic " << k + 2;
      }
    }
    const auto distortion = [&](std::size_t scalar, int power) {
      double square = 0;
      for (std::size_t l = 2; l <= 6; ++l)
        square += std::norm(std::pow(l, power) * balance.phasor(scalar, l) / balance.phasor(scalar, 1));
      return 100 * std::sqrt(square);
    };
    EXPECT_NEAR(distortion(0, 0) / expected.thd_x, 1, 1e-3) << expected.frequency_hz;
    EXPECT_NEAR(distortion(0, 2) / expected.thd_acceleration, 1, 1e-3) << expected.frequency_hz;
    EXPECT_NEAR(distortion(1, 0) / expected.thd_current, 1, 1e-3) << expected.frequency_hz;
  }
}

TEST(HarmonicBalance, LoudspeakerHasTheReferenceDistortion) {
  Loudspeaker speaker;
  expect_distortion(speaker, reference::constant_inductance);
  speaker.l1 = -150;
  expect_distortion(speaker, reference::inductance_of_x);
}

TEST(HarmonicBalance, TwoTonesHaveTheReferenceIntermodulation) {
  const Loudspeaker speaker;
  BalanceOptions options;
  options.order = 8;
  options.samples = 4;
  options.most_order = 8;
  DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {two_pi * 60, two_pi * 700}, {1.0, 0.25}, options);
  ASSERT_EQ(balance.raise_to(1), "");
  for (const reference::Intermodulation &expected : reference::intermodulation) {
    const double amplitude = std::abs(balance.phasor(0, balance.spectrum().line({expected.m1, expected.m2})));
    EXPECT_NEAR(test::decibels(1e6 * amplitude / expected.amplitude_um), 0, 0.05)
        << expected.m1 << ", " << expected.m2;
  }
}

// Lines that fall on one frequency add up there.
TEST(HarmonicBalance, TwoTonesAgreeWithIntegrationOverTheirCommonPeriod) {
  const LinearRest rest = test::oscillator(0.3);
  const std::vector<Law> laws = {test::power_spring(0.3, 3)};
  BalanceOptions options;
  options.order = options.most_order = 10;
  options.samples = 4;
  DrivenBalance two(rest, 1, laws, {0.7, 1.4}, {0.5, 0.3}, options);
  ASSERT_EQ(two.raise_to(1), "");
  std::vector<Phasor> sums(6);
  for (std::size_t l = 0; l < two.spectrum().n_lines(); ++l) {
    const std::vector<int> &m = two.spectrum().combination(l);
    const int harmonic = m[0] + 2 * m[1];
    const Phasor s = two.phasor(0, l);
    if (std::abs(harmonic) < 6)
      sums[std::abs(harmonic)] += harmonic < 0 ? std::conj(s) : harmonic == 0 ? Phasor(s.real()) : s;
  }
  const auto rates = [](double t, const std::array<double, 2> &y) {
    return std::array<double, 2>{y[1], 0.5 * std::cos(0.7 * t) + 0.3 * std::cos(1.4 * t) - 0.6 * y[1] - y[0] -
                                           0.3 * y[0] * y[0] * y[0]};
  };
  const auto integrated = test::steady_harmonics(std::array{0.0, 0.0}, 0.7, 40, 400, 5, rates);
  for (std::size_t h = 1; h < 6; ++h)
    EXPECT_NEAR(std::abs(sums[h] - integrated[h]) / std::abs(integrated[1]), 0, 1e-5) << h;
}

} // namespace
} // namespace earshot
