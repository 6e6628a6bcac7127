#include "postprocess/shell_shape.h"

#include "postprocess/field_data.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkColorTransferFunction.h>
#include <vtkContourFilter.h>
#include <vtkDoubleArray.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkPolyDataNormals.h>
#include <vtkProperty.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

namespace earshot {

namespace {

using Displacement = std::vector<std::array<std::complex<double>, 3>>;

Displacement displacement(vtkUnstructuredGrid &grid, const std::string &prefix) {
  vtkDataArray &re = point_array(grid, prefix + "displacement_re", 3),
               &im = point_array(grid, prefix + "displacement_im", 3);
  Displacement u(grid.GetNumberOfPoints());
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
    for (int d = 0; d < 3; ++d)
      u[i][d] = {re.GetComponent(i, d), im.GetComponent(i, d)};
  return u;
}

/// The surface at rest with normals, its points in the grid's order.
void surface_of(vtkUnstructuredGrid &grid, vtkPolyData &surface) {
  vtkNew<vtkPolyData> sheet;
  sheet->SetPoints(grid.GetPoints());
  sheet->SetPolys(grid.GetCells());
  vtkNew<vtkPolyDataNormals> normals;
  normals->SetInputData(sheet);
  normals->SplittingOff();
  normals->ConsistencyOff();
  normals->Update();
  surface.DeepCopy(normals->GetOutput());
}

vtkNew<vtkActor> actor_of(vtkPolyData &data, vtkColorTransferFunction *colours) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(&data);
  mapper->SetScalarVisibility(colours != nullptr);
  if (colours != nullptr) {
    mapper->SetLookupTable(colours);
    mapper->SetScalarModeToUsePointFieldData();
    mapper->SelectColorArray("normal");
    mapper->InterpolateScalarsBeforeMappingOn();
  }
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  return actor;
}

} // namespace

double extent(vtkUnstructuredGrid &grid) {
  return grid.GetLength();
}

void deflect(vtkUnstructuredGrid &grid, const std::string &prefix, double phase, double height,
             ShellShape &shape) {
  const Displacement u = displacement(grid, prefix);
  surface_of(grid, *shape.surface);
  double largest = 1e-300;
  for (const auto &at_point : u)
    largest = std::max(largest,
                       std::sqrt(std::norm(at_point[0]) + std::norm(at_point[1]) + std::norm(at_point[2])));
  const std::complex<double> turn = std::polar(height / largest, phase);
  vtkDataArray &normals = *shape.surface->GetPointData()->GetNormals();
  vtkNew<vtkPoints> points;
  vtkNew<vtkDoubleArray> along;
  along->SetName("normal");
  shape.reach = height;
  double largest_normal = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const auto id = static_cast<vtkIdType>(i);
    double x[3];
    shape.surface->GetPoint(id, x);
    std::complex<double> normal = 0;
    for (int d = 0; d < 3; ++d) {
      normal += turn * u[i][d] * normals.GetComponent(id, d);
      x[d] += (turn * u[i][d]).real();
    }
    points->InsertNextPoint(x);
    along->InsertNextValue(normal.real());
    largest_normal = std::max(largest_normal, std::abs(normal));
  }
  shape.surface->SetPoints(points);
  shape.surface->GetPointData()->AddArray(along);
  shape.surface->GetPointData()->SetActiveScalars("normal");
  if (largest_normal < 0.2 * height)
    return;
  vtkNew<vtkContourFilter> contour;
  contour->SetInputData(shape.surface);
  contour->SetValue(0, 0.0);
  contour->Update();
  shape.nodal_lines->ShallowCopy(contour->GetOutput());
}

void add_shell(vtkRenderer &renderer, const ShellShape &shape) {
  vtkNew<vtkColorTransferFunction> colours;
  const double reach = shape.reach;
  // Moreland's cool-to-warm.
  colours->SetColorSpaceToDiverging();
  colours->AddRGBPoint(-reach, 0.230, 0.299, 0.754);
  colours->AddRGBPoint(0, 0.865, 0.865, 0.865);
  colours->AddRGBPoint(reach, 0.706, 0.016, 0.150);
  const vtkNew<vtkActor> surface = actor_of(*shape.surface, colours);
  surface->GetProperty()->SetAmbient(0.35);
  surface->GetProperty()->SetDiffuse(0.75);
  renderer.AddActor(surface);
  const vtkNew<vtkActor> lines = actor_of(*shape.nodal_lines, nullptr);
  lines->GetProperty()->SetColor(ink[0], ink[1], ink[2]);
  lines->GetProperty()->SetLineWidth(2);
  lines->GetProperty()->LightingOff();
  renderer.AddActor(lines);

  // A diaphragm is thinnest along its axis.
  const double *bounds = shape.surface->GetBounds();
  const auto width = [&](int d) { return bounds[2 * d + 1] - bounds[2 * d]; };
  int thin = 2;
  for (const int d : {0, 1})
    if (width(d) < width(thin))
      thin = d;
  double up[3] = {0, 0, 0}, towards[3] = {0, 0, 0};
  up[thin] = 1;
  towards[thin] = 0.75;
  towards[(thin + 1) % 3] = 0.25;
  towards[(thin + 2) % 3] = -0.8;
  vtkCamera &camera = *renderer.GetActiveCamera();
  camera.ParallelProjectionOn();
  double centre[3], eye[3];
  for (int d = 0; d < 3; ++d) {
    centre[d] = (bounds[2 * d] + bounds[2 * d + 1]) / 2;
    eye[d] = centre[d] + 10 * shape.surface->GetLength() * towards[d];
  }
  camera.SetFocalPoint(centre);
  camera.SetPosition(eye);
  camera.SetViewUp(up);
  camera.SetParallelScale(0.4 * shape.surface->GetLength());
  renderer.ResetCameraClippingRange();
}

} // namespace earshot
