#include "postprocess/view.h"
#include "solver/files/tables.h"
#include "solver/output/field_files.h"
#include "support/picture.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace earshot;
using earshot::testing::Picture;

namespace {

void write_tables(const std::filesystem::path &directory, const std::string &suffix) {
  Table curves{{"displacement_mm", "force_factor_n_a", "force_factor_flux_n_a", "force_factor_fit_n_a",
                "inductance_uh", "apparent_inductance_uh"},
               {}};
  for (double x = -0.4; x < 0.45; x += 0.1)
    curves.rows.push_back({x, 0.6 - x * x, 0.6 - x * x, 0.6 - x * x, 40 - 5 * x, 42 - 5 * x});
  write_table(directory / ("motor" + suffix + ".csv"), curves);
  Table impedance{
      {"frequency_hz", "resistance_ohm", "reactance_ohm", "ladder_resistance_ohm", "ladder_reactance_ohm"},
      {}};
  for (double f = 10; f < 5e4; f *= 2)
    impedance.rows.push_back({f, 16 + 1e-2 * std::sqrt(f), 2e-4 * f, 16 + 1e-2 * std::sqrt(f), 2e-4 * f});
  write_table(directory / ("blocked_impedance" + suffix + ".csv"), impedance);
}

/// Two parts side by side in air.
void write_field(const std::filesystem::path &directory) {
  FieldMesh mesh{CellShape::quadrilateral, {}, {}};
  PointData flux{"flux_wb", 1, {}}, magnitude{"magnitude_t", 1, {}}, saturation{"saturation", 1, {}},
      region{"region", 1, {}};
  for (int cell = 0; cell < 16; ++cell) {
    const int column = cell % 4, row = cell / 4;
    for (const auto &[dx, dy] : {std::pair{0, 0}, {1, 0}, {1, 1}, {0, 1}}) {
      const double x = 1e-3 * (column + dx), y = 1e-3 * (row + dy);
      mesh.connectivity.push_back(static_cast<int>(mesh.points.size()));
      mesh.points.push_back({x, y, 0});
      flux.values.push_back(x * x);
      magnitude.values.push_back(2e3 * x);
      saturation.values.push_back(row == 1 ? 0.5 : 0);
      region.values.push_back(row == 1 && column < 2 ? column + 1 : 0);
    }
  }
  FieldSeries(directory / "fields", "motor_dynamic", mesh).write(0, {flux, magnitude, saturation, region});
  FieldSeries(directory / "fields", "parts_dynamic", mesh).write(0, {region});
}

} // namespace

TEST(MotorPictures, AreDrawnOfTablesAndFields) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_tables(directory.path, "");
  write_field(directory.path);
  const auto pictures = draw_motor(directory.path);
  ASSERT_EQ(pictures.size(), 5u);
  const auto shows = [](const std::filesystem::path &picture, std::size_t line) {
    const auto heights = Picture(picture).heights_of(line_colour(line));
    return std::count_if(heights.begin(), heights.end(), [](const auto &h) { return h.has_value(); }) >
           static_cast<long>(heights.size()) /
               3; // a curve spans more than a third, a legend's sample doesn't
  };
  for (const auto &picture : pictures)
    if (picture.filename().string().rfind("inductance", 0) == 0 ||
        picture.filename().string().rfind("blocked", 0) == 0) {
      EXPECT_TRUE(shows(picture, 0)) << picture;
      EXPECT_TRUE(shows(picture, 1)) << picture;
      EXPECT_FALSE(shows(picture, 4)) << picture << " has no fifth curve";
    }
  const auto is_coloured = [](double red, double green, double blue) {
    return std::max({red, green, blue}) - std::min({red, green, blue}) > 0.2;
  };
  int fields = 0;
  for (const auto &picture : pictures)
    if (picture.filename().string().rfind("flux", 0) == 0 ||
        picture.filename().string().rfind("sat", 0) == 0) {
      ++fields;
      EXPECT_GT(Picture(picture).share(is_coloured), 0.02) << picture;
    }
  EXPECT_EQ(fields, 2);
}

TEST(MotorPictures, OfSeveralMotorsBearTheNamesOfTheirDrivers) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_tables(directory.path, "_left");
  write_tables(directory.path, "_right");
  EXPECT_EQ(draw_motor(directory.path).size(), 6u);
  EXPECT_TRUE(std::filesystem::exists(directory.path / "force_factor_right.png"));
}
