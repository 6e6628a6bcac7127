#include "postprocess/report/report.h"
#include "postprocess/report/field_series.h"
#include "postprocess/report/packed_array.h"
#include "postprocess/report/pages.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "solver/output/field_files.h"
#include "solver/output/response_files.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <vtkBase64Utilities.h>
#include <vtkNew.h>
#include <vtkUnsignedCharArray.h>
#include <vtkZLibDataCompressor.h>

#include <cstring>

using namespace earshot;

namespace {

/// What the page makes of a packed array.
template <class T>
std::vector<T> unpacked(const nlohmann::ordered_json &packed, std::size_t count) {
  const std::string text = packed["data"];
  std::vector<unsigned char> compressed(text.size());
  const std::size_t size =
      vtkBase64Utilities::DecodeSafely(reinterpret_cast<const unsigned char *>(text.data()), text.size(),
                                       compressed.data(), compressed.size());
  std::vector<T> values(count);
  vtkNew<vtkZLibDataCompressor> zlib;
  const std::size_t bytes = zlib->Uncompress(
      compressed.data(), size, reinterpret_cast<unsigned char *>(values.data()), count * sizeof(T));
  EXPECT_EQ(bytes, count * sizeof(T));
  return values;
}

/// One second-order tetrahedron.
FieldMesh tetrahedron() {
  return {CellShape::quadratic_tetrahedron,
          {{0, 0, 0},
           {2e-3, 0, 0},
           {0, 2e-3, 0},
           {0, 0, 2e-3},
           {1e-3, 0, 0},
           {1e-3, 1e-3, 0},
           {0, 1e-3, 0},
           {0, 0, 1e-3},
           {1e-3, 0, 1e-3},
           {0, 1e-3, 1e-3}},
          {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
}

void write_fields(const std::filesystem::path &directory, int count) {
  FieldSeries series(directory / "fields", "air", tetrahedron());
  for (int k = 1; k <= count; ++k)
    series.write(100.0 * k, pressure_data(std::vector<std::complex<double>>(10, {1.0 * k, -2.0})));
}

/// The data that a report embeds.
nlohmann::json data_of(const std::filesystem::path &report) {
  const std::string text = read_text(report), page(report_page());
  const std::size_t mark = page.find(data_mark);
  const std::size_t length = text.size() - (page.size() - data_mark.size());
  EXPECT_EQ(text.substr(0, mark), page.substr(0, mark));
  return nlohmann::json::parse(text.substr(mark, length));
}

} // namespace

TEST(PackedArray, IntegersComeBackWithinHalfAStep) {
  const std::vector<double> values{-3, 0, 0.1, 2};
  const auto packed = packed_to_16_bits(values);
  const auto integers = unpacked<std::int16_t>(packed, values.size());
  const double scale = packed["scale"];
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(scale * integers[i], values[i], 0.501 * scale);
  EXPECT_NEAR(scale, 3.0 / 32767, 1e-12);
}

TEST(PackedArray, NothingButZerosIsZeros) {
  const auto packed = packed_to_16_bits(std::vector<double>(3, 0.0));
  EXPECT_EQ(unpacked<std::int16_t>(packed, 3), (std::vector<std::int16_t>(3, 0)));
}

TEST(PackedArray, PointsKeepTheirPlace) {
  const std::vector<double> points{1, -5, 0, 3, -5, 8};
  const auto packed = packed_points(points);
  const auto integers = unpacked<std::uint16_t>(packed, points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_NEAR(packed["offset"][i % 3].get<double>() + packed["scale"].get<double>() * integers[i],
                points[i], 0.501 * 8 / 65535);
}

TEST(PackedArray, ManyNodesTakeWiderNumbers) {
  EXPECT_EQ(packed_indices(std::vector<std::uint32_t>{0, 65535})["type"], "u16");
  const auto wide = packed_indices(std::vector<std::uint32_t>{0, 65536});
  EXPECT_EQ(wide["type"], "u32");
  EXPECT_EQ(unpacked<std::uint32_t>(wide, 2)[1], 65536u);
}

TEST(PackedFields, HoldMeshAndPhasorsInMillimetresAndPascals) {
  const TemporaryDirectory directory;
  write_fields(directory.path, 2);
  const auto field = packed_fields(directory.path / "fields" / "air.pvd", 100'000);
  ASSERT_TRUE(field);
  EXPECT_EQ((*field)["cell"], "tetrahedron");
  EXPECT_EQ((*field)["nodes_per_cell"], 10);
  EXPECT_EQ((*field)["steps"].size(), 2u);
  const auto &nodes = (*field)["nodes_mm"];
  EXPECT_NEAR(nodes["scale"].get<double>() * unpacked<std::uint16_t>(nodes, 30)[3], 2, 1e-4);
  const auto &re = (*field)["steps"][1]["re"];
  EXPECT_NEAR(re["scale"].get<double>() * unpacked<std::int16_t>(re, 10)[0], 2, 1e-4);
  EXPECT_EQ((*field)["steps"][1]["frequency_hz"], 200);
}

TEST(PackedFields, KeepToTheBudgetAndSayHowManyThereWere) {
  const TemporaryDirectory directory;
  write_fields(directory.path, 9);
  // The mesh takes 2.7 bytes a number, 30 + 10 of them, a step 20: 106 and 53 bytes.
  const auto some = packed_fields(directory.path / "fields" / "air.pvd", 106 + 3 * 54);
  ASSERT_TRUE(some);
  EXPECT_EQ((*some)["written"], 9);
  ASSERT_EQ((*some)["steps"].size(), 3u);
  EXPECT_EQ((*some)["steps"][0]["frequency_hz"], 100);
  EXPECT_EQ((*some)["steps"][1]["frequency_hz"], 500);
  EXPECT_EQ((*some)["steps"][2]["frequency_hz"], 900);
  EXPECT_FALSE(packed_fields(directory.path / "fields" / "air.pvd", 100)) << "not even the mesh";
}

TEST(Report, HoldsTheFilesOfTheRunAsTheyAre) {
  const TemporaryDirectory directory;
  const std::string hostile = "</script><script>alert(1)</script> & \xff";
  write_atomically(directory.path / "summary.json", "{}");
  write_atomically(directory.path / "run.log", hostile);
  write_atomically(directory.path / "response.csv", "frequency_hz,spl_db\n20,nan\n");
  write_atomically(directory.path / "checkpoint.csv", "raw\n");
  write_fields(directory.path, 1);
  const auto path = write_report(directory.path);
  const auto data = data_of(path);
  EXPECT_EQ(data["texts"]["response.csv"], "frequency_hz,spl_db\n20,nan\n");
  EXPECT_EQ(data["texts"]["run.log"], hostile.substr(0, hostile.size() - 1) + "\xEF\xBF\xBD")
      << "no UTF-8: replaced";
  EXPECT_FALSE(data["texts"].contains("checkpoint.csv"));
  EXPECT_EQ(data["air"]["steps"].size(), 1u);
  EXPECT_EQ(read_text(path).find("<script>alert"), std::string::npos);
}

TEST(Report, AFolderWithoutResultsIsAUserError) {
  const TemporaryDirectory directory;
  EXPECT_THROW(write_report(directory.path), UserError);
  EXPECT_THROW(write_report(directory.path / "missing"), UserError);
}

TEST(Report, WhatIsTooLargeIsNamed) {
  const TemporaryDirectory directory;
  write_atomically(directory.path / "response.csv", "frequency_hz,spl_db\n20,90\n");
  write_atomically(directory.path / "large.csv", std::string(2'000'000, '1'));
  const auto data = data_of(write_report(directory.path));
  EXPECT_EQ(data["omitted"], nlohmann::json::array({"large.csv"}));
  EXPECT_FALSE(data["texts"].contains("large.csv"));
}

TEST(Report, AFaultAtTheEndOfARunIsAWarning) {
  const TemporaryDirectory directory;
  ::testing::internal::CaptureStderr();
  add_report(directory.path);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("warning: the report is missing"),
            std::string::npos);
}
