#include "solver/fit/tuning_problem.h"

#include "solver/config/located.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace earshot {

namespace {

constexpr double negligible_db = 0.01, negligible_share = 1e-3; ///< of limits on levels, and of others
constexpr int most_shifts = 8;
constexpr double difference =
    1e-3; ///< of unknowns from 0 to 1: slopes of limits need no more than two digits

double mean_square(std::span<const double> values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return sum / static_cast<double>(values.size());
}

bool is_logarithmic(const TunedNumber &number) {
  return number.lower > 0;
}

double largest(const std::vector<double> &values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

} // namespace

bool TuningPoint::is_better_than(const TuningPoint &other) const {
  const bool kept = violation <= 1, other_kept = other.violation <= 1;
  if (kept && other_kept)
    return cost < other.cost;
  return violation < other.violation;
}

TuningProblem::TuningProblem(std::vector<TunedNumber> numbers, TuningTarget target,
                             std::shared_ptr<const LevelModel> model, std::vector<TuningLimit> limits,
                             FigureFunction figures)
    : numbers_(std::move(numbers)), target_(std::move(target)), model_(std::move(model)),
      limits_(std::move(limits)), figures_(std::move(figures)) {}

std::vector<double> TuningProblem::start() const {
  std::vector<double> values;
  for (const TunedNumber &number : numbers_)
    values.push_back(number.start);
  return values;
}

double TuningProblem::value(std::size_t k, double x) const {
  const TunedNumber &number = numbers_[k];
  const double value = is_logarithmic(number) ? number.lower * std::pow(number.upper / number.lower, x)
                                              : number.lower + x * (number.upper - number.lower);
  return std::clamp(value, number.lower, number.upper);
}

double TuningProblem::slope(std::size_t k, double x) const {
  const TunedNumber &number = numbers_[k];
  return is_logarithmic(number) ? value(k, x) * std::log(number.upper / number.lower)
                                : number.upper - number.lower;
}

double TuningProblem::unknown(std::size_t k, double value) const {
  const TunedNumber &number = numbers_[k];
  const double x = is_logarithmic(number)
                       ? std::log(value / number.lower) / std::log(number.upper / number.lower)
                       : (value - number.lower) / (number.upper - number.lower);
  return std::clamp(x, 0.0, 1.0);
}

double TuningProblem::offset_db(const std::vector<double> &level_db) const {
  if (target_.level_counts)
    return 0;
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < level_db.size(); ++i) {
    const double weight = 1 / (target_.deviation_db[i] * target_.deviation_db[i]);
    sum += weight * (level_db[i] - target_.level_db[i]);
    weights += weight;
  }
  return sum / weights;
}

/// The same as removing offset_db(), which is linear in the levels: of slopes as of levels.
void TuningProblem::remove_offset(std::span<double> deviations) const {
  if (target_.level_counts)
    return;
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < deviations.size(); ++i) {
    sum += deviations[i] / target_.deviation_db[i];
    weights += 1 / (target_.deviation_db[i] * target_.deviation_db[i]);
  }
  for (std::size_t i = 0; i < deviations.size(); ++i)
    deviations[i] -= sum / weights / target_.deviation_db[i];
}

double TuningProblem::excess(const TuningLimit &limit, double value) {
  if (!std::isfinite(value))
    return std::numeric_limits<double>::infinity();
  const auto negligible = [&](double bound) {
    return limit.figure.find("_db") != std::string::npos
               ? negligible_db
               : std::max(negligible_share * std::abs(bound), std::numeric_limits<double>::min());
  };
  return std::max(std::isfinite(limit.least) ? (limit.least - value) / negligible(limit.least) : -HUGE_VAL,
                  std::isfinite(limit.most) ? (value - limit.most) / negligible(limit.most) : -HUGE_VAL);
}

std::vector<double> TuningProblem::excesses(std::span<const double> values) const {
  if (limits_.empty())
    return {};
  const std::vector<KeyFigure> figures = figures_(values);
  std::vector<double> result;
  for (const TuningLimit &limit : limits_)
    result.push_back(excess(limit, value_of(figures, limit.figure)));
  return result;
}

bool TuningProblem::residuals(std::span<const double> x, const std::vector<std::size_t> &free,
                              std::vector<double> values, const std::vector<double> &shifts,
                              std::span<double> r, TallMatrix *jacobian) const try {
  for (std::size_t j = 0; j < free.size(); ++j)
    values[free[j]] = value(free[j], x[j]);
  const std::size_t n = target_.level_db.size();
  const LevelAnswer answer = model_->answer(values, jacobian != nullptr || !tolerant().empty());
  const double scale = 1 / std::sqrt(static_cast<double>(n)); // the cost is a mean, whatever the grid
  for (std::size_t i = 0; i < n; ++i)
    r[i] = scale * (answer.level_db[i] - target_.level_db[i]) / target_.deviation_db[i];
  remove_offset(r.first(n));
  const std::vector<double> excess = excesses(values);
  constexpr double weight = 0.03; // of what is negligible, against a deviation of 1
  for (std::size_t k = 0; k < excess.size(); ++k)
    r[n + k] = weight * std::max(0.0, excess[k] + shifts[k]);
  add_tolerances(x, free, values, answer, r, jacobian);
  if (!std::all_of(r.begin(), r.end(), [](double value) { return std::isfinite(value); }))
    return false;
  for (std::size_t j = 0; jacobian != nullptr && j < free.size(); ++j) {
    const std::span<double> column(&(*jacobian)(0, j), jacobian->rows);
    for (std::size_t i = 0; i < n; ++i)
      column[i] = scale * answer.slopes[free[j]][i] * slope(free[j], x[j]) / target_.deviation_db[i];
    remove_offset(column.first(n));
    const std::span<double> of_limits = column.subspan(n, excess.size());
    std::fill(of_limits.begin(), of_limits.end(), 0.0);
    const std::span<const double> limits = r.subspan(n, excess.size());
    if (std::none_of(limits.begin(), limits.end(), [](double value) { return value > 0; }))
      continue;
    std::vector<double> beside = values;
    const double step = x[j] < 0.5 ? difference : -difference;
    beside[free[j]] = value(free[j], x[j] + step);
    const std::vector<double> there = excesses(beside);
    for (std::size_t k = 0; k < excess.size(); ++k)
      if (r[n + k] > 0)
        of_limits[k] = weight * (there[k] - excess[k]) / step;
  }
  return true;
} catch (const UserError &) { // values that the case can't have
  return false;
}

