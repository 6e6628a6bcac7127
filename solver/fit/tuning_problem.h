#ifndef EARSHOT_FIT_TUNING_PROBLEM_H
#define EARSHOT_FIT_TUNING_PROBLEM_H

#include "solver/algebra/bounded_least_squares.h"
#include "solver/config/tune_check.h"
#include "solver/fit/level_model.h"
#include "solver/results/key_figures.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// The level that is wanted.
struct TuningTarget {
  std::vector<double> frequency_hz, level_db;
  std::vector<double> deviation_db; ///< that counts as 1
  bool level_counts = false;        ///< else a common offset is free
  double robustness = 0; ///< weight of what tolerances do to the deviations; 1: the mean over all units
};

/// A key figure and what it may be.
struct TuningLimit {
  std::string figure;
  double least, most; ///< infinite: no limit
};

/// Key figures of the case with some values of its numbers.
using FigureFunction = std::function<std::vector<KeyFigure>(std::span<const double> values)>;

/// Numbers at which a search has ended.
struct TuningPoint {
  std::vector<double> values;
  double cost = 0;      ///< mean square of the deviations in units of what counts as 1, with what
                        ///< tolerances add to it
  double violation = 0; ///< of the limits, in what is negligible of each; at most 1: they are kept
  bool is_better_than(const TuningPoint &other) const;
};

/// A case as a problem of least squares with hard bounds: the deviations from a target are least while key
/// figures keep to their limits. Unknowns x go from 0 to 1 between the bounds, by the logarithm where the
/// lower one is above 0. Where tolerances count, the mean over units is least, to first order:
///
///   E[(L + sum_k s_k dL/dp_k - target)^2] = (L - target)^2 + sum_k (sigma_k dL/dp_k)^2
///
/// with independent normal s_k. Limits are met by augmented Lagrangians: a hinge whose corner moves by what
/// it is exceeded (Nocedal and Wright, Numerical Optimization, 2006, section 17.4).
class TuningProblem {
public:
  TuningProblem(std::vector<TunedNumber> numbers, TuningTarget target,
                std::shared_ptr<const LevelModel> model, std::vector<TuningLimit> limits,
                FigureFunction figures);

  const std::vector<TunedNumber> &numbers() const { return numbers_; }
  const TuningTarget &target() const { return target_; }
  const LevelModel &model() const { return *model_; }
  const std::vector<TuningLimit> &limits() const { return limits_; }
  std::vector<KeyFigure> figures(std::span<const double> values) const { return figures_(values); }

  std::vector<double> start() const; ///< the case's values

  /// What brings the target nearest to a level [dB]; 0 where the target's own level counts.
  double offset_db(const std::vector<double> &level_db) const;

  /// Root mean square of a level's deviations in units of what counts as 1, less the offset that is free.
  double deviation(const std::vector<double> &level_db) const;
  /// The same of the mean over units. @param effects  of one sigma of each number [dB], [number][frequency]
  double expected_deviation(const std::vector<double> &level_db,
                            const std::vector<std::vector<double>> &effects) const;

  /// The least deviations near some values.
  /// @param fixed  values of numbers that are held
  TuningPoint search(const std::vector<double> &guess, const std::vector<std::optional<double>> &fixed) const;

  /// Whether a limit is exceeded by a value, beyond what is negligible of it.
  static double excess(const TuningLimit &limit, double value);

private:
  double value(std::size_t number, double x) const;
  double slope(std::size_t number, double x) const; ///< dp/dx
  double unknown(std::size_t number, double value) const;
  void remove_offset(std::span<double> deviations) const;
  /// Rows of the deviations, then one for each limit, then those of the tolerances.
  bool residuals(std::span<const double> x, const std::vector<std::size_t> &free, std::vector<double> values,
                 const std::vector<double> &shifts, std::span<double> r, TallMatrix *jacobian) const;
  std::vector<double> excesses(std::span<const double> values) const;
  TuningPoint at(std::vector<double> values) const;
  std::vector<double> deviations(const std::vector<double> &level_db) const;
  std::vector<std::size_t> tolerant() const; ///< numbers whose tolerances count
  std::size_t n_rows() const;
  /// What one sigma of each of those does to the deviations, one number after the other.
  std::vector<double> tolerance_rows(const std::vector<double> &values,
                                     const std::vector<std::vector<double>> &slopes) const;
  void add_tolerances(std::span<const double> x, const std::vector<std::size_t> &free,
                      const std::vector<double> &values, const LevelAnswer &answer, std::span<double> r,
                      TallMatrix *jacobian) const;

  std::vector<TunedNumber> numbers_;
  TuningTarget target_;
  std::shared_ptr<const LevelModel> model_;
  std::vector<TuningLimit> limits_;
  FigureFunction figures_;
};

} // namespace earshot

#endif
