#ifndef EARSHOT_ALGEBRA_SHIFTED_SOLVER_H
#define EARSHOT_ALGEBRA_SHIFTED_SOLVER_H

#include "solver/algebra/local_system.h"

#include <span>
#include <vector>

namespace earshot {

/// (K + s M)^-1 b for real s >= 0 with K and M that this rank holds whole, symmetric, of one pattern, K
/// positive semi-definite and M positive definite: by conjugate gradients with an incomplete Cholesky factor.
class ShiftedSolver {
public:
  ShiftedSolver(LocalMatrix stiffness, LocalMatrix mass);

  /// @param guess  of the solution; empty: zero
  /// @throws std::runtime_error when the iteration doesn't converge
  std::vector<double> solve(double shift, std::span<const double> b, std::vector<double> guess = {}) const;

  const LocalMatrix &stiffness() const { return stiffness_; }
  const LocalMatrix &mass() const { return mass_; }

private:
  LocalMatrix stiffness_, mass_;
};

} // namespace earshot

#endif
