#include "solver/output/sensitivity_files.h"

#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace earshot;

namespace {

/// Peaks of the level at 100 Hz and at 3 kHz; a mass of 6 mg, a stiffness that is 0.
Sensitivities two_parameters() {
  Sensitivities s;
  s.frequency_hz = {50, 100, 1000, 3000, 9000};
  s.level_db = {100, 110, 105, 120, 80};
  s.parameters = {{"mass", 6e-6, "kg", 0.6e-6, {0, 1e5, -2e5, -4e5, 1e5}},
                  {"rim", 0, "N/m2", 0, {-1, -2, 0, 3, 0.5}}};
  s.has_tolerances = true;
  return s;
}

} // namespace

TEST(SensitivityFiles, ShowOnePercentOrOneUnit) {
  const Table table = sensitivity_table(two_parameters());
  EXPECT_EQ(table.columns, (std::vector<std::string>{"frequency_hz", "mass", "rim per N/m2"}));
  EXPECT_NEAR(table.column("mass")[3], -4e5 * 6e-8, 1e-15);
  EXPECT_EQ(table.column("rim per N/m2")[3], 3);
}

TEST(SensitivityFiles, RankTheStrongestFirstAndShowPeaks) {
  const std::string text = ranked_csv(two_parameters());
  std::vector<std::string> lines;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "parameter,nominal,unit,change,largest_db,at_hz,rms_db,db_at_100_hz,db_at_1000_hz,"
                      "db_at_3000_hz");
  EXPECT_EQ(lines[1].find("rim,0,N/m2,1 N/m2,3,3000,"), 0u) << lines[1];
  const auto fields = split_at_commas(lines[2]);
  ASSERT_EQ(fields.size(), 10u);
  EXPECT_EQ(fields[3], "1 %");
  EXPECT_NEAR(std::stod(fields[4]), -0.024, 1e-12) << "with its sign";
  EXPECT_NEAR(std::stod(fields[6]), 6e-8 * 1e5 * std::sqrt(22.0 / 5), 1e-10);
  EXPECT_NEAR(std::stod(fields[9]), -0.024, 1e-12);
}

TEST(SensitivityFiles, BandIsSymmetricAndWorstCaseIsWider) {
  Sensitivities s = two_parameters();
  s.parameters[1].tolerance = 0.1;
  const Table band = tolerance_band(s);
  // 4e5 dB/kg * 0.6e-6 kg and 3 dB m2/N * 0.1 N/m2
  EXPECT_NEAR(band.column("rss_upper_db")[3], 120 + std::hypot(0.24, 0.3), 1e-12);
  EXPECT_NEAR(band.column("rss_lower_db")[3], 120 - std::hypot(0.24, 0.3), 1e-12);
  EXPECT_NEAR(band.column("worst_upper_db")[3], 120.54, 1e-12);
  EXPECT_NEAR(band.column("worst_lower_db")[3], 119.46, 1e-12);
}

TEST(SensitivityFiles, HaveNoBandWithoutTolerances) {
  const TemporaryDirectory directory;
  Sensitivities s = two_parameters();
  s.has_tolerances = false;
  write_sensitivities(directory.path, s);
  EXPECT_TRUE(std::filesystem::exists(directory.path / "sensitivity.csv"));
  EXPECT_TRUE(std::filesystem::exists(directory.path / "sensitivity_ranked.csv"));
  EXPECT_FALSE(std::filesystem::exists(directory.path / "tolerance_band.csv"));
}
