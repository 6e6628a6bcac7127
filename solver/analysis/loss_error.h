#ifndef EARSHOT_ANALYSIS_LOSS_ERROR_H
#define EARSHOT_ANALYSIS_LOSS_ERROR_H

#include "solver/algebra/factorization.h"
#include "solver/model/model.h"
#include "solver/results/response.h"
#include "solver/sweep/fast_sweep.h"

#include <span>
#include <string>
#include <vector>

namespace earshot {

/// What the models of losses take from the pressure at the eardrum or give to it, of volumes in which none is
/// within `loss_tolerance`. Where a model has 1/rho' and 1/K' off by the parts e_v and e_h of plain air's
/// (passage_error()), the pressure changes by
///
///     h z^T dA x,   |dA| = e_v/(rho w^2) int grad p . grad q  and  e_h/(rho c^2) int p q,
///
/// to first order, with the solution x and the adjoint z. Both magnitudes are added, of every volume.
class LossError {
public:
  /// Collective. The model outlives it.
  explicit LossError(const Model &model);

  /// Whether there is an eardrum and a volume in doubt.
  bool asked() const { return !volumes_.empty(); }

  /// Sets `loss_errors` of a point that was solved directly, by one back-substitution. Collective.
  /// @param factorization  of this point
  void add_to(SweepPoint &point, const Factors &factors, Factorization &factorization) const;
  /// Sets `loss_errors` of the points of a fast sweep. Collective.
  void add_to(std::span<SweepPoint> points, std::span<const Factors> factors,
              const ReducedBasis &basis) const;

private:
  /// @param product  z^T A_j x of a term of `problem_`
  std::vector<double> errors(double frequency, Complex output_factor,
                             const std::function<Complex(std::size_t term)> &product) const;

  const FrequencyProblem &whole_;
  std::size_t eardrum_ = 0; ///< among the outputs, where there is one
  std::vector<std::string> volumes_;
  FrequencyProblem problem_; ///< two terms of each volume, with |dA| as it is
};

/// What is said of a volume whose losses are in doubt.
struct LossVerdict {
  std::string text;
  bool is_heard; ///< by 0.05 dB or more at the eardrum, or it isn't known
};

/// @param response  whose errors are of all volumes in doubt together
std::vector<LossVerdict> loss_verdicts(const std::vector<LossDoubt> &doubts, const Response &response);

} // namespace earshot

#endif
