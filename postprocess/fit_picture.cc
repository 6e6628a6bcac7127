// fit.png: measured and fitted curves, and below them their differences; predictions.png: changes with their
// bands.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>
#include <vtkChartLegend.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr int upper_height = 860, lower_height = 600;

/// What the columns of one state or prediction are named after: those that end with `ending`.
std::vector<std::string> names_before(const Table &table, const std::string &ending) {
  std::vector<std::string> names;
  for (const std::string &column : table.columns)
    if (column.ends_with(ending))
      names.push_back(column.substr(0, column.size() - ending.size()));
  return names;
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double &value : values)
    value *= factor;
  return values;
}

} // namespace

fs::path draw_fit(const fs::path &directory) {
  const Table table = read_table(directory / "fit_curves.csv");
  const std::vector<double> frequency = table.column("frequency_hz"), x = log10_of(frequency);
  const std::vector<std::string> states = names_before(table, "_fitted_db");
  std::vector<Curve> levels, residuals;
  for (const std::string &state : states) {
    levels.push_back({state + ", fitted", table.column(state + "_fitted_db")});
    levels.push_back({state + ", measured", table.column(state + "_measured_db"), true});
    residuals.push_back({state, table.column(state + "_residual_db")});
  }
  Canvas upper("Fit", frequency, upper_height);
  upper.set_value_axis(vtkAxis::LEFT, "Level [dB]", range_of(levels));
  for (std::size_t k = 0; k < levels.size(); ++k)
    upper.add_curve(x, levels[k], k / 2, 0);
  upper.show_legend();

  const std::vector<double> sigma = table.column(states.front() + "_sigma_db");
  std::vector<Curve> all = residuals;
  all.push_back({"", scaled(sigma, 1)}), all.push_back({"", scaled(sigma, -1)});
  Canvas lower("Measured less fitted", frequency, lower_height);
  lower.set_value_axis(vtkAxis::LEFT, "Difference [dB]", range_of(all));
  lower.add_band(x, "stated error of " + states.front(), scaled(sigma, -1), sigma);
  for (std::size_t k = 0; k < residuals.size(); ++k)
    lower.add_curve(x, residuals[k], k, 0);
  const fs::path path = directory / "fit.png";
  save_png({upper.view->GetRenderWindow(), lower.view->GetRenderWindow()}, path);
  return path;
}

fs::path draw_predictions(const fs::path &directory) {
  const Table table = read_table(directory / "predictions.csv");
  const std::vector<double> frequency = table.column("frequency_hz"), x = log10_of(frequency);
  std::vector<std::unique_ptr<Canvas>> charts;
  std::vector<vtkRenderWindow *> windows;
  for (const std::string &name : names_before(table, "_p50_db")) {
    std::vector<Curve> curves{{"predicted", table.column(name + "_p50_db")}};
    const auto &columns = table.columns;
    if (std::find(columns.begin(), columns.end(), name + "_measured_db") != columns.end())
      curves.push_back({"measured", table.column(name + "_measured_db"), true});
    const std::vector<double> low = table.column(name + "_p05_db"), high = table.column(name + "_p95_db");
    std::vector<Curve> all = curves;
    all.push_back({"", low}), all.push_back({"", high});
    Canvas &chart = *charts.emplace_back(
        std::make_unique<Canvas>("Change of the level: " + name, frequency, lower_height));
    chart.set_value_axis(vtkAxis::LEFT, "Change [dB]", range_of(all));
    chart.add_band(x, "5 to 95 %", low, high);
    for (std::size_t k = 0; k < curves.size(); ++k)
      chart.add_curve(x, curves[k], k, 0);
    chart.show_legend();
    windows.push_back(chart.view->GetRenderWindow());
  }
  const fs::path path = directory / "predictions.png";
  save_png(windows, path);
  return path;
}

} // namespace earshot
