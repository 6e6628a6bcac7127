// The tables of a fit.
#include "solver/output/fit_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace earshot;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

FitResults sample() {
  FitResults results;
  results.parameters = {{"a.b", "mm", "", 1, 2, 1.5, 2, 2.5, 0.3, true, ""},
                        {"c", "1", "taped", 1, nan, nan, nan, nan, 1, false, "no curve changes with c^1"}};
  results.curves = {{"stock", "level", 1, {100, 200}, {1, 2}, {0, 0}, {1.5, 2}, {0.2, 0.2}, {}},
                    {"taped", "level", 1, {200}, {3}, {0}, {3}, {0.2}, {}}};
  return results;
}

TEST(FitFiles, ANumberThatNoCurveSeesHasNoValue) {
  EXPECT_EQ(fit_parameters_text(sample()),
            "parameter,unit,states,start,best,p05,p50,p95,remaining,determined,note\n"
            "a.b,mm,,1,2,1.5,2,2.5,0.3,yes,\n"
            "c,1,taped,1,,,,,1,no,no curve changes with c^1\n");
}

TEST(FitFiles, StatesOfDifferentBandsShareATable) {
  const Table table = fit_curves_table(sample());
  EXPECT_EQ(table.columns.front(), "frequency_hz");
  EXPECT_EQ(table.column("stock_residual_db"), (std::vector<double>{-0.5, 0}));
  EXPECT_TRUE(std::isnan(table.column("taped_measured_db")[0]));
  EXPECT_EQ(table.column("taped_measured_db")[1], 3);
}

} // namespace
