// isolation.png: insertion loss over the logarithm of frequency.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>
#include <vtkChartLegend.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr std::size_t distinct_colours = 6; // further curves are dashed

} // namespace

std::filesystem::path draw_isolation(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "isolation.csv");
  const std::vector<double> f = table.column("frequency_hz");
  std::vector<Curve> curves;
  std::string silent;                                      // without a way in, isolation is infinite
  for (std::size_t k = 2; k < table.columns.size(); ++k) { // after open_ear_reference_db
    const std::string &column = table.columns[k];
    if (column.ends_with("_error_db"))
      continue;
    Curve curve{column.substr(0, column.size() - std::string("_db").size()), table.column(column)};
    std::replace(curve.label.begin(), curve.label.end(), '_', ' ');
    curve.dashed = curves.size() >= distinct_colours;
    if (std::any_of(curve.values.begin(), curve.values.end(), [](double v) { return std::isfinite(v); }))
      curves.push_back(std::move(curve));
    else
      silent += (silent.empty() ? "; no way in: " : ", ") + curve.label;
  }
  Canvas canvas("Insertion loss against the open ear" + silent, f);
  canvas.set_value_axis(vtkAxis::LEFT, "Insertion loss [dB]", range_from_zero(curves));
  for (std::size_t k = 0; k < curves.size(); ++k)
    canvas.add_curve(log10_of(f), curves[k], k % distinct_colours, 0);
  canvas.show_legend();
  canvas.chart->GetLegend()->SetHorizontalAlignment(vtkChartLegend::RIGHT); // curves rise
  const auto path = directory / "isolation.png";
  canvas.save(path);
  return path;
}

} // namespace earshot
