#ifndef EARSHOT_ALGEBRA_BOUNDED_LEAST_SQUARES_H
#define EARSHOT_ALGEBRA_BOUNDED_LEAST_SQUARES_H

#include "solver/algebra/dense_least_squares.h"

#include <functional>
#include <span>
#include <vector>

namespace earshot {

/// Residuals r and, where they are asked for, their derivatives dr/dx. @return false where there are none
using ResidualFunction =
    std::function<bool(std::span<const double> x, std::span<double> residuals, TallMatrix *jacobian)>;

struct LeastSquaresOptions {
  int most_steps = 100;
  double tolerance = 1e-6; ///< relative change of the sum of squares at which it ends
};

struct LeastSquaresPoint {
  std::vector<double> x;
  double cost = 0; ///< half of the sum of squares; infinite where the function has no value at the guess
  int steps = 0;
  bool converged = false;
};

/// A point within bounds at which the sum of squares is smallest near a first guess: Levenberg and
/// Marquardt's steps by dense QR factorisation, held within the bounds by projection (Ceres Solver); what
/// rests at a bound is held there until the others are at their best. Unknowns of the order of 1.
/// @param guess  is brought within the bounds first @param lower, upper  may be infinite
/// @throws std::invalid_argument for fewer residuals than unknowns, no unknowns, or bounds that don't rise
LeastSquaresPoint bounded_least_squares(std::vector<double> guess, const std::vector<double> &lower,
                                        const std::vector<double> &upper, std::size_t n_residuals,
                                        const ResidualFunction &function,
                                        const LeastSquaresOptions &options = {});

} // namespace earshot

#endif
