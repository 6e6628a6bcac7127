#include "solver/signal/filter_design.h"
#include "solver/signal/fourier.h"
#include "solver/signal/resampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

using Complex = std::complex<double>;

constexpr double rate = 48000, two_pi = 2 * std::numbers::pi;

double level(Complex value) {
  return 20 * std::log10(std::abs(value));
}

TEST(Fourier, LinesAndSignalAreEachOthersInverse) {
  Fourier fourier(30);
  std::vector<double> signal;
  for (int n = 0; n < 30; ++n)
    signal.push_back(std::sin(0.7 * n * n));
  const std::vector<Complex> lines = fourier.lines(signal);
  Complex third = 0;
  for (int n = 0; n < 30; ++n)
    third += signal[n] * std::polar(1.0, -two_pi * 3 * n / 30);
  EXPECT_NEAR(std::abs(lines[3] - third), 0, 1e-12);
  const std::vector<double> back = fourier.signal(lines);
  for (int n = 0; n < 30; ++n)
    EXPECT_NEAR(back[n], signal[n], 1e-13);
  EXPECT_THROW(Fourier(31), std::invalid_argument);
  EXPECT_THROW(Fourier(0), std::invalid_argument);
}

// Blocks of several lengths against the sum itself.
TEST(Fourier, FilteredIsTheConvolution) {
  std::vector<double> taps, signal;
  for (int n = 0; n < 37; ++n)
    taps.push_back(std::cos(1.3 * n) / (1 + n));
  for (int n = 0; n < 1001; ++n)
    signal.push_back(std::sin(0.01 * n * n));
  const std::vector<double> found = filtered(signal, taps);
  ASSERT_EQ(found.size(), signal.size());
  for (std::size_t n = 0; n < signal.size(); ++n) {
    double sum = 0;
    for (std::size_t k = 0; k < taps.size() && k <= n; ++k)
      sum += taps[k] * signal[n - k];
    EXPECT_NEAR(found[n], sum, 1e-12) << n;
  }
  EXPECT_THROW(filtered(signal, {}), std::invalid_argument);
}

/// An earphone in small: a pole at 20 Hz, a resonance, a quarter of a millisecond on the way.
Complex small_earphone(double frequency) {
  const Complex s(0, frequency);
  return s / (s + 20.0) / (1.0 + s / (2.0 * 3000) + s * s / (3000.0 * 3000)) *
         std::polar(1.0, -two_pi * frequency * 2.5e-4);
}

// The band ends where a player's does. The filter meets its own measure on another grid of frequencies.
TEST(CausalFilter, HasTheWantedResponseWithinItsError) {
  const CausalFilter filter = causal_filter(small_earphone, rate, {20, 20000}, 2e-3);
  EXPECT_LT(filter.largest_error_db, 2e-3);
  EXPECT_LE(filter.taps.size(), 1u << 16);
  for (double frequency = 20100; frequency < 24000; frequency += 50)
    EXPECT_LT(std::abs(filter_response(filter.taps, rate, frequency) / small_earphone(frequency)), 2)
        << frequency;
  for (double frequency = 21; frequency < 20000; frequency *= 1.037) {
    const Complex ratio = filter_response(filter.taps, rate, frequency) / small_earphone(frequency);
    EXPECT_NEAR(level(ratio), 0, 5e-3) << frequency;
    EXPECT_NEAR(std::arg(ratio), 0, 6e-4) << frequency;
  }
}

// No taps stand before 0, and what the delay keeps silent is nearly so: what is there belongs to the missing
// band above 20 kHz.
TEST(CausalFilter, IsSilentBeforeTheDelay) {
  const CausalFilter filter = causal_filter(small_earphone, rate, {20, 20000}, 2e-3);
  const double largest = *std::max_element(filter.taps.begin(), filter.taps.end());
  for (int n = 0; n < 6; ++n) // the delay is 12 samples
    EXPECT_LT(std::abs(filter.taps[n]), 2e-2 * largest) << n;
}

double one_pole(double frequency) {
  return 1 / std::abs(1.0 - 0.9 * std::polar(1.0, -two_pi * frequency / rate));
}

// 1 / (1 - 0.9 z^-1) has minimum phase: its taps are the powers of 0.9.
TEST(MinimumPhaseFilter, FindsTheTapsOfAKnownOne) {
  const std::vector<double> taps = minimum_phase_filter(one_pole, rate, 512);
  for (int n = 0; n < 60; ++n)
    EXPECT_NEAR(taps[n], std::pow(0.9, n), 1e-9) << n;
}

// The window widens every line to some 6 rate / n_taps = 70 Hz; a pole at 800 Hz is curved by less than
// (70/800)^2 / 10 there.
TEST(LinearPhaseFilter, HasTheMagnitudeAndIsSymmetric) {
  constexpr std::size_t n_taps = 4095;
  const std::vector<double> taps = linear_phase_filter(one_pole, rate, n_taps);
  for (std::size_t n = 0; n < n_taps; ++n)
    EXPECT_NEAR(taps[n], taps[n_taps - 1 - n], 1e-12);
  for (double frequency = 30; frequency < 23000; frequency *= 1.3)
    EXPECT_NEAR(std::abs(filter_response(taps, rate, frequency)) / one_pole(frequency), 1, 1e-3) << frequency;
}

// A tone of 1 kHz at four times the rate, in blocks of odd lengths. 28 bits are 4e-9.
TEST(Resampler, AToneStaysWhereItIs) {
  Resampler resampler(rate, 4 * rate);
  std::vector<double> block, out;
  for (int n = 0; n < 9600; ++n) {
    block.push_back(std::sin(two_pi * 1000 * n / rate));
    if (block.size() == 701) {
      for (const double value : resampler.next(block))
        out.push_back(value);
      block.clear();
    }
  }
  for (const double value : resampler.next(block))
    out.push_back(value);
  for (const double value : resampler.rest())
    out.push_back(value);
  ASSERT_EQ(out.size(), 4 * 9600u);
  for (std::size_t n = 8000; n < 30000; ++n)
    EXPECT_NEAR(out[n], std::sin(two_pi * 1000 * n / (4 * rate)), 1e-6) << n;
}

} // namespace
} // namespace earshot
