// compare.png: curves over the logarithm of frequency, and below them their differences from the first one.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>
#include <vtkChartLegend.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr std::size_t distinct_colours = 7; // further curves are dashed
constexpr int upper_height = 860, lower_height = 600;
constexpr double largest_shown_difference = 20; // [dB]; peaks apart would hide everything else

/// The curves of compare.csv in its order, which is that of output/comparison_files.h.
struct Curves {
  std::vector<double> frequency_hz;
  std::vector<Curve> levels, differences; ///< the first difference is that of the second curve
  std::vector<Curve> bounds;              ///< of the differences by the curves' uncertainties, two of each
  std::vector<std::size_t> colours;       ///< of the bounds
  std::vector<double> spread;             ///< empty: none
};

std::vector<double> shifted(const std::vector<double> &values, const std::vector<double> &by, double sign) {
  std::vector<double> result(values.size());
  std::transform(values.begin(), values.end(), by.begin(), result.begin(),
                 [&](double value, double shift) { return value + sign * shift; });
  return result;
}

Curves read_curves(const std::filesystem::path &file) {
  const Table table = read_table(file);
  const std::string level = "_db", spread = "laboratory_spread_db";
  Curves curves{table.column("frequency_hz"), {}, {}, {}, {}, {}};
  const auto &names = table.columns;
  const auto is_column = [&](std::size_t k, const std::string &name) {
    return k < names.size() && names[k] == name;
  };
  for (std::size_t k = 1; k < names.size(); ++k) {
    if (k + 1 == names.size() && names[k] == spread) {
      curves.spread = table.column(spread);
      continue;
    }
    const std::string label = names[k].substr(0, names[k].size() - std::min(level.size(), names[k].size()));
    const bool dashed = curves.levels.size() >= distinct_colours;
    if (!names[k].ends_with(level) || (!curves.levels.empty() && !is_column(k + 1, label + "_difference_db")))
      continue;
    curves.levels.push_back({label, table.column(names[k]), dashed});
    if (curves.levels.size() == 1)
      continue;
    const std::vector<double> difference = table.column(names[++k]);
    curves.differences.push_back({label, difference, dashed});
    if (is_column(k + 1, label + "_uncertainty_db"))
      for (const double sign : {-1, 1}) {
        curves.bounds.push_back({label, shifted(difference, table.column(names[k + 1]), sign), true});
        curves.colours.push_back(curves.differences.size() % distinct_colours);
      }
  }
  if (curves.differences.empty() || curves.frequency_hz.empty())
    throw UserError({file.string(), 1, 0, ""},
                    "found no curves with differences, expected those of a comparison");
  return curves;
}

Range range_of(const std::vector<Curve> &curves, double largest_extent) {
  const auto [least, greatest] = finite_extent(curves);
  const double from = std::max(least, greatest - largest_extent);
  const double step = pleasant_step(std::max(greatest - from, 10.0), 7);
  return {step * std::floor((from - 0.1 * step) / step), step * std::ceil((greatest + 0.1 * step) / step),
          step};
}

/// Symmetric about zero.
Range difference_range(const Curves &curves) {
  const auto [least, greatest] = finite_extent(curves.differences);
  const double reach =
      std::clamp(std::max(std::abs(least), std::abs(greatest)), 1e-3, largest_shown_difference);
  const double step = pleasant_step(2 * reach, 6);
  const double to = step * std::ceil(1.05 * reach / step);
  return {-to, to, step};
}

/// Curves end at the edge of the chart, not beyond it, as its frame doesn't clip them everywhere.
std::vector<double> clamped(std::vector<double> values, const Range &range) {
  for (double &value : values)
    value = std::isfinite(value) ? std::clamp(value, range.from, range.to) : value;
  return values;
}

void add_spread(Canvas &canvas, const Curves &curves, const std::vector<double> &about, const Range &range) {
  if (!curves.spread.empty())
    canvas.add_band(log10_of(curves.frequency_hz), "what laboratories differ by",
                    clamped(shifted(about, curves.spread, -1), range),
                    clamped(shifted(about, curves.spread, 1), range));
}

} // namespace

std::filesystem::path draw_comparison(const std::filesystem::path &directory) {
  const Curves curves = read_curves(directory / "compare.csv");
  const auto x = log10_of(curves.frequency_hz);
  Canvas levels("Comparison with " + curves.levels.front().label, curves.frequency_hz, upper_height);
  const Range level_range = range_of(curves.levels, 80);
  levels.set_value_axis(vtkAxis::LEFT, "Level [dB]", level_range);
  add_spread(levels, curves, curves.levels.front().values, level_range);
  for (std::size_t k = 0; k < curves.levels.size(); ++k)
    levels.add_curve(x, curves.levels[k], k % distinct_colours, 0);
  levels.show_legend();

  Canvas differences("Less " + curves.levels.front().label, curves.frequency_hz, lower_height);
  const Range range = difference_range(curves);
  differences.set_value_axis(vtkAxis::LEFT, "Difference [dB]", range);
  add_spread(differences, curves, std::vector<double>(x.size(), 0.0), range);
  for (std::size_t k = 0; k < curves.differences.size(); ++k) {
    Curve shown = curves.differences[k];
    shown.values = clamped(shown.values, range);
    differences.add_curve(x, shown, (k + 1) % distinct_colours, 0);
  }
  for (std::size_t k = 0; k < curves.bounds.size(); ++k) {
    Curve shown = curves.bounds[k];
    shown.values = clamped(shown.values, range);
    differences.add_curve(x, shown, curves.colours[k], 0);
  }
  const auto path = directory / "compare.png";
  save_png({levels.view->GetRenderWindow(), differences.view->GetRenderWindow()}, path);
  return path;
}

} // namespace earshot
