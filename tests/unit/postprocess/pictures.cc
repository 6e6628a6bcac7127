#include "postprocess/field_data.h"
#include "postprocess/view.h"
#include "solver/config/located.h"
#include "solver/output/field_files.h"
#include "solver/output/isolation_files.h"
#include "solver/output/response_files.h"
#include "support/picture.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

using namespace earshot;
using earshot::testing::misfit;
using earshot::testing::Picture;

namespace {

Response sample_response() {
  Response response;
  for (int i = 0; i < 40; ++i) {
    const double f = 20 * std::pow(1000, i / 39.0);
    response.frequency_hz.push_back(f);
    response.eardrum_pressure.push_back(1.0 / std::complex<double>(1 - std::pow(f / 3000, 2), f / 9000));
    response.impedance.push_back({16 + 3 / (1 + std::pow(std::log(f / 900), 2)), 1e-4 * f});
  }
  return response;
}

// Four tetrahedra around the z axis, so that x = 0 cuts them, and a square sheet.
void write_sample_fields(const std::filesystem::path &directory) {
  FieldMesh air{
      CellShape::tetrahedron,
      {{0, 0, 0}, {0, 0, 4e-3}, {2e-3, 0, 2e-3}, {0, 2e-3, 2e-3}, {-2e-3, 0, 2e-3}, {0, -2e-3, 2e-3}},
      {0, 1, 2, 3, 0, 1, 3, 4, 0, 1, 4, 5, 0, 1, 5, 2}};
  const std::vector<std::complex<double>> pressure{{1, 0}, {0.2, 0.1}, {0.5, 0}, {0, 1}, {0.4, 0}, {0, -1}};
  FieldSeries(directory / "fields", "air", air).write(1000, pressure_data(pressure));
  FieldMesh sheet{CellShape::quadrilateral,
                  {{-1e-3, -1e-3, 2e-3}, {1e-3, -1e-3, 2e-3}, {1e-3, 1e-3, 2e-3}, {-1e-3, 1e-3, 2e-3}},
                  {0, 1, 2, 3}};
  std::vector<std::complex<double>> displacement(12);
  displacement[8] = displacement[11] = 1e-6;
  FieldSeries(directory / "fields", "diaphragm_dynamic", sheet).write(1000, displacement_data(displacement));
}

std::vector<double> logarithms(const std::vector<double> &values) {
  std::vector<double> result;
  for (const double value : values)
    result.push_back(std::log10(value));
  return result;
}

/// A line is some 3 pixels wide in a plot of some 500, and steep where a curve is: 4 % of its extent.
constexpr double line_width = 0.04;

} // namespace

TEST(View, DrawsEveryPictureOfARun) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_response(directory.path, "case", sample_response());
  write_sample_fields(directory.path);
  ASSERT_EQ(view(directory.path.string(), std::nullopt), 0);
  const Response response = sample_response();
  std::vector<double> level, magnitude;
  for (std::size_t i = 0; i < response.frequency_hz.size(); ++i) {
    level.push_back(sound_pressure_level(response.eardrum_pressure[i]));
    magnitude.push_back(std::abs(response.impedance[i]));
  }
  const auto x = logarithms(response.frequency_hz);
  const Picture response_picture(directory.path / "response.png"),
      impedance(directory.path / "impedance.png");
  EXPECT_LT(misfit(response_picture.heights_of(line_colour(0)), x, level), line_width);
  EXPECT_GT(misfit(response_picture.heights_of(line_colour(0)), x, magnitude), line_width) << "another curve";
  EXPECT_TRUE(
      std::ranges::any_of(impedance.heights_of(line_colour(0)), [](auto h) { return h.has_value(); }));
  EXPECT_TRUE(
      std::ranges::any_of(impedance.heights_of(line_colour(1)), [](auto h) { return h.has_value(); }));
}

TEST(View, DrawsIsolationAsFarAsItIsFinite) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_response(directory.path, "case", sample_response());
  const double nothing = std::numeric_limits<double>::infinity();
  write_isolation(directory.path,
                  {{20, 200, 2000},
                   {0, 0.1, 6},
                   {{"driver_open", {0.5, 8, 40}}, {"driver_open_all_closed", {nothing, nothing, nothing}}},
                   {{"driver_open", {0.1, 0.1, 0.1}}}});
  ASSERT_EQ(view(directory.path.string(), std::nullopt), 0);
  const Picture picture(directory.path / "isolation.png");
  EXPECT_TRUE(std::ranges::any_of(picture.heights_of(line_colour(0)), [](auto h) { return h.has_value(); }));
  EXPECT_TRUE(std::ranges::none_of(picture.heights_of(line_colour(1)), [](auto h) { return h.has_value(); }))
      << "the infinite variant has no curve";
}

