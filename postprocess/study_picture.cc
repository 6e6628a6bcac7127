// study_<name>.png: levels at the eardrum of a study's designs over the logarithm of frequency.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/hdf5_file.h"

#include <vtkAxis.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_curves = 6; // as many colours as tell each other apart

using Rows = std::vector<std::vector<double>>;

/// Curves of the designs that are done.
std::vector<Curve> curves_of(const Rows &levels, const std::string &labels) {
  std::vector<Curve> curves;
  std::istringstream lines(labels);
  for (const std::vector<double> &row : levels) {
    Curve curve{"", row};
    std::getline(lines, curve.label);
    if (std::isfinite(row.front()))
      curves.push_back(std::move(curve));
  }
  return curves;
}

/// What so many of the designs stay below, frequency by frequency.
std::vector<Curve> quantiles(const std::vector<Curve> &curves) {
  std::vector<Curve> found;
  for (const auto &[label, share, dashed] :
       {std::tuple("loudest", 1.0, true), std::tuple("90 % stay below", 0.9, false),
        std::tuple("half stay below", 0.5, false), std::tuple("10 % stay below", 0.1, false),
        std::tuple("quietest", 0.0, true)}) {
    Curve curve{label, {}, dashed};
    for (std::size_t i = 0; i < curves.front().values.size(); ++i) {
      std::vector<double> levels;
      for (const Curve &design : curves)
        levels.push_back(design.values[i]);
      const auto place = levels.begin() + std::lround(share * static_cast<double>(levels.size() - 1));
      std::nth_element(levels.begin(), place, levels.end());
      curve.values.push_back(*place);
    }
    found.push_back(std::move(curve));
  }
  return found;
}

Rows rows_of(const std::vector<double> &values, std::size_t width) {
  Rows rows;
  for (auto row = values.begin(); row != values.end(); row += static_cast<std::ptrdiff_t>(width))
    rows.emplace_back(row, row + static_cast<std::ptrdiff_t>(width));
  return rows;
}

} // namespace

std::vector<fs::path> draw_studies(const fs::path &directory) {
  std::vector<fs::path> files, pictures;
  for (const auto &entry : fs::directory_iterator(directory / "study"))
    if (entry.path().extension() == ".h5")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path &path : files) {
    const Hdf5Reader file(path, "curves of a study");
    const std::vector<double> f = file.numbers("frequency_hz");
    if (!file.has("spl_db") || f.size() < 2)
      continue;
    const std::vector<Curve> designs =
        curves_of(rows_of(file.numbers("spl_db"), f.size()), file.text("labels"));
    const std::vector<Curve> curves = designs.size() > most_curves ? quantiles(designs) : designs;
    Canvas canvas(
        fmt::format("Sound pressure at the eardrum: {}, {} designs", path.stem().string(), designs.size()),
        f);
    const auto [least, greatest] = finite_extent(curves);
    constexpr double step = 10, shown = 80; // notches may go deep
    const double top = step * std::ceil(greatest / step);
    canvas.set_value_axis(vtkAxis::LEFT, "Level [dB re 20 uPa]",
                          {std::max(step * std::floor(least / step), top - shown), top, step});
    for (std::size_t k = 0; k < curves.size(); ++k)
      canvas.add_curve(log10_of(f), curves[k], k, 0);
    canvas.show_legend();
    pictures.push_back(directory / ("study_" + path.stem().string() + ".png"));
    canvas.save(pictures.back());
  }
  return pictures;
}

} // namespace earshot
