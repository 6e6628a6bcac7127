#include "postprocess/field_data.h"

#include "solver/config/located.h"
#include "solver/output/field_files.h"

#include <fmt/format.h>

#include <vtkCutter.h>
#include <vtkDataArray.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkDoubleArray.h>
#include <vtkNonMergingPointLocator.h>
#include <vtkPlane.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace earshot {

vtkDataArray &point_array(vtkUnstructuredGrid &grid, const std::string &name, int components) {
  vtkDataArray *found = grid.GetPointData()->GetArray(name.c_str());
  if (found == nullptr || found->GetNumberOfComponents() != components)
    throw UserError(fmt::format("a field file lacks the point data {} of {} components", name, components));
  return *found;
}

namespace {

constexpr double mm_per_m = 1e3;

FieldFile nearest_file(const std::filesystem::path &pvd, double frequency_hz) {
  const std::vector<FieldFile> files = read_series(pvd);
  if (files.empty())
    throw UserError(fmt::format("{} lists no fields", pvd.string()));
  return *std::min_element(files.begin(), files.end(), [&](const FieldFile &a, const FieldFile &b) {
    return std::abs(a.frequency_hz - frequency_hz) < std::abs(b.frequency_hz - frequency_hz);
  });
}

void read_grid(const std::filesystem::path &path, vtkUnstructuredGrid &grid) {
  if (!std::filesystem::is_regular_file(path))
    throw UserError(fmt::format("{} is missing", path.string()));
  vtkNew<vtkXMLUnstructuredGridReader> reader;
  reader->SetFileName(path.c_str());
  reader->Update();
  grid.ShallowCopy(reader->GetOutput());
  if (grid.GetNumberOfPoints() == 0)
    throw UserError(fmt::format("{} holds no points", path.string()));
  vtkNew<vtkPoints> points;
  points->SetNumberOfPoints(grid.GetNumberOfPoints());
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i) {
    double x[3];
    grid.GetPoint(i, x);
    points->SetPoint(i, mm_per_m * x[0], mm_per_m * x[1], mm_per_m * x[2]);
  }
  grid.SetPoints(points);
}

// Peak amplitudes, as the phasors are RMS.
void add_instantaneous_pressure(vtkUnstructuredGrid &grid) {
  vtkDataArray &re = point_array(grid, "p_re", 1), &im = point_array(grid, "p_im", 1);
  const auto p = [&](vtkIdType i) { return std::complex<double>(re.GetTuple1(i), im.GetTuple1(i)); };
  std::complex<double> largest = 1e-300;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
    if (std::abs(p(i)) > std::abs(largest))
      largest = p(i);
  const std::complex<double> turn = std::numbers::sqrt2 * std::conj(largest) / std::abs(largest);
  vtkNew<vtkDoubleArray> pressure;
  pressure->SetName("pressure");
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
    pressure->InsertNextValue((turn * p(i)).real());
  grid.GetPointData()->AddArray(pressure);
}

// Points that coincide on the two sides of a diaphragm must stay apart, or their pressures would mix.
void cut(vtkDataSet &data, double x, vtkPolyData &result) {
  vtkNew<vtkPlane> plane;
  plane->SetOrigin(x, 0, 0);
  plane->SetNormal(1, 0, 0);
  vtkNew<vtkNonMergingPointLocator> locator;
  vtkNew<vtkCutter> cutter;
  cutter->SetLocator(locator);
  cutter->SetCutFunction(plane);
  cutter->SetInputData(&data);
  cutter->Update();
  result.ShallowCopy(cutter->GetOutput());
}

} // namespace

double read_nearest_field(const std::filesystem::path &pvd, double frequency_hz, vtkUnstructuredGrid &grid) {
  const FieldFile file = nearest_file(pvd, frequency_hz);
  read_grid(pvd.parent_path() / file.file, grid);
  return file.frequency_hz;
}

std::vector<std::filesystem::path> diaphragm_series(const std::filesystem::path &directory) {
  std::vector<std::filesystem::path> series;
  for (const auto &entry : std::filesystem::directory_iterator(directory / "fields"))
    if (entry.path().extension() == ".pvd" && entry.path().filename().string().starts_with("diaphragm_"))
      series.push_back(entry.path());
  std::sort(series.begin(), series.end());
  return series;
}

void read_air_section(const std::filesystem::path &directory, double frequency_hz, AirSection &section) {
  vtkNew<vtkUnstructuredGrid> grid;
  section.frequency_hz = read_nearest_field(directory / "fields" / "air.pvd", frequency_hz, *grid);
  point_array(*grid, "spl_db", 1);
  add_instantaneous_pressure(*grid);
  const double *bounds = grid->GetBounds();
  // Half and quarter models end at x = 0; a hair inside of them there is air to cut.
  const double hair = 1e-4 * (bounds[1] - bounds[0]);
  section.x = std::clamp(0.0, bounds[0] + hair, bounds[1] - hair);
  cut(*grid, section.x, *section.plane);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputData(grid);
  surface->Update();
  cut(*surface->GetOutput(), section.x, *section.outline);
}

void read_diaphragm_section(const std::filesystem::path &pvd, const AirSection &air, double height,
                            DiaphragmSection &section) {
  vtkNew<vtkUnstructuredGrid> grid;
  read_nearest_field(pvd, air.frequency_hz, *grid);
  cut(*grid, air.x, *section.at_rest);
  vtkDataArray &re = point_array(*grid, "displacement_re", 3), &im = point_array(*grid, "displacement_im", 3);
  std::complex<double> largest = 1e-300;
  for (vtkIdType i = 0; i < grid->GetNumberOfPoints(); ++i)
    for (int d = 0; d < 3; ++d)
      if (const std::complex<double> u(re.GetComponent(i, d), im.GetComponent(i, d));
          std::abs(u) > std::abs(largest))
        largest = u;
  const double peak_mm = std::numbers::sqrt2 * mm_per_m * std::abs(largest);
  section.enlargement = height / peak_mm;
  const std::complex<double> turn = height * std::conj(largest) / std::norm(largest);
  vtkNew<vtkPoints> points;
  for (vtkIdType i = 0; i < grid->GetNumberOfPoints(); ++i) {
    double x[3];
    grid->GetPoint(i, x);
    for (int d = 0; d < 3; ++d)
      x[d] += (turn * std::complex<double>(re.GetComponent(i, d), im.GetComponent(i, d))).real();
    points->InsertNextPoint(x);
  }
  grid->SetPoints(points);
  cut(*grid, air.x, *section.deflected);
}

} // namespace earshot
