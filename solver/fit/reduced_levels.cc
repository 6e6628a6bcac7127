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
#include <numbers>

namespace earshot {

namespace {

constexpr unsigned threads = 2; ///< of a small model's many points

std::size_t eardrum_of(const SavedModel &saved) {
  const auto &outputs = saved.model.outputs;
  const auto found = std::find_if(outputs.begin(), outputs.end(),
                                  [](const ReducedVector &output) { return output.name == "eardrum"; });
  if (found == outputs.end())
    throw UserError("found a model without an eardrum, expected one of a case with an ear");
  return found - outputs.begin();
}

/// @param is_checked  that it leaves the matrices as they are
CoefficientSlope slope_of(const Case &design, const MeshFacts &facts, const std::string &key,
                          bool is_checked) {
  const std::vector<Parameter> parameters = parameters_of(design);
  const auto slope = CoefficientSlope::of(design, facts, find_parameter(parameters, {key}), is_checked);
  if (!slope)
    throw UserError(SourcePosition{"", 0, 0, key},
                    "found a number that changes the mesh or its matrices, expected one that a saved model "
                    "answers for");
  return *slope;
}

} // namespace

ReducedLevels::ReducedLevels(std::shared_ptr<const SavedModel> saved, Case config,
                             std::vector<std::string> keys, FitQuantity quantity,
                             const std::vector<double> &frequencies_hz)
    : saved_(std::move(saved)), config_(std::move(config)), keys_(std::move(keys)),
      eardrum_(eardrum_of(*saved_)) {
  if (quantity != FitQuantity::level)
    throw UserError("found an impedance to fit to, expected levels alone beside a saved model");
  if (matrix_signature(config_, saved_->facts) != saved_->signature)
    throw UserError(fmt::format("{}: found a case whose matrices are others than those of the saved model, "
                                "expected one that differs in numbers that leave them as they are",
                                config_.file));
  for (const double frequency : frequencies_hz)
    omega_.push_back(2 * std::numbers::pi * frequency);
  for (const std::string &key : keys_)
    slope_of(config_, saved_->facts, key, false);
}

Case ReducedLevels::changed(std::span<const double> values) const {
  std::map<std::string, double> by_key;
  for (std::size_t k = 0; k < keys_.size(); ++k)
    by_key[keys_[k]] = values[k];
  return with_values(config_, by_key);
}

std::vector<Factors> ReducedLevels::points(const Case &design) const {
  const CoefficientFunctions functions = coefficient_functions(design, saved_->facts);
  std::vector<Factors> points;
  for (const double omega : omega_)
    points.push_back(functions.at(omega));
  return points;
}

LevelAnswer ReducedLevels::answer(std::span<const double> values, bool with_slopes) const {
  const Case design = changed(values);
  const std::vector<Factors> at = points(design);
  const std::vector<ReducedSolution> solutions =
      ReducedSolver(saved_->model).solve(at, saved_->model.size, threads);
  LevelAnswer answer;
  for (const ReducedSolution &solution : solutions)
    answer.level_db.push_back(sound_pressure_level(solution.outputs[eardrum_]));
  for (std::size_t k = 0; with_slopes && k < keys_.size(); ++k) {
    const CoefficientSlope slope = slope_of(design, saved_->facts, keys_[k], true);
    std::vector<double> &slopes = answer.slopes.emplace_back();
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Complex change = saved_->model.output_change(eardrum_, at[i], slope.at(omega_[i]), solutions[i]);
      slopes.push_back(20 / std::numbers::ln10 * (change / solutions[i].outputs[eardrum_]).real());
    }
  }
  return answer;
}

double ReducedLevels::largest_error_db(std::span<const double> values) const {
  double largest = 0;
  for (const SweepPoint &point :
       evaluate(saved_->model, saved_->estimate(), points(changed(values)), threads))
    if (!point.output_errors.empty())
      largest = std::max(
          largest, 20 * std::log10(1 + point.output_errors[eardrum_] / std::abs(point.outputs[eardrum_])));
  return largest;
}

} // namespace earshot
