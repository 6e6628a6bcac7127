#include "solver/fit/next_measurement.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// L of P = L L^T for a posterior: its singular directions by their standard deviations, as columns.
TallMatrix factor_of(const Posterior &posterior) {
  const SingularValues &singular = posterior.singular();
  const std::size_t n = singular.values.size();
  TallMatrix factor(n, n);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j < n; ++j)
      factor(j, k) = singular.directions[k][j] / std::hypot(1, singular.values[k] / posterior.noise());
  return factor;
}

TallMatrix product(const TallMatrix &a, const TallMatrix &b) {
  TallMatrix c(a.rows, b.columns);
  for (std::size_t j = 0; j < b.columns; ++j)
    for (std::size_t k = 0; k < a.columns; ++k)
      for (std::size_t i = 0; i < a.rows; ++i)
        c(i, j) += a(i, k) * b(k, j);
  return c;
}

/// dB per unknown of a model's level at the best point, added with a sign.
void add_slopes(const FitProblem &problem, const FitSolution &solution, const LevelModel &model,
                const std::vector<std::size_t> &parameters, double sign, TallMatrix &jacobian) {
  std::vector<double> values;
  for (const std::size_t k : parameters)
    values.push_back(problem.value(k, solution.best[k]));
  const LevelAnswer answer = model.answer(values, true);
  for (std::size_t k = 0; k < parameters.size(); ++k)
    for (std::size_t i = 0; i < jacobian.rows; ++i)
      jacobian(i, parameters[k]) +=
          sign * answer.slopes[k][i] * problem.slope(parameters[k], solution.best[parameters[k]]);
}

TallMatrix whitened_jacobian(const FitProblem &problem, const FitSolution &solution, const FitState &state) {
  TallMatrix jacobian(state.curve.frequency_hz.size(), problem.n_unknowns());
  add_slopes(problem, solution, *state.model, state.parameters, 1, jacobian);
  if (state.offset)
    for (std::size_t i = 0; i < jacobian.rows; ++i)
      jacobian(i, problem.priors().size() + *state.offset) = problem.offsets()[*state.offset].spread_db;
  const CorrelatedErrors errors(state.curve.frequency_hz, state.curve.sigma_db(),
                                problem.correlation_octaves());
  for (std::size_t j = 0; j < jacobian.columns; ++j) {
    const auto column = jacobian.values.begin() + j * jacobian.rows;
    const std::vector<double> white = errors.whitened({column, column + jacobian.rows});
    std::copy(white.begin(), white.end(), column);
  }
  return jacobian;
}

/// Mean variance of all predicted changes with P = L (1 + B^T B)^-1 L^T. @param b  empty: of today
double open_variance(const CaseFit &fit, const FitSolution &solution, const TallMatrix &factor,
                     const SingularValues *b) {
  double sum = 0;
  for (const Prediction &prediction : fit.predictions) {
    TallMatrix change(prediction.frequency_hz.size(), fit.problem.n_unknowns());
    add_slopes(fit.problem, solution, *prediction.after, prediction.parameters_after, 1, change);
    add_slopes(fit.problem, solution, *prediction.before, prediction.parameters_before, -1, change);
    const TallMatrix spread = product(change, factor);
    for (std::size_t i = 0; i < spread.rows; ++i)
      for (std::size_t k = 0; k < spread.columns; ++k) {
        double part = b == nullptr ? spread(i, k) : 0;
        for (std::size_t j = 0; b != nullptr && j < spread.columns; ++j)
          part += spread(i, j) * b->directions[k][j];
        sum += part * part / (b == nullptr ? 1 : 1 + b->values[k] * b->values[k]);
      }
  }
  return sum;
}

} // namespace

std::vector<NextMeasurement> next_measurements(const CaseFit &fit, const FitSolution &solution) {
  const TallMatrix factor = factor_of(solution.posterior);
  const double today = open_variance(fit, solution, factor, nullptr);
  std::vector<NextMeasurement> ranking;
  for (const FitState &candidate : fit.candidates) {
    const SingularValues b =
        singular_values(product(whitened_jacobian(fit.problem, solution, candidate), factor));
    NextMeasurement next{candidate.curve.state, 0, 1};
    for (const double value : b.values)
      next.bits += 0.5 * std::log2(1 + value * value);
    if (today > 0)
      next.remaining = std::sqrt(open_variance(fit, solution, factor, &b) / today);
    ranking.push_back(next);
  }
  std::stable_sort(ranking.begin(), ranking.end(), [&](const NextMeasurement &a, const NextMeasurement &b) {
    return today > 0 ? a.remaining < b.remaining : a.bits > b.bits;
  });
  return ranking;
}

} // namespace earshot
