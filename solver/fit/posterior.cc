#include "solver/fit/posterior.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

/// What one spread of the prior does, over the errors, where it does nothing: derivatives have errors of
/// 1e-8, and the strongest directions some hundred.
constexpr double invisible = 1e-5;
constexpr double least_exponent = 0.02; ///< of the largest

/// What one unit of an unknown is in exponents: of p by a factor, of p in its unit, of the level's factor.
double exponent_scale(const FitProblem &problem, std::size_t unknown) {
  const std::size_t n = problem.priors().size();
  constexpr double db_of_e = 20 / std::numbers::ln10;
  return unknown < n ? problem.priors()[unknown].spread : problem.offsets()[unknown - n].spread_db / db_of_e;
}

Combination combination_of(const FitProblem &problem, const std::vector<double> &exponents, double strength) {
  double largest = 0;
  for (const double exponent : exponents)
    largest = std::max(largest, std::abs(exponent));
  Combination combination{{}, strength};
  double scale = 0; // the first exponent is positive
  for (std::size_t k = 0; k < exponents.size(); ++k)
    if (std::abs(exponents[k]) > least_exponent * largest) {
      scale = scale != 0 ? scale : std::copysign(largest, exponents[k]);
      combination.exponents.emplace_back(problem.name(k), exponents[k] / scale);
    }
  return combination;
}

std::vector<double> scaled(const FitProblem &problem, const std::vector<double> &direction) {
  std::vector<double> exponents(direction.size());
  for (std::size_t k = 0; k < exponents.size(); ++k)
    exponents[k] = exponent_scale(problem, k) * direction[k];
  return exponents;
}

/// Gauss and Jordan's form: each row alone has its largest entry.
void reduce(std::vector<std::vector<double>> &rows) {
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::size_t pivot_row = k, pivot = 0;
    for (std::size_t i = k; i < rows.size(); ++i)
      for (std::size_t j = 0; j < rows[i].size(); ++j)
        if (std::abs(rows[i][j]) > std::abs(rows[pivot_row][pivot]))
          pivot_row = i, pivot = j;
    std::swap(rows[k], rows[pivot_row]);
    const double scale = rows[k][pivot];
    if (scale == 0)
      return;
    for (double &value : rows[k])
      value /= scale;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double factor = rows[i][pivot];
      for (std::size_t j = 0; i != k && j < rows[i].size(); ++j)
        rows[i][j] -= factor * rows[k][j];
    }
  }
}

} // namespace

Posterior::Posterior(TallMatrix jacobian, double noise)
    : singular_(singular_values(std::move(jacobian))), noise_(noise) {}

double Posterior::variance(std::size_t i, std::size_t j) const {
  double sum = 0;
  for (std::size_t k = 0; k < singular_.values.size(); ++k) {
    const double s = singular_.values[k] / noise_;
    sum += singular_.directions[k][i] * singular_.directions[k][j] / (1 + s * s);
  }
  return sum;
}

double Posterior::remaining(std::size_t unknown) const {
  return std::sqrt(variance(unknown, unknown));
}

double Posterior::effective_number() const {
  double sum = 0;
  for (const double value : singular_.values)
    sum += value * value / (noise_ * noise_ + value * value);
  return sum;
}

std::vector<Combination> singular_combinations(const FitProblem &problem, const Posterior &posterior) {
  std::vector<Combination> combinations;
  const SingularValues &singular = posterior.singular();
  for (std::size_t k = 0; k < singular.values.size(); ++k)
    combinations.push_back(combination_of(problem, scaled(problem, singular.directions[k]),
                                          singular.values[k] / posterior.noise()));
  return combinations;
}

std::vector<Combination> invariances(const FitProblem &problem, const Posterior &posterior) {
  const SingularValues &singular = posterior.singular();
  std::vector<std::vector<double>> rows;
  double strength = 0;
  for (std::size_t k = 0; k < singular.values.size(); ++k)
    if (singular.values[k] < invisible * posterior.noise()) {
      rows.push_back(scaled(problem, singular.directions[k]));
      strength = std::max(strength, singular.values[k] / posterior.noise());
    }
  reduce(rows);
  std::vector<Combination> combinations;
  for (const std::vector<double> &row : rows)
    combinations.push_back(combination_of(problem, row, strength));
  return combinations;
}

std::string describe(const Combination &combination) {
  std::string text;
  for (const auto &[name, exponent] : combination.exponents)
    text += fmt::format("{}{}^{:.2g}", text.empty() ? "" : " ", name, exponent);
  return text;
}

} // namespace earshot
