#include "solver/analysis/coil_ports.h"

#include "solver/algebra/dense_system.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

using std::numbers::sqrt2;

std::size_t output_of(const ReducedModel &reduced, const std::vector<std::string> &names) {
  for (const std::string &name : names)
    for (std::size_t k = 0; k < reduced.outputs.size(); ++k)
      if (reduced.outputs[k].name == name)
        return k;
  throw std::runtime_error("the reduced model has no output " + names.front());
}

Complex product(const std::vector<double> &values, const Complex *x) {
  return std::inner_product(values.begin(), values.end(), x, Complex(0));
}

} // namespace

CoilPorts::CoilPorts(const ReducedModel &reduced, CoefficientFunctions functions, double source_voltage,
                     const std::vector<std::string> &drivers)
    : reduced_(reduced), functions_(std::move(functions)), source_voltage_(source_voltage),
      eardrum_(output_of(reduced, {"eardrum"})) {
  for (const std::string &driver : drivers) {
    ports_.push_back(output_of(reduced, {"coil_displacement." + driver}));
    ports_.push_back(output_of(reduced, {"coil_current." + driver, "current." + driver}));
  }
}

/// Right-hand sides are the source and a unit on every port; a force on a coil stands on its displacement's
/// row, a flux on its current's ("The system" in docs/theory.md), so that outputs and loads are the same
/// vectors.
CoilPorts::Answer CoilPorts::solve(double omega) const {
  const std::size_t n = ports_.size(), size = reduced_.size;
  const double static_omega = 2 * std::numbers::pi * static_frequency;
  const Factors factors = functions_.at(omega == 0 ? static_omega : omega);
  std::vector<Complex> x((n + 1) * size);
  for (std::size_t k = 0; k < reduced_.loads.size(); ++k)
    for (std::size_t i = 0; i < size; ++i)
      x[i] += factors.loads[k] * reduced_.loads[k].values[i] / source_voltage_;
  for (std::size_t b = 0; b < n; ++b)
    std::copy_n(reduced_.outputs[ports_[b]].values.begin(), size, x.begin() + (b + 1) * size);
  DenseSystem(reduced_.lower_matrix(factors, size), size).solve(x);

  Answer answer{{std::vector<Complex>(n), std::vector<Complex>(n * n)}, 0, std::vector<Complex>(n)};
  for (std::size_t a = 0; a < n; ++a) {
    const std::vector<double> &values = reduced_.outputs[ports_[a]].values;
    answer.scalars.source[a] = sqrt2 * product(values, x.data());
    for (std::size_t b = 0; b < n; ++b)
      answer.scalars.transfer[a * n + b] = product(values, x.data() + (b + 1) * size);
  }
  const std::vector<double> &drum = reduced_.outputs[eardrum_].values;
  answer.eardrum_source = factors.outputs[eardrum_] * product(drum, x.data());
  for (std::size_t b = 0; b < n; ++b)
    answer.eardrum_transfer[b] = factors.outputs[eardrum_] * product(drum, x.data() + (b + 1) * size) / sqrt2;
  if (omega == 0) {
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b) {
        const bool of_displacements = a % 2 == 0 && b % 2 == 0;
        Complex &g = answer.scalars.transfer[a * n + b];
        g = of_displacements ? g.real() : 0.0;
      }
    answer.scalars.source.assign(n, 0);
  }
  return answer;
}

const CoilPorts::Answer &CoilPorts::answer(double omega) const {
  const auto known = answers_.find(omega);
  return known != answers_.end() ? known->second : answers_.emplace(omega, solve(omega)).first->second;
}

const LinearResponse &CoilPorts::at(double omega) const {
  return answer(omega).scalars;
}

Complex CoilPorts::eardrum(double omega, double voltage, std::span<const Complex> laws) const {
  const Answer &known = answer(omega);
  Complex pressure = voltage * known.eardrum_source;
  for (std::size_t b = 0; b < laws.size(); ++b)
    pressure += known.eardrum_transfer[b] * laws[b];
  return pressure;
}

} // namespace earshot