TEST(View, TakesTheFieldNearestToTheFrequency) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  write_sample_fields(directory.path);
  ASSERT_EQ(view(directory.path.string(), 1234.0), 0);
  const Picture picture(directory.path / "field_1000Hz.png");
  const auto is_coloured = [](double red, double green, double blue) {
    return std::max({red, green, blue}) - std::min({red, green, blue}) > 0.3;
  };
  EXPECT_GT(picture.share(is_coloured), 0.03) << "the section of the air";
}

TEST(View, DrawsCoupledModesAsFields) {
  EARSHOT_NEEDS_DISPLAY();
  const TemporaryDirectory directory;
  EXPECT_TRUE(draw_coupled_modes(directory.path).empty()) << "no shapes were written";
  write_sample_fields(directory.path);
  std::filesystem::create_directories(directory.path / "modes");
  std::filesystem::rename(directory.path / "fields", directory.path / "modes" / "coupled");
  EXPECT_EQ(draw_coupled_modes(directory.path),
            std::vector<std::filesystem::path>{directory.path / "mode_1000Hz.png"});
  const auto is_coloured = [](double red, double green, double blue) {
    return std::max({red, green, blue}) - std::min({red, green, blue}) > 0.3;
  };
  EXPECT_GT(Picture(directory.path / "mode_1000Hz.png").share(is_coloured), 0.03) << "the section of the air";
}

TEST(View, WithoutADisplaySaysSoInsteadOfEnding) {
  const TemporaryDirectory directory;
  write_response(directory.path, "case", sample_response());
  const char *display = std::getenv("DISPLAY");
  const std::string kept = display != nullptr ? display : "";
  ::setenv("DISPLAY", ":4711", 1);
  ::testing::internal::CaptureStderr();
  const int code = view(directory.path.string(), std::nullopt);
  const std::string message = ::testing::internal::GetCapturedStderr();
  display != nullptr ? ::setenv("DISPLAY", kept.c_str(), 1) : ::unsetenv("DISPLAY");
  EXPECT_EQ(code, 1);
  EXPECT_NE(message.find("xvfb-run"), std::string::npos) << message;
}

TEST(View, AFolderWithoutResultsIsAUserError) {
  const TemporaryDirectory directory;
  EXPECT_THROW(view(directory.path.string(), std::nullopt), UserError);
  write_response(directory.path, "case", sample_response());
  EXPECT_THROW(view(directory.path.string(), 1000.0), UserError) << "no fields were written";
}

/// Two diaphragms in opposition, one of a quarter of the other's travel: so they are drawn.
TEST(FieldData, DiaphragmsKeepTheirPhasesAndProportions) {
  const TemporaryDirectory directory;
  write_sample_fields(directory.path);
  const FieldMesh sheet{CellShape::quadrilateral,
                        {{-1e-3, -1e-3, 1e-3}, {1e-3, -1e-3, 1e-3}, {1e-3, 1e-3, 1e-3}, {-1e-3, 1e-3, 1e-3}},
                        {0, 1, 2, 3}};
  const auto write = [&](const std::string &name, std::complex<double> travel) {
    std::vector<std::complex<double>> displacement(12);
    for (const int z : {2, 5, 8, 11})
      displacement[z] = travel;
    FieldSeries(directory.path / "fields", name, sheet).write(1000, displacement_data(displacement));
  };
  write("diaphragm_a", {0, 4e-6});
  write("diaphragm_b", {0, -1e-6});
  AirSection air;
  read_air_section(directory.path / "fields", 1000, std::nullopt, air);
  const DiaphragmSections sections = read_diaphragm_sections(directory.path / "fields", air, 0.4);
  ASSERT_EQ(sections.diaphragms.size(), 3u); // with the sample's own
  const auto travel = [&](int k) {
    return sections.diaphragms[k]->deflected->GetBounds()[5] -
           sections.diaphragms[k]->at_rest->GetBounds()[5];
  };
  EXPECT_NEAR(travel(0), 0.4, 1e-6); // files hold single precision
  EXPECT_NEAR(travel(1), -0.1, 1e-6);
}

/// Air that lies beside x = 0: the plane with the larger section is taken, or the one that is asked for.
TEST(FieldData, ThePlaneHoldsMostOfTheAir) {
  const TemporaryDirectory directory;
  const FieldMesh air{
      CellShape::tetrahedron, {{-8e-3, 0, 0}, {8e-3, 0, 0}, {0, 1e-3, 4e-3}, {0, -1e-3, 4e-3}}, {0, 1, 2, 3}};
  const std::vector<std::complex<double>> pressure(4, 1.0);
  FieldSeries(directory.path / "fields", "air", air).write(1000, pressure_data(pressure));
  AirSection found, asked;
  read_air_section(directory.path / "fields", 1000, std::nullopt, found);
  EXPECT_EQ(found.normal, PlaneNormal::y);
  read_air_section(directory.path / "fields", 1000, PlaneNormal::x, asked);
  EXPECT_EQ(asked.normal, PlaneNormal::x);
  EXPECT_GT(found.plane->GetNumberOfCells(), 0);
  EXPECT_NEAR(found.plane->GetBounds()[3] - found.plane->GetBounds()[2], 16, 0.1);
}
