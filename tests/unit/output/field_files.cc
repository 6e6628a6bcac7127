#include "solver/output/field_files.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>
#include <vtkCell.h>
#include <vtkDataArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <cmath>
#include <limits>

using namespace earshot;

namespace {

// One tetrahedron with corners at 0, 1 mm on each axis.
FieldMesh one_tetrahedron() {
  const std::array<std::array<double, 3>, 4> corner{{{0, 0, 0}, {1e-3, 0, 0}, {0, 1e-3, 0}, {0, 0, 1e-3}}};
  FieldMesh mesh;
  mesh.points.assign(corner.begin(), corner.end());
  constexpr int edges[6][2] = {{0, 1}, {1, 2}, {0, 2}, {0, 3}, {1, 3}, {2, 3}};
  for (const auto &[a, b] : edges) {
    auto &middle = mesh.points.emplace_back();
    for (int d = 0; d < 3; ++d)
      middle[d] = (corner[a][d] + corner[b][d]) / 2;
  }
  mesh.connectivity = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  return mesh;
}

// x y + 2 z^2 in mm: quadratic, so that the ten nodes hold it exactly.
double quadratic(const double *x) {
  return 1e6 * (x[0] * x[1] + 2 * x[2] * x[2]);
}

std::vector<PointData> quadratic_data(const FieldMesh &mesh) {
  PointData data{"value", 1, {}};
  for (const auto &point : mesh.points)
    data.values.push_back(quadratic(point.data()));
  return {data};
}

vtkNew<vtkXMLUnstructuredGridReader> read(const std::filesystem::path &path) {
  vtkNew<vtkXMLUnstructuredGridReader> reader;
  reader->SetFileName(path.c_str());
  reader->Update();
  return reader;
}

} // namespace

// The middle of a cell tells node orders apart: a wrong edge order gives another value there.
TEST(FieldFiles, VtkInterpolatesTheQuadraticCellAsWeDo) {
  const TemporaryDirectory directory;
  FieldSeries series(directory.path, "air", one_tetrahedron());
  series.write(1000, quadratic_data(one_tetrahedron()));
  const auto reader = read(directory.path / "air_00001000.0Hz.vtu");
  vtkUnstructuredGrid *grid = reader->GetOutput();
  ASSERT_EQ(grid->GetNumberOfCells(), 1);
  ASSERT_EQ(grid->GetCellType(0), 24);
  for (const auto &parametric : {std::array{0.5, 0.2, 0.1}, std::array{0.1, 0.3, 0.45}}) {
    int sub_cell = 0;
    double position[3], weights[10];
    grid->GetCell(0)->EvaluateLocation(sub_cell, parametric.data(), position, weights);
    double value = 0;
    for (vtkIdType i = 0; i < 10; ++i)
      value += weights[i] * grid->GetPointData()->GetArray("value")->GetTuple1(i);
    for (int d = 0; d < 3; ++d) // corners on the axes: position = parameters, to single precision
      EXPECT_NEAR(position[d], 1e-3 * parametric[d], 1e-9);
    EXPECT_NEAR(value, quadratic(position), 1e-6);
  }
}

TEST(FieldFiles, ShellsCarryComplexDisplacementVectors) {
  const TemporaryDirectory directory;
  FieldMesh mesh{CellShape::quadrilateral, {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}}, {0, 1, 2, 3}};
  std::vector<std::complex<double>> displacement(12);
  displacement[5] = {1e-6, -2e-6}; // z of point 1
  FieldSeries(directory.path, "diaphragm_dynamic", mesh).write(20, displacement_data(displacement));
  const auto reader = read(directory.path / "diaphragm_dynamic_00000020.0Hz.vtu");
  ASSERT_EQ(reader->GetOutput()->GetCellType(0), 9);
  vtkPointData *data = reader->GetOutput()->GetPointData();
  ASSERT_EQ(data->GetArray("displacement_re")->GetNumberOfComponents(), 3);
  EXPECT_FLOAT_EQ(data->GetArray("displacement_re")->GetComponent(1, 2), 1e-6);
  EXPECT_FLOAT_EQ(data->GetArray("displacement_im")->GetComponent(1, 2), -2e-6);
  EXPECT_EQ(data->GetArray("displacement_re")->GetComponent(2, 2), 0);
}

TEST(FieldFiles, PressureIsWrittenAsPartsAndLevel) {
  const std::vector<std::complex<double>> pressure{{3, 4}, 0.0};
  const std::vector<PointData> data = pressure_data(pressure);
  ASSERT_EQ(data.size(), 3u);
  EXPECT_EQ(data[0].values[0], 3);
  EXPECT_EQ(data[1].values[0], 4);
  EXPECT_EQ(data[2].name, "spl_db");
  EXPECT_NEAR(data[2].values[0], 20 * std::log10(5 / 20e-6), 1e-12);
  EXPECT_EQ(data[2].values[1], -200);
}

TEST(FieldFiles, SeriesListsItsFilesInOrderOfFrequency) {
  const TemporaryDirectory directory;
  FieldSeries series(directory.path / "fields", "air", one_tetrahedron());
  for (const double f : {10000.0, 20.0, 1258.925, 20.0})
    series.write(f, quadratic_data(one_tetrahedron()));
  const std::vector<FieldFile> files = read_series(directory.path / "fields" / "air.pvd");
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].file, "air_00000020.0Hz.vtu");
  EXPECT_EQ(files[1].file, "air_00001258.925Hz.vtu");
  EXPECT_EQ(files[1].frequency_hz, 1258.925);
  EXPECT_EQ(files[2].frequency_hz, 10000);
  for (const FieldFile &file : files)
    EXPECT_TRUE(std::filesystem::exists(directory.path / "fields" / file.file));
}

TEST(FieldFiles, AResumedSeriesKeepsWhatIsThere) {
  const TemporaryDirectory directory;
  FieldSeries(directory.path, "air", one_tetrahedron()).write(20, quadratic_data(one_tetrahedron()));
  FieldSeries(directory.path, "air", one_tetrahedron(), true).write(30, quadratic_data(one_tetrahedron()));
  EXPECT_EQ(read_series(directory.path / "air.pvd").size(), 2u);
  std::filesystem::remove(directory.path / "air_00000020.0Hz.vtu");
  FieldSeries(directory.path, "air", one_tetrahedron(), true).write(40, quadratic_data(one_tetrahedron()));
  EXPECT_EQ(read_series(directory.path / "air.pvd").size(), 2u) << "lists a file that is gone";
}

TEST(FieldFiles, WhatDoesNotFitIsRefused) {
  const TemporaryDirectory directory;
  FieldMesh mesh = one_tetrahedron();
  FieldSeries series(directory.path, "air", mesh);
  EXPECT_THROW(series.write(20, {{"value", 1, {1, 2, 3}}}), std::invalid_argument);
  mesh.connectivity.back() = 10;
  EXPECT_THROW(FieldSeries(directory.path, "air", mesh), std::invalid_argument);
  mesh.connectivity.pop_back();
  EXPECT_THROW(FieldSeries(directory.path, "air", mesh), std::invalid_argument);
  write_atomically(directory.path / "file", "");
  EXPECT_THROW(FieldSeries(directory.path / "file", "air", one_tetrahedron()), UserError);
}
