#ifndef EARSHOT_SWEEP_ERROR_ESTIMATE_H
#define EARSHOT_SWEEP_ERROR_ESTIMATE_H

#include "solver/sweep/reduced_solver.h"

namespace earshot {

/// A reduced solution with the estimated error of each output.
struct EstimatedSolution {
  ReducedSolution solution;
  std::vector<double> errors;    ///< |y_l - exact y_l|, in the outputs' units, round-off included; 0 of an
                                 ///< output that none is estimated for
  std::vector<double> round_off; ///< the part of it that no larger basis takes away
};

/// What a direct solve told of the reduced model, for each output.
struct Calibration {
  double omega = 0; ///< angular frequency [rad/s]
  /// kappa by the error that the model had there before the solution joined its basis; 0 where round-off hid
  /// it.
  std::vector<double> amplification;
  /// What stays between direct solve and reduced model when the basis holds the solution, over |q| |p_l|:
  /// what finite numbers do to y = z^T b = z^T A x is a part of |z| |A| |x|.
  std::vector<double> round_off;
};

/// Estimates how far a reduced model's outputs are from those of the full problem.
///
/// The error of an output is r_z^T A^-1 r_x, with the residuals r_x of the solution and r_z of the adjoint
/// (Pierce and Giles, SIAM Review 42, 2000). Its size is kappa |D r_x| |D r_z|, where kappa stands for
/// D^-1 A^-1 D^-1 between these two vectors. Two measures of kappa, of which the larger counts:
/// - the same model with fewer coordinates, whose error is known up to the error of the whole one,
///   |y - y_coarse| = kappa |D r_x,coarse| |D r_z,coarse|. Of all coarser models the finest is asked whose
///   residuals are clearly larger. It is blind to what all of them lack.
/// - the last direct solve nearby, whose error was seen.
class ErrorEstimate {
public:
  /// @param levels numbers of leading coordinates that span earlier bases, ascending
  /// @param calibrations in the order in which they were made
  ErrorEstimate(const ReducedModel &model, std::vector<std::size_t> levels,
                std::vector<Calibration> calibrations);

  /// Solutions at points that follow one another along the frequency axis, design by design.
  std::vector<EstimatedSolution> evaluate(std::span<const Factors> points, unsigned threads = 1) const;

  const ReducedModel &model() const { return model_; }
  const std::vector<std::size_t> &levels() const { return levels_; }
  const std::vector<Calibration> &calibrations() const { return calibrations_; }

private:
  /// kappa of each output at some of the points; negative where no coarser model tells.
  std::vector<std::vector<double>> amplifications(std::span<const Factors> points,
                                                  const std::vector<EstimatedSolution> &solutions,
                                                  const std::vector<std::size_t> &measured,
                                                  const ReducedSolver &solver, unsigned threads) const;
  /// What the last direct solve nearby says of kappa; 0 where there is none.
  double calibrated(double omega, std::size_t output) const;
  std::vector<double> round_off(const Factors &factors, const ReducedSolution &solution) const;

  const ReducedModel &model_;
  std::vector<std::size_t> levels_;
  std::vector<Calibration> calibrations_;
};

} // namespace earshot

#endif
