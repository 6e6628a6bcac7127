#ifndef EARSHOT_ALGEBRA_LEAST_SQUARES_H
#define EARSHOT_ALGEBRA_LEAST_SQUARES_H

#include <functional>
#include <span>
#include <vector>

namespace earshot {

/// A point at which the sum of squares of some residuals is smallest near a first guess, by PETSc's POUNDERS:
/// a trust region on quadratic models of every residual, without derivatives (Wild, "Solving derivative-free
/// nonlinear least squares problems with POUNDERS", 2017). For a few unknowns of the order of 1. PETSc must
/// run.
/// @param residuals fills its second argument with the residuals at its first; finite near the guess
/// @param n_residuals as many as unknowns at least
/// @throws std::invalid_argument for fewer residuals than unknowns, or no unknowns
std::vector<double>
least_squares(const std::vector<double> &guess, std::size_t n_residuals,
              const std::function<void(std::span<const double>, std::span<double>)> &residuals);

} // namespace earshot

#endif
