#ifndef EARSHOT_ALGEBRA_LOCAL_SYSTEM_H
#define EARSHOT_ALGEBRA_LOCAL_SYSTEM_H

#include "solver/algebra/types.h"

#include <petscksp.h>

#include <memory>
#include <span>

namespace earshot {

/// A real, symmetric, positive definite, sparse matrix that this rank holds whole: for plane problems that
/// are too small to be shared among ranks.
class LocalMatrix {
public:
  /// @param size  number of unknowns
  /// @param elements  unknowns of each element; an entry exists where two share one
  LocalMatrix(Index size, const std::vector<std::span<const Index>> &elements);

  void set_zero();
  /// Adds a symmetric element matrix, row-major, size unknowns.size()^2; `no_unknown` is skipped.
  void add_element(std::span<const Index> unknowns, std::span<const double> values);
  /// Ends the additions, before the matrix is used.
  void finish();

  Index size() const { return size_; }
  Mat petsc() const { return matrix_.get(); }
  std::vector<double> multiply(std::span<const double> x) const;

private:
  Index size_ = 0;
  std::shared_ptr<std::remove_pointer_t<Mat>> matrix_;
};

/// Cholesky factors of a LocalMatrix by MUMPS, computed by the first `solve` and kept.
class LocalFactorization {
public:
  explicit LocalFactorization(LocalMatrix matrix);

  /// @throws std::runtime_error when the matrix is singular
  std::vector<double> solve(std::span<const double> b) const;

private:
  LocalMatrix matrix_;
  std::shared_ptr<std::remove_pointer_t<KSP>> solver_;
};

/// What Newton's method did.
struct NewtonReport {
  std::vector<double> residuals; ///< norm before the first step and after each
  bool converged = false;
  std::string reason; ///< PETSc's name of why it ended
  int steps() const { return static_cast<int>(residuals.size()) - 1; }
};

/// A system r(x) = 0 whose derivative is symmetric and positive definite.
struct NonlinearSystem {
  std::function<std::vector<double>(std::span<const double> x)> residual;
  /// Writes dr/dx into the matrix, `finish` included.
  std::function<void(std::span<const double> x, LocalMatrix &)> derivative;
};

struct NewtonOptions {
  double relative_tolerance = 1e-9; ///< of the residual, against that of x = 0
  /// Where round-off hides what is left, steps end to change anything: this, likewise relative, is then good
  /// enough.
  double round_off = 1e-6;
  int most_steps = 100;
};

/// Solves r(x) = 0 from the given x, which is replaced, by Newton's method with a line search for the
/// smallest residual (PETSc's SNES, "l2"), which takes iron of mu_r = 10^6 into saturation where backtracking
/// and the search for the energy's minimum get stuck. The matrix only lends its pattern.
NewtonReport solve_by_newton(const NonlinearSystem &system, LocalMatrix &matrix, std::vector<double> &x,
                             const NewtonOptions &options = {});

} // namespace earshot

#endif
