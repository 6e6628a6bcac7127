// distortion.png: harmonic distortion over the logarithm of frequency, a curve for each voltage.
#include "postprocess/chart.h"
#include "postprocess/view.h"
#include "solver/files/tables.h"

#include <fmt/format.h>
#include <vtkAxis.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr std::size_t most_curves = 6; // as many colours as tell each other apart

} // namespace

std::filesystem::path draw_distortion(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "distortion.csv");
  const std::vector<double> f = table.column("frequency_hz"), voltage = table.column("voltage_v"),
                            thd = table.column("thd_percent");
  std::vector<double> frequencies;
  std::vector<Curve> curves;
  for (std::size_t k = 0; k < f.size(); ++k) { // rows stand voltage by voltage
    if (k == 0 || voltage[k] != voltage[k - 1])
      curves.push_back({fmt::format("{:.3g} V", voltage[k]), {}});
    if (curves.size() == 1)
      frequencies.push_back(f[k]);
    // Harmonics above the sweep are not heard: the curve stays at zero there rather than at nothing.
    curves.back().values.push_back(std::isfinite(thd[k]) ? thd[k] : 0.0);
  }
  curves.resize(std::min(curves.size(), most_curves));
  Canvas canvas("Harmonic distortion at the eardrum", frequencies);
  canvas.set_value_axis(vtkAxis::LEFT, "THD [%]", range_from_zero(curves));
  for (std::size_t k = 0; k < curves.size(); ++k)
    canvas.add_curve(log10_of(frequencies), curves[k], k, 0);
  canvas.show_legend();
  const auto path = directory / "distortion.png";
  canvas.save(path);
  return path;
}

} // namespace earshot
