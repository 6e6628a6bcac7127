#include "solver/fit/explanations.h"

#include "solver/config/located.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace earshot {

namespace {

/// A minimum of a cost so much larger has less than a thousandth of the weight of one with a valley as wide.
constexpr double negligible = 7;
constexpr std::size_t enough = 12;
/// Between two points of one valley no ridge is higher than this over the higher of them.
constexpr double ridge = 0.5;

constexpr double one_sided = 1.6448536269514722; ///< 95 % of the standard normal distribution

double cost_at(const FitProblem &problem, const FitData &data, const std::vector<double> &x) {
  std::vector<double> r(problem.n_residuals());
  if (!problem.residuals(data, x, r, nullptr))
    return std::numeric_limits<double>::infinity();
  double sum = 0;
  for (const double value : r)
    sum += value * value;
  return sum / 2;
}

struct Minimum {
  std::vector<double> x;
  double cost;
};

bool in_one_valley(const FitProblem &problem, const FitData &data, const Minimum &a, const Minimum &b) {
  std::vector<double> middle(a.x.size());
  for (std::size_t k = 0; k < middle.size(); ++k)
    middle[k] = (a.x[k] + b.x[k]) / 2;
  return cost_at(problem, data, middle) < std::max(a.cost, b.cost) + ridge;
}

/// The least of each valley, by rising cost.
std::vector<Minimum> valleys_of(const FitProblem &problem, const FitData &data,
                                const std::vector<std::vector<double>> &minima) {
  std::vector<Minimum> sorted, found;
  for (const std::vector<double> &x : minima)
    sorted.push_back({x, cost_at(problem, data, x)});
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.cost < b.cost; });
  for (const Minimum &minimum : sorted)
    if (found.empty() || (found.size() < enough && minimum.cost < found.front().cost + negligible &&
                          std::none_of(found.begin(), found.end(), [&](const Minimum &other) {
                            return in_one_valley(problem, data, minimum, other);
                          })))
      found.push_back(minimum);
  return found;
}

TallMatrix data_jacobian(const FitProblem &problem, const std::vector<double> &x) {
  std::vector<double> r(problem.n_residuals());
  TallMatrix whole(problem.n_residuals(), problem.n_unknowns());
  if (!problem.residuals(problem.data(), x, r, &whole))
    throw UserError("no start of the fit has an answer, expected priors that the case holds with");
  TallMatrix jacobian(problem.n_data(), problem.n_unknowns());
  for (std::size_t j = 0; j < jacobian.columns; ++j)
    for (std::size_t i = 0; i < jacobian.rows; ++i)
      jacobian(i, j) = whole(i, j);
  return jacobian;
}

/// Half of the logarithm of det C.
double log_volume(const Posterior &posterior) {
  double sum = 0;
  for (const double s : posterior.singular().values)
    sum -= std::log1p(s * s / (posterior.noise() * posterior.noise())) / 2;
  return sum;
}

double normal_share_below(double x) {
  return std::erfc(-x / std::numbers::sqrt2) / 2;
}

} // namespace

Posterior posterior_at(const FitProblem &problem, const std::vector<double> &x, double noise,
                       std::optional<std::size_t> state) {
  TallMatrix jacobian = data_jacobian(problem, x);
  const std::size_t first = state ? problem.first_row(*state) : 0,
                    rows = state ? problem.states()[*state].curve.frequency_hz.size() : jacobian.rows;
  for (std::size_t i = 0; i < jacobian.rows; ++i)
    if (i < first || i >= first + rows)
      for (std::size_t j = 0; j < jacobian.columns; ++j)
        jacobian(i, j) = 0;
  return {std::move(jacobian), noise};
}

Explanations::Explanations(const FitProblem &problem, const std::vector<std::vector<double>> &minima,
                           double noise) {
  FitData data = problem.data();
  data.noise = noise;
  std::vector<double> logarithms;
  for (const Minimum &valley : valleys_of(problem, data, minima)) {
    all_.push_back({valley.x, valley.cost, 0, posterior_at(problem, valley.x, noise)});
    logarithms.push_back(log_volume(all_.back().posterior) - valley.cost);
  }
  const double largest = *std::max_element(logarithms.begin(), logarithms.end());
  double sum = 0;
  for (const double logarithm : logarithms)
    sum += std::exp(logarithm - largest);
  for (std::size_t k = 0; k < all_.size(); ++k)
    all_[k].weight = std::exp(logarithms[k] - largest) / sum;
}

/// By halving between the outermost ends.
double Explanations::quantile(std::size_t unknown, double share) const {
  constexpr double far = 9; // deviations, beyond which no double-precision share lies
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Explanation &one : all_) {
    const double deviation = far * one.posterior.remaining(unknown);
    low = std::min(low, one.x[unknown] - deviation);
    high = std::max(high, one.x[unknown] + deviation);
  }
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    double below = 0;
    for (const Explanation &one : all_)
      below += one.weight * normal_share_below((middle - one.x[unknown]) / one.posterior.remaining(unknown));
    (below < share ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::pair<double, double> Explanations::interval(std::size_t unknown) const {
  double low = quantile(unknown, 0.05), high = quantile(unknown, 0.95);
  for (const Explanation &one : all_) {
    const double left = one_sided * one_sided / 2 - (one.cost - all_.front().cost);
    if (left < 0)
      continue;
    const double width = std::sqrt(2 * left) * one.posterior.remaining(unknown);
    low = std::min(low, one.x[unknown] - width);
    high = std::max(high, one.x[unknown] + width);
  }
  return {low, high};
}

double Explanations::remaining(std::size_t unknown) const {
  const auto [low, high] = interval(unknown);
  return (high - low) / (2 * one_sided);
}

const Explanation &Explanations::at(double share) const {
  std::size_t k = 0;
  for (double below = all_[0].weight; k + 1 < all_.size() && below < share; below += all_[k].weight)
    ++k;
  return all_[k];
}

} // namespace earshot
