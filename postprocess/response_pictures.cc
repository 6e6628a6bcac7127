// response.png and impedance.png: line charts over the logarithm of frequency.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr int max_shown_range_db = 70; // what lies further below the maximum is noise on a screen

// At least 30 dB, so that a smooth response doesn't look rough; whole tens at the ends.
Range level_range(const std::vector<Curve> &curves) {
  const auto [least, greatest] = finite_extent(curves);
  const double to = 10 * std::ceil((greatest + 2) / 10);
  const double from = std::max(10 * std::floor((least - 2) / 10), to - max_shown_range_db);
  return {std::min(from, to - 30), to, to - from > 40 ? 10.0 : 5.0};
}

// Symmetric about zero.
Range phase_range(const std::vector<double> &phase) {
  const auto [least, greatest] = finite_extent({{"", phase}});
  const double reach = std::max({std::abs(least), std::abs(greatest), 10.0});
  const double step = reach <= 30 ? 10 : reach <= 90 ? 30 : 45;
  const double to = step * std::ceil(reach / step);
  return {-to, to, step};
}

// A frame around the frequencies that the ear is meant for, open where the response ends before them.
struct Frame {
  std::vector<double> frequency_hz, values;
};

Frame frame_of_ear_band(const Table &table, const Range &levels) {
  Frame frame;
  if (std::find(table.columns.begin(), table.columns.end(), "in_ear_band") == table.columns.end())
    return frame;
  const std::vector<double> f = table.column("frequency_hz"), within = table.column("in_ear_band");
  for (std::size_t i = 0; i + 1 < f.size(); ++i)
    if (within[i] != within[i + 1]) {
      const bool first = within[i + 1] > 0;
      frame.frequency_hz.insert(frame.frequency_hz.end(), 2, first ? f[i + 1] : f[i]);
      frame.values.push_back(first ? levels.from : levels.to);
      frame.values.push_back(first ? levels.to : levels.from);
    }
  return frame;
}

std::filesystem::path draw_level(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "response.csv");
  const std::vector<double> f = table.column("frequency_hz");
  std::vector<Curve> curves;
  const std::string ending = "_spl_db";
  for (const std::string &name : table.columns)
    if (name == "spl_db")
      curves.push_back({"eardrum", table.column(name)});
    else if (name.size() > ending.size() && name.ends_with(ending))
      curves.push_back({name.substr(0, name.size() - ending.size()), table.column(name)});

  const bool is_eardrum = curves.size() == 1 && curves.front().label == "eardrum";
  Canvas canvas(is_eardrum ? "Sound pressure level at the eardrum" : "Sound pressure level", f);
  if (!is_eardrum)
    canvas.show_legend();
  const Range levels = level_range(curves);
  canvas.set_value_axis(vtkAxis::LEFT, "SPL [dB re 20 µPa]", levels);
  for (std::size_t i = 0; i < curves.size(); ++i)
    canvas.add_curve(log10_of(f), curves[i], i, 0);
  if (const Frame frame = frame_of_ear_band(table, levels); !frame.values.empty()) {
    canvas.show_legend();
    canvas.add_curve(log10_of(frame.frequency_hz), {"what the ear is meant for", frame.values, true},
                     curves.size(), 0);
  }
  const auto path = directory / "response.png";
  canvas.save(path);
  return path;
}

std::filesystem::path draw_impedance(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "impedance.csv");
  const std::vector<double> f = table.column("frequency_hz");
  const Curve magnitude{"magnitude", table.column("magnitude_ohm")},
      phase{"phase", table.column("phase_deg")};
  Canvas canvas("Electrical impedance at the plug", f);
  // The axes' titles bear the colours of their curves, in place of a legend.
  canvas.set_value_axis(vtkAxis::LEFT, "Magnitude [Ω]", range_from_zero({magnitude}), line_colour(0));
  canvas.set_value_axis(vtkAxis::RIGHT, "Phase [°]", phase_range(phase.values), line_colour(1));
  canvas.chart->GetAxis(vtkAxis::RIGHT)->SetGridVisible(false); // two grids would cross
  canvas.add_curve(log10_of(f), magnitude, 0, 0);
  canvas.add_curve(log10_of(f), phase, 1, 1);
  const auto path = directory / "impedance.png";
  canvas.save(path);
  return path;
}

} // namespace

std::vector<std::filesystem::path> draw_response(const std::filesystem::path &directory) {
  std::vector<std::filesystem::path> pictures{draw_level(directory)};
  if (std::filesystem::exists(directory / "impedance.csv"))
    pictures.push_back(draw_impedance(directory));
  return pictures;
}

} // namespace earshot
