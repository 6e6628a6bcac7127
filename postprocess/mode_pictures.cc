// modes_<body>.png: the deflected shapes of a body's modes with their nodal lines. animation_<frequency>Hz/:
// the forced motion of the diaphragms through one cycle.
#include "postprocess/field_data.h"
#include "postprocess/shell_shape.h"
#include "postprocess/view.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "solver/output/field_files.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <vtkRenderWindow.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>
#include <vtkXMLPolyDataWriter.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <sstream>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr int title_height = 80, most_tiles = 48;
constexpr double deflection = 0.1; // of a diaphragm's extent

/// A line of modes.csv.
struct ModeLabel {
  std::string body, kind;
  double frequency_hz = 0;
  std::string m, n, multiplicity;

  std::string text() const {
    return fmt::format("({},{}){}  {}\n{}", m, n, multiplicity == "2" ? " ×2" : "",
                       frequency_text(frequency_hz), kind);
  }
};

std::vector<ModeLabel> read_labels(const fs::path &file) {
  std::istringstream lines(read_text(file));
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = split_at_commas(line);
  const auto place = [&](const char *name) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end())
      throw UserError(fmt::format("{} lacks the column {}", file.string(), name));
    return static_cast<std::size_t>(found - header.begin());
  };
  const std::size_t body = place("body"), kind = place("kind"), frequency = place("frequency_hz"),
                    m = place("m"), n = place("n"), multiplicity = place("multiplicity");
  std::vector<ModeLabel> labels;
  while (std::getline(lines, line)) {
    const std::vector<std::string> fields = split_at_commas(line);
    if (fields.size() != header.size())
      throw UserError(
          fmt::format("{}: a line has {} fields instead of {}", file.string(), fields.size(), header.size()));
    ModeLabel &label = labels.emplace_back(
        ModeLabel{fields[body], fields[kind], 0, fields[m], fields[n], fields[multiplicity]});
    if (!parse_number(fields[frequency], label.frequency_hz))
      throw UserError(fmt::format("{}: '{}' is not a frequency", file.string(), fields[frequency]));
  }
  return labels;
}

void add_text(vtkRenderer &renderer, const std::string &text, int size, double x, double y,
              bool bold = false) {
  vtkNew<vtkTextActor> actor;
  actor->SetInput(text.c_str());
  set_font(*actor->GetTextProperty(), size, bold);
  actor->GetPositionCoordinate()->SetCoordinateSystemToNormalizedViewport();
  actor->GetPositionCoordinate()->SetValue(x, y);
  renderer.AddActor2D(actor);
}

/// A window of tiles under a title.
class Sheet {
public:
  Sheet(int columns, int rows, int tile_width, int tile_height, const std::string &title)
      : columns_(columns), rows_(rows),
        tile_share_(double(tile_height) / (rows * tile_height + title_height)) {
    window_->SetOffScreenRendering(1);
    window_->SetMultiSamples(8);
    window_->SetSize(columns * tile_width, rows * tile_height + title_height);
    add_text(*add_renderer(0, 0, 1, 1), title, 24, 0.02,
             rows_ * tile_share_ + 0.3 * (1 - rows_ * tile_share_), true);
  }

  /// Tiles are numbered row by row from the top.
  vtkNew<vtkRenderer> tile(int k) {
    const double column = k % columns_, bottom = (rows_ - 1 - k / columns_) * tile_share_;
    return add_renderer(column / columns_, bottom, (column + 1) / columns_, bottom + tile_share_);
  }
  void save(const fs::path &path) { save_png(*window_, path); }

private:
  vtkNew<vtkRenderer> add_renderer(double left, double bottom, double right, double top) {
    vtkNew<vtkRenderer> renderer;
    renderer->SetViewport(left, bottom, right, top);
    renderer->SetBackground(1, 1, 1);
    window_->AddRenderer(renderer);
    return renderer;
  }

  int columns_, rows_;
  double tile_share_; ///< of the window's height
  vtkNew<vtkRenderWindow> window_;
};

