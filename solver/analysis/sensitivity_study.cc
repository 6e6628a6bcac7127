#include "solver/analysis/sensitivity_study.h"

#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/results/response.h"
#include "solver/sweep/reduced_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace earshot {

namespace {

/// The coefficients with another value; nothing where the case with it has other matrices or doesn't hold.
std::optional<CoefficientFunctions> functions_with(const Case &config, const MeshFacts &facts,
                                                   const Parameter &parameter, double value,
                                                   bool leaves_matrices) {
  if (!parameter.allowed.contains(value))
    return {};
  try {
    const Case changed = with_value(config, parameter.key, value);
    if (leaves_matrices || same_matrices(config, changed, facts))
      return coefficient_functions(changed, facts);
  } catch (const UserError &) { // the answer is "doesn't hold"
  }
  return {};
}

/// Sum of weighted values; exactly zero when all are the same, as the weights add up to zero.
template <class Samples, class Value>
Complex weighted_sum(const Samples &samples, Value value) {
  const Complex first = value(samples.front());
  Complex sum = 0;
  for (const auto &sample : samples)
    sum += sample.weight * (value(sample) - first);
  return sum;
}

bool has_influence(const std::vector<double> &slopes) {
  return std::any_of(slopes.begin(), slopes.end(), [](double slope) { return slope != 0; });
}

/// The tolerance that the user gave a parameter, or the default one; 0 without.
double tolerance_in(const AnalysisConfig &analysis, const Parameter &parameter) {
  for (const ToleranceConfig &tolerance : analysis.tolerances)
    if (tolerance.key.value == parameter.key || tolerance.key.value == parameter.numbered_key)
      return tolerance_of(parameter, tolerance.tolerance);
  if (analysis.default_tolerance.value.empty() || parameter.value == 0)
    return 0;
  return tolerance_of(parameter, analysis.default_tolerance);
}

/// Tolerances of what isn't among the sensitivities can't be made part of the band.
void require_known(const AnalysisConfig &analysis, const std::set<std::string> &known,
                   const std::vector<Parameter> &parameters) {
  for (const ToleranceConfig &tolerance : analysis.tolerances) {
    const Parameter &parameter = find_parameter(parameters, tolerance.key);
    if (!known.contains(parameter.key))
      throw UserError(tolerance.key.where,
                      fmt::format("found \"{}\", which changes the mesh or has no influence; expected a key "
                                  "of sensitivity.csv, or one of `dimensions`",
                                  tolerance.key.value));
  }
}

/// d(level)/d(number) [dB] of an output y that changes by dy.
double level_slope(Complex y, Complex dy) {
  return 20 / std::numbers::ln10 * (dy / y).real();
}

} // namespace

double difference_step(const Parameter &parameter) {
  // Of the value; errors of differences of fourth order are some 1e-12 by its fourth power and by round-off
  // alike.
  constexpr double relative_step = 1e-3;
  if (parameter.value != 0)
    return relative_step * std::abs(parameter.value);
  return 1e-6 * (std::isfinite(parameter.usual.upper) ? parameter.usual.upper : 1.0);
}

std::optional<CoefficientSlope> CoefficientSlope::of(const Case &config, const MeshFacts &facts,
                                                     const Parameter &parameter, bool leaves_matrices) {
  return of(parameter,
            [&](double value) { return functions_with(config, facts, parameter, value, leaves_matrices); });
}

std::optional<CoefficientSlope>
CoefficientSlope::of(const Parameter &parameter,
                     const std::function<std::optional<CoefficientFunctions>(double value)> &functions_at) {
  const double h = difference_step(parameter);
  const auto sampled =
      [&](const std::vector<std::pair<double, double>> &stencil) -> std::optional<CoefficientSlope> {
    CoefficientSlope slope;
    for (const auto &[steps, weight] : stencil) {
      std::optional<CoefficientFunctions> functions = functions_at(parameter.value + steps * h);
      if (!functions)
        return {};
      slope.samples_.push_back({weight / h, std::move(*functions)});
    }
    slope.find_moving_terms();
    return slope;
  };
  if (auto central = sampled({{-1, 1.0 / 6}, {-0.5, -4.0 / 3}, {0.5, 4.0 / 3}, {1, -1.0 / 6}}))
    return central;
  for (const double side : {1.0, -1.0})
    if (auto one_sided =
            sampled({{0, -11 * side / 6}, {side, 3 * side}, {2 * side, -1.5 * side}, {3 * side, side / 3}}))
      return one_sided;
  return {};
}

/// Those whose coefficients differ at one of some frequencies over the whole range of sweeps. A coefficient
/// that a number changes, it changes nearly everywhere.
void CoefficientSlope::find_moving_terms() {
  static constexpr double looked_at_hz[] = {13, 97, 431, 1033, 4271, 9973, 23011};
  const auto &first = samples_.front().functions.terms;
  for (std::size_t j = 0; j < first.size(); ++j) {
    const bool moves = std::any_of(std::begin(looked_at_hz), std::end(looked_at_hz), [&](double frequency) {
      const double omega = 2 * std::numbers::pi * frequency;
      return std::any_of(samples_.begin() + 1, samples_.end(), [&](const Sample &sample) {
        return sample.functions.terms[j].value(omega) != first[j].value(omega);
      });
    });
    if (moves)
      moving_terms_.push_back(j);
  }
}

