// tune.png: target, start and tuned level, below them what is left of the deviation.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>
#include <vtkChartLegend.h>
#include <vtkRenderWindow.h>

#include <algorithm>

namespace earshot {

namespace {

constexpr int upper_height = 860, lower_height = 600;

} // namespace

std::filesystem::path draw_tuning(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "tune_curves.csv");
  const std::vector<double> frequency = table.column("frequency_hz"), x = log10_of(frequency);
  const std::vector<Curve> levels{{"tuned", table.column("tuned_db")},
                                  {"target", table.column("target_db"), true},
                                  {"start", table.column("start_db")}};
  Canvas upper("Tuned level", frequency, upper_height);
  upper.set_value_axis(vtkAxis::LEFT, "Level [dB]", range_of(levels));
  const auto &columns = table.columns;
  if (std::find(columns.begin(), columns.end(), "p05_db") != columns.end())
    upper.add_band(x, "5 to 95 % of units", table.column("p05_db"), table.column("p95_db"));
  for (std::size_t k = 0; k < levels.size(); ++k)
    upper.add_curve(x, levels[k], k, 0);
  upper.show_legend();
  const Curve deviation{"tuned less target", table.column("deviation_db")};
  Canvas lower("Tuned less target", frequency, lower_height);
  lower.set_value_axis(vtkAxis::LEFT, "Difference [dB]", range_of({deviation}));
  lower.add_curve(x, deviation, 0, 0);
  const std::filesystem::path path = directory / "tune.png";
  save_png({upper.view->GetRenderWindow(), lower.view->GetRenderWindow()}, path);
  return path;
}

} // namespace earshot
