#include "solver/analysis/key_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

std::vector<double> grid(int per_octave) {
  std::vector<double> frequencies;
  for (int k = 0; k <= 10 * per_octave; ++k)
    frequencies.push_back(20 * std::pow(2, static_cast<double>(k) / per_octave));
  return frequencies;
}

std::vector<Complex> sampled(const std::vector<double> &frequencies, const auto &law) {
  std::vector<Complex> values;
  for (const double frequency : frequencies)
    values.push_back(law(frequency));
  return values;
}

double figure(const std::vector<KeyFigure> &figures, const std::string &name) {
  const auto found =
      std::find_if(figures.begin(), figures.end(), [&](const KeyFigure &f) { return f.name == name; });
  if (found == figures.end())
    throw std::out_of_range(name);
  return found->value;
}

// A leak makes a first-order high-pass.
Complex leaky(double frequency) {
  return 1.0 / (1.0 - Complex(0, 1) * 60.0 / frequency);
}

// Total Q = Q_m R_0 / (R_0 + R_m): Small, J. Audio Eng. Soc. 20 (1972), with the resistance of the coil.
Complex coil(double frequency) {
  const double f0 = 1700, q_m = 4, r_0 = 16, r_m = 5;
  return r_0 + r_m / (1.0 + Complex(0, 1) * q_m * (frequency / f0 - f0 / frequency));
}

TEST(KeyFigures, BassOfALeakIsThatOfAFirstOrderHighPass) {
  const auto f = grid(6);
  const auto figures = key_figures(f, sampled(f, leaky), {}, 1);
  const auto level = [](double frequency) { return 20 * std::log10(std::abs(leaky(frequency))); };
  EXPECT_NEAR(figure(figures, "bass_level_db"), level(100) - level(1000), 1e-3)
      << "the interpolation's error";
  // The highest level is that at 500 Hz, so the corner is where 1 + (60/f)^2 = 10^0.3 (1 + (60/500)^2).
  const double corner = 60 / std::sqrt(std::pow(10, 0.3) * (1 + 0.0144) - 1);
  EXPECT_NEAR(figure(figures, "bass_corner_hz"), corner, 1e-3 * corner);
}

TEST(KeyFigures, ResonanceAndItsQualityAreThoseOfAMassOnASpring) {
  for (const int per_octave : {6, 24}) {
    const auto f = grid(per_octave);
    const auto figures = key_figures(f, {}, sampled(f, coil), 1);
    // The parabola's curvature is off by sinh(x)^2 / x^2 - 1 = x^2/3, 1 % at x = 0.17, where the farthest
    // neighbour can lie.
    EXPECT_NEAR(figure(figures, "resonance_hz"), 1700, 0.01 * 1700);
    EXPECT_NEAR(figure(figures, "resonance_q"), 4.0 * 16 / 21, 0.01 * 3);
  }
}

TEST(KeyFigures, LevelsAreOfTheSourcesVoltageAndSensitivitiesOfOneVoltAndOneMilliwatt) {
  const std::vector<double> f{100, 1000};
  const std::vector<Complex> p{{0, 0.2}, {2, 0}}, z{{16, 0}, {0, 40}};
  const auto figures = key_figures(f, p, z, 0.1);
  EXPECT_NEAR(figure(figures, "spl_1khz_db"), 100, 1e-12);
  EXPECT_NEAR(figure(figures, "spl_100hz_db"), 80, 1e-12);
  EXPECT_NEAR(figure(figures, "sensitivity_db_per_v"), 120, 1e-12);
  EXPECT_NEAR(figure(figures, "sensitivity_db_per_mw"), 120 + 10 * std::log10(0.04), 1e-12);
  EXPECT_NEAR(figure(figures, "bass_level_db"), -20, 1e-12);
}

TEST(KeyFigures, HighestPeakBetweenTwoAndTenKilohertzIsAMaximumInside) {
  const auto f = grid(24);
  const auto resonator = [](double frequency) {
    const double ratio = frequency / 5000;
    return 1.0 / (1 - ratio * ratio + Complex(0, 0.2) * ratio);
  };
  const auto figures = key_figures(f, sampled(f, resonator), {}, 1);
  EXPECT_NEAR(figure(figures, "peak_2_10khz_hz"), 5000 * std::sqrt(1 - 0.02), 10) << "steps are 12 Hz wide";
  EXPECT_NEAR(figure(figures, "peak_2_10khz_db"),
              -20 * std::log10(std::abs(resonator(1000)) * std::sqrt(0.04 - 0.0004)), 0.01);
  const auto falling = key_figures(f, sampled(f, [](double x) { return Complex(1 / x, 0); }), {}, 1);
  EXPECT_TRUE(std::isnan(figure(falling, "peak_2_10khz_db")));
}

TEST(KeyFigures, WhatIsNotDefinedIsNaN) {
  const auto nothing = key_figures({}, {}, {}, 1);
  for (const KeyFigure &f : nothing)
    EXPECT_TRUE(std::isnan(f.value)) << f.name;
  const std::vector<double> f{200, 400, 800, 900, 950};
  const std::vector<Complex> p(5, Complex(1, 0));
  const auto figures = key_figures(f, p, p, 1);
  ASSERT_EQ(figures.size(), nothing.size()) << "the names don't depend on the data";
  EXPECT_TRUE(std::isnan(figure(figures, "spl_1khz_db")));
  EXPECT_TRUE(std::isnan(figure(figures, "bass_corner_hz")));
  EXPECT_TRUE(std::isnan(figure(figures, "resonance_hz")));
  EXPECT_THROW(key_figures(f, std::span(p).first(2), {}, 1), std::invalid_argument);
}

} // namespace
