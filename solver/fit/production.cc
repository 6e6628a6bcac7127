#include "solver/fit/production.h"

#include "solver/algebra/singular_values.h"
#include "solver/fit/normal_draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace earshot {

namespace {

constexpr int checked_units = 32;

/// Levels of units less the tuned one, linear in their numbers' deviations.
class Units {
public:
  /// @param effects  of one sigma of each number [dB], [number][frequency]
  Units(const std::vector<std::vector<double>> &effects, int n, int seed) : effects_(effects) {
    NormalDraws draws(static_cast<std::uint64_t>(seed) * 1000003 + 17);
    for (int k = 0; k < n; ++k)
      sigmas_.push_back(draws.next(effects.size()));
    sort_by_main_deviation();
  }

  std::size_t size() const { return sigmas_.size(); }
  const std::vector<double> &sigmas(std::size_t unit) const { return sigmas_[unit]; }
  std::vector<double> level_db(const std::vector<double> &sigmas) const {
    std::vector<double> level(effects_.front().size());
    for (std::size_t k = 0; k < effects_.size(); ++k)
      for (std::size_t i = 0; i < level.size(); ++i)
        level[i] += sigmas[k] * effects_[k][i];
    return level;
  }
  double largest_db(const std::vector<double> &sigmas) const {
    double largest = 0;
    for (const double level : level_db(sigmas))
      largest = std::max(largest, std::abs(level));
    return largest;
  }
  double largest_db(std::size_t a, std::size_t b) const {
    std::vector<double> difference = sigmas_[a];
    for (std::size_t k = 0; k < difference.size(); ++k)
      difference[k] -= sigmas_[b][k];
    return largest_db(difference);
  }

private:
  /// Along the combination of numbers that does most to the levels: what one measured figure sorts by.
  void sort_by_main_deviation() {
    TallMatrix matrix(effects_.front().size(), effects_.size());
    for (std::size_t k = 0; k < effects_.size(); ++k)
      std::copy(effects_[k].begin(), effects_[k].end(), &matrix(0, k));
    const std::vector<double> main = singular_values(std::move(matrix)).directions.front();
    const auto along = [&](const std::vector<double> &sigmas) {
      return std::inner_product(main.begin(), main.end(), sigmas.begin(), 0.0);
    };
    std::sort(sigmas_.begin(), sigmas_.end(),
              [&](const auto &a, const auto &b) { return along(a) < along(b); });
  }

  const std::vector<std::vector<double>> &effects_;
  std::vector<std::vector<double>> sigmas_; ///< of each unit, of each number; neighbours are alike
};

/// Levels below which a share of the units lies, at each frequency.
std::vector<double> quantile_db(const Units &units, const std::vector<double> &tuned_db, double share) {
  std::vector<std::vector<double>> at(tuned_db.size());
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    const std::vector<double> level = units.level_db(units.sigmas(unit));
    for (std::size_t i = 0; i < level.size(); ++i)
      at[i].push_back(level[i]);
  }
  std::vector<double> result;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto middle =
        at[i].begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(at[i].size() - 1));
    std::nth_element(at[i].begin(), middle, at[i].end());
    result.push_back(tuned_db[i] + *middle);
  }
  return result;
}

} // namespace

std::vector<std::vector<double>> effects_of_tolerances(const TuningProblem &problem,
                                                       const std::vector<double> &values) {
  std::vector<std::vector<double>> effects = problem.model().answer(values, true).slopes;
  for (std::size_t k = 0; k < effects.size(); ++k)
    for (double &slope : effects[k])
      slope *= problem.numbers()[k].sigma_at(values[k]);
  return effects;
}

ProductionFigures produce(const TuningProblem &problem, const std::vector<double> &values,
                          const TuneProductionConfig &production, int seed) {
  const auto effects = effects_of_tolerances(problem, values);
  const std::vector<double> tuned_db = problem.model().answer(values, false).level_db;
  const Units units(effects, production.units, seed);
  const std::size_t n = units.size();
  ProductionFigures found;
  found.units = production.units;
  found.window_db = production.window;
  found.pair_db = production.pair;
  std::size_t good = 0, neighbours = 0, strangers = 0;
  for (std::size_t unit = 0; unit < n; ++unit) {
    good += units.largest_db(units.sigmas(unit)) <= production.window;
    if (unit % 2 == 1)
      neighbours += units.largest_db(unit - 1, unit) <= production.pair;
    strangers += units.largest_db(unit, (unit * 7919 + n / 3) % n) <= production.pair; // far along the order
  }
  found.yield = static_cast<double>(good) / static_cast<double>(n);
  found.matched_pairs = static_cast<double>(neighbours) / static_cast<double>(n / 2);
  found.random_pairs = static_cast<double>(strangers) / static_cast<double>(n);
  found.low_db = quantile_db(units, tuned_db, 0.05);
  found.high_db = quantile_db(units, tuned_db, 0.95);
  found.checked = std::min<int>(checked_units, production.units);
  found.deviation = problem.deviation(tuned_db);
  found.expected_deviation = problem.expected_deviation(tuned_db, effects);
  double solved = 0;
  for (int k = 0; k < found.checked; ++k) {
    const std::vector<double> &sigmas =
        units.sigmas((2 * static_cast<std::size_t>(k) + 1) * n / (2 * found.checked));
    std::vector<double> own = values;
    for (std::size_t j = 0; j < own.size(); ++j)
      own[j] += sigmas[j] * problem.numbers()[j].sigma_at(values[j]);
    const std::vector<double> exact = problem.model().answer(own, false).level_db,
                              linear = units.level_db(sigmas);
    solved += std::pow(problem.deviation(exact), 2);
    for (std::size_t i = 0; i < exact.size(); ++i)
      found.linear_error_db = std::max(found.linear_error_db, std::abs(exact[i] - tuned_db[i] - linear[i]));
  }
  found.solved_deviation = std::sqrt(solved / found.checked);
  return found;
}

} // namespace earshot
