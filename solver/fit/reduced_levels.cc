#include "solver/fit/reduced_levels.h"

#include "solver/analysis/sensitivity_study.h"
#include "solver/config/parameters.h"
#include "solver/model/case_terms.h"
#include "solver/results/response.h"
#include "solver/sweep/reduced_solver.h"
#include "solver/sweep/reduced_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace earshot {

namespace {

constexpr unsigned threads = 2; ///< of a small model's many points
constexpr double db_of_e = 20 / std::numbers::ln10;

/// @throws UserError where there is none
std::vector<std::size_t> outputs_of(const ReducedModel &model, MeasuredQuantity quantity) {
  const QuantityKind kind =
      quantity == MeasuredQuantity::level ? QuantityKind::eardrum_pressure : QuantityKind::source_current;
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < model.outputs.size(); ++k)
    if (model.outputs[k].quantity.kind == kind)
      found.push_back(k);
  if (found.empty())
    throw UserError(quantity == MeasuredQuantity::level
                        ? "found a model without an eardrum, expected one of a case with an ear"
                        : "found a model without a driver's current, expected one whose impedance is known");
  return found;
}

/// A number's coefficient functions with the interpolated facts of each value.
std::optional<CoefficientSlope> coefficient_slope(const DimensionInterpolation &interpolation,
                                                  const Case &design, const Dimension &dimension) {
  Parameter parameter = dimension.parameters.front();
  parameter.value = find_parameter(parameters_of(design), {parameter.key, {}}).value;
  return CoefficientSlope::of(parameter, [&](double value) -> std::optional<CoefficientFunctions> {
    try {
      const Case changed = with_dimension(design, dimension, value);
      return coefficient_functions(changed, interpolation.facts(changed));
    } catch (const UserError &) { // a value that the case can't have
      return {};
    }
  });
}

} // namespace

ReducedLevels::ReducedLevels(std::shared_ptr<const SavedModel> saved, Case config,
                             std::vector<std::string> keys, MeasuredQuantity quantity,
                             const std::vector<double> &frequencies_hz)
    : saved_(std::move(saved)), config_(std::move(config)), keys_(std::move(keys)), quantity_(quantity),
      outputs_(outputs_of(saved_->model, quantity)) {
  if (const std::string reason = refusal(*saved_, config_); !reason.empty())
    throw UserError(
        fmt::format("{}: found a case that the saved model doesn't answer for: {}", config_.file, reason));
  for (const double frequency : frequencies_hz)
    omega_.push_back(2 * std::numbers::pi * frequency);
  for (const std::string &key : keys_)
    require_key(key);
}

std::optional<std::size_t> ReducedLevels::axis_of(const std::string &key) const {
  if (!saved_->dimensions)
    return {};
  const auto &axes = saved_->dimensions->interpolation.axes();
  const auto axis =
      std::find_if(axes.begin(), axes.end(), [&](const auto &own) { return own.dimension.name == key; });
  return axis == axes.end() ? std::nullopt : std::optional<std::size_t>(axis - axes.begin());
}

void ReducedLevels::require_key(const std::string &key) const {
  if (axis_of(key))
    return;
  const SavedModel own = model_of_design(*saved_, config_);
  const Parameter parameter = find_number(parameters_of(config_), {key, {}});
  if (!CoefficientSlope::of(config_, own.facts, parameter))
    throw UserError(SourcePosition{"", 0, 0, key},
                    "found a number that changes the mesh or its matrices, expected one that the saved model "
                    "answers for: a run of the case with [fit] or [tune] in it keeps one that does");
}

Case ReducedLevels::changed(std::span<const double> values) const {
  std::map<std::string, double> by_key;
  for (std::size_t k = 0; k < keys_.size(); ++k)
    by_key[keys_[k]] = values[k];
  return with_values(config_, by_key);
}

std::vector<Factors> ReducedLevels::points(const CoefficientFunctions &functions) const {
  std::vector<Factors> points;
  for (const double omega : omega_)
    points.push_back(functions.at(omega));
  return points;
}

Complex ReducedLevels::read(const std::vector<Complex> &outputs) const {
  Complex sum = 0;
  for (const std::size_t output : outputs_)
    sum += outputs[output];
  return sum;
}

