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
#include <vtkSmartPointer.h>
#include <vtkTriangle.h>
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

/// Turns the grid so that the axis `normal` lies along x; what was up stays up where it can.
void turn(vtkUnstructuredGrid &grid, PlaneNormal normal) {
  if (normal == PlaneNormal::x)
    return;
  vtkNew<vtkPoints> points;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i) {
    double x[3];
    grid.GetPoint(i, x);
    if (normal == PlaneNormal::y)
      points->InsertNextPoint(x[1], -x[0], x[2]);
    else
      points->InsertNextPoint(x[2], x[1], -x[0]);
  }
  grid.SetPoints(points);
}

/// Along x [mm]: half and quarter models end at x = 0; a hair inside of them there is air to cut.
double place_of_plane(vtkUnstructuredGrid &grid) {
  const double *bounds = grid.GetBounds();
  const double hair = 1e-4 * (bounds[1] - bounds[0]);
  return std::clamp(0.0, bounds[0] + hair, bounds[1] - hair);
}

/// Area of the section of a grid that was turned [mm^2].
double section_area(vtkUnstructuredGrid &grid) {
  vtkNew<vtkPolyData> section;
  cut(grid, place_of_plane(grid), *section);
  double area = 0;
  for (vtkIdType i = 0; i < section->GetNumberOfCells(); ++i)
    if (auto *const triangle = vtkTriangle::SafeDownCast(section->GetCell(i)))
      area += triangle->ComputeArea();
  return area;
}

/// Of the three planes the one with the largest section; x = 0 unless another is clearly larger.
PlaneNormal plane_of_most_air(vtkUnstructuredGrid &grid) {
  constexpr double clearly = 1.05; // round bodies have the same section in two planes, but for their meshes
  PlaneNormal best = PlaneNormal::x;
  double most = section_area(grid);
  for (const PlaneNormal normal : {PlaneNormal::y, PlaneNormal::z}) {
    vtkNew<vtkUnstructuredGrid> turned;
    turned->ShallowCopy(&grid);
    turn(*turned, normal);
    const double area = section_area(*turned);
    if (area > clearly * most) {
      most = area;
      best = normal;
    }
  }
  return best;
}

std::complex<double> displacement(vtkUnstructuredGrid &grid, vtkIdType point, int direction) {
  return {point_array(grid, "displacement_re", 3).GetComponent(point, direction),
          point_array(grid, "displacement_im", 3).GetComponent(point, direction)};
}

std::complex<double> largest_displacement(vtkUnstructuredGrid &grid) {
  std::complex<double> largest = 0;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
    for (int d = 0; d < 3; ++d)
      if (const auto u = displacement(grid, i, d); std::abs(u) > std::abs(largest))
        largest = u;
  return largest;
}

/// Moves points by the real part of `factor` times the displacement.
void deflect(vtkUnstructuredGrid &grid, std::complex<double> factor) {
  vtkNew<vtkPoints> points;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i) {
    double x[3];
    grid.GetPoint(i, x);
    for (int d = 0; d < 3; ++d)
      x[d] += (factor * displacement(grid, i, d)).real();
    points->InsertNextPoint(x);
  }
  grid.SetPoints(points);
}

} // namespace

double read_nearest_field(const std::filesystem::path &pvd, double frequency_hz, vtkUnstructuredGrid &grid) {
  const FieldFile file = nearest_file(pvd, frequency_hz);
  read_grid(pvd.parent_path() / file.file, grid);
  return file.frequency_hz;
}

std::vector<std::filesystem::path> diaphragm_series(const std::filesystem::path &fields) {
  std::vector<std::filesystem::path> series;
  for (const auto &entry : std::filesystem::directory_iterator(fields))
    if (entry.path().extension() == ".pvd" && entry.path().filename().string().starts_with("diaphragm_"))
      series.push_back(entry.path());
  std::sort(series.begin(), series.end());
  return series;
}

void read_air_section(const std::filesystem::path &fields, double frequency_hz,
                      std::optional<PlaneNormal> normal, AirSection &section) {
  vtkNew<vtkUnstructuredGrid> grid;
  section.frequency_hz = read_nearest_field(fields / "air.pvd", frequency_hz, *grid);
  point_array(*grid, "spl_db", 1);
  add_instantaneous_pressure(*grid);
  section.normal = normal.value_or(plane_of_most_air(*grid));
  turn(*grid, section.normal);
  section.place = place_of_plane(*grid);
  cut(*grid, section.place, *section.plane);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputData(grid);
  surface->Update();
  cut(*surface->GetOutput(), section.place, *section.outline);
}

DiaphragmSections read_diaphragm_sections(const std::filesystem::path &fields, const AirSection &air,
                                          double height) {
  std::vector<vtkSmartPointer<vtkUnstructuredGrid>> grids;
  std::complex<double> largest = 0;
  for (const std::filesystem::path &pvd : diaphragm_series(fields)) {
    vtkUnstructuredGrid &grid = *grids.emplace_back(vtkSmartPointer<vtkUnstructuredGrid>::New());
    read_nearest_field(pvd, air.frequency_hz, grid);
    const std::complex<double> own = largest_displacement(grid);
    largest = std::abs(own) > std::abs(largest) ? own : largest;
  }
  DiaphragmSections sections;
  const double peak_mm = std::numbers::sqrt2 * mm_per_m * std::abs(largest);
  sections.enlargement = peak_mm > 0 ? height / peak_mm : 0;
  const std::complex<double> factor = peak_mm > 0 ? height * std::conj(largest) / std::norm(largest) : 0;
  for (const auto &grid : grids) {
    DiaphragmSection &section = *sections.diaphragms.emplace_back(std::make_unique<DiaphragmSection>());
    vtkNew<vtkUnstructuredGrid> at_rest;
    at_rest->DeepCopy(grid);
    turn(*at_rest, air.normal);
    cut(*at_rest, air.place, *section.at_rest);
    deflect(*grid, factor);
    turn(*grid, air.normal);
    cut(*grid, air.place, *section.deflected);
  }
  return sections;
}

} // namespace earshot
