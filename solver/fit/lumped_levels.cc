#include "solver/fit/lumped_levels.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/config/parameters.h"
#include "solver/model/coil_fit.h"
#include "solver/model/prepare.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

namespace earshot {

namespace {

using Complex = std::complex<double>;

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double relative_step = 1e-4; ///< errors of central differences: its square, and 1e-16 over it

double level_of(Complex value, FitQuantity quantity) {
  return 20 * std::log10(std::abs(value) / (quantity == FitQuantity::level ? 20e-6 : 1.0));
}

/// Drivers that are given by a curve of their impedance are fitted to it once.
void fit_coils_once(Case &config) {
  std::vector<std::string> notes, warnings;
  config.moving_coils = fitted_coils(config.moving_coils, notes, warnings);
  for (MovingCoilConfig &coil : config.moving_coils)
    coil.impedance.value.clear();
}

bool is_same_element(const Circuit::Element &a, const Circuit::Element &b, std::span<const double> omega) {
  for (std::size_t k = 0; k < a.entries.size(); ++k)
    if (a.entries[k].weight != b.entries[k].weight)
      return false;
  return std::all_of(omega.begin(), omega.end(), [&](double w) { return a.law.value(w) == b.law.value(w); });
}

} // namespace

LumpedLevels::LumpedLevels(Case config, std::vector<std::string> keys, std::vector<double> scales,
                           FitQuantity quantity, const std::vector<double> &frequencies_hz)
    : config_(std::move(config)), keys_(std::move(keys)), scales_(std::move(scales)), quantity_(quantity),
      air_(air_properties(config_)) {
  fit_coils_once(config_);
  for (const double frequency : frequencies_hz)
    omega_.push_back(two_pi * frequency);
  const Variant nominal = variant(values_of_case());
  n_nodes_ = nominal.network.circuit.nodes().size();
  size_ = n_nodes_ + nominal.network.circuit.branches().size();
  find_output(nominal);
  find_dependence(nominal);
}

std::vector<double> LumpedLevels::values_of_case() const {
  const std::vector<Parameter> parameters = parameters_of(config_);
  std::vector<double> values;
  for (const std::string &key : keys_)
    values.push_back(find_parameter(parameters, key).value);
  return values;
}

LumpedLevels::Variant LumpedLevels::variant(std::vector<double> values) const {
  std::map<std::string, double> by_key;
  for (std::size_t k = 0; k < keys_.size(); ++k)
    by_key[keys_[k]] = values[k];
  const Case changed = with_values(config_, by_key);
  return {changed.source.voltage, changed.source.output_impedance,
          build_network(changed, air_properties(changed))};
}

LumpedLevels::Neighbours LumpedLevels::neighbours(std::span<const double> values, std::size_t number) const {
  std::vector<double> below(values.begin(), values.end()), above = below;
  const double step = relative_step * (values[number] != 0 ? std::abs(values[number]) : scales_[number]);
  below[number] -= step / 2;
  above[number] += step / 2;
  return {variant(below), variant(above), above[number] - below[number]};
}

void LumpedLevels::find_output(const Variant &nominal) {
  const BuiltNetwork &network = nominal.network;
  if (quantity_ == FitQuantity::level && !network.ear)
    throw UserError(config_.ear.node.where, "found no ear.node, expected the node whose level was measured");
  if (quantity_ == FitQuantity::impedance && network.source.empty())
    throw UserError(config_.network->plug.where, "found no plug, expected what has an impedance");
  output_ = quantity_ == FitQuantity::level ? network.circuit.node_index(network.ear->pressure_node)
                                            : n_nodes_ + network.circuit.branch_index(network.source);
}

void LumpedLevels::find_dependence(const Variant &nominal) {
  const std::vector<double> values = values_of_case();
  const double some[] = {omega_.front(), omega_[omega_.size() / 2], omega_.back()};
  const auto &elements = nominal.network.circuit.elements();
  std::set<std::size_t> changing;
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    const Variant other = neighbours(values, k).above;
    const auto &others = other.network.circuit.elements();
    if (others.size() != elements.size())
      throw UserError(SourcePosition{"", 0, 0, keys_[k]},
                      "found a number whose change adds or removes elements, expected a start other than 0");
    dependent_.emplace_back();
    for (std::size_t e = 0; e < elements.size(); ++e)
      if (!is_same_element(elements[e], others[e], some))
        dependent_.back().push_back(e), changing.insert(e);
  }
  changing_.assign(changing.begin(), changing.end());
  for (const double omega : omega_) {
    fixed_.emplace_back(size_ * size_);
    for (std::size_t e = 0; e < elements.size(); ++e)
      if (changing.count(e) == 0)
        add_to(fixed_.back(), nominal.network.circuit, e, omega);
  }
}

