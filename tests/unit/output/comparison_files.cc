// The tables of a comparison.
#include "solver/output/comparison_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace earshot;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A curve of two frequencies 3 dB above the reference.
ComparisonFiles sample() {
  ComparedCurve reference, other;
  reference.level_db = {90, 91};
  other.level_db = {93, 94};
  other.difference_db = {3, 3};
  other.offset_db = -7;
  return {
      {{100, 1000}, {reference, other}},
      {{"out", "out", {}, {}}, {"m", "a, b/m.frd", {}, {{20, 2000, {100, 1000, 3, 3, 100}, {}, 0.5, nan}}}},
      {}};
}

} // namespace

TEST(ComparisonFiles, HaveOnlyTheColumnsThatThereAre) {
  ComparisonFiles files = sample();
  EXPECT_EQ(comparison_table(files).columns,
            (std::vector<std::string>{"frequency_hz", "out_db", "m_db", "m_difference_db"}));
  for (ComparedCurve &curve : files.comparison.curves)
    curve.group_delay_ms = curve.group_delay_difference_ms = curve.phase_difference_deg = {1, 2};
  files.curves[1].uncertainty_db = {0.5, 0.5};
  files.laboratory_spread_db = {1, 2};
  const Table table = comparison_table(files);
  EXPECT_EQ(table.columns, (std::vector<std::string>{"frequency_hz", "out_db", "out_group_delay_ms", "m_db",
                                                     "m_difference_db", "m_uncertainty_db",
                                                     "m_phase_difference_deg", "m_group_delay_ms",
                                                     "m_group_delay_difference_ms", "laboratory_spread_db"}));
  EXPECT_EQ(table.rows[1], (std::vector<double>{1000, 91, 2, 94, 3, 0.5, 2, 2, 2, 2}));
}

TEST(ComparisonFiles, HaveALineForEachCurveAndBand) {
  EXPECT_EQ(differences_text(sample()),
            "curve,file,lowest_hz,highest_hz,from_hz,to_hz,offset_db,delay_ms,rms_db,largest_db,at_hz,"
            "group_delay_rms_ms,within_laboratory_spread,within_uncertainty\n"
            "m,\"a, b/m.frd\",20,2000,100,1000,-7,,3,3,100,,0.5,\n");
}
