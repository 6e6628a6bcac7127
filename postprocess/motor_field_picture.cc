#include "postprocess/motor_field_picture.h"

#include "postprocess/actors.h"
#include "postprocess/style.h"
#include "solver/config/located.h"
#include "solver/output/field_files.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCleanPolyData.h>
#include <vtkContourFilter.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkFeatureEdges.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkTextProperty.h>
#include <vtkThreshold.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr int width = 1600, height = 1200, flux_lines = 40;
constexpr double bar_width = 0.14, title_height = 0.08; // shares of the window
constexpr double line_lift = 1e-5;                      // lines lie on top of areas [m]

/// x from, to, y from, to [m].
using Extent = std::array<double, 4>;

void read_grid(const fs::path &pvd, vtkUnstructuredGrid &grid) {
  const auto files = read_series(pvd);
  if (files.empty())
    throw UserError(pvd.string() + " lists no file");
  vtkNew<vtkXMLUnstructuredGridReader> reader;
  reader->SetFileName((pvd.parent_path() / files.front().file).c_str());
  reader->Update();
  grid.ShallowCopy(reader->GetOutput());
  if (grid.GetPointData()->GetArray("region") == nullptr)
    throw UserError(pvd.string() + " holds no motor's field");
}

/// The parts of a motor: their outlines, and what of the plane is worth a picture.
struct Parts {
  std::vector<vtkNew<vtkPolyData>> outlines;
  Extent extent{1e300, -1e300, 1e300, -1e300};
};

/// The region that reaches furthest is the air around the motor.
void read_parts(const fs::path &pvd, Parts &parts) {
  vtkNew<vtkUnstructuredGrid> grid;
  read_grid(pvd, *grid);
  double range[2];
  grid->GetPointData()->GetArray("region")->GetRange(range);
  std::vector<std::array<double, 6>> bounds;
  for (int region = 0; region <= static_cast<int>(range[1]); ++region) {
    vtkNew<vtkThreshold> threshold;
    threshold->SetInputData(grid);
    threshold->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_POINTS, "region");
    threshold->SetThresholdFunction(vtkThreshold::THRESHOLD_BETWEEN);
    threshold->SetLowerThreshold(region - 0.5);
    threshold->SetUpperThreshold(region + 0.5);
    vtkNew<vtkDataSetSurfaceFilter> surface;
    surface->SetInputConnection(threshold->GetOutputPort());
    vtkNew<vtkCleanPolyData> clean;
    clean->SetInputConnection(surface->GetOutputPort());
    vtkNew<vtkFeatureEdges> edges;
    edges->SetInputConnection(clean->GetOutputPort());
    edges->BoundaryEdgesOn();
    edges->FeatureEdgesOff();
    edges->ColoringOff();
    edges->Update();
    if (edges->GetOutput()->GetNumberOfPoints() == 0)
      continue;
    parts.outlines.emplace_back()->DeepCopy(edges->GetOutput());
    bounds.emplace_back();
    edges->GetOutput()->GetBounds(bounds.back().data());
  }
  const auto height_of = [](const auto &b) { return b[3] - b[2]; };
  const auto air = std::max_element(bounds.begin(), bounds.end(), [&](const auto &a, const auto &b) {
    return height_of(a) < height_of(b);
  });
  for (auto b = bounds.begin(); b != bounds.end(); ++b)
    if (b != air || bounds.size() == 1)
      parts.extent = {std::min(parts.extent[0], (*b)[0]), std::max(parts.extent[1], (*b)[1]),
                      std::min(parts.extent[2], (*b)[2]), std::max(parts.extent[3], (*b)[3])};
}

vtkNew<vtkActor> actor_of(vtkPolyDataMapper &mapper) {
  vtkNew<vtkActor> actor;
  actor->SetMapper(&mapper);
  actor->GetProperty()->LightingOff();
  return actor;
}

void add_lines(vtkRenderer &renderer, vtkAlgorithmOutput *port, vtkPolyData *data, float thickness,
               const Colour &colour) {
  vtkNew<vtkPolyDataMapper> mapper;
  if (port != nullptr)
    mapper->SetInputConnection(port);
  else
    mapper->SetInputData(data);
  mapper->ScalarVisibilityOff();
  const vtkNew<vtkActor> actor = actor_of(*mapper);
  actor->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
  actor->GetProperty()->SetLineWidth(thickness);
  actor->SetPosition(0, 0, line_lift);
  renderer.AddActor(actor);
}

