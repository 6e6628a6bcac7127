// Curves on one grid, smoothed, aligned and compared in bands.
#include "solver/results/curve_comparison.h"
#include "solver/results/laboratory_spread.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace earshot;

namespace {

/// A curve from 20 Hz to 20 kHz. @param level, phase functions of f [Hz]
template <class Level, class Phase>
LevelCurve curve_of(const Level &level, const Phase &phase, int points = 500, double from = 20,
                    double to = 20000) {
  LevelCurve curve;
  for (int i = 0; i < points; ++i) {
    curve.frequency_hz.push_back(from * std::pow(to / from, i / (points - 1.0)));
    curve.level_db.push_back(level(curve.frequency_hz.back()));
    curve.phase_rad.push_back(phase(curve.frequency_hz.back()));
  }
  return curve;
}
template <class Level>
LevelCurve curve_of(const Level &level) {
  LevelCurve curve = curve_of(level, [](double) { return 0.0; });
  curve.phase_rad.clear();
  return curve;
}

double wavy(double f) {
  return 90 + 6 * std::sin(3 * std::log(f));
}

double octaves(double from, double to) {
  return std::log2(to / from);
}

// Sums over up to some hundred pieces of a curve, in dB of levels near 100.
constexpr double rounding_db = 1e-9;

} // namespace

TEST(ComparisonGrid, Has48PointsAnOctaveThrough1kHz) {
  const auto grid = comparison_grid(500, 2000);
  ASSERT_EQ(grid.size(), 97u);
  EXPECT_NEAR(grid.front(), 500, 1e-6);
  EXPECT_NEAR(grid[48], 1000, 1e-6);
  EXPECT_NEAR(grid.back(), 2000, 1e-6);
}

TEST(Smoothing, LeavesAConstant) {
  for (const double level :
       smoothed_level(curve_of([](double) { return 94.0; }), 1.0 / 3, comparison_grid(20, 20000)))
    EXPECT_NEAR(level, 94, rounding_db);
}

// A slope of s dB per octave has the power P 10^(s u/10) u octaves above f. Its mean over w octaves is
// P sinh(a)/a, a = s w ln 10 / 20: 0.15 dB more than P here. At the ends the window is closed.
TEST(Smoothing, OfASlopeIsItsClosedForm) {
  const double slope = 12, w = 1.0 / 3;
  const auto curve = curve_of([&](double f) { return slope * octaves(1000, f); });
  const double a = slope * w * std::numbers::ln10 / 20;
  const std::vector<double> at{20, 100, 1000, 5000, 20000};
  const auto levels = smoothed_level(curve, w, at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double gain = i == 0 || i + 1 == at.size() ? 0 : 10 * std::log10(std::sinh(a) / a);
    EXPECT_NEAR(levels[i], slope * octaves(1000, at[i]) + gain, rounding_db) << at[i];
  }
}

// A tooth of height H whose flanks of d octaves are straight in dB: each flank has the mean power
// (10^(H/10) - 1)/(H ln 10 / 10) over d octaves, the rest of the window has the power 1.
TEST(Smoothing, OfANarrowPeakIsItsClosedForm) {
  const double height = 20, d = 0.01, w = 1.0 / 6;
  LevelCurve curve{{100, 1000 * std::exp2(-d), 1000, 1000 * std::exp2(d), 10000}, {0, 0, height, 0, 0}, {}};
  const double flank = (std::pow(10, height / 10) - 1) / (height * std::numbers::ln10 / 10);
  const double power = (2 * d * flank + w - 2 * d) / w;
  const std::vector<double> at{1000, 1000 * std::exp2(0.05), 1000 * std::exp2(0.1)};
  const auto levels = smoothed_level(curve, w, at);
  EXPECT_NEAR(levels[0], 10 * std::log10(power), rounding_db);
  EXPECT_NEAR(levels[1], 10 * std::log10(power), rounding_db) << "the whole peak is in the window";
  EXPECT_NEAR(levels[2], 0, rounding_db) << "none of it is";
}

