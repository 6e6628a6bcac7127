// field_<frequency>Hz.png, mode_<frequency>Hz.png: two views of the pressure on a plane, and the deflected
// diaphragms.
#include "postprocess/actors.h"
#include "postprocess/field_data.h"
#include "postprocess/style.h"
#include "postprocess/view.h"
#include "solver/config/config_tree.h"
#include "solver/output/field_files.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkColorTransferFunction.h>
#include <vtkLineSource.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkScalarBarActor.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace earshot {

namespace {

constexpr int width = 1600, title_height = 110, panel_height = 520;
constexpr double bar_width = 0.13;            // share of the window
constexpr double largest_shown_range_db = 40; // below lie nodes of standing waves and openings
constexpr double deflection_height = 0.08;    // of the picture's extent

/// Which way the section lies in the picture: its longer direction runs to the right.
struct Frame {
  double centre[3];
  double across, up; ///< extents [mm]
  bool z_across;

  explicit Frame(const double *bounds) {
    for (int d = 0; d < 3; ++d)
      centre[d] = (bounds[2 * d] + bounds[2 * d + 1]) / 2;
    const double y = bounds[3] - bounds[2], z = bounds[5] - bounds[4];
    z_across = z >= y;
    across = std::max(y, z);
    up = std::min(y, z);
  }

  /// A point of the picture's plane, lifted towards the eye so that lines lie on top of areas.
  std::array<double, 3> point(double right, double above) const {
    return z_across ? std::array{centre[0] - lift(), centre[1] + above, centre[2] + right}
                    : std::array{centre[0] + lift(), centre[1] + right, centre[2] + above};
  }
  double lift() const { return 0.01 * across; }
};

struct ColourScale {
  std::string array, title, label_format;
  vtkNew<vtkColorTransferFunction> colours;
};

// Moreland's cool-to-warm.
void set_signed_colours(vtkColorTransferFunction &colours, double reach) {
  colours.SetColorSpaceToDiverging();
  colours.AddRGBPoint(-reach, 0.230, 0.299, 0.754);
  colours.AddRGBPoint(0, 0.865, 0.865, 0.865);
  colours.AddRGBPoint(reach, 0.706, 0.016, 0.150);
}

void fill(ColourScale &scale, AirSection &air, const std::string &array) {
  double range[2];
  scale.array = array;
  air.plane->GetPointData()->GetArray(array.c_str())->GetRange(range);
  if (array == "spl_db") {
    scale.title = "SPL [dB]";
    const double from = std::max(range[0], range[1] - largest_shown_range_db);
    const double middle = (from + range[1]) / 2, half = std::max((range[1] - from) / 2, 0.5);
    set_level_colours(*scale.colours, middle - half, middle + half);
    scale.label_format = "%.1f";
  } else {
    const double reach = std::max({std::abs(range[0]), std::abs(range[1]), 1e-12});
    scale.title = "p [Pa]";
    set_signed_colours(*scale.colours, reach);
    scale.label_format = "%.3g";
  }
}

vtkNew<vtkActor> area_actor(vtkPolyData &data, ColourScale &scale) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(&data);
  mapper->SetLookupTable(scale.colours);
  mapper->SetScalarModeToUsePointFieldData();
  mapper->SelectColorArray(scale.array.c_str());
  mapper->InterpolateScalarsBeforeMappingOn();
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  actor->GetProperty()->LightingOff();
  return actor;
}

vtkNew<vtkActor> line_actor(vtkPolyData &data, const Frame &frame, float line_width, const Colour &colour) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(&data);
  mapper->ScalarVisibilityOff();
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  actor->GetProperty()->LightingOff();
  actor->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
  actor->GetProperty()->SetLineWidth(line_width);
  actor->SetPosition(frame.z_across ? -frame.lift() : frame.lift(), 0, 0);
  return actor;
}

void add_ruler(vtkRenderer &renderer, const Frame &frame) {
  const double length = pleasant_step(frame.across, 6);
  const auto from = frame.point(-frame.across / 2, -0.62 * frame.up);
  const auto to = frame.point(-frame.across / 2 + length, -0.62 * frame.up);
  vtkNew<vtkLineSource> line;
  line->SetPoint1(from.data());
  line->SetPoint2(to.data());
  line->Update();
  renderer.AddActor(line_actor(*line->GetOutput(), frame, 4, ink));
  const vtkNew<vtkTextActor> text = text_actor(fmt::format(" {:g} mm", length), 22);
  text->GetPositionCoordinate()->SetCoordinateSystemToWorld();
  text->GetPositionCoordinate()->SetValue(to[0], to[1], to[2]);
  text->GetTextProperty()->SetVerticalJustificationToCentered();
  renderer.AddActor2D(text);
}

void aim_camera(vtkRenderer &renderer, const Frame &frame, double aspect) {
  vtkCamera &camera = *renderer.GetActiveCamera();
  camera.ParallelProjectionOn();
  const double distance = 10 * frame.across;
  const double low = 0.08 * frame.up; // room for the ruler
  const auto focus = frame.point(0, -low);
  camera.SetFocalPoint(focus[0], focus[1], focus[2]);
  camera.SetPosition(focus[0] + (frame.z_across ? -distance : distance), focus[1], focus[2]);
  camera.SetViewUp(0, frame.z_across ? 1 : 0, frame.z_across ? 0 : 1);
  camera.SetParallelScale(std::max(0.68 * frame.up, 0.53 * frame.across / aspect));
  renderer.ResetCameraClippingRange();
}

struct Picture {
  vtkNew<vtkRenderWindow> window;

  vtkNew<vtkRenderer> add_renderer(double left, double bottom, double right, double top) {
    vtkNew<vtkRenderer> renderer;
    renderer->SetViewport(left, bottom, right, top);
    renderer->SetBackground(1, 1, 1);
    window->AddRenderer(renderer);
    return renderer;
  }
};

