#ifndef EARSHOT_FIT_REDUCED_LEVELS_H
#define EARSHOT_FIT_REDUCED_LEVELS_H

#include "solver/config/case.h"
#include "solver/fit/level_model.h"
#include "solver/model/saved_model.h"

#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// The level at the eardrum of a meshed case by a model that a run kept: its matrices projected on a reduced
/// basis, with the coefficients of the numbers that are tried. Derivatives are those of the reduced model, by
/// its adjoints (ReducedModel::output_change).
class ReducedLevels : public LevelModel {
public:
  /// @param config of the state, with computed motors
  /// @throws UserError for a state or a number with other matrices than the model's, for an impedance, and
  /// for a case without an eardrum
  ReducedLevels(std::shared_ptr<const SavedModel> saved, Case config, std::vector<std::string> keys,
                FitQuantity quantity, const std::vector<double> &frequencies_hz);

  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override;
  double largest_error_db(std::span<const double> values) const override;

private:
  Case changed(std::span<const double> values) const;
  std::vector<Factors> points(const Case &design) const;

  std::shared_ptr<const SavedModel> saved_;
  Case config_;
  std::vector<std::string> keys_;
  std::vector<double> omega_;
  std::size_t eardrum_ = 0; ///< among the model's outputs
};

} // namespace earshot

#endif