TEST(Smoothing, EndsWhereTheCurveEnds) {
  const std::vector<double> at{10, 20, 20000, 21000};
  const auto levels = smoothed_level(curve_of(wavy), 1.0 / 12, at);
  EXPECT_TRUE(std::isnan(levels[0]));
  EXPECT_NEAR(levels[1], wavy(20), rounding_db);
  EXPECT_NEAR(levels[2], wavy(20000), rounding_db);
  EXPECT_TRUE(std::isnan(levels[3]));
}

TEST(Smoothing, IsNotDoneTwice) {
  EXPECT_EQ(remaining_smoothing(1.0 / 12, 1.0 / 12), 0);
  EXPECT_EQ(remaining_smoothing(1.0 / 3, 1.0 / 12), 0);
  EXPECT_DOUBLE_EQ(remaining_smoothing(0, 1.0 / 12), 1.0 / 12);
  EXPECT_NEAR(std::hypot(remaining_smoothing(1.0 / 24, 1.0 / 12), 1.0 / 24), 1.0 / 12, 1e-12);
}

TEST(CompareCurves, AnOffsetVanishesByAlignment) {
  const LevelCurve curve = curve_of(wavy), raised = curve_of([](double f) { return wavy(f) + 3; });
  for (const AlignmentBand &band : {AlignmentBand{500, 500}, AlignmentBand{200, 2000}}) {
    const auto comparison = compare_curves({{curve, 1.0 / 12}, {raised, 1.0 / 12}}, band);
    EXPECT_NEAR(comparison.curves[1].offset_db, -3, rounding_db);
    for (const double d : comparison.curves[1].difference_db)
      EXPECT_NEAR(d, 0, rounding_db);
  }
  const auto absolute = compare_curves({{curve, 0}, {raised, 0}}, std::nullopt);
  EXPECT_EQ(absolute.curves[1].offset_db, 0);
  for (const double d : absolute.curves[1].difference_db)
    EXPECT_NEAR(d, 3, rounding_db);
}

// A tilt of 1 dB per octave has no mean over an octave that is centred on 1 kHz.
TEST(CompareCurves, AlignsTheMeanOverLogFrequency) {
  const LevelCurve flat = curve_of([](double) { return 90.0; }),
                   tilted = curve_of([](double f) { return 80 + octaves(1000, f); });
  const auto comparison =
      compare_curves({{flat}, {tilted}}, AlignmentBand{1000 / std::sqrt(2.0), 1000 * std::sqrt(2.0)});
  EXPECT_NEAR(comparison.curves[1].offset_db, 10, rounding_db);
}

TEST(CompareCurves, HasTheFrequenciesThatTheReferenceAndAnotherShare) {
  const auto flat = [](double) { return 0.0; };
  const auto comparison = compare_curves({{curve_of(flat, flat, 50, 100, 10000)},
                                          {curve_of(flat, flat, 50, 20, 1000)},
                                          {curve_of(flat, flat, 50, 500, 20000)}},
                                         std::nullopt);
  const auto &f = comparison.frequency_hz;
  EXPECT_NEAR(f.front(), 100, 2) << "a step of the grid is 1.5 %";
  EXPECT_NEAR(f.back(), 10000, 150);
  for (std::size_t i = 0; i < f.size(); ++i) {
    EXPECT_EQ(std::isnan(comparison.curves[1].difference_db[i]), f[i] > 1000.001) << f[i];
    EXPECT_EQ(std::isnan(comparison.curves[2].difference_db[i]), f[i] < 499.999) << f[i];
  }
}