LevelAnswer ReducedLevels::answer(std::span<const double> values, bool with_slopes) const {
  const Case design = changed(values);
  std::optional<SavedModel> interpolated;
  if (saved_->dimensions)
    interpolated = model_of_design(*saved_, design);
  const SavedModel &own = interpolated ? *interpolated : *saved_;
  const std::vector<Factors> at = points(coefficient_functions(design, own.facts));
  const std::vector<ReducedSolution> solutions = ReducedSolver(own.model).solve(at, own.model.size, threads);
  LevelAnswer answer;
  for (const ReducedSolution &solution : solutions) {
    const Complex value = read(solution.outputs);
    answer.level_db.push_back(quantity_ == MeasuredQuantity::level
                                  ? sound_pressure_level(value)
                                  : 20 * std::log10(std::abs(design.source.voltage.value / value -
                                                             design.source.output_impedance.value)));
  }
  for (std::size_t k = 0; with_slopes && k < keys_.size(); ++k) {
    const auto axis = axis_of(keys_[k]);
    const Slopes slopes = axis ? dimension_slopes(own, design, *axis, at, solutions)
                               : number_slopes(own, design, keys_[k], at, solutions);
    answer.slopes.push_back(level_slopes(design, keys_[k], slopes, solutions));
  }
  return answer;
}

/// dy = h (p^T db - p^T dA q) + dh c^T q by changes of coefficients.
ReducedLevels::Slopes ReducedLevels::number_slopes(const SavedModel &own, const Case &design,
                                                   const std::string &key, std::span<const Factors> at,
                                                   std::span<const ReducedSolution> solutions) const {
  const auto slope =
      CoefficientSlope::of(design, own.facts, find_number(parameters_of(design), {key, {}}), true);
  if (!slope)
    throw UserError(SourcePosition{"", 0, 0, key}, "found a value at which the case doesn't hold");
  Slopes slopes;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Factors change = slope->at(omega_[i]);
    Complex sum = 0;
    for (const std::size_t output : outputs_)
      sum += own.model.output_change(output, at[i], change, solutions[i]);
    slopes.push_back(sum);
  }
  return slopes;
}

/// The same by changes of coefficients and of matrices.
ReducedLevels::Slopes ReducedLevels::dimension_slopes(const SavedModel &own, const Case &design,
                                                      std::size_t axis, std::span<const Factors> at,
                                                      std::span<const ReducedSolution> solutions) const {
  const DimensionInterpolation &interpolation = saved_->dimensions->interpolation;
  const auto coefficients = coefficient_slope(interpolation, design, interpolation.axes()[axis].dimension);
  const SavedDimensionSlope matrices = dimension_slope(*saved_, axis, interpolation.values_in(design));
  Slopes slopes;
  for (std::size_t i = 0; i < at.size(); ++i) {
    Complex sum = 0;
    for (const std::size_t output : outputs_) {
      if (coefficients)
        sum += own.model.output_change(output, at[i], coefficients->at(omega_[i]), solutions[i]);
      const std::vector<Complex> &adjoint = solutions[i].adjoints[output];
      Complex change = 0;
      for (std::size_t j = 0; j < matrices.changed_terms.size(); ++j)
        change -= at[i].terms[matrices.changed_terms[j]] *
                  matrices.changes.product(j, adjoint, solutions[i].coordinates);
      for (std::size_t k = 0; k < matrices.changed_loads.size(); ++k)
        change += at[i].loads[matrices.changed_loads[k]] * matrices.changes.loads[k].product(adjoint);
      sum += at[i].outputs[output] * change;
    }
    slopes.push_back(sum);
  }
  return slopes;
}

/// Of the level of y, or of that of the impedance V/y - R, whose source may depend on the number as well.
std::vector<double> ReducedLevels::level_slopes(const Case &design, const std::string &key,
                                                const Slopes &slopes,
                                                std::span<const ReducedSolution> solutions) const {
  std::vector<double> result;
  if (quantity_ == MeasuredQuantity::level) {
    for (std::size_t i = 0; i < slopes.size(); ++i)
      result.push_back(db_of_e * (slopes[i] / read(solutions[i].outputs)).real());
    return result;
  }
  const double voltage = design.source.voltage.value, resistance = design.source.output_impedance.value;
  const double dv = key == "source.voltage" ? 1 : 0, dr = key == "source.output_impedance" ? 1 : 0;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    const Complex current = read(solutions[i].outputs), impedance = voltage / current - resistance;
    result.push_back(db_of_e *
                     ((dv / current - dr - voltage / (current * current) * slopes[i]) / impedance).real());
  }
  return result;
}

double ReducedLevels::largest_error_db(std::span<const double> values) const {
  const Case design = changed(values);
  const SavedModel own = model_of_design(*saved_, design);
  double largest = 0;
  for (const SweepPoint &point :
       evaluate(own.model, own.estimate(), points(coefficient_functions(design, own.facts)), threads)) {
    double error = 0;
    for (const std::size_t output : outputs_)
      error += point.output_errors.empty() ? 0 : point.output_errors[output];
    largest = std::max(largest, 20 * std::log10(1 + error / std::abs(read(point.outputs))) +
                                    interpolation_error_db(own, point.frequency));
  }
  return largest;
}

} // namespace earshot
