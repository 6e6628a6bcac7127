#include "solver/analysis/playback.h"

#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {
namespace {

using test::Loudspeaker;
using test::Phasor;

constexpr double two_pi = 2 * std::numbers::pi, sample_rate = 48000;

/// A loudspeaker in a small closed ear, 0.2 ms of canal away, whose end has a resonance at 9 kHz.
Phasor canal(double omega) {
  const Phasor s = Phasor(0, omega) / (two_pi * 9000);
  return 1e6 / (1.0 + s / 6.0 + s * s) * std::polar(1.0, -2e-4 * omega);
}

PlayedEarphone earphone(const Loudspeaker &speaker) {
  const LinearRest rest = speaker.rest();
  return {
      [rest](double omega) {
        LinearResponse response = rest(omega);
        for (Phasor &value : response.source)
          value *= std::numbers::sqrt2; // 1 V RMS
        return response;
      },
      [rest](double omega) { return canal(omega) * rest(omega).source[0]; },
      [rest](double omega) {
        const LinearResponse response = rest(omega);
        return std::vector<Phasor>{canal(omega) * response.transfer[0], canal(omega) * response.transfer[1]};
      },
      1,
      0,
      20,
      20000};
}

std::vector<double> tone(double frequency, double peak, double seconds) {
  std::vector<double> voltage;
  for (int n = 0; n < seconds * sample_rate; ++n)
    voltage.push_back(peak * std::cos(two_pi * frequency * n / sample_rate));
  return voltage;
}

/// Peak phasor of a frequency over the last tenth of a second, which holds whole periods of multiples of 10
/// Hz.
Phasor line(const std::vector<double> &signal, double frequency) {
  const int length = static_cast<int>(sample_rate / 10), start = static_cast<int>(signal.size()) - length;
  Phasor sum = 0;
  for (int n = start; n < start + length; ++n)
    sum += 2.0 / length * signal[n] * std::polar(1.0, -two_pi * frequency * n / sample_rate);
  return sum;
}

/// The loudspeaker with all of its laws.
const Playback &loud() {
  static const Playback playback(earphone({}), Loudspeaker{}.laws(), sample_rate);
  return playback;
}

TEST(Playback, TonesHaveTheLevelOfTheResponse) {
  const Playback playback(earphone({}), {}, sample_rate);
  EXPECT_LT(playback.response().level_error_db, 0.01);
  for (const double frequency : {20.0, 100.0, 1000.0, 9000.0, 19990.0}) {
    const Phasor found = line(playback.play(tone(frequency, 1, 0.5)).linear, frequency);
    EXPECT_NEAR(test::decibels(std::abs(found / earphone({}).pressure_per_volt(two_pi * frequency))), 0, 0.01)
        << frequency;
  }
}

// A click: nothing before it, and before the canal's delay of 9.6 samples only what belongs to the band above
// 20 kHz that is missing.
TEST(Playback, NothingIsHeardBeforeItsCause) {
  std::vector<double> click(4800);
  click[1000] = 1;
  const std::vector<double> heard = Playback(earphone({}), {}, sample_rate).play(click).linear;
  const double largest = *std::max_element(heard.begin(), heard.end());
  for (int n = 0; n < 1000; ++n)
    EXPECT_LT(std::abs(heard[n]), 1e-12 * largest) << n; // the transform's round-off is 1e-16
  for (int n = 1000; n < 1005; ++n)
    EXPECT_LT(std::abs(heard[n]), 0.03 * largest) << n;
}

// 1.4 V make some per cent of distortion. The balance's harmonics reach the eardrum through the linear rest.
TEST(Playback, ATonesHarmonicsAreThoseOfTheBalance) {
  const Loudspeaker speaker;
  const PlayedEarphone played = earphone(speaker);
  const Playback &playback = loud();
  ASSERT_TRUE(playback.ports());
  EXPECT_LT(playback.ports_error(), 1e-3);
  EXPECT_GT(playback.ports()->least_power, -1e-3);
  for (const double frequency : {50.0, 300.0, 1500.0}) {
    const Played heard = playback.play(tone(frequency, std::numbers::sqrt2, 0.5));
    EXPECT_LT(heard.step_error, 0.01);
    DrivenBalance balance(played.rest, 2, speaker.laws(), {two_pi * frequency}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(1), "");
    Phasor fundamental = 0;
    for (std::size_t l = 1; l <= 5; ++l) {
      const double omega = two_pi * frequency * l;
      const std::vector<Phasor> heard_of_laws = played.pressure_of_laws(omega);
      Phasor expected = l == 1 ? std::numbers::sqrt2 * played.pressure_per_volt(omega) : 0;
      for (std::size_t b = 0; b < 2; ++b)
        expected += heard_of_laws[b] * balance.law_phasor(b, l);
      fundamental = l == 1 ? expected : fundamental;
      if (std::abs(expected) < 1e-4 * std::abs(fundamental)) // -80 dB
        continue;
      const Phasor found = line(heard.linear, frequency * l) + line(heard.of_laws, frequency * l);
      EXPECT_NEAR(test::decibels(std::abs(found / expected)), 0, 0.1) << frequency << ", harmonic " << l;
    }
    EXPECT_GT(heard.coils[0].highest, 0.9 * std::abs(balance.phasor(0, 1)));
  }
}

// Laws of the second power fall by the square of the level: at a ten-thousandth they are 80 dB lower beside
// it.
TEST(Playback, TheLinearAnswerIsLeftAsTheLevelGoesToNothing) {
  const auto share = [&](double peak) {
    const Played heard = loud().play(tone(300, peak, 0.2));
    return std::abs(line(heard.of_laws, 600)) / std::abs(line(heard.linear, 300));
  };
  EXPECT_NEAR(std::log10(share(1e-2) / share(1e-3)), 1, 0.01);
}

// A suspension of loss factor 0.2 whatever the frequency has no causal response. Its level stays; the phase
// is that of a causal one, whose difference is of the order of half the loss factor, 6 degrees.
TEST(Playback, AConstantLossFactorKeepsTheLevelAndIsCausal) {
  PlayedEarphone lossy = earphone({});
  lossy.pressure_per_volt = [](double omega) {
    const Loudspeaker speaker;
    const Phasor iw(0, omega),
        mechanical = speaker.stiffness * Phasor(1, 0.2) + iw * speaker.damping - omega * omega * speaker.mass,
        electrical = speaker.resistance + iw * speaker.inductance;
    return canal(omega) * speaker.bl / (mechanical * electrical + iw * speaker.bl * speaker.bl);
  };
  const Playback playback(lossy, {}, sample_rate);
  EXPECT_LT(playback.response().level_error_db, 0.01);
  EXPECT_LT(playback.response().phase_error_deg, 12);
  EXPECT_GT(playback.response().phase_error_deg, 0.5);
  std::vector<double> click(2000);
  click[1000] = 1;
  const std::vector<double> heard = playback.play(click).linear;
  const double largest = *std::max_element(heard.begin(), heard.end());
  for (int n = 0; n < 1000; ++n)
    EXPECT_LT(std::abs(heard[n]), 1e-12 * largest) << n;
}

TEST(Playback, OtherRatesPlayTheSame) {
  for (const double rate : {44100.0, 96000.0, 192000.0}) {
    const Playback playback(earphone({}), {}, rate);
    EXPECT_LT(playback.response().level_error_db, 0.01) << rate;
  }
}

} // namespace
} // namespace earshot
