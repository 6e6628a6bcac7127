#include "solver/output/run_record.h"

#include "support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

using namespace earshot;
using Complex = std::complex<double>;

namespace {

// 24 points a decade from 10 Hz to 100 kHz pass through none of the wanted frequencies.
std::vector<double> uneven_grid() {
  std::vector<double> grid;
  for (int i = 0; i < 97; ++i)
    grid.push_back(9.7 * std::pow(10, i / 24.0));
  return grid;
}

// Z of a moving-coil driver: Re + i w Le + Res / (1 + i Q (f/f0 - f0/f)).
Complex driver_impedance(double f) {
  const double resistance = 16, peak = 20, quality = 1.5, resonance = 700;
  return resistance + peak / Complex(1, quality * (f / resonance - resonance / f)) +
         Complex(0, 2 * std::numbers::pi * f * 1e-5);
}

Response sample() {
  Response response;
  response.frequency_hz = uneven_grid();
  response.source_voltage = 0.2;
  for (const double f : response.frequency_hz) {
    response.eardrum_pressure.push_back(std::pow(f / 1000, 0.5)); // +3.01 dB an octave, 1 Pa at 1 kHz
    response.impedance.push_back(driver_impedance(f));
    response.current.push_back(0.2 / (driver_impedance(f) + 4.0)); // source of 4 ohm
  }
  return response;
}

} // namespace

TEST(KeyFigures, LevelsAreInterpolatedInTheLogarithmOfFrequency) {
  const KeyFigures figures = key_figures(sample());
  ASSERT_EQ(figures.spl_db.size(), 4u);
  for (const auto &[f, level] : figures.spl_db) // straight over log f, so that only rounding is left
    EXPECT_NEAR(level, 20 * std::log10(1 / 20e-6) + 10 * std::log10(f / 1000), 1e-9) << f;
}

TEST(KeyFigures, SensitivityIsReferredToThePlug) {
  const KeyFigures figures = key_figures(sample());
  const Complex z = driver_impedance(1000);
  const double level = 20 * std::log10(1 / 20e-6);
  const double volts = std::abs(0.2 * z / (z + 4.0));
  // |Z| bends by some 50 ohm per neper^2 here, a step is 0.096 neper: 50 * 0.096^2 / 8 = 0.06 ohm, which is
  // 0.2 % or 0.02 dB; half of it in dB / V, as |z + 4| in the current bends almost alike.
  EXPECT_NEAR(figures.impedance_1khz_ohm, std::abs(z), 0.1);
  EXPECT_NEAR(figures.sensitivity_db_per_v, level - 20 * std::log10(volts), 0.02);
  const double volts_of_one_milliwatt = std::sqrt(1e-3 * std::abs(z));
  EXPECT_NEAR(figures.sensitivity_db_per_mw, level - 20 * std::log10(volts / volts_of_one_milliwatt), 0.02);
}

TEST(KeyFigures, ResonanceIsFoundBetweenThePoints) {
  const KeyFigures figures = key_figures(sample());
  // The grid's steps are 10 %; the parabola finds the peak within a hundredth of a step or so. The inductance
  // (6 ohm at 100 kHz in quadrature) moves it by less than 1e-3.
  EXPECT_NEAR(figures.resonance_hz, 700, 2);
  EXPECT_NEAR(figures.resonance_impedance_ohm, 36, 0.1);
}

TEST(KeyFigures, TheInductancesRiseIsNoResonance) {
  Response response;
  response.frequency_hz = {100, 1000, 10000};
  response.impedance = {16, 17, 40};
  EXPECT_TRUE(std::isnan(key_figures(response).resonance_hz));
}

TEST(KeyFigures, OutsideTheBandNothingIsKnown) {
  Response response;
  response.frequency_hz = {1000};
  response.eardrum_pressure = {1.0};
  const KeyFigures figures = key_figures(response);
  EXPECT_TRUE(std::isnan(figures.spl_db[0].second));
  EXPECT_NEAR(figures.spl_db[1].second, 93.9794, 1e-4);
  EXPECT_TRUE(std::isnan(figures.sensitivity_db_per_v));
  EXPECT_TRUE(std::isnan(key_figures({}).spl_db[1].second));
}

TEST(KeyFigures, LargestExcursionIsOverAllDrivers) {
  Response response;
  response.frequency_hz = {20, 200};
  response.excursion_mm = {{"woofer", {0.3, 0.1}}, {"tweeter", {0.0, 0.31}}};
  const KeyFigures figures = key_figures(response);
  EXPECT_EQ(figures.largest_excursion_mm, 0.31);
  EXPECT_EQ(figures.largest_excursion_hz, 200);
}

TEST(RunRecord, SummaryIsJsonThatSaysWhatTheRunDid) {
  const TemporaryDirectory directory;
  RunRecord record;
  record.name = "case";
  record.ranks = 2;
  record.counts = {{"air unknowns", 12345678901}, {"frequencies", 60}};
  record.stage_seconds = {{"mesh", 1.5}, {"solve", 30}};
  record.factorisations = 61;
  record.peak_memory_mib = {400, 300};
  record.versions = {{"VTK", "9.1.0"}};
  record.figures = key_figures(sample());
  record.figures.spl_db[0].second = std::nan("");
  write_summary(directory.path, record);
  const auto json = nlohmann::json::parse(read_text(directory.path / "summary.json"));
  EXPECT_EQ(json["counts"]["air unknowns"], 12345678901);
  EXPECT_EQ(json["stage_seconds"]["solve"], 30);
  EXPECT_EQ(json["factorisations"], 61);
  EXPECT_EQ(json["peak_memory_mib"]["total"], 700);
  EXPECT_EQ(json["versions"]["VTK"], "9.1.0");
  EXPECT_TRUE(json["figures"]["spl"][0]["spl_db"].is_null());
  EXPECT_EQ(json["figures"]["spl"][1]["frequency_hz"], 1000);

  const std::string text = summary_text(record);
  EXPECT_NE(text.find("SPL at 1000 Hz"), std::string::npos);
  EXPECT_EQ(text.find(" nan"), std::string::npos) << text;
}

TEST(RunRecord, PeakMemoryGrowsWithUse) {
  const double before = peak_memory_mib();
  const std::vector<char> block(64 << 20, 'x');
  EXPECT_GE(peak_memory_mib(), before + 32) << static_cast<int>(block[block.size() / 2]);
}
