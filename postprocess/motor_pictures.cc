// Charts of a computed motor over the displacement and over frequency.
#include "postprocess/chart.h"
#include "postprocess/motor_field_picture.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

namespace fs = std::filesystem;

/// What follows "motor" in the names of a motor's files: nothing, or its driver's name.
std::vector<std::string> suffixes(const fs::path &directory) {
  std::vector<std::string> found;
  for (const auto &entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string(), beginning = "motor", ending = ".csv";
    if (name.starts_with(beginning) && name.ends_with(ending))
      found.push_back(name.substr(beginning.size(), name.size() - beginning.size() - ending.size()));
  }
  std::sort(found.begin(), found.end());
  return found;
}

Canvas over_displacement(const std::string &title, const std::vector<double> &x) {
  const double reach = std::max(std::abs(x.front()), std::abs(x.back()));
  const double step = pleasant_step(2 * reach, 8), end = step * std::ceil(reach / step - 1e-9);
  return Canvas(title, "Displacement of the coil [mm]", {-end, end, step});
}

/// Curves over one value axis with a legend.
fs::path draw_curves(Canvas &canvas, const std::vector<double> &x, const std::string &axis,
                     const std::vector<Curve> &curves, const fs::path &path) {
  canvas.set_value_axis(vtkAxis::LEFT, axis, range_from_zero(curves));
  for (std::size_t i = 0; i < curves.size(); ++i)
    canvas.add_curve(x, curves[i], i, 0);
  canvas.show_legend();
  canvas.save(path);
  return path;
}

fs::path draw_force_factor(const fs::path &directory, const std::string &suffix, const Table &table) {
  const auto x = table.column("displacement_mm");
  const std::vector<Curve> curves{{"from the force", table.column("force_factor_n_a")},
                                  {"from the flux", table.column("force_factor_flux_n_a"), true},
                                  {"polynomial", table.column("force_factor_fit_n_a"), true}};
  Canvas canvas = over_displacement("Force factor", x);
  return draw_curves(canvas, x, "Bl [N/A]", curves, directory / ("force_factor" + suffix + ".png"));
}

fs::path draw_inductance(const fs::path &directory, const std::string &suffix, const Table &table) {
  const auto x = table.column("displacement_mm");
  const std::vector<Curve> curves{
      {"small signal", table.column("inductance_uh")},
      {"apparent (B/H of the working point)", table.column("apparent_inductance_uh")}};
  Canvas canvas = over_displacement("Inductance without eddy currents", x);
  return draw_curves(canvas, x, "L [µH]", curves, directory / ("inductance" + suffix + ".png"));
}

fs::path draw_blocked_impedance(const fs::path &directory, const std::string &suffix) {
  const Table table = read_table(directory / ("blocked_impedance" + suffix + ".csv"));
  const auto f = table.column("frequency_hz");
  const std::vector<Curve> curves{{"resistance", table.column("resistance_ohm")},
                                  {"reactance", table.column("reactance_ohm")},
                                  {"resistance, ladder", table.column("ladder_resistance_ohm"), true},
                                  {"reactance, ladder", table.column("ladder_reactance_ohm"), true}};
  Canvas canvas("Impedance of the blocked coil", f);
  return draw_curves(canvas, log10_of(f), "R, X [Ω]", curves,
                     directory / ("blocked_impedance" + suffix + ".png"));
}

} // namespace

std::vector<fs::path> draw_motor(const fs::path &directory) {
  std::vector<fs::path> pictures;
  for (const std::string &suffix : suffixes(directory)) {
    const Table table = read_table(directory / ("motor" + suffix + ".csv"));
    pictures.push_back(draw_force_factor(directory, suffix, table));
    pictures.push_back(draw_inductance(directory, suffix, table));
    pictures.push_back(draw_blocked_impedance(directory, suffix));
  }
  const auto fields = draw_motor_fields(directory);
  pictures.insert(pictures.end(), fields.begin(), fields.end());
  return pictures;
}

} // namespace earshot
