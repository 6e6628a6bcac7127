#include "postprocess/actors.h"
#include "postprocess/style.h"
#include "postprocess/view.h"
#include "solver/config/located.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellData.h>
#include <vtkFeatureEdges.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkStringArray.h>
#include <vtkTextProperty.h>
#include <vtkXMLPolyDataReader.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace earshot {

namespace {

constexpr int panel_width = 1100, panel_height = 1000;
constexpr std::size_t most_numbers = 60; ///< of faces without a name

/// A face of the geometry with what is written on it.
struct DrawnFace {
  std::string name;
  vtkNew<vtkPolyData> triangles;
  std::array<double, 3> label{}; ///< where its text stands
  double area = 0;
};
using Faces = std::map<int, DrawnFace>;

double triangle_area(const std::array<std::array<double, 3>, 3> &x) {
  const auto side = [&](int k, int d) { return x[k][d] - x[0][d]; };
  double squares = 0;
  for (int d = 0; d < 3; ++d) {
    const int e = (d + 1) % 3, f = (d + 2) % 3;
    const double component = side(1, e) * side(2, f) - side(1, f) * side(2, e);
    squares += component * component;
  }
  return std::sqrt(squares) / 2;
}

void read_faces(const std::filesystem::path &file, Faces &faces) {
  vtkNew<vtkXMLPolyDataReader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  vtkPolyData &data = *reader->GetOutput();
  vtkDataArray *const numbers = data.GetCellData()->GetArray("face");
  auto *const names = vtkStringArray::SafeDownCast(data.GetCellData()->GetAbstractArray("surface"));
  if (numbers == nullptr || names == nullptr)
    throw UserError(file.string() + " holds no geometry of earshot check");
  std::map<int, double> largest;
  vtkNew<vtkIdList> corners;
  for (vtkIdType cell = 0; cell < data.GetNumberOfCells(); ++cell) {
    const int number = static_cast<int>(numbers->GetTuple1(cell));
    DrawnFace &face = faces[number];
    if (face.triangles->GetPoints() == nullptr) {
      face.triangles->SetPoints(data.GetPoints());
      face.triangles->AllocateEstimate(1, 3);
      face.name = names->GetValue(cell);
    }
    data.GetCellPoints(cell, corners);
    face.triangles->InsertNextCell(VTK_TRIANGLE, corners);
    std::array<std::array<double, 3>, 3> x;
    for (int k = 0; k < 3; ++k)
      data.GetPoint(corners->GetId(k), x[k].data());
    const double area = triangle_area(x);
    face.area += area;
    if (area > largest[number]) { // on the face itself, where a bent one's centre isn't
      largest[number] = area;
      for (int d = 0; d < 3; ++d)
        face.label[d] = (x[0][d] + x[1][d] + x[2][d]) / 3;
    }
  }
}

void add_face(vtkRenderer &renderer, DrawnFace &face, const Colour &colour, double opacity) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(face.triangles);
  mapper->ScalarVisibilityOff();
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  actor->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
  actor->GetProperty()->SetOpacity(opacity);
  actor->GetProperty()->SetAmbient(0.3);
  renderer.AddActor(actor);
  vtkNew<vtkFeatureEdges> edges;
  edges->SetInputData(face.triangles);
  edges->FeatureEdgesOff();
  edges->ColoringOff();
  vtkNew<vtkPolyDataMapper> line_mapper;
  line_mapper->SetInputConnection(edges->GetOutputPort());
  line_mapper->ScalarVisibilityOff();
  vtkNew<vtkActor> lines;
  lines->SetMapper(line_mapper);
  lines->GetProperty()->SetColor(ink[0], ink[1], ink[2]);
  lines->GetProperty()->LightingOff();
  renderer.AddActor(lines);
}

/// @param named with its name, else its number alone
void add_label(vtkRenderer &renderer, const DrawnFace &face, int number, bool named) {
  const vtkNew<vtkTextActor> text = text_actor(
      named ? fmt::format("{} ({})", face.name, number) : std::to_string(number), named ? 20 : 14, named);
  text->GetPositionCoordinate()->SetCoordinateSystemToWorld();
  text->GetPositionCoordinate()->SetValue(face.label[0], face.label[1], face.label[2]);
  text->GetTextProperty()->SetJustificationToCentered();
  renderer.AddActor2D(text);
}

void aim(vtkRenderer &renderer, double side) {
  vtkCamera &camera = *renderer.GetActiveCamera();
  camera.ParallelProjectionOn();
  camera.SetFocalPoint(0, 0, 0);
  camera.SetPosition(side * 1.0, side * -0.7, side * 0.45);
  camera.SetViewUp(0, 0, 1);
  renderer.ResetCamera();
  renderer.ResetCameraClippingRange();
}

/// Each name once, on its largest face, and numbers of the largest faces besides: numbers of faces, and
/// whether the name is written.
std::map<int, bool> labelled(const Faces &faces) {
  std::vector<int> order;
  for (const auto &[number, face] : faces)
    order.push_back(number);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return faces.at(a).area > faces.at(b).area; });
  std::map<int, bool> labels;
  std::set<std::string> written;
  std::size_t numbers = 0;
  for (const int number : order) {
    const std::string &name = faces.at(number).name;
    if (!name.empty() && written.insert(name).second)
      labels[number] = true;
    else if (numbers++ < most_numbers)
      labels[number] = false;
  }
  return labels;
}

} // namespace

std::filesystem::path draw_geometry(const std::filesystem::path &file) {
  Faces faces;
  read_faces(file, faces);
  std::map<std::string, Colour> colours;
  for (const auto &[number, face] : faces)
    if (!face.name.empty())
      colours.try_emplace(face.name, line_colour(colours.size()));
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetMultiSamples(8);
  window->SetSize(2 * panel_width, panel_height);
  for (const double side : {1.0, -1.0}) { // from both sides
    vtkNew<vtkRenderer> renderer;
    renderer->SetViewport(side > 0 ? 0 : 0.5, 0, side > 0 ? 0.5 : 1, 1);
    renderer->SetBackground(1, 1, 1);
    for (auto &[number, face] : faces) {
      const bool named = !face.name.empty();
      add_face(*renderer, face, named ? colours.at(face.name) : grid_grey, named ? 0.7 : 0.25);
    }
    for (const auto &[number, named] : labelled(faces))
      add_label(*renderer, faces.at(number), number, named);
    aim(*renderer, side);
    window->AddRenderer(renderer);
  }
  const std::filesystem::path picture = std::filesystem::path(file).replace_extension(".png");
  save_png(*window, picture);
  return picture;
}

} // namespace earshot
