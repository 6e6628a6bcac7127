#include "solver/fit/lumped_levels.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/config/parameters.h"
#include "solver/model/coil_fit.h"
#include "solver/model/prepare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <utility>

namespace earshot {

namespace {

using Complex = std::complex<double>;

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double relative_step = 1e-4; ///< errors of central differences: its square, and 1e-16 over it

double level_of(Complex value, MeasuredQuantity quantity) {
  return 20 * std::log10(std::abs(value) / (quantity == MeasuredQuantity::level ? 20e-6 : 1.0));
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

/// The power of `ratio` that takes all entries of `a` to those of `b` at all frequencies; 0: there is none.
int power_between(const Circuit::Element &a, const Circuit::Element &b, double ratio,
                  std::span<const double> omega) {
  for (const int power : {-2, -1, 1, 2}) {
    const double factor = std::pow(ratio, power);
    bool holds = true;
    for (const double w : omega) {
      const Complex before = a.law.value(w), after = b.law.value(w);
      for (std::size_t k = 0; k < a.entries.size(); ++k) {
        const Complex expected = factor * a.entries[k].weight * before;
        holds = holds && std::abs(b.entries[k].weight * after - expected) <= 1e-12 * std::abs(expected);
      }
    }
    if (holds)
      return power;
  }
  return 0;
}

bool are_same_sources(const Circuit &a, const Circuit &b, double omega) {
  for (std::size_t k = 0; k < a.sources().size(); ++k)
    if (a.sources()[k].value.value(omega) != b.sources()[k].value.value(omega))
      return false;
  return true;
}

} // namespace

LumpedLevels::LumpedLevels(Case config, std::vector<std::string> keys, std::vector<double> scales,
                           MeasuredQuantity quantity, const std::vector<double> &frequencies_hz)
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

LumpedLevels::Neighbours LumpedLevels::neighbours(std::span<const double> values,
                                                  const std::vector<std::size_t> &numbers) const {
  std::vector<double> below(values.begin(), values.end()), above = below;
  std::map<std::size_t, double> steps;
  for (const std::size_t k : numbers) {
    const double step = relative_step * (values[k] != 0 ? std::abs(values[k]) : scales_[k]);
    below[k] -= step / 2;
    above[k] += step / 2;
    steps[k] = above[k] - below[k];
  }
  return {variant(below), variant(above), steps};
}

void LumpedLevels::find_output(const Variant &nominal) {
  const BuiltNetwork &network = nominal.network;
  if (quantity_ == MeasuredQuantity::level && !network.ear)
    throw UserError(config_.ear.node.where, "found no ear.node, expected the node whose level was measured");
  if (quantity_ == MeasuredQuantity::impedance && network.source.empty())
    throw UserError(config_.network->plug.where, "found no plug, expected what has an impedance");
  output_ = quantity_ == MeasuredQuantity::level ? network.circuit.node_index(network.ear->pressure_node)
                                                 : n_nodes_ + network.circuit.branch_index(network.source);
}

LumpedLevels::Dependence LumpedLevels::dependence_on(std::size_t number, const Variant &nominal) const {
  const double some[] = {omega_.front(), omega_[omega_.size() / 2], omega_.back()};
  constexpr double ratio = 1 + 1.0 / 64; // small, as temperatures are numbers, too
  std::vector<double> values = values_of_case();
  values[number] = values[number] != 0 ? ratio * values[number] : relative_step * scales_[number];
  const Variant other = variant(values);
  const auto &elements = nominal.network.circuit.elements(), &others = other.network.circuit.elements();
  if (others.size() != elements.size())
    throw UserError(SourcePosition{"", 0, 0, keys_[number]},
                    "found a number whose change adds or removes elements, expected a start other than 0");
  Dependence found;
  for (std::size_t e = 0; e < elements.size(); ++e)
    if (!is_same_element(elements[e], others[e], some)) {
      found.elements.push_back(e);
      found.powers.push_back(power_between(elements[e], others[e], ratio, some));
    }
  found.is_in_source = other.voltage != nominal.voltage ||
                       other.output_impedance != nominal.output_impedance ||
                       !are_same_sources(nominal.network.circuit, other.network.circuit, some[0]);
  if (found.is_in_source || std::find(found.powers.begin(), found.powers.end(), 0) != found.powers.end())
    found.powers.clear();
  return found;
}

void LumpedLevels::find_groups() {
  const auto share = [&](std::size_t a, std::size_t b) {
    const auto &own = dependent_[a].elements, &other = dependent_[b].elements;
    return dependent_[a].is_in_source || dependent_[b].is_in_source ||
           std::find_first_of(own.begin(), own.end(), other.begin(), other.end()) != own.end();
  };
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    if (!dependent_[k].powers.empty())
      continue;
    const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const auto &numbers) {
      return std::none_of(numbers.begin(), numbers.end(), [&](std::size_t other) { return share(k, other); });
    });
    if (group == groups_.end())
      groups_.push_back({k});
    else
      group->push_back(k);
  }
}