/// Modes of one body whose shapes were written as displacements.
std::map<std::string, std::vector<ModeLabel>> drawable(const fs::path &directory) {
  std::map<std::string, std::vector<ModeLabel>> bodies;
  for (ModeLabel &label : read_labels(directory / "modes.csv"))
    if (label.body != "air" && label.frequency_hz > 0 &&
        fs::exists(directory / "modes" / (label.body + ".pvd")))
      bodies[label.body].push_back(label);
  return bodies;
}

} // namespace

std::vector<fs::path> draw_modes(const fs::path &directory) {
  std::vector<fs::path> pictures;
  for (const auto &[body, labels] : drawable(directory)) {
    const int shown = std::min<int>(most_tiles, static_cast<int>(labels.size()));
    std::string title = "Undamped modes of " + body + " in vacuo: (nodal diameters, nodal circles)";
    if (shown < static_cast<int>(labels.size()))
      title += fmt::format(", the first {} of {}", shown, labels.size());
    const int columns = std::clamp(static_cast<int>(std::lround(std::sqrt(1.6 * shown))), 3, 8);
    Sheet sheet(columns, (shown + columns - 1) / columns, 320, 270, title);
    for (int k = 0; k < shown; ++k) {
      vtkNew<vtkUnstructuredGrid> grid;
      read_nearest_field(directory / "modes" / (body + ".pvd"), labels[k].frequency_hz, *grid);
      ShellShape shape;
      deflect(*grid, "", 0, deflection * extent(*grid), shape);
      const vtkNew<vtkRenderer> tile = sheet.tile(k);
      add_shell(*tile, shape);
      add_text(*tile, labels[k].text(), 15, 0.05, 0.82);
    }
    pictures.push_back(directory / ("modes_" + body + ".png"));
    sheet.save(pictures.back());
  }
  return pictures;
}

namespace {

/// One frame as .vtp. @return its line for the .pvd
std::string write_frame(const fs::path &folder, const std::string &name, int step, int steps,
                        ShellShape &shape) {
  const std::string file = fmt::format("{}_{:03d}.vtp", name, step);
  vtkNew<vtkXMLPolyDataWriter> writer;
  writer->SetInputData(shape.surface);
  writer->SetFileName((folder / file).c_str());
  if (writer->Write() == 0)
    throw UserError("can't write " + (folder / file).string());
  return fmt::format("    <DataSet timestep=\"{:.6g}\" group=\"\" part=\"0\" file=\"{}\"/>\n",
                     double(step) / steps, file);
}

fs::path animate_series(const fs::path &series, const fs::path &directory, double frequency, int steps) {
  vtkNew<vtkUnstructuredGrid> grid;
  const double written = read_nearest_field(series, frequency, *grid);
  const std::string name = series.stem().string();
  const fs::path folder = directory / fmt::format("animation_{:.6g}Hz", written);
  check_writable(folder);
  Sheet sheet(1, 1, 800, 560, name + " at " + frequency_text(written));
  const vtkNew<vtkRenderer> tile = sheet.tile(0);
  std::string list =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\">\n  <Collection>\n";
  for (int step = 0; step < steps; ++step) {
    ShellShape shape;
    deflect(*grid, "", 2 * std::numbers::pi * step / steps, deflection * extent(*grid), shape);
    tile->RemoveAllViewProps();
    add_shell(*tile, shape);
    add_text(*tile, fmt::format("phase {:.0f}°", 360.0 * step / steps), 15, 0.05, 0.88);
    sheet.save(folder / fmt::format("{}_{:03d}.png", name, step));
    list += write_frame(folder, name, step, steps, shape);
  }
  write_atomically(folder / (name + ".pvd"), list + "  </Collection>\n</VTKFile>\n");
  return folder / (name + ".pvd");
}

} // namespace

std::vector<fs::path> animate(const fs::path &directory, double frequency, int steps) {
  std::vector<fs::path> lists;
  for (const fs::path &series : diaphragm_series(directory / "fields"))
    lists.push_back(animate_series(series, directory, frequency, steps));
  return lists;
}

} // namespace earshot