void add_colour_bar(Picture &picture, const ColourScale &scale, double bottom, double top) {
  const vtkNew<vtkRenderer> renderer = picture.add_renderer(1 - bar_width, bottom, 1, top);
  renderer->AddActor2D(colour_bar(*scale.colours, scale.title, scale.label_format));
}

/// "1300", not "1.3e+03": two digits of a number from 1 to a million.
std::string plain_number(double value) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return fmt::format("{:g}", unit >= 1 ? unit * std::round(value / unit) : value);
}

void add_title(Picture &picture, const std::string &what, const AirSection &air, double enlargement,
               double bottom) {
  const vtkNew<vtkRenderer> renderer = picture.add_renderer(0, bottom, 1, 1);
  const vtkNew<vtkTextActor> title = text_actor(what + " at " + frequency_text(air.frequency_hz), 30, true);
  title->GetPositionCoordinate()->SetCoordinateSystemToNormalizedViewport();
  title->GetPositionCoordinate()->SetValue(0.03, 0.5);
  renderer->AddActor2D(title);
  std::string text =
      fmt::format("Plane {} = {:.3g} mm. Above: level re 20 µPa; below: pressure at the instant "
                  "when it is largest.",
                  "xyz"[static_cast<int>(air.normal)], std::abs(air.place) < 1e-2 ? 0.0 : air.place);
  if (enlargement > 0)
    text += fmt::format(" Deflection × {}, all at one instant.", plain_number(enlargement));
  const vtkNew<vtkTextActor> subtitle = text_actor(text, 21);
  subtitle->GetPositionCoordinate()->SetCoordinateSystemToNormalizedViewport();
  subtitle->GetPositionCoordinate()->SetValue(0.03, 0.12);
  renderer->AddActor2D(subtitle);
}

void add_panel(Picture &picture, AirSection &air, const DiaphragmSections &sections, const std::string &array,
               double bottom, double top) {
  const Frame frame(air.plane->GetBounds());
  ColourScale scale;
  fill(scale, air, array);
  const vtkNew<vtkRenderer> renderer = picture.add_renderer(0, bottom, 1 - bar_width, top);
  renderer->AddActor(area_actor(*air.plane, scale));
  renderer->AddActor(line_actor(*air.outline, frame, 1.5, {0.45, 0.45, 0.47}));
  for (const auto &diaphragm : sections.diaphragms) {
    renderer->AddActor(line_actor(*diaphragm->at_rest, frame, 2, {0.6, 0.6, 0.62}));
    renderer->AddActor(line_actor(*diaphragm->deflected, frame, 5, {0, 0, 0}));
  }
  add_ruler(*renderer, frame);
  aim_camera(*renderer, frame, (1 - bar_width) * width / panel_height);
  add_colour_bar(picture, scale, bottom, top);
}

/// output.plane of the case that the results are of; nothing for "auto".
std::optional<PlaneNormal> asked_plane(const std::filesystem::path &directory) {
  const std::filesystem::path file = directory / "config.resolved.toml";
  if (!std::filesystem::exists(file))
    return std::nullopt;
  const ConfigNode config = load_config_tree(file.string());
  const ConfigNode *const output = config.member("output");
  const ConfigNode *const plane = output != nullptr ? output->member("plane") : nullptr;
  const std::size_t axis = plane != nullptr ? std::string("xyz").find(plane->text) : std::string::npos;
  if (plane == nullptr || plane->text.size() != 1 || axis == std::string::npos)
    return std::nullopt;
  return static_cast<PlaneNormal>(axis);
}

/// The field of <fields>/air.pvd nearest to a frequency, as <directory>/<prefix><frequency>Hz.png.
std::filesystem::path draw_section(const std::filesystem::path &directory,
                                   const std::filesystem::path &fields, const std::string &prefix,
                                   const std::string &title, double frequency) {
  AirSection air;
  read_air_section(fields, frequency, asked_plane(directory), air);
  const Frame frame(air.plane->GetBounds());
  const DiaphragmSections diaphragms = read_diaphragm_sections(fields, air, deflection_height * frame.up);
  constexpr int height = 2 * panel_height + title_height;
  constexpr double panel = static_cast<double>(panel_height) / height;
  Picture picture;
  picture.window->SetOffScreenRendering(1);
  picture.window->SetMultiSamples(8);
  picture.window->SetSize(width, height);
  add_title(picture, title, air, diaphragms.enlargement, 2 * panel);
  add_panel(picture, air, diaphragms, "spl_db", panel, 2 * panel);
  add_panel(picture, air, diaphragms, "pressure", 0, panel);
  const auto path = directory / fmt::format("{}{:.6g}Hz.png", prefix, air.frequency_hz);
  save_png(*picture.window, path);
  return path;
}

} // namespace

std::filesystem::path draw_field(const std::filesystem::path &directory, double frequency) {
  return draw_section(directory, directory / "fields", "field_", "Sound pressure in the air", frequency);
}

std::vector<std::filesystem::path> draw_coupled_modes(const std::filesystem::path &directory) {
  constexpr std::size_t most = 12; // so many are confirmed by default
  const std::filesystem::path fields = directory / "modes" / "coupled";
  std::vector<std::filesystem::path> pictures;
  if (!std::filesystem::exists(fields / "air.pvd"))
    return pictures;
  for (const FieldFile &mode : read_series(fields / "air.pvd"))
    if (pictures.size() < most)
      pictures.push_back(
          draw_section(directory, fields, "mode_", "Coupled mode, of 1 Pa at most,", mode.frequency_hz));
  return pictures;
}

} // namespace earshot
