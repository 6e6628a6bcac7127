#ifndef EARSHOT_FIT_REDUCED_LEVELS_H
#define EARSHOT_FIT_REDUCED_LEVELS_H

#include "solver/config/case.h"
#include "solver/fit/level_model.h"
#include "solver/model/saved_model.h"

#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// The level at the eardrum of a meshed case, or its impedance, by a model that a run kept: its matrices
/// projected on a reduced basis, with the coefficients of the numbers that are tried, and interpolated in its
/// dimensions. Derivatives are those of the reduced model, by its adjoints (ReducedModel::output_change).
class ReducedLevels : public LevelModel {
public:
  /// @param config of the state, with computed motors
  /// @param keys  a dimension of several keys of one value as "a = b"
  /// @throws UserError for a state or a number with other matrices than the model's, and for a case without
  /// an eardrum, or without a current where the impedance is asked for
  ReducedLevels(std::shared_ptr<const SavedModel> saved, Case config, std::vector<std::string> keys,
                MeasuredQuantity quantity, const std::vector<double> &frequencies_hz);

  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override;
  double largest_error_db(std::span<const double> values) const override;

private:
  /// Derivatives of the sum of outputs that is read, at each frequency.
  using Slopes = std::vector<Complex>;

  Case changed(std::span<const double> values) const;
  void require_key(const std::string &key) const;
  std::optional<std::size_t> axis_of(const std::string &key) const;
  std::vector<Factors> points(const CoefficientFunctions &functions) const;
  Complex read(const std::vector<Complex> &outputs) const;
  Slopes number_slopes(const SavedModel &own, const Case &design, const std::string &key,
                       std::span<const Factors> at, std::span<const ReducedSolution> solutions) const;
  Slopes dimension_slopes(const SavedModel &own, const Case &design, std::size_t axis,
                          std::span<const Factors> at, std::span<const ReducedSolution> solutions) const;
  std::vector<double> level_slopes(const Case &design, const std::string &key, const Slopes &slopes,
                                   std::span<const ReducedSolution> solutions) const;

  std::shared_ptr<const SavedModel> saved_;
  Case config_;
  std::vector<std::string> keys_;
  MeasuredQuantity quantity_;
  std::vector<double> omega_;
  std::vector<std::size_t> outputs_; ///< that are read: the eardrum's, or all currents
};

} // namespace earshot

#endif
