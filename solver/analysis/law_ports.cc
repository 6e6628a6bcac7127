#include "solver/analysis/law_ports.h"

#include "solver/analysis/housing_force.h"
#include "solver/model/case_terms.h"
#include "solver/sweep/reduced_solver.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

using std::numbers::sqrt2;

/// A driver of a network has a current of its own beside the plug's.
std::size_t current_of(const ReducedModel &reduced, const std::string &driver) {
  const auto found =
      std::find_if(reduced.outputs.begin(), reduced.outputs.end(), [&](const ReducedOutput &output) {
        return output.quantity.of == driver && (output.quantity.kind == QuantityKind::coil_current ||
                                                output.quantity.kind == QuantityKind::source_current);
      });
  if (found == reduced.outputs.end())
    throw std::out_of_range("the reduced model has no current of " + driver);
  return found - reduced.outputs.begin();
}

template <class Number>
Complex product(const std::vector<Number> &values, const Complex *x) {
  return std::inner_product(values.begin(), values.end(), x, Complex(0));
}

} // namespace

LawPorts::LawPorts(const ReducedModel &reduced, CoefficientFunctions functions, double source_voltage,
                   const std::vector<std::string> &drivers, const std::vector<Vent> &vents,
                   const std::vector<std::string> &area_drivers)
    : reduced_(reduced), terms_(reduced), functions_(std::move(functions)),
      source_voltage_(source_voltage), listeners_{{reduced.output_index({QuantityKind::eardrum_pressure})}} {
  for (const std::string &driver : drivers) {
    ports_.push_back({reduced.output_index({QuantityKind::coil_displacement, driver})});
    ports_.push_back({current_of(reduced, driver), true});
    listeners_.push_back(reaction_outputs(reduced, driver));
  }
  for (const Vent &vent : vents)
    ports_.push_back({reduced.output_index({QuantityKind::vent_displacement, vent.name}), false, vent.own});
  for (const std::string &driver : area_drivers)
    ports_.push_back({reduced.output_index({QuantityKind::pressure_jump, driver})});
}

/// Right-hand sides are the source and a unit on every port; a force on a coil stands on its displacement's
/// row, a flux on its current's ("The system" in docs/theory.md), a pressure on a vent's, a volume on a
/// pressure's, so that outputs and loads are the same vectors.
LawPorts::Answer LawPorts::solve(double omega) const {
  const std::size_t n = ports_.size(), size = reduced_.size;
  const double static_omega = 2 * std::numbers::pi * static_frequency;
  const double at = omega == 0 ? static_omega : omega;
  const Factors factors = functions_.at(at);
  std::vector<Complex> x = reduced_.right_hand_side(factors);
  for (Complex &value : x)
    value /= source_voltage_;
  x.resize((n + 1) * size);
  const auto values_of = [&](const Port &port) {
    std::vector<Complex> values;
    for (const double value : reduced_.outputs[port.output].values)
      values.push_back(factors.outputs[port.output] * value);
    return values;
  };
  for (std::size_t b = 0; b < n; ++b)
    std::ranges::copy(values_of(ports_[b]), x.begin() + (b + 1) * size);
  ReducedSystem(terms_, factors).solve(x);

  Answer answer{{std::vector<Complex>(n), std::vector<Complex>(n * n)}, {}};
  for (std::size_t a = 0; a < n; ++a) {
    const std::vector<Complex> values = values_of(ports_[a]);
    answer.scalars.source[a] = sqrt2 * product(values, x.data());
    for (std::size_t b = 0; b < n; ++b)
      answer.scalars.transfer[a * n + b] = product(values, x.data() + (b + 1) * size);
    if (ports_[a].own)
      answer.scalars.transfer[a * n + a] += ports_[a].own(at);
  }
  for (const Listener &listener : listeners_) {
    Heard &heard = answer.heard.emplace_back(Heard{0, std::vector<Complex>(n)});
    for (const std::size_t output : listener) {
      const std::vector<double> &values = reduced_.outputs[output].values;
      heard.source += factors.outputs[output] * product(values, x.data());
      for (std::size_t b = 0; b < n; ++b)
        heard.transfer[b] += factors.outputs[output] * product(values, x.data() + (b + 1) * size) / sqrt2;
    }
  }
  if (omega == 0) {
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b) {
        const bool flows = ports_[a].is_current || ports_[b].is_current;
        Complex &g = answer.scalars.transfer[a * n + b];
        g = flows ? 0.0 : g.real();
      }
    answer.scalars.source.assign(n, 0);
  }
  return answer;
}

const LawPorts::Answer &LawPorts::answer(double omega) const {
  const auto known = answers_.find(omega);
  return known != answers_.end() ? known->second : answers_.emplace(omega, solve(omega)).first->second;
}

const LinearResponse &LawPorts::at(double omega) const {
  return answer(omega).scalars;
}

Complex LawPorts::heard(std::size_t listener, double omega, double voltage,
                        std::span<const Complex> laws) const {
  const Heard &known = answer(omega).heard[listener];
  Complex sum = voltage * known.source;
  for (std::size_t b = 0; b < laws.size(); ++b)
    sum += known.transfer[b] * laws[b];
  return sum;
}

Complex LawPorts::eardrum(double omega, double voltage, std::span<const Complex> laws) const {
  return heard(0, omega, voltage, laws);
}

bool LawPorts::have_reactions() const {
  return listeners_.size() > 1 && !listeners_[1].empty();
}

Complex LawPorts::reaction(std::size_t driver, double omega, double voltage,
                           std::span<const Complex> laws) const {
  return heard(1 + driver, omega, voltage, laws);
}

} // namespace earshot
