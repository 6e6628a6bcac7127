#include "solver/output/response_files.h"

#include "solver/files/import_files.h"
#include "solver/files/touchstone.h"
#include "support/temporary_directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

using namespace earshot;
using Complex = std::complex<double>;

namespace {

Response sample() {
  Response response;
  response.frequency_hz = {100, 1000};
  response.eardrum_pressure = {{2.0, 0.0}, {0.0, -0.02}}; // 100 dB at 0 deg, 60 dB at -90 deg
  response.probes = {{"tip", {{0.2, 0.0}, {-0.2, 0.0}}}};
  response.source_voltage = 0.5;
  response.current = {{0.02, 0.0}, {0.0, 0.01}};
  response.impedance = plug_impedance(response.source_voltage, response.current, 5.0);
  response.excursion_mm = {{"dynamic", {0.1, 0.02}}};
  response.input_w = {1e-3, 2e-3};
  response.losses_w = {{"coil", {0.75e-3, 1.5e-3}}, {"eardrum", {0.25e-3, 0.4e-3}}};
  return response;
}

} // namespace

TEST(ResponseFiles, HoldTheErrorsOfSweepAndMeshApartAndTogether) {
  Response response = sample();
  response.error_db = {0.01, 0.02};
  response.mesh_error_db = {0.1, 0.3};
  const Table table = response_table(response);
  EXPECT_EQ(table.column("error_db"), response.error_db);
  EXPECT_EQ(table.column("error_mesh_db"), response.mesh_error_db);
  EXPECT_NEAR(table.column("error_total_db")[1], 0.32, 1e-12);
}

TEST(ResponseFiles, HoldTheErrorOfLossesWhereOneIsInDoubt) {
  Response response = sample();
  response.error_db = {0.01, 0.02};
  response.loss_error_db = {0.2, 0.4};
  EXPECT_EQ(response_table(response).column("error_losses_db"), response.loss_error_db);
  EXPECT_NEAR(response_table(response).column("error_total_db")[1], 0.42, 1e-12);
  response.mesh_error_db = {0.1, 0.3};
  EXPECT_NEAR(response_table(response).column("error_total_db")[1], 0.72, 1e-12);
}

TEST(ResponseFiles, HoldTheAgreedColumns) {
  const TemporaryDirectory directory;
  write_response(directory.path, "case", sample());
  const Table response = read_table(directory.path / "response.csv");
  EXPECT_EQ(response.columns,
            (std::vector<std::string>{"frequency_hz", "spl_db", "phase_deg", "group_delay_ms", "error_db",
                                      "tip_spl_db", "tip_phase_deg"}));
  EXPECT_NEAR(response.column("spl_db")[0], 100, 1e-7);
  EXPECT_NEAR(response.column("spl_db")[1], 60, 1e-7);
  EXPECT_NEAR(response.column("phase_deg")[1], -90, 1e-7);
  EXPECT_NEAR(response.column("tip_spl_db")[1], 80, 1e-7);
  EXPECT_NEAR(response.column("tip_phase_deg")[1], 180, 1e-7);
  EXPECT_NEAR(response.column("group_delay_ms")[0], 1e3 * 0.25 / 900, 1e-9); // a quarter turn in 900 Hz
  EXPECT_EQ(response.column("error_db"), (std::vector<double>{0, 0}));

  const Table impedance = read_table(directory.path / "impedance.csv");
  EXPECT_EQ(impedance.columns, (std::vector<std::string>{"frequency_hz", "magnitude_ohm", "phase_deg"}));
  EXPECT_NEAR(impedance.column("magnitude_ohm")[0], 20, 1e-7); // 0.5 V / 20 mA - 5 ohm
  const Table excursion = read_table(directory.path / "excursion.csv");
  EXPECT_EQ(excursion.columns, (std::vector<std::string>{"frequency_hz", "dynamic_mm"}));
  const Table power = read_table(directory.path / "power.csv");
  EXPECT_EQ(power.columns, (std::vector<std::string>{"frequency_hz", "input_w", "coil_w", "eardrum_w",
                                                     "relative_residual"}));
  EXPECT_NEAR(power.column("relative_residual")[0], 0, 1e-12);
  EXPECT_NEAR(power.column("relative_residual")[1], 0.05, 1e-9); // (2 - 1.5 - 0.4) / 2
}

TEST(ResponseFiles, HoldProbesWhereThereIsNoEardrum) {
  const TemporaryDirectory directory;
  Response response = sample();
  response.eardrum_pressure.clear();
  write_response(directory.path, "case", response);
  const Table table = read_table(directory.path / "response.csv");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"frequency_hz", "tip_spl_db", "tip_phase_deg"}));
  EXPECT_NEAR(table.column("tip_spl_db")[0], 80, 1e-7);
  EXPECT_FALSE(std::filesystem::exists(directory.path / "case.frd"));
}

TEST(ResponseFiles, SayWhatTheEarIsMeantFor) {
  const TemporaryDirectory directory;
  Response response = sample(); // 100 Hz and 1 kHz
  response.ear_band = {125, 8000};
  write_response(directory.path, "case", response);
  const Table table = read_table(directory.path / "response.csv");
  EXPECT_EQ(table.columns.back(), "in_ear_band");
  EXPECT_EQ(table.column("in_ear_band"), (std::vector<double>{0, 1}));
  EXPECT_NE(frd_text(response, "case").find("\n* the ear is meant for 125 Hz to 8000 Hz\n"),
            std::string::npos);
}