Factors CoefficientSlope::at(double omega) const {
  Factors slope{omega, std::vector<Complex>(samples_.front().functions.terms.size()), {}, {}, {}};
  for (const std::size_t j : moving_terms_)
    slope.terms[j] =
        weighted_sum(samples_, [&](const Sample &sample) { return sample.functions.terms[j].value(omega); });
  const auto all = [&](std::vector<Coefficient> CoefficientFunctions::*kind) {
    std::vector<Complex> sums;
    for (std::size_t k = 0; k < (samples_.front().functions.*kind).size(); ++k)
      sums.push_back(weighted_sum(
          samples_, [&](const Sample &sample) { return (sample.functions.*kind)[k].value(omega); }));
    return sums;
  };
  slope.loads = all(&CoefficientFunctions::loads);
  slope.outputs = all(&CoefficientFunctions::outputs);
  slope.monitors = all(&CoefficientFunctions::monitors);
  return slope;
}

Sensitivities sensitivities(const ReducedModel &model, const Case &config, const MeshFacts &facts,
                            const AnalysisConfig &analysis, const std::vector<DimensionSlope> &dimensions) {
  const auto eardrum =
      std::find_if(model.outputs.begin(), model.outputs.end(), [](const ReducedOutput &output) {
        return output.quantity.kind == QuantityKind::eardrum_pressure;
      });
  if (eardrum == model.outputs.end())
    throw UserError(analysis.type.where, "found \"sensitivity\" in a case without an eardrum, expected [ear] "
                                         "with a surface or a node");
  const std::size_t output = eardrum - model.outputs.begin();
  const CoefficientFunctions nominal = coefficient_functions(config, facts);
  Sensitivities result;
  std::vector<Factors> points;
  result.frequency_hz = sweep_frequencies(config.sweep);
  for (const double frequency : result.frequency_hz)
    points.push_back(nominal.at(2 * std::numbers::pi * frequency));
  const std::vector<ReducedSolution> solutions = ReducedSolver(model).solve(points, model.size, 1);
  for (const ReducedSolution &solution : solutions)
    result.level_db.push_back(sound_pressure_level(solution.outputs[output]));
  const std::vector<Parameter> parameters = parameters_of(config);
  std::set<std::string> known;
  for (const Parameter &parameter : parameters) {
    if (parameter.is_default && parameter.value == 0) // what isn't there
      continue;
    const auto slope = CoefficientSlope::of(config, facts, parameter);
    if (!slope)
      continue;
    Sensitivity sensitivity{parameter.key, parameter.value, parameter.unit, 0, {}};
    for (std::size_t k = 0; k < points.size(); ++k) {
      const Complex change = model.output_change(output, points[k], slope->at(points[k].omega), solutions[k]);
      sensitivity.db_per_unit.push_back(level_slope(solutions[k].outputs[output], change));
    }
    if (!has_influence(sensitivity.db_per_unit))
      continue;
    sensitivity.tolerance = tolerance_in(analysis, parameter);
    known.insert(parameter.key);
    result.parameters.push_back(std::move(sensitivity));
  }
  for (const DimensionSlope &slope : dimensions) {
    const Parameter &first = slope.dimension.parameters.front();
    Sensitivity sensitivity{slope.dimension.name, first.value, first.unit, tolerance_in(analysis, first), {}};
    const std::vector<Complex> changes = slope.output_slopes(output, points, solutions);
    for (std::size_t k = 0; k < points.size(); ++k)
      sensitivity.db_per_unit.push_back(level_slope(solutions[k].outputs[output], changes[k]));
    for (const Parameter &parameter : slope.dimension.parameters)
      known.insert(parameter.key);
    result.parameters.push_back(std::move(sensitivity));
  }
  require_known(analysis, known, parameters);
  result.has_tolerances = !analysis.tolerances.empty() || !analysis.default_tolerance.value.empty();
  return result;
}

std::string describe_sensitivities(const Sensitivities &sensitivities) {
  std::string text = fmt::format("Sensitivities: {} parameters; RMS of the level's change [dB]",
                                 sensitivities.parameters.size());
  std::vector<std::pair<double, const Sensitivity *>> order;
  for (const Sensitivity &parameter : sensitivities.parameters) {
    double squares = 0;
    for (const double slope : parameter.db_per_unit)
      squares += std::pow(slope * shown_change(parameter.nominal), 2);
    order.emplace_back(std::sqrt(squares / static_cast<double>(parameter.db_per_unit.size())), &parameter);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto &a, const auto &b) { return a.first > b.first; });
  constexpr std::size_t shown = 8;
  for (std::size_t k = 0; k < std::min(order.size(), shown); ++k)
    text += fmt::format("\n  {:<50} {:8.4f} per {}", order[k].second->key, order[k].first,
                        order[k].second->nominal == 0 ? order[k].second->unit : "%");
  return text;
}

} // namespace earshot