std::vector<double> TuningProblem::deviations(const std::vector<double> &level_db) const {
  std::vector<double> deviations;
  for (std::size_t i = 0; i < level_db.size(); ++i)
    deviations.push_back((level_db[i] - target_.level_db[i]) / target_.deviation_db[i]);
  remove_offset(deviations);
  return deviations;
}

double TuningProblem::deviation(const std::vector<double> &level_db) const {
  return std::sqrt(mean_square(deviations(level_db)));
}

double TuningProblem::expected_deviation(const std::vector<double> &level_db,
                                         const std::vector<std::vector<double>> &effects) const {
  double sum = mean_square(deviations(level_db));
  for (std::vector<double> effect : effects) {
    for (std::size_t i = 0; i < effect.size(); ++i)
      effect[i] /= target_.deviation_db[i];
    remove_offset(effect);
    sum += mean_square(effect);
  }
  return std::sqrt(sum);
}

std::vector<std::size_t> TuningProblem::tolerant() const {
  std::vector<std::size_t> numbers;
  for (std::size_t k = 0; target_.robustness > 0 && k < numbers_.size(); ++k)
    if (numbers_[k].tolerance > 0)
      numbers.push_back(k);
  return numbers;
}

std::size_t TuningProblem::n_rows() const {
  return target_.level_db.size() * (1 + tolerant().size()) + limits_.size();
}

std::vector<double> TuningProblem::tolerance_rows(const std::vector<double> &values,
                                                  const std::vector<std::vector<double>> &slopes) const {
  const std::size_t n = target_.level_db.size();
  std::vector<double> rows;
  for (const std::size_t k : tolerant()) {
    const double factor =
        target_.robustness * numbers_[k].sigma_at(values[k]) / std::sqrt(static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i)
      rows.push_back(factor * slopes[k][i] / target_.deviation_db[i]);
    remove_offset(std::span(rows).last(n));
  }
  return rows;
}

/// Slopes of the slopes by one-sided differences: steps towards a minimum need no more digits.
void TuningProblem::add_tolerances(std::span<const double> x, const std::vector<std::size_t> &free,
                                   const std::vector<double> &values, const LevelAnswer &answer,
                                   std::span<double> r, TallMatrix *jacobian) const {
  if (tolerant().empty())
    return;
  const std::size_t first = target_.level_db.size() + limits_.size();
  const std::vector<double> rows = tolerance_rows(values, answer.slopes);
  std::copy(rows.begin(), rows.end(), r.begin() + static_cast<std::ptrdiff_t>(first));
  for (std::size_t j = 0; jacobian != nullptr && j < free.size(); ++j) {
    std::vector<double> beside = values;
    const double step = x[j] < 0.5 ? difference : -difference;
    beside[free[j]] = value(free[j], x[j] + step);
    const std::vector<double> there = tolerance_rows(beside, model_->answer(beside, true).slopes);
    for (std::size_t i = 0; i < rows.size(); ++i)
      (*jacobian)(first + i, j) = (there[i] - rows[i]) / step;
  }
}

TuningPoint TuningProblem::at(std::vector<double> values) const {
  const LevelAnswer answer = model_->answer(values, !tolerant().empty());
  double cost = mean_square(deviations(answer.level_db));
  for (const double row : tolerance_rows(values, answer.slopes))
    cost += row * row;
  return {values, cost, largest(excesses(values))};
}

TuningPoint TuningProblem::search(const std::vector<double> &guess,
                                  const std::vector<std::optional<double>> &fixed) const {
  std::vector<std::size_t> free;
  std::vector<double> values = guess, x;
  for (std::size_t k = 0; k < numbers_.size(); ++k)
    if (fixed[k])
      values[k] = *fixed[k];
    else {
      free.push_back(k);
      x.push_back(unknown(k, guess[k]));
    }
  std::vector<double> shifts(limits_.size(), 0.0);
  TuningPoint best = at(values);
  for (int round = 0; !free.empty() && round < most_shifts; ++round) {
    const LeastSquaresPoint point = bounded_least_squares(
        x, std::vector<double>(free.size(), 0.0), std::vector<double>(free.size(), 1.0), n_rows(),
        [&](std::span<const double> at, std::span<double> r, TallMatrix *jacobian) {
          return residuals(at, free, values, shifts, r, jacobian);
        },
        {40, 1e-5});
    if (!std::isfinite(point.cost))
      break;
    x = point.x;
    for (std::size_t j = 0; j < free.size(); ++j)
      values[free[j]] = value(free[j], x[j]);
    const TuningPoint here = at(values);
    if (round == 0 || here.is_better_than(best))
      best = here;
    const std::vector<double> excess = excesses(values);
    if (largest(excess) <= 1)
      break;
    for (std::size_t k = 0; k < shifts.size(); ++k)
      shifts[k] = std::max(0.0, shifts[k] + excess[k]);
  }
  return best;
}

} // namespace earshot