// A path of 0.3 ms turns the phase by -2 pi f 0.3 ms and nothing else.
TEST(CompareCurves, KnowsAPureDelay) {
  const auto phase = [](double f) { return 2 * std::atan(f / 3000); };
  const double delay = 0.3e-3;
  const LevelCurve curve = curve_of(wavy, phase, 4000),
                   late = curve_of(
                       wavy, [&](double f) { return phase(f) - 2 * std::numbers::pi * f * delay; }, 4000);
  const double tolerance = 1e-9; // of delays [ms] and phases [degree]: the curves are interpolated alike
  const auto absolute = compare_curves({{curve, 1.0 / 12}, {late, 1.0 / 12}}, std::nullopt);
  const auto &f = absolute.frequency_hz;
  for (std::size_t i = 1; i + 1 < f.size(); ++i) {
    EXPECT_NEAR(absolute.curves[1].group_delay_difference_ms[i], 0.3, tolerance) << f[i];
    EXPECT_NEAR(std::remainder(absolute.curves[1].phase_difference_deg[i] + 360 * f[i] * delay, 360), 0, 1e-6)
        << f[i];
  }
  const auto aligned = compare_curves({{curve, 1.0 / 12}, {late, 1.0 / 12}}, AlignmentBand{500, 500});
  EXPECT_NEAR(aligned.curves[1].delay_ms, 0.3, tolerance);
  for (std::size_t i = 1; i + 1 < f.size(); ++i) {
    EXPECT_NEAR(aligned.curves[1].group_delay_difference_ms[i], 0, tolerance) << f[i];
    EXPECT_NEAR(aligned.curves[1].phase_difference_deg[i], 0, 1e-6) << f[i];
  }
}

// An all-pass 2 atan(f/f0) delays by f0/(pi (f0^2 + f^2)); its mean over 1/12 octave differs from its value
// in the middle by less than a hundredth, as the delay's curvature over the window is (1/24 octave)^2.
TEST(CompareCurves, GroupDelayIsThatOfAnAllPass) {
  const double f0 = 3000;
  const LevelCurve curve = curve_of(
      wavy, [&](double f) { return -2 * std::atan(f / f0); }, 4000);
  const std::vector<double> at{100, 1000, 3000, 10000};
  const auto delay = smoothed_group_delay(curve, 1.0 / 12, at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double exact = 1e3 * f0 / (std::numbers::pi * (f0 * f0 + at[i] * at[i]));
    EXPECT_NEAR(delay[i], exact, 0.01 * exact) << at[i];
  }
}

TEST(CompareCurves, WithoutAPhaseHasNoDelay) {
  const auto comparison = compare_curves({{curve_of(wavy)},
                                          {curve_of(
                                              wavy, [](double f) { return f; }, 100)}},
                                         AlignmentBand{500, 500});
  EXPECT_TRUE(comparison.curves[1].group_delay_ms.empty());
  EXPECT_TRUE(comparison.curves[1].phase_difference_deg.empty());
  EXPECT_EQ(comparison.curves[1].delay_ms, 0);
}

TEST(BandDifference, IsThatOfASyntheticDifference) {
  const std::vector<double> f{100, 200, 400, 800, 1600, 3200}, d{NAN, 3, -4, 0, 5, NAN};
  const auto band = band_difference(f, d, 100, 1000);
  ASSERT_TRUE(band);
  EXPECT_DOUBLE_EQ(band->rms, 5 / std::sqrt(3.0));
  EXPECT_EQ(band->largest, -4);
  EXPECT_EQ(band->at_hz, 400);
  EXPECT_EQ(band->lowest_hz, 200);
  EXPECT_EQ(band->highest_hz, 800);
  EXPECT_FALSE(band_difference(f, d, 2000, 20000));
}

TEST(BandDifference, CountsWhatLiesWithinALimit) {
  const std::vector<double> f{100, 200, 400, 800}, d{1, -3, NAN, 2}, limit{1, 2, 9, NAN};
  EXPECT_DOUBLE_EQ(share_within(f, d, limit, 20, 20000), 0.5);
  EXPECT_TRUE(std::isnan(share_within(f, d, limit, 500, 20000)));
}

TEST(LaboratorySpread, CoversTheAudioBandWithoutGaps) {
  for (const double f : comparison_grid(20, 20000))
    EXPECT_TRUE(std::isfinite(laboratory_spread_db(f))) << f;
  EXPECT_TRUE(std::isnan(laboratory_spread_db(19)));
  EXPECT_TRUE(std::isnan(laboratory_spread_db(20001)));
}
