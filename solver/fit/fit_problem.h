#ifndef EARSHOT_FIT_FIT_PROBLEM_H
#define EARSHOT_FIT_FIT_PROBLEM_H

#include "solver/algebra/bounded_least_squares.h"
#include "solver/config/fit_check.h"
#include "solver/fit/correlated_errors.h"
#include "solver/fit/level_model.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A curve on the frequencies of its fit.
struct FitCurve {
  std::string state; ///< its name
  MeasuredQuantity quantity = MeasuredQuantity::level;
  std::vector<double> frequency_hz; ///< rising
  std::vector<double> measured_db;
  std::vector<double> uncertainty_db; ///< standard deviation of the measurement, from seating to seating
  std::vector<double> model_error_db; ///< standard deviation of what the model can't follow

  static constexpr double least_sigma_db = 0.01; ///< below which no curve means anything
  std::vector<double> sigma_db() const;          ///< of both
};

/// A measured state and the model of it.
struct FitState {
  FitCurve curve;
  std::shared_ptr<const LevelModel> model;
  std::vector<std::size_t> parameters; ///< of the fit, in the order of the model's numbers
  std::optional<std::size_t> offset;   ///< of the fit's offsets, what the measured level is off by
};

/// What is added to the model's level of one or more states [dB].
struct FitOffset {
  std::string name;
  double centre_db, spread_db; ///< normal prior, wide: what levels may differ by
  std::optional<double> known_to_db =
      {}; ///< the level is given, with this standard deviation: a datum of 0 dB
};

/// What is fitted to: the curves as measured, or with noise; centres of the priors, or draws from them.
struct FitData {
  std::vector<std::vector<double>> measured_db; ///< of each state
  std::vector<double> centre;                   ///< of each unknown, in units of its prior's spread
  std::vector<bool> counts;                     ///< states that do
  std::vector<double> calibration_db; ///< of each offset, where its level is given: 0, or with noise
  double noise = 1;                   ///< by which errors are larger than stated
};

/// A fit as a problem of least squares. Unknowns x are the parameters, then the offsets, in units of their
/// priors' spreads from their medians: ln(p/p0)/ln(factor) or (p - p0)/spread. The sum of squares is
///
///     sum over states |W (measured - model(x) - offset)|^2 / noise^2
///     + sum over given levels ((offset - calibration) / its uncertainty)^2 + |x - centre|^2,
///
/// twice the negative logarithm of the posterior density but for a constant.
class FitProblem {
public:
  FitProblem(std::vector<FitPrior> priors, std::vector<FitOffset> offsets, std::vector<FitState> states,
             double correlation_octaves);

  const std::vector<FitPrior> &priors() const { return priors_; }
  const std::vector<FitOffset> &offsets() const { return offsets_; }
  const std::vector<FitState> &states() const { return states_; }
  const CorrelatedErrors &errors(std::size_t state) const { return errors_[state]; }
  std::size_t n_unknowns() const { return priors_.size() + offsets_.size(); }
  std::size_t n_levels() const { return n_levels_; }          ///< that are compared
  std::size_t n_data() const { return n_levels_ + n_given_; } ///< these, and levels that are given
  std::size_t n_residuals() const { return n_data() + n_unknowns(); }
  std::size_t first_row(std::size_t state) const { return first_row_[state]; }
  std::string name(std::size_t unknown) const; ///< key, or "level of ..."
  FitData data() const;                        ///< as measured

  double correlation_octaves() const { return correlation_; }

  double value(std::size_t parameter, double x) const;
  double slope(std::size_t parameter, double x) const;         ///< dp/dx
  std::vector<double> values(std::span<const double> x) const; ///< of all parameters
  /// Level of a state's model, without its offset.
  std::vector<double> level_db(std::size_t state, std::span<const double> x) const;
  double offset_db(std::size_t state, std::span<const double> x) const;
  double model_error_db(std::size_t state, std::span<const double> x) const; ///< of a reduced model

  /// Rows of the states one after the other, of the given levels, then one for each unknown. @return false
  /// where a model has no answer
  bool residuals(const FitData &data, std::span<const double> x, std::span<double> r,
                 TallMatrix *jacobian) const;
  LeastSquaresPoint solve(const FitData &data, std::vector<double> guess,
                          const LeastSquaresOptions &options = {}) const;

private:
  void add_state(std::size_t state, const FitData &data, std::span<const double> x, std::span<double> r,
                 TallMatrix *jacobian) const;

  void add_given_levels(const FitData &data, std::span<const double> x, std::span<double> r,
                        TallMatrix *jacobian) const;

  std::vector<FitPrior> priors_;
  std::vector<FitOffset> offsets_;
  std::vector<FitState> states_;
  std::vector<CorrelatedErrors> errors_;
  std::vector<std::size_t> first_row_;
  std::vector<double> lower_, upper_;
  std::size_t n_levels_ = 0, n_given_ = 0;
  double correlation_;
};

/// The level of a model for a state or a prediction with the values of all parameters.
std::vector<double> level_of(const LevelModel &model, const std::vector<std::size_t> &parameters,
                             const std::vector<double> &values);

} // namespace earshot

#endif
