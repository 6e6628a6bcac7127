#ifndef EARSHOT_ANALYSIS_SENSITIVITY_STUDY_H
#define EARSHOT_ANALYSIS_SENSITIVITY_STUDY_H

#include "solver/analysis/dimension_slopes.h"
#include "solver/config/case.h"
#include "solver/config/parameters.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/output/sensitivity_files.h"
#include "solver/sweep/reduced_model.h"

#include <functional>
#include <optional>
#include <vector>

namespace earshot {

/// A change of a parameter, in its unit, for differences.
double difference_step(const Parameter &parameter);

/// d(coefficients)/d(parameter) by differences of the coefficient functions of slightly changed designs.
class CoefficientSlope {
public:
  /// Nothing when the parameter changes matrices, or the case doesn't hold on either side of its value.
  /// @param leaves_matrices  it is known that the parameter changes none, which takes longest to find out
  static std::optional<CoefficientSlope> of(const Case &config, const MeshFacts &facts,
                                            const Parameter &parameter, bool leaves_matrices = false);

  /// The same of coefficients that are any function of the parameter's value.
  /// @param functions_at  nothing where there are none
  static std::optional<CoefficientSlope>
  of(const Parameter &parameter,
     const std::function<std::optional<CoefficientFunctions>(double value)> &functions_at);

  /// df_j/dmu, dg_k/dmu and dh_l/dmu: central differences, extrapolated, of fourth order in a step of 1e-3;
  /// of third order and to one side at a bound.
  Factors at(double omega) const;

private:
  struct Sample {
    double weight;
    CoefficientFunctions functions;
  };
  void find_moving_terms();

  std::vector<Sample> samples_;
  std::vector<std::size_t> moving_terms_; ///< whose coefficients the parameter changes: most stay as they are
};

/// Changes of the level at the eardrum with every parameter that is in coefficients alone and has an
/// influence: by the adjoints of the reduced model, dy = h (p^T db - p^T dA q) + dh c^T q, at no further
/// factorisation. One rank's work. @throws UserError without an eardrum, or for tolerances of other
/// parameters
/// @param dimensions  slopes of the same model by dimensions, which follow the parameters
Sensitivities sensitivities(const ReducedModel &model, const Case &config, const MeshFacts &facts,
                            const AnalysisConfig &analysis,
                            const std::vector<DimensionSlope> &dimensions = {});

/// The strongest parameters for the log.
std::string describe_sensitivities(const Sensitivities &sensitivities);

} // namespace earshot

#endif