/// Equal flux flows between neighbouring lines.
void add_flux_lines(vtkRenderer &renderer, vtkUnstructuredGrid &grid) {
  double range[2];
  grid.GetPointData()->GetArray("flux_wb")->GetRange(range);
  vtkNew<vtkContourFilter> contours;
  contours->SetInputData(&grid);
  contours->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_POINTS, "flux_wb");
  contours->GenerateValues(flux_lines, range[0], range[1]);
  add_lines(renderer, contours->GetOutputPort(), nullptr, 1.2F, {1, 1, 1});
}

void aim_camera(vtkRenderer &renderer, const Extent &extent) {
  vtkCamera &camera = *renderer.GetActiveCamera();
  const double x = (extent[0] + extent[1]) / 2, y = (extent[2] + extent[3]) / 2, margin = 1.15;
  const double aspect = (1 - bar_width) * width / ((1 - title_height) * height);
  camera.ParallelProjectionOn();
  camera.SetFocalPoint(x, y, 0);
  camera.SetPosition(x, y, 1);
  camera.SetViewUp(0, 1, 0);
  camera.SetParallelScale(margin / 2 * std::max(extent[3] - extent[2], (extent[1] - extent[0]) / aspect));
  renderer.ResetCameraClippingRange();
}

struct Look {
  std::string array, title, bar;
  double from, to;
  bool lines;
  Colour outline;
};

void draw(vtkUnstructuredGrid &grid, const Parts &parts, const Look &look, const fs::path &path) {
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetMultiSamples(8);
  window->SetSize(width, height);
  const auto add_renderer = [&](double left, double bottom, double right, double top) {
    vtkNew<vtkRenderer> renderer;
    renderer->SetViewport(left, bottom, right, top);
    renderer->SetBackground(1, 1, 1);
    window->AddRenderer(renderer);
    return renderer;
  };
  vtkNew<vtkColorTransferFunction> colours;
  set_level_colours(*colours, look.from, look.to);
  vtkNew<vtkDataSetSurfaceFilter> surface;
  surface->SetInputData(&grid);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(surface->GetOutputPort());
  mapper->SetLookupTable(colours);
  mapper->SetScalarModeToUsePointFieldData();
  mapper->SelectColorArray(look.array.c_str());
  mapper->InterpolateScalarsBeforeMappingOn();
  const vtkNew<vtkRenderer> plane = add_renderer(0, 0, 1 - bar_width, 1 - title_height);
  plane->AddActor(actor_of(*mapper));
  if (look.lines)
    add_flux_lines(*plane, grid);
  for (const auto &outline : parts.outlines)
    add_lines(*plane, nullptr, outline, 2.5F, look.outline);
  aim_camera(*plane, parts.extent);
  const vtkNew<vtkRenderer> bar = add_renderer(1 - bar_width, 0, 1, 1 - title_height);
  bar->AddActor2D(colour_bar(*colours, look.bar, "%.2f"));
  const vtkNew<vtkRenderer> head = add_renderer(0, 1 - title_height, 1, 1);
  const vtkNew<vtkTextActor> title = text_actor(look.title, 30, true);
  title->GetPositionCoordinate()->SetCoordinateSystemToNormalizedViewport();
  title->GetPositionCoordinate()->SetValue(0.03, 0.3);
  head->AddActor2D(title);
  save_png(*window, path);
}

} // namespace

std::vector<fs::path> draw_motor_fields(const fs::path &directory) {
  std::vector<fs::path> pictures;
  const std::string beginning = "motor_", ending = ".pvd";
  if (!fs::is_directory(directory / "fields"))
    return pictures;
  for (const auto &entry : fs::directory_iterator(directory / "fields")) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(beginning) || !name.ends_with(ending))
      continue;
    const std::string driver = name.substr(beginning.size(), name.size() - beginning.size() - ending.size());
    vtkNew<vtkUnstructuredGrid> grid;
    read_grid(entry.path(), *grid);
    Parts parts;
    read_parts(directory / "fields" / ("parts_" + driver + ".pvd"), parts);
    double range[2];
    grid->GetPointData()->GetArray("magnitude_t")->GetRange(range);
    const double strongest = std::min(range[1], 2.5); // corners of iron have no bound
    const Look density{
        "magnitude_t", "Static flux density and flux lines", "|B| [T]", 0, strongest, true, ink};
    const Look saturation{
        "saturation", "Saturation of iron: vacuum's over differential permeability", "µ0 dH/dB", 0, 1, false,
        grid_grey};
    pictures.push_back(directory / ("flux_density_" + driver + ".png"));
    draw(*grid, parts, density, pictures.back());
    pictures.push_back(directory / ("saturation_" + driver + ".png"));
    draw(*grid, parts, saturation, pictures.back());
  }
  return pictures;
}

} // namespace earshot
