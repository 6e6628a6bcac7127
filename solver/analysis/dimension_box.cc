#include "solver/analysis/dimension_box.h"

#include "solver/model/case_terms.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr int n_points = 5;
/// Of half the range: about where the polynomial through the points is farthest from smooth functions.
constexpr double checked_place = -0.4;

/// sum_k weight_k f_k(w).
Coefficient weighted_sum(std::vector<std::pair<double, Coefficient>> parts) {
  const std::string symbol = parts.front().second.symbol;
  return {symbol, [parts = std::move(parts)](double omega) {
            Complex sum = 0;
            for (const auto &[weight, part] : parts)
              if (weight != 0)
                sum += weight * part.value(omega);
            return sum;
          }};
}

std::size_t eardrum_of(const FrequencyProblem &problem) {
  const auto found = find_output(problem, "eardrum");
  if (!found)
    throw UserError("there is no eardrum whose level could be held against others");
  return *found;
}

/// Levels at the eardrum by factorisations.
std::vector<double> direct_levels(const FrequencyProblem &problem, const CoefficientFunctions &functions,
                                  std::span<const double> frequencies_hz) {
  DirectSweep direct(problem, functions.at(2 * std::numbers::pi * frequencies_hz.front()));
  std::vector<double> levels;
  for (const double frequency : frequencies_hz)
    levels.push_back(sound_pressure_level(
        direct.evaluate(functions.at(2 * std::numbers::pi * frequency)).outputs[eardrum_of(problem)]));
  return levels;
}

/// Every number that facts hold, in one order.
template <class Facts>
auto numbers_of(Facts &facts) {
  std::vector<decltype(&facts.surface_areas[0])> numbers;
  for (auto &area : facts.surface_areas)
    numbers.push_back(&area);
  for (auto &zones : facts.diaphragms)
    for (auto &zone : zones)
      numbers.push_back(&zone.area);
  for (auto &volume : facts.narrow_volumes)
    numbers.push_back(&volume.width);
  for (auto &mouths : facts.mouths)
    for (auto *number : {&mouths.number, &mouths.layered, &mouths.length})
      numbers.push_back(number);
  for (auto &passage : facts.passages)
    for (auto *number : {&passage.length, &passage.area})
      numbers.push_back(number);
  numbers.push_back(&facts.largest_curvature);
  return numbers;
}

} // namespace

DimensionBox::DimensionBox(const Model &model, const Dimension &dimension, double low, double high,
                           std::span<const double> frequencies_hz)
    : dimension_(dimension) {
  std::vector<FrequencyProblem> problems;
  for (int k = 0; k < n_points; ++k) { // Chebyshev's points with both ends, from low to high
    const double value =
        (low + high) / 2 - (high - low) / 2 * std::cos(std::numbers::pi * k / (n_points - 1));
    const FollowingModel following = follow_dimension(model, dimension, value);
    problems.push_back(following.model->problem());
    points_.push_back({value, following.model->facts()});
  }
  join(problems);
  const CoefficientFunctions middle =
      functions(with_dimension(model.config(), dimension, points_[n_points / 2].value));
  for (std::size_t j = 0; j < problem_.terms.size(); ++j)
    problem_.terms[j].coefficient = middle.terms[j];
  for (std::size_t k = 0; k < problem_.loads.size(); ++k)
    problem_.loads[k].coefficient = middle.loads[k];
  error_db_ = measured_error_db(model, frequencies_hz);
}

/// Terms and loads of all points one after the other; outputs and monitors of the middle one.
void DimensionBox::join(const std::vector<FrequencyProblem> &problems) {
  problem_ = problems[n_points / 2];
  problem_.terms.clear();
  problem_.loads.clear();
  const std::size_t eardrum = eardrum_of(problem_);
  for (const FrequencyProblem &problem : problems) {
    if (problem.outputs[eardrum].vector != problem_.outputs[eardrum].vector)
      throw UserError("the eardrum's pressure is a mean over the mesh that moves");
    problem_.terms.insert(problem_.terms.end(), problem.terms.begin(), problem.terms.end());
    problem_.loads.insert(problem_.loads.end(), problem.loads.begin(), problem.loads.end());
  }
}