void LumpedLevels::add_to(std::vector<Complex> &matrix, const Circuit &circuit, std::size_t element,
                          double omega) const {
  const Circuit::Element &added = circuit.elements()[element];
  const Complex law = added.law.value(omega);
  for (const Circuit::Entry &entry : added.entries)
    matrix[number(entry.row) * size_ + number(entry.column)] += entry.weight * law;
}

Complex LumpedLevels::change(const Neighbours &neighbours, std::size_t number_of_key, double omega,
                             const std::vector<Complex> &x, const std::vector<Complex> &z) const {
  Complex difference = 0;
  for (const auto &[variant, sign] :
       {std::pair(&neighbours.above, 1.0), std::pair(&neighbours.below, -1.0)}) {
    const Circuit &circuit = variant->network.circuit;
    for (const Circuit::Source &source : circuit.sources())
      difference += sign * z[number(source.row)] * source.value.value(omega);
    for (const std::size_t e : dependent_[number_of_key]) {
      const Circuit::Element &element = circuit.elements()[e];
      Complex sum = 0;
      for (const Circuit::Entry &entry : element.entries)
        sum += entry.weight * z[number(entry.row)] * x[number(entry.column)];
      difference -= sign * sum * element.law.value(omega);
    }
  }
  return difference / neighbours.step;
}

Complex LumpedLevels::measured(const Variant &variant, Complex y) const {
  return quantity_ == FitQuantity::level ? y : variant.voltage / -y - variant.output_impedance;
}

LevelAnswer LumpedLevels::answer(std::span<const double> values, bool with_slopes) const {
  const Variant own = variant({values.begin(), values.end()});
  std::vector<Neighbours> around;
  for (std::size_t k = 0; with_slopes && k < keys_.size(); ++k)
    around.push_back(neighbours(values, k));
  const CircuitMatrix equations(own.network.circuit);
  LevelAnswer answer;
  answer.slopes.resize(around.size());
  for (std::size_t i = 0; i < omega_.size(); ++i) {
    std::vector<Complex> matrix = fixed_[i];
    for (const std::size_t e : changing_)
      add_to(matrix, own.network.circuit, e, omega_[i]);
    const DenseFactors factors(std::move(matrix), size_);
    const std::vector<Complex> x = factors.solve(equations.sources(omega_[i]));
    const Complex found = measured(own, x[output_]);
    answer.level_db.push_back(level_of(found, quantity_));
    if (!with_slopes)
      continue;
    std::vector<Complex> c(size_);
    c[output_] = 1;
    const std::vector<Complex> z = factors.solve_transposed(std::move(c));
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      // Also what the number does to the source itself, which an impedance is told by.
      const Complex dy = change(around[k], k, omega_[i], x, z), half = 0.5 * around[k].step * dy,
                    slope = (measured(around[k].above, x[output_] + half) -
                             measured(around[k].below, x[output_] - half)) /
                            around[k].step;
      answer.slopes[k].push_back(20 / std::numbers::ln10 * (slope / found).real());
    }
  }
  return answer;
}

} // namespace earshot
