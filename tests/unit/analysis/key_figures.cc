#include "solver/analysis/key_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

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
  EXPECT_TRUE(std::any_of(figures.begin(), figures.end(), [&](const KeyFigure &f) { return f.name == name; }))
      << name;
  return value_of(figures, name);
}

/// A response to a source whose resistance is nothing.
Response response_of(const std::vector<double> &frequencies, const std::vector<Complex> &eardrum,
                     const std::vector<Complex> &impedance, double voltage = 1) {
  Response response;
  response.frequency_hz = frequencies;
  response.eardrum_pressure = eardrum;
  response.impedance = impedance;
  response.source_voltage = voltage;
  for (const Complex &z : impedance)
    response.current.push_back(voltage / z);
  return response;
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
  const auto figures = key_figures(response_of(f, sampled(f, leaky), {}));
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
    const auto figures = key_figures(response_of(f, {}, sampled(f, coil)));
    // The parabola's curvature is off by sinh(x)^2 / x^2 - 1 = x^2/3, 1 % at x = 0.17, where the farthest
    // neighbour can lie.
    EXPECT_NEAR(figure(figures, "resonance_hz"), 1700, 0.01 * 1700);
    EXPECT_NEAR(figure(figures, "resonance_q"), 4.0 * 16 / 21, 0.01 * 3);
  }
}

TEST(KeyFigures, LevelsAreOfTheSourcesVoltageAndSensitivitiesOfOneVoltAndOneMilliwatt) {
  const std::vector<double> f{100, 1000};
  const std::vector<Complex> p{{0, 0.2}, {2, 0}}, z{{16, 0}, {0, 40}};
  const auto figures = key_figures(response_of(f, p, z, 0.1));
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
  const auto figures = key_figures(response_of(f, sampled(f, resonator), {}));
  EXPECT_NEAR(figure(figures, "peak_2_10khz_hz"), 5000 * std::sqrt(1 - 0.02), 10) << "steps are 12 Hz wide";
  EXPECT_NEAR(figure(figures, "peak_2_10khz_db"),
              -20 * std::log10(std::abs(resonator(1000)) * std::sqrt(0.04 - 0.0004)), 0.01);
  const auto falling =
      key_figures(response_of(f, sampled(f, [](double x) { return Complex(1 / x, 0); }), {}));
  EXPECT_TRUE(std::isnan(figure(falling, "peak_2_10khz_db")));
}

// The amplifier's resistance takes its share of the source's voltage.
TEST(KeyFigures, SensitivityIsReferredToThePlug) {
  const std::vector<double> f{500, 1000};
  const Complex z(3, 4);
  Response response = response_of(f, {1, 1}, {z, z}, 0.2);
  response.current = {0.2 / (z + 4.0), 0.2 / (z + 4.0)};
  const double volts = std::abs(0.2 * z / (z + 4.0)), level = 20 * std::log10(1 / 20e-6);
  const auto figures = key_figures(response);
  EXPECT_NEAR(figure(figures, "sensitivity_db_per_v"), level - 20 * std::log10(volts), 1e-9);
  EXPECT_NEAR(figure(figures, "sensitivity_db_per_mw"),
              level - 20 * std::log10(volts / std::sqrt(1e-3 * std::abs(z))), 1e-9);
}

/// Re Z of motional resistances [ohm] of quality 4 over 16 ohm.
auto resistance_with(std::vector<std::pair<double, double>> frequencies_and_heights) {
  return [=](double frequency) {
    Complex z = 16;
    for (const auto &[f0, height] : frequencies_and_heights)
      z += height / Complex(1, 4 * (frequency / f0 - f0 / frequency));
    return z;
  };
}

