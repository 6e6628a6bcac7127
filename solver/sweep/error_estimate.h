#ifndef EARSHOT_SWEEP_ERROR_ESTIMATE_H
#define EARSHOT_SWEEP_ERROR_ESTIMATE_H

#include "solver/sweep/reduced_model.h"

namespace earshot {

/// A reduced solution with the estimated error of each output.
struct EstimatedSolution {
  ReducedSolution solution;
  std::vector<double> errors; ///< |y_l - exact y_l|, in the outputs' units
};

/// Estimates how far a reduced model's outputs are from those of the full problem.
///
/// The error of an output is r_z^T A^-1 r_x, with the residuals r_x of the solution and r_z of the adjoint
/// (Pierce and Giles, SIAM Review 42, 2000). Its size is kappa |D r_x| |D r_z|, where kappa stands for
/// D^-1 A^-1 D^-1 between these two vectors. The same model with fewer coordinates measures it: its error is
/// known up to the error of the whole one, |y - y_coarse| = kappa |D r_x,coarse| |D r_z,coarse|. Of all
/// coarser models the finest is asked whose residuals are clearly larger.
class ErrorEstimate {
public:
  /// @param levels numbers of leading coordinates that span earlier bases, ascending
  ErrorEstimate(const ReducedModel &model, std::vector<std::size_t> levels, double safety);

  /// Solutions at points that follow one another along the frequency axis, design by design.
  std::vector<EstimatedSolution> evaluate(std::span<const Factors> points) const;

  const std::vector<std::size_t> &levels() const { return levels_; }
  double safety() const { return safety_; }

private:
  /// kappa of each output; negative where no coarser model tells.
  std::vector<double> amplification(const Factors &factors, const ReducedSolution &solution) const;

  const ReducedModel &model_;
  std::vector<std::size_t> levels_;
  double safety_;
};

} // namespace earshot

#endif
