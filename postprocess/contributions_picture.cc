// contributions.png: the level at the eardrum and each driver's share of it over the logarithm of frequency.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <vtkAxis.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr double shown_below_the_sum = 60; // [dB]; a share further down is not heard

/// Every column that ends in `ending`, as a curve each; those after the first one are dashed.
std::vector<Curve> curves_of(const Table &table, const std::string &ending) {
  std::vector<Curve> curves;
  for (const std::string &column : table.columns)
    if (column.size() > ending.size() &&
        column.compare(column.size() - ending.size(), ending.size(), ending) == 0)
      curves.push_back(
          {column.substr(0, column.size() - ending.size()), table.column(column), !curves.empty()});
  return curves;
}

} // namespace

std::filesystem::path draw_contributions(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "contributions.csv");
  const std::vector<double> f = table.column("frequency_hz");
  const std::vector<Curve> curves = curves_of(table, "_db");
  const auto [least, greatest] = finite_extent(curves);
  const double top = 10 * std::ceil(greatest / 10),
               bottom = std::max(10 * std::floor(least / 10), top - shown_below_the_sum);
  Canvas canvas("Sound pressure level at the eardrum, whole and by driver", f);
  canvas.set_value_axis(vtkAxis::LEFT, "Level [dB re 20 µPa]", {bottom, top, 10});
  for (std::size_t k = 0; k < curves.size(); ++k)
    canvas.add_curve(log10_of(f), curves[k], k, 0);
  canvas.show_legend();
  const auto path = directory / "contributions.png";
  canvas.save(path);
  return path;
}

} // namespace earshot
