// compare.png follows the curves of compare.csv.
#include "postprocess/view.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "support/picture.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace earshot;
using earshot::testing::Picture;

namespace {

/// A reference and a curve that lies 5 dB above it up to 1 kHz and 5 dB below it from there on; with a spread
/// of 2 dB.
Table sample_table() {
  Table table{{"frequency_hz", "out_db", "m_db", "m_difference_db", "laboratory_spread_db"}, {}};
  for (int k = -200; k <= 200; ++k) {
    const double step = k < 0 ? 5 : -5;
    table.rows.push_back({1000 * std::exp2(k / 48.0), 90, 90 + step, step, 2});
  }
  return table;
}

bool is_grey(double red, double green, double blue) {
  return std::abs(red - 0.83) < 0.02 && std::abs(green - 0.85) < 0.02 && std::abs(blue - 0.88) < 0.02;
}

} // namespace

TEST(ComparisonPicture, HasTheCurvesAboveAndTheirDifferencesBelow) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_table(directory.path / "compare.csv", sample_table());
  const Picture picture(draw_comparison(directory.path));
  const auto is_orange = [](double red, double green, double blue) {
    return std::abs(red - 0.84) < 0.1 && std::abs(green - 0.37) < 0.1 && blue < 0.1;
  };
  const auto is_blue = [](double red, double green, double blue) {
    return red < 0.1 && std::abs(green - 0.45) < 0.1 && std::abs(blue - 0.70) < 0.1;
  };
  const double split = 600.0 / 1460; // between the charts
  EXPECT_GT(picture.share(is_blue, 0.3, 1, split, 1), 0) << "the reference";
  EXPECT_EQ(picture.share(is_blue, 0.3, 1, 0, split), 0) << "it has no difference";
  EXPECT_GT(picture.share(is_orange, 0.3, 1, split, 1), 0);
  EXPECT_GT(picture.share(is_orange, 0.3, 1, 0, split), 0);
  // Below, 1 kHz is in the middle and 0 dB half way up: left of it the curve is above, right of it below.
  const auto heights = picture.heights_of({0.84, 0.37, 0.0});
  ASSERT_TRUE(heights[picture.width / 4] && heights[3 * picture.width / 4]);
  EXPECT_GT(*heights[picture.width / 4], *heights[3 * picture.width / 4] + 50);
  EXPECT_GT(picture.share(is_grey, 0.3, 0.9, 0, split), 0.05) << "what laboratories differ by";
  EXPECT_GT(picture.share(is_grey, 0.3, 0.9, split, 1), 0.02);
}

TEST(ComparisonPicture, HasTheUncertaintyAboutTheDifference) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  Table table = sample_table();
  // Left of 1 kHz, from 0 to 4 dB of a chart of 6 dB to both sides; the difference itself lies at 5 dB.
  const auto orange_below_it = [&] {
    write_table(directory.path / "compare.csv", table);
    return Picture(draw_comparison(directory.path))
        .share([](double red, double, double blue) { return red > blue + 0.3; }, 0.15, 0.45, 0.22, 0.31);
  };
  EXPECT_EQ(orange_below_it(), 0);
  table.columns.back() = "m_uncertainty_db";
  EXPECT_GT(orange_below_it(), 0);
}

TEST(ComparisonPicture, NeedsCurvesWithDifferences) {
  const TemporaryDirectory directory;
  write_table(directory.path / "compare.csv", {{"frequency_hz", "out_db"}, {{100, 90}, {200, 91}}});
  EXPECT_THROW(draw_comparison(directory.path), UserError);
}

TEST(ComparisonPicture, TakesAnyNameOfACurve) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  Table table = sample_table();
  table.columns = {"frequency_hz", "laboratory_spread_db", "x_difference_db", "x_difference_difference_db",
                   "laboratory_spread_db"};
  write_table(directory.path / "compare.csv", table);
  EXPECT_TRUE(std::filesystem::exists(draw_comparison(directory.path)));
}
