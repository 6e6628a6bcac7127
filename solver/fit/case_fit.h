#ifndef EARSHOT_FIT_CASE_FIT_H
#define EARSHOT_FIT_CASE_FIT_H

#include "solver/config/case.h"
#include "solver/fit/fit_problem.h"
#include "solver/fit/measured_curve.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What makes a model of a state: its case, the keys of the numbers that change, their sizes, what is read
/// and where.
using ModelMaker = std::function<std::shared_ptr<const LevelModel>(
    const Case &, const std::vector<std::string> &keys, const std::vector<double> &scales, MeasuredQuantity,
    const std::vector<double> &frequencies_hz)>;

/// A [[predict]]: the level of the changed state less that of the state.
struct Prediction {
  std::string name, state; ///< state: that is changed; empty: the case
  std::vector<double> frequency_hz;
  std::shared_ptr<const LevelModel> before, after;
  std::vector<std::size_t> parameters_before, parameters_after; ///< of the fit, in the models' order
  std::vector<double> error_db;    ///< of a change, by two seatings and by what the model can't follow
  std::vector<double> measured_db; ///< change; empty: none
  bool level_counts = true;        ///< of the measured change: false where the state's level is free
  double tolerance_db = 2;
};

/// The fit of a case.
struct CaseFit {
  FitProblem problem;
  std::vector<Prediction> predictions;
  std::vector<FitState> candidates; ///< curves that could be measured, without levels; `state` describes them
  std::vector<std::string> parameter_states; ///< of each parameter, as the user wrote them; empty: all
};

/// @param measured  of each state  @param changed  of each prediction, where it names a measurement
/// @throws UserError for a measurement that ends within the band, or is of another ear or quantity; for keys
/// and values that the case can't have
CaseFit case_fit(const Case &config, const std::vector<MeasuredCurve> &measured,
                 const std::vector<std::optional<MeasuredCurve>> &changed, const ModelMaker &make);

} // namespace earshot

#endif