TEST(ResponseFiles, FrdAndZmaAreThreeNumbersALineUnderStars) {
  const TemporaryDirectory directory;
  write_response(directory.path, "case", sample());
  for (const std::string name : {"case.frd", "case.zma"}) {
    std::istringstream lines(read_text(directory.path / name));
    int comments = 0, rows = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.front() == '*') {
        EXPECT_EQ(rows, 0) << "a comment among the numbers";
        ++comments;
        continue;
      }
      std::istringstream numbers(line);
      double f = 0, magnitude = 0, phase = 0;
      ASSERT_TRUE(numbers >> f >> magnitude >> phase) << line;
      EXPECT_EQ(f, rows == 0 ? 100 : 1000);
      if (rows == 0) {
        EXPECT_NEAR(magnitude, name == "case.frd" ? 100 : 20, 1e-6);
      } else {
        EXPECT_NEAR(phase, name == "case.frd" ? -90 : phase_deg({-5, -50}), 1e-4);
      }
      std::string rest;
      EXPECT_FALSE(numbers >> rest) << rest;
      ++rows;
    }
    EXPECT_GE(comments, 1);
    EXPECT_EQ(rows, 2);
  }
}

/// Numbers of a text below its comments, as they stand.
std::vector<std::string> numbers_of(const std::string &text) {
  std::vector<std::string> numbers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.front() != '*') {
      std::istringstream cells(line);
      for (std::string cell; cells >> cell;)
        numbers.push_back(cell);
    }
  return numbers;
}

// Read by the readers of other people's files and written again: to the last digit.
TEST(ResponseFiles, AreReadBackToTheLastDigitWritten) {
  Response response = sample();
  response.frequency_hz.clear(), response.eardrum_pressure.clear(), response.impedance.clear();
  for (int k = 0; k < 200; ++k) {
    response.frequency_hz.push_back(20 * std::pow(1000.0, k / 199.0));
    response.eardrum_pressure.push_back(std::polar(std::pow(10, std::sin(k)), 0.37 * k));
    response.impedance.push_back(std::polar(16 + std::cos(3.0 * k), 0.5 * std::sin(0.21 * k)));
  }
  const auto expect_same = [&](const std::string &text, const ImportedCurve &curve, const auto &magnitude) {
    const std::vector<std::string> written = numbers_of(text);
    ASSERT_EQ(written.size(), 3 * curve.values.size());
    EXPECT_TRUE(curve.notes.empty());
    for (std::size_t k = 0; k < curve.values.size(); ++k) {
      EXPECT_EQ(fmt::format("{:.6f}", curve.frequency_hz[k]), written[3 * k]);
      EXPECT_EQ(fmt::format("{:.6f}", magnitude(curve.values[k])), written[3 * k + 1]);
      EXPECT_EQ(fmt::format("{:.4f}", phase_deg(curve.values[k])), written[3 * k + 2]);
    }
  };
  const std::string frd = frd_text(response, "case, in dB"), zma = zma_text(response, "case, in dB");
  expect_same(frd, parse_frd(frd, "case.frd"), [](Complex v) { return 20 * std::log10(std::abs(v)); });
  expect_same(frd, parse_frd(frd, "measured by another.txt"), // as REW imports and exports it
              [](Complex v) { return 20 * std::log10(std::abs(v)); });
  const std::string rew = rew_text(response, "case, in dB");
  EXPECT_EQ(numbers_of(rew), numbers_of(frd));
  expect_same(rew, parse_frd(rew, "case.txt"), [](Complex v) { return 20 * std::log10(std::abs(v)); });
  const ImportedImpedance impedance = parse_impedance(zma, "case.zma");
  EXPECT_EQ(impedance.quantity, TableQuantity::electrical);
  expect_same(zma, impedance.curve, [](Complex v) { return std::abs(v); });

  const std::string touchstone = touchstone_text(response, "case, in dB");
  Response twin = response;
  twin.impedance = parse_one_port(touchstone, "case.s1p").curve.values;
  twin.frequency_hz = parse_one_port(touchstone, "case.s1p").curve.frequency_hz;
  EXPECT_EQ(touchstone_text(twin, "case, in dB"), touchstone);

  const TemporaryDirectory directory;
  const auto csv_of = [&](const Table &table) {
    write_table(directory.path / "table.csv", table);
    return read_text(directory.path / "table.csv");
  };
  const std::string csv = csv_of(impedance_table(response));
  const ImportedCurve read = parse_impedance(csv, "impedance.csv").curve;
  Table again{{"frequency_hz", "magnitude_ohm", "phase_deg"}, {}};
  for (std::size_t k = 0; k < read.values.size(); ++k)
    again.rows.push_back({read.frequency_hz[k], std::abs(read.values[k]), phase_deg(read.values[k])});
  EXPECT_EQ(csv_of(again), csv);
}

TEST(ResponseFiles, WhatIsNotThereWritesNoFile) {
  const TemporaryDirectory directory;
  Response response;
  response.frequency_hz = {1000};
  response.eardrum_pressure = {1.0};
  write_response(directory.path, "case", response);
  EXPECT_TRUE(std::filesystem::exists(directory.path / "response.csv"));
  for (const char *name : {"impedance.csv", "excursion.csv", "power.csv", "case.zma", "case.s1p"})
    EXPECT_FALSE(std::filesystem::exists(directory.path / name)) << name;
}

TEST(ResponseFiles, SeriesOfAnotherLengthAreRefused) {
  const TemporaryDirectory directory;
  Response response = sample();
  response.probes[0].values.pop_back();
  EXPECT_THROW(write_response(directory.path, "case", response), std::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path));
}
