// Time of a distortion analysis after its linear model: 100 fundamentals, 5 voltages, 9 harmonics to begin
// with, all causes split, for reduced models of several sizes (the matrices are made up; the time is not).
#include "solver/analysis/distortion.h"
#include "tests/benchmarks/seconds.h"
#include "tests/support/quantities.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace {

using namespace earshot;

/// A chain of oscillators on a coil: coordinate 0 is its displacement, 1 its current, the last one the
/// eardrum.
struct ChainModel {
  ReducedModel reduced;
  CoefficientFunctions functions;

  explicit ChainModel(std::size_t size) {
    reduced.size = size;
    std::vector<double> stiffness(size * size), mass(size * size), coupling(size * size),
        electric(size * size);
    for (std::size_t k = 0; k < size; ++k) {
      if (k == 1)
        continue;
      const std::size_t next = k == 0 ? 2 : k + 1;
      stiffness[k * size + k] += 150;
      mass[k * size + k] = k == 0 ? 15e-6 : 1e-7;
      if (next < size) {
        stiffness[k * size + k] += 30;
        stiffness[next * size + next] += 30;
        stiffness[k * size + next] = stiffness[next * size + k] = -30;
      }
    }
    coupling[1] = coupling[size] = 1;
    electric[size + 1] = 1;
    add(stiffness, [](Complex) { return Complex(1, 0.05); });
    add(mass, [](Complex iw) { return iw * iw; });
    add(coupling, [](Complex) { return Complex(-0.405); });
    add(electric, [](Complex iw) { return -16.0 / iw - 20e-6; });
    std::vector<double> x(size), i(size), drum(size);
    x[0] = i[1] = drum[0] = 1;
    reduced.loads = {{i, {}}};
    reduced.outputs = {{{x, {}}, quantity::coil_displacement("driver")},
                       {{i, {}}, quantity::source_current("driver")},
                       {{drum, {}}, quantity::eardrum}};
    functions.loads = {{"", [](double omega) { return -1.0 / Complex(0, omega); }}};
    for (const double factor : {1.0, 1.0, 1e7})
      functions.outputs.push_back({"", [factor](double) { return Complex(factor); }});
  }

private:
  void add(std::vector<double> matrix, const std::function<Complex(Complex)> &law) {
    std::vector<std::size_t> all(reduced.size);
    for (std::size_t k = 0; k < all.size(); ++k)
      all[k] = k;
    reduced.terms.push_back({"", "", "", all, std::move(matrix), {}});
    functions.terms.push_back({"", [law](double omega) { return law(Complex(0, omega)); }});
  }
};

LargeSignalDriver driver() {
  LargeSignalDriver large;
  large.config.name = std::string("driver");
  large.config.motor.force_factor = 0.405;
  large.config.motor.inductance = 20e-6;
  LargeSignalConfig laws;
  laws.force_factor = {Located<double>(-0.05), Located<double>(-1.4)};
  laws.stiffness = {Located<double>(0.4), Located<double>(6.0)};
  laws.inductance = {Located<double>(-0.15)};
  large.config.large_signal = laws;
  large.curves = large_signal_curves(large.config);
  large.rest_stiffness = 150;
  return large;
}

} // namespace

int main() {
  DistortionConfig config;
  for (const double voltage : {0.05, 0.1, 0.2, 0.4, 0.8})
    config.voltages.emplace_back(voltage);
  std::vector<double> frequencies;
  for (int k = 0; k < 100; ++k)
    frequencies.push_back(20 * std::pow(500, k / 99.0));
  for (const std::size_t size : {2, 100, 300}) {
    const ChainModel model(std::max<std::size_t>(size, 3));
    const LawPorts ports(model.reduced, model.functions, 1, {"driver"});
    DistortionStudy study(ports, {{driver()}, {}}, config, 20e3);
    Distortion found;
    const double time = seconds([&] { found = study.run(frequencies); });
    double worst = 0;
    for (const DistortionRow &row : found.rows)
      worst = std::max(worst, std::isfinite(row.thd_percent) ? row.thd_percent : 0.0);
    fmt::print("{:>4} coordinates: {:6.1f} s, {} points, THD up to {:.3g} %, {} warnings\n",
               model.reduced.size, time, found.rows.size(), worst, study.warnings().size());
  }
}