// A planar driver's motional resistance is small; an armature beside it has a large one far above.
TEST(KeyFigures, ResonanceIsTheLowestOneHoweverSmall) {
  const auto f = grid(24);
  const auto figures =
      key_figures(response_of(f, {}, sampled(f, resistance_with({{400, 0.1}, {11600, 30}}))));
  EXPECT_NEAR(figure(figures, "resonance_hz"), 400, 0.01 * 400);
  EXPECT_NEAR(figure(figures, "resonance_impedance_ohm"), 16.1, 0.05);
}

// The air in a vent makes a bump below the driver's own resonance.
TEST(KeyFigures, ResonanceIsNotTheBumpOfAVentBesideIt) {
  const auto f = grid(24);
  const auto figures = key_figures(response_of(f, {}, sampled(f, resistance_with({{200, 0.1}, {900, 10}}))));
  EXPECT_NEAR(figure(figures, "resonance_hz"), 900, 0.01 * 900);
}

TEST(KeyFigures, TheInductancesRiseIsNoResonance) {
  const auto f = grid(6);
  const auto inductive = [](double frequency) { return Complex(16 + 1e-3 * frequency, 1e-3 * frequency); };
  EXPECT_TRUE(std::isnan(figure(key_figures(response_of(f, {}, sampled(f, inductive))), "resonance_hz")));
}

TEST(KeyFigures, LargestExcursionIsOverAllDriversAndOfEach) {
  Response response;
  response.frequency_hz = {20, 200};
  response.excursion_mm = {{"woofer", {0.3, 0.1}}, {"tweeter", {0.0, 0.31}}};
  const auto figures = key_figures(response);
  EXPECT_EQ(figure(figures, "largest_excursion_mm"), 0.31);
  EXPECT_EQ(figure(figures, "largest_excursion_hz"), 200);
  EXPECT_EQ(figure(figures, "excursion_woofer_mm"), 0.3);
  EXPECT_EQ(figure(figures, "excursion_tweeter_mm"), 0.31);
}

// Comparisons pass over NaN: it must not look like a small error.
TEST(KeyFigures, AnErrorThatIsNotANumberIsTold) {
  const double nan = std::nan("");
  const std::vector<std::vector<double>> series{{nan, 0.1}, {0.1, nan}, {0.1, nan, 0.2}};
  for (const std::vector<double> &errors : series) {
    Response response;
    response.frequency_hz.assign(errors.size(), 1);
    response.error_db = errors;
    response.input_w = errors;
    EXPECT_TRUE(std::isnan(figure(key_figures(response), "largest_error_db")));
    EXPECT_TRUE(std::isnan(figure(key_figures(response), "largest_relative_residual")));
  }
}

TEST(KeyFigures, TellTheLargestErrorOfTheMeshAndItsFrequency) {
  Response response;
  response.frequency_hz = {100, 200, 400};
  response.mesh_error_db = {0.1, 0.4, 0.2};
  EXPECT_EQ(figure(key_figures(response), "largest_error_mesh_db"), 0.4);
  EXPECT_EQ(figure(key_figures(response), "largest_error_mesh_hz"), 200);
}

TEST(KeyFigures, WhatIsNotDefinedIsNaN) {
  const auto nothing = key_figures(Response());
  for (const KeyFigure &f : nothing)
    if (f.name != "largest_error_db") { // none, of a direct sweep
      EXPECT_TRUE(std::isnan(f.value)) << f.name;
    }
  const std::vector<double> f{200, 400, 800, 900, 950};
  const std::vector<Complex> p(5, Complex(1, 0));
  const auto figures = key_figures(response_of(f, p, p));
  ASSERT_EQ(figures.size(), nothing.size()) << "the names don't depend on the data";
  EXPECT_TRUE(std::isnan(figure(figures, "spl_1khz_db")));
  EXPECT_TRUE(std::isnan(figure(figures, "bass_corner_hz")));
  EXPECT_TRUE(std::isnan(figure(figures, "resonance_hz")));
  EXPECT_THROW(key_figures(response_of(f, {1, 1}, {})), std::invalid_argument);
}

} // namespace