void LumpedLevels::find_dependence(const Variant &nominal) {
  std::set<std::size_t> changing;
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    dependent_.push_back(dependence_on(k, nominal));
    changing.insert(dependent_.back().elements.begin(), dependent_.back().elements.end());
  }
  changing_.assign(changing.begin(), changing.end());
  find_groups();
  for (const double omega : omega_) {
    fixed_.emplace_back(size_ * size_);
    for (std::size_t e = 0; e < nominal.network.circuit.elements().size(); ++e)
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

Complex LumpedLevels::product(const Circuit::Element &element, double omega, const std::vector<Complex> &x,
                              const std::vector<Complex> &z) const {
  Complex sum = 0;
  for (const Circuit::Entry &entry : element.entries)
    sum += entry.weight * z[number(entry.row)] * x[number(entry.column)];
  return sum * element.law.value(omega);
}

Complex LumpedLevels::power_change(const Variant &own, std::size_t number_of_key, double value, double omega,
                                   const std::vector<Complex> &x, const std::vector<Complex> &z) const {
  const Dependence &dependence = dependent_[number_of_key];
  Complex sum = 0;
  for (std::size_t k = 0; k < dependence.elements.size(); ++k)
    sum -= dependence.powers[k] / value *
           product(own.network.circuit.elements()[dependence.elements[k]], omega, x, z);
  return sum;
}

Complex LumpedLevels::change(const Neighbours &neighbours, std::size_t number_of_key, double omega,
                             const std::vector<Complex> &x, const std::vector<Complex> &z) const {
  Complex difference = 0;
  for (const auto &[variant, sign] :
       {std::pair(&neighbours.above, 1.0), std::pair(&neighbours.below, -1.0)}) {
    const Circuit &circuit = variant->network.circuit;
    for (const Circuit::Source &source : circuit.sources())
      difference += sign * z[number(source.row)] * source.value.value(omega);
    for (const std::size_t e : dependent_[number_of_key].elements)
      difference -= sign * product(circuit.elements()[e], omega, x, z);
  }
  return difference / neighbours.steps.at(number_of_key);
}

Complex LumpedLevels::measured(const Variant &variant, Complex y) const {
  return quantity_ == MeasuredQuantity::level ? y : variant.voltage / -y - variant.output_impedance;
}

Complex LumpedLevels::measured_slope(const Variant &below, const Variant &above, Complex y, Complex dy,
                                     double step) const {
  return (measured(above, y + 0.5 * step * dy) - measured(below, y - 0.5 * step * dy)) / step;
}

LevelAnswer LumpedLevels::answer(std::span<const double> values, bool with_slopes) const {
  const Variant own = variant({values.begin(), values.end()});
  std::vector<Neighbours> around;
  std::map<std::size_t, const Neighbours *> sides_of; // numbers that go by differences
  for (const std::vector<std::size_t> &group : with_slopes ? groups_ : decltype(groups_)())
    around.push_back(neighbours(values, group));
  for (const Neighbours &sides : around)
    for (const auto &[number, step] : sides.steps)
      sides_of[number] = &sides;
  const CircuitMatrix equations(own.network.circuit);
  LevelAnswer answer;
  answer.slopes.resize(with_slopes ? keys_.size() : 0);
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
    const auto add_slope = [&](std::size_t k, Complex slope) {
      answer.slopes[k].push_back(20 / std::numbers::ln10 * (slope / found).real());
    };
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const auto found_sides = sides_of.find(k);
      if (found_sides == sides_of.end()) {
        add_slope(k, measured_slope(own, own, x[output_], power_change(own, k, values[k], omega_[i], x, z),
                                    relative_step * values[k]));
        continue;
      }
      const Neighbours &sides = *found_sides->second;
      add_slope(k, measured_slope(sides.below, sides.above, x[output_], change(sides, k, omega_[i], x, z),
                                  sides.steps.at(k)));
    }
  }
  return answer;
}

} // namespace earshot
