#include "solver/fit/tuning.h"

#include "solver/fit/production.h"
#include "solver/results/curve_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace earshot {

namespace {

using Fixed = std::vector<std::optional<double>>;
constexpr double same_curve_db = 0.05;

/// Uniformly within the bounds, by the logarithm where they are above 0.
std::vector<double> start_of(const TuningProblem &problem, int seed, int number) {
  std::vector<double> values = problem.start();
  if (number == 0)
    return values;
  std::mt19937_64 engine(static_cast<std::uint64_t>(seed) * 1000003 + static_cast<std::uint64_t>(number));
  for (std::size_t k = 0; k < values.size(); ++k) {
    const TunedNumber &own = problem.numbers()[k];
    const double share = std::ldexp(static_cast<double>(engine() >> 11), -53);
    values[k] = own.lower > 0 ? own.lower * std::pow(own.upper / own.lower, share)
                              : own.lower + share * (own.upper - own.lower);
  }
  return values;
}

/// The catalogue's values around one.
std::vector<double> beside(const std::vector<double> &catalogue, double value) {
  const auto above = std::lower_bound(catalogue.begin(), catalogue.end(), value);
  std::vector<double> found;
  if (above != catalogue.begin())
    found.push_back(*(above - 1));
  if (above != catalogue.end())
    found.push_back(*above);
  return found;
}

TuningPoint better_of(TuningPoint a, TuningPoint b) {
  return b.is_better_than(a) ? b : a;
}

/// Searches with number k at each of some values. @return the best, which `fixed` holds
TuningPoint try_values(const TuningProblem &problem, const TuningPoint &from, Fixed &fixed, std::size_t k,
                       const std::vector<double> &values) {
  std::optional<TuningPoint> best;
  for (const double value : values) {
    fixed[k] = value;
    TuningPoint point = problem.search(from.values, fixed);
    best = best ? better_of(std::move(*best), std::move(point)) : std::move(point);
  }
  fixed[k] = best->values[k];
  return *best;
}

/// With values of the catalogues.
TuningPoint with_catalogues(const TuningProblem &problem, TuningPoint point) {
  const auto &numbers = problem.numbers();
  Fixed fixed(numbers.size());
  for (std::size_t k = 0; k < numbers.size(); ++k)
    if (!numbers[k].catalogue.empty())
      point = try_values(problem, point, fixed, k, beside(numbers[k].catalogue, point.values[k]));
  for (bool improves = true; improves;) {
    improves = false;
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      const auto &catalogue = numbers[k].catalogue;
      const auto at = std::lower_bound(catalogue.begin(), catalogue.end(), point.values[k]);
      for (const int step : {-1, 1}) {
        if (catalogue.empty() || (step < 0 ? at == catalogue.begin() : at + 1 >= catalogue.end()))
          continue;
        Fixed other = fixed;
        other[k] = *(at + step);
        TuningPoint there = problem.search(point.values, other);
        if (there.is_better_than(point)) {
          point = std::move(there);
          fixed = std::move(other);
          improves = true;
          break;
        }
      }
    }
  }
  return point;
}

double rms_difference(const std::vector<double> &a, const std::vector<double> &b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

bool is_at_bound(const TunedNumber &number, double value) {
  const double margin = 1e-3 * (number.upper - number.lower);
  return value - number.lower < margin || number.upper - value < margin;
}

std::vector<BandDifference> in_bands(const std::vector<double> &frequency_hz,
                                     const std::vector<double> &deviation) {
  static constexpr double ends_hz[] = {20, 100, 1e3, 4e3, 8e3, 10e3, 20e3};
  std::vector<BandDifference> bands;
  for (std::size_t k = 0; k + 1 < std::size(ends_hz); ++k)
    if (const auto band = band_difference(frequency_hz, deviation, ends_hz[k], ends_hz[k + 1]))
      bands.push_back(*band);
  return bands;
}

} // namespace

TuningSolution solve_tuning(const TuningProblem &problem, int starts, int seed,
                            const std::function<void(const std::string &)> &progress) {
  TuningSolution solution;
  const Fixed none(problem.numbers().size());
  for (int k = 0; k < starts; ++k) {
    solution.starts.push_back(with_catalogues(problem, problem.search(start_of(problem, seed, k), none)));
    const TuningPoint &point = solution.starts.back();
    if (k == 0 || point.is_better_than(solution.best))
      solution.best = point;
    if (progress)
      progress(fmt::format("start {} of {}: deviation {:.4g}{}", k + 1, starts, std::sqrt(point.cost),
                           point.violation <= 1 ? "" : ", a limit is exceeded"));
  }
  return solution;
}

TuningResults tuning_results(const TuningProblem &problem, const TuningSolution &solution) {
  TuningResults results;
  const std::vector<double> &tuned = solution.best.values, start = problem.start();
  const auto effects = effects_of_tolerances(problem, tuned);
  for (std::size_t k = 0; k < tuned.size(); ++k) {
    const TunedNumber &number = problem.numbers()[k];
    results.parameters.push_back({number.key, number.unit, start[k], tuned[k], number.lower, number.upper,
                                  !number.catalogue.empty(), is_at_bound(number, tuned[k]),
                                  rms_difference(effects[k], std::vector<double>(effects[k].size()))});
  }
  const TuningTarget &target = problem.target();
  results.frequency_hz = target.frequency_hz;
  results.start_db = problem.model().answer(start, false).level_db;
  results.tuned_db = problem.model().answer(tuned, false).level_db;
  results.offset_db = problem.offset_db(results.tuned_db);
  const double start_offset = problem.offset_db(results.start_db);
  std::vector<double> deviation, start_deviation;
  for (std::size_t i = 0; i < target.level_db.size(); ++i) {
    results.target_db.push_back(target.level_db[i] + results.offset_db);
    deviation.push_back(results.tuned_db[i] - results.target_db[i]);
    start_deviation.push_back(results.start_db[i] - target.level_db[i] - start_offset);
  }
  results.bands = in_bands(target.frequency_hz, deviation);
  results.start_bands = in_bands(target.frequency_hz, start_deviation);
  if (!problem.limits().empty()) {
    const std::vector<KeyFigure> before = problem.figures(start), after = problem.figures(tuned);
    for (const TuningLimit &limit : problem.limits()) {
      const double value = value_of(after, limit.figure);
      results.figures.push_back({limit.figure, value_of(before, limit.figure), value, limit.least, limit.most,
                                 TuningProblem::excess(limit, value) <= 1});
    }
  }
  results.n_starts = static_cast<int>(solution.starts.size());
  for (const TuningPoint &point : solution.starts)
    results.n_same += rms_difference(problem.model().answer(point.values, false).level_db, results.tuned_db) <
                      same_curve_db;
  results.model_error_db = problem.model().largest_error_db(tuned);
  return results;
}

} // namespace earshot
