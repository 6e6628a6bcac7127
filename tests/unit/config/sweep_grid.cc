#include "solver/config/sweep_grid.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace earshot;

namespace {

SweepConfig grid(SweepSpacing spacing, double from, double to, int points) {
  SweepConfig sweep;
  sweep.spacing.value = spacing;
  sweep.from.value = from;
  sweep.to.value = to;
  sweep.points.value = points;
  sweep.points_per_octave.value = points;
  return sweep;
}

} // namespace

TEST(SweepGrid, LogarithmicStepsHaveOneRatioAndExactEnds) {
  const auto f = sweep_frequencies(grid(SweepSpacing::log, 20.0, 20000.0, 4));
  ASSERT_EQ(f.size(), 4u);
  EXPECT_EQ(f.front(), 20.0);
  EXPECT_NEAR(f[1], 200.0, 1e-11); // rounding of one power
  EXPECT_NEAR(f[2], 2000.0, 1e-10);
  EXPECT_EQ(f.back(), 20000.0);
}

TEST(SweepGrid, LinearStepsHaveOneDifference) {
  EXPECT_EQ(sweep_frequencies(grid(SweepSpacing::linear, 100.0, 500.0, 5)),
            (std::vector<double>{100, 200, 300, 400, 500}));
}

TEST(SweepGrid, OnePointIsTheLowestFrequency) {
  EXPECT_EQ(sweep_frequencies(grid(SweepSpacing::log, 300.0, 500.0, 1)), std::vector<double>{300.0});
  EXPECT_EQ(sweep_frequencies(grid(SweepSpacing::linear, 300.0, 300.0, 9)), std::vector<double>{300.0});
}

// Frequencies of a fast sweep cost next to nothing, those of a direct one a factorisation each.
TEST(SweepGrid, IsAsFineAsItsMethodIsCheap) {
  const auto completed = [](const SweepConfig &given) {
    SweepConfig sweep = given;
    complete_grid(sweep);
    return sweep_frequencies(sweep);
  };
  const SourcePosition line{"case.toml", 3, 1, "sweep"};
  SweepConfig sweep;
  const std::vector<double> fine = completed(sweep);
  EXPECT_EQ(fine.size(), 480u) << "48 per octave over 9.97 octaves";
  EXPECT_EQ(fine.front(), 20);
  EXPECT_EQ(fine.back(), 20e3);
  sweep.method.value = SweepMethod::direct;
  EXPECT_EQ(completed(sweep).size(), 31u);
  sweep.spacing.value = SweepSpacing::octave;
  EXPECT_EQ(completed(sweep).size(), 31u) << "third octaves";
  sweep.points_per_octave = {12, line};
  EXPECT_EQ(completed(sweep).size(), 121u);
  sweep.spacing.value = SweepSpacing::log;
  sweep.points = {7, line};
  EXPECT_EQ(completed(sweep).size(), 7u);
}

// ISO 266: third octaves from 20 Hz to 20 kHz are 31 bands, 10^(n/10) Hz with n = 13 ... 43.
TEST(SweepGrid, ThirdOctavesArePreferredFrequencies) {
  const auto f = sweep_frequencies(grid(SweepSpacing::octave, 20.0, 20000.0, 3));
  ASSERT_EQ(f.size(), 31u);
  for (std::size_t i = 0; i < f.size(); ++i)
    EXPECT_NEAR(f[i] / std::pow(10.0, (13.0 + static_cast<double>(i)) / 10.0), 1.0, 1e-14);
}

TEST(SweepGrid, EveryOctaveFractionPassesThroughOneKilohertz) {
  for (int n = 1; n <= 48; ++n) {
    const auto f = sweep_frequencies(grid(SweepSpacing::octave, 500.0, 2000.0, n));
    EXPECT_NE(std::find(f.begin(), f.end(), 1000.0), f.end()) << n;
    EXPECT_TRUE(f.size() == 2u * n + 1u || f.size() == 2u * n) << n; // 501.19 ... 1995.3 Hz
    EXPECT_TRUE(std::is_sorted(f.begin(), f.end()));
  }
}

TEST(SweepGrid, AListIsSortedAndFreeOfRepeats) {
  SweepConfig sweep;
  sweep.frequencies = {{1000.0}, {100.0}, {1000.0}, {31.5}};
  EXPECT_EQ(sweep_frequencies(sweep), (std::vector<double>{31.5, 100.0, 1000.0}));
}

/// 999.9999999999999 and 1000 Hz are one frequency, written in two ways.
TEST(SweepGrid, FieldsAddTheirFrequenciesButNoTwins) {
  Case config;
  config.sweep.frequencies = {{100.0}, {999.9999999999999}};
  config.output.field_frequencies = {{1000.0}, {40000.0}};
  EXPECT_EQ(all_frequencies(config), (std::vector<double>{100.0, 999.9999999999999, 40000.0}));
  EXPECT_FALSE(same_frequency(1000.0, 1000.001));
}

TEST(SweepGrid, AnImpossibleRangeIsEmpty) {
  EXPECT_TRUE(sweep_frequencies(grid(SweepSpacing::log, 500.0, 300.0, 5)).empty());
  EXPECT_TRUE(sweep_frequencies(grid(SweepSpacing::octave, 1100.0, 1200.0, 1)).empty());
}
