#include "solver/results/response.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace earshot;
using Complex = std::complex<double>;
using std::numbers::pi;

namespace {

std::vector<double> log_grid(double from, double to, int points) {
  std::vector<double> grid;
  for (int i = 0; i < points; ++i)
    grid.push_back(from * std::pow(to / from, i / (points - 1.0)));
  return grid;
}

} // namespace

TEST(GroupDelay, OfAPureDelayIsTheDelayThroughManyTurns) {
  const double delay = 0.0002; // 4 turns by 20 kHz, the largest step 0.31 turns
  const std::vector<double> f = log_grid(20, 20000, 100);
  std::vector<Complex> p;
  for (const double frequency : f)
    p.push_back(std::polar(0.3, -2 * pi * frequency * delay));
  for (const double value : group_delay_ms(f, p))
    EXPECT_NEAR(value, 0.2, 1e-9); // straight phase: only rounding, 1e-16 turns over 1.4 Hz
}

TEST(GroupDelay, OfAQuadraticPhaseIsExactInsideOnUnevenFrequencies) {
  const std::vector<double> f{100, 130, 210, 250, 400};
  std::vector<Complex> p;
  for (const double frequency : f)
    p.push_back(std::polar(1.0, -2 * pi * 1e-6 * frequency * frequency)); // delay = 2e-6 f s = 2e-3 f ms
  const std::vector<double> delay = group_delay_ms(f, p);
  for (std::size_t i = 1; i + 1 < f.size(); ++i)
    EXPECT_NEAR(delay[i], 2e-3 * f[i], 1e-10);             // the parabola through three points is exact
  EXPECT_NEAR(delay.front(), 1e-3 * (f[0] + f[1]), 1e-10); // one-sided: the middle of the first step
}

TEST(GroupDelay, IsSafeWithoutNeighbours) {
  EXPECT_TRUE(group_delay_ms({}, {}).empty());
  const std::vector<double> f{1000};
  const std::vector<Complex> p{1.0};
  ASSERT_EQ(group_delay_ms(f, p).size(), 1u);
  EXPECT_TRUE(std::isnan(group_delay_ms(f, p)[0]));
}

TEST(Levels, AreReferredToTwentyMicropascal) {
  EXPECT_NEAR(sound_pressure_level({0, 20e-6}), 0, 1e-12);
  EXPECT_NEAR(sound_pressure_level(1.0), 93.9794, 1e-4); // 20 lg(1 / 20e-6), rounded to 1e-4 dB
}

TEST(Impedance, AtThePlugLeavesTheSourceOut) {
  // 32 ohm behind 10 ohm on 1 V.
  const std::vector<Complex> current{1.0 / Complex(42, 3)};
  const Complex z = plug_impedance(1.0, current, 10.0).at(0);
  EXPECT_NEAR(std::abs(z - Complex(32, 3)), 0, 1e-12);
}

TEST(FrequencyBand, CountsInPreferredFrequenciesOfItsEndsNames) {
  const FrequencyBand band{125, 12500};
  EXPECT_TRUE(band.contains(12589.25)); // is called 12.5 kHz
  EXPECT_FALSE(band.contains(12700));
  EXPECT_FALSE(band.contains(120));
  EXPECT_TRUE(band.bounded());
  EXPECT_FALSE(FrequencyBand().bounded());
}