double DimensionBox::value_in(const Case &design) const {
  return find_parameter(parameters_of(design), {dimension_.parameters.front().key, {}}).value;
}

std::vector<double> DimensionBox::weights(double value) const {
  std::vector<double> weights;
  for (const Point &own : points_) {
    double weight = 1;
    for (const Point &other : points_)
      if (&other != &own)
        weight *= (value - other.value) / (own.value - other.value);
    weights.push_back(weight);
  }
  return weights;
}

CoefficientFunctions DimensionBox::functions(const Case &design) const {
  const std::vector<double> weights = this->weights(value_in(design));
  CoefficientFunctions joined;
  std::vector<CoefficientFunctions> all;
  for (std::size_t k = 0; k < points_.size(); ++k) {
    const CoefficientFunctions &own = all.emplace_back(
        coefficient_functions(with_dimension(design, dimension_, points_[k].value), points_[k].facts));
    for (const Coefficient &term : own.terms)
      joined.terms.push_back(weighted_sum({{weights[k], term}}));
    for (const Coefficient &load : own.loads)
      joined.loads.push_back(weighted_sum({{weights[k], load}}));
  }
  const auto sum = [&](std::vector<Coefficient> CoefficientFunctions::*list) {
    for (std::size_t i = 0; i < (all.front().*list).size(); ++i) {
      std::vector<std::pair<double, Coefficient>> parts;
      for (std::size_t k = 0; k < all.size(); ++k)
        parts.emplace_back(weights[k], (all[k].*list)[i]);
      (joined.*list).push_back(weighted_sum(std::move(parts)));
    }
  };
  sum(&CoefficientFunctions::outputs);
  sum(&CoefficientFunctions::monitors);
  return joined;
}

MeshFacts DimensionBox::facts(const Case &design) const {
  const std::vector<double> weights = this->weights(value_in(design));
  MeshFacts facts = points_[n_points / 2].facts;
  const auto numbers = numbers_of(facts);
  for (double *number : numbers)
    *number = 0;
  for (std::size_t k = 0; k < points_.size(); ++k) {
    const auto own = numbers_of(points_[k].facts);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      *numbers[i] += weights[k] * *own[i];
  }
  return facts;
}

double DimensionBox::measured_error_db(const Model &model, std::span<const double> frequencies_hz) const {
  const double middle = (points_.front().value + points_.back().value) / 2,
               value = middle + checked_place * (points_.back().value - middle);
  const FollowingModel following = follow_dimension(model, dimension_, value);
  const FrequencyProblem &assembled = following.model->problem();
  const std::vector<double> exact = direct_levels(assembled, assembled.functions(), frequencies_hz),
                            found =
                                direct_levels(problem_, functions(following.model->config()), frequencies_hz);
  double largest = 0;
  for (std::size_t k = 0; k < exact.size(); ++k)
    largest = std::max(largest, std::abs(exact[k] - found[k]));
  return largest;
}

std::optional<Dimension> dimension_between(const Case &config, const Case &design, const MeshFacts &facts) {
  const std::vector<Parameter> before = parameters_of(config), after = parameters_of(design);
  if (before.size() != after.size())
    return {};
  std::vector<std::string> lengths;
  for (const Dimension &dimension : all_dimensions(before))
    lengths.push_back(dimension.name);
  Dimension found;
  double value = 0;
  for (std::size_t k = 0; k < before.size(); ++k) {
    if (before[k].key != after[k].key)
      return {};
    if (before[k].value == after[k].value ||
        std::find(lengths.begin(), lengths.end(), before[k].key) == lengths.end())
      continue;
    if (!found.parameters.empty() && (before[k].value != found.value() || after[k].value != value))
      return {};
    value = after[k].value;
    found.parameters.push_back(before[k]);
    found.name += (found.name.empty() ? "" : " = ") + before[k].key;
  }
  if (found.parameters.empty() || !same_matrices(with_dimension(config, found, value), design, facts))
    return {};
  return found;
}

} // namespace earshot
