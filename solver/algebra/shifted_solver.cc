#include "solver/algebra/shifted_solver.h"

#include "solver/algebra/petsc_error.h"

#include <petscksp.h>

#include <algorithm>
#include <stdexcept>

namespace earshot {

namespace {

/// Destroys what PETSc made at the end of a scope.
template <class Object>
class Scoped {
public:
  explicit Scoped(PetscErrorCode (*destroy)(Object *)) : destroy_(destroy) {}
  ~Scoped() { destroy_(&object_); }
  Scoped(const Scoped &) = delete;
  Scoped &operator=(const Scoped &) = delete;
  operator Object() const { return object_; }
  Object *address() { return &object_; }

private:
  Object object_ = nullptr;
  PetscErrorCode (*destroy_)(Object *);
};

} // namespace

ShiftedSolver::ShiftedSolver(LocalMatrix stiffness, LocalMatrix mass)
    : stiffness_(std::move(stiffness)), mass_(std::move(mass)) {}

std::vector<double> ShiftedSolver::solve(double shift, std::span<const double> b,
                                         std::vector<double> guess) const {
  constexpr double tolerance = 1e-9; // of the residual: what a projection on the solutions doesn't notice
  constexpr int most_steps = 5000;
  const bool guessed = !guess.empty();
  std::vector<double> x = std::move(guess);
  x.resize(b.size());
  const auto n = static_cast<PetscInt>(b.size());
  Scoped<Mat> matrix(MatDestroy);
  check_petsc(MatDuplicate(stiffness_.petsc(), MAT_COPY_VALUES, matrix.address()));
  check_petsc(MatAXPY(matrix, shift, mass_.petsc(), SAME_NONZERO_PATTERN));
  Scoped<Vec> right(VecDestroy), solution(VecDestroy);
  check_petsc(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, n, b.data(), right.address()));
  check_petsc(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, n, x.data(), solution.address()));
  Scoped<KSP> solver(KSPDestroy);
  check_petsc(KSPCreate(PETSC_COMM_SELF, solver.address()));
  check_petsc(KSPSetOperators(solver, matrix, matrix));
  check_petsc(KSPSetType(solver, KSPCG));
  PC preconditioner = nullptr;
  check_petsc(KSPGetPC(solver, &preconditioner));
  check_petsc(PCSetType(preconditioner, PCICC));
  check_petsc(PCFactorSetShiftType(preconditioner, MAT_SHIFT_POSITIVE_DEFINITE));
  check_petsc(KSPSetTolerances(solver, tolerance, PETSC_DEFAULT, PETSC_DEFAULT, most_steps));
  check_petsc(KSPSetInitialGuessNonzero(solver, guessed ? PETSC_TRUE : PETSC_FALSE));
  check_petsc(KSPSolve(solver, right, solution));
  KSPConvergedReason reason = KSP_CONVERGED_ITERATING;
  check_petsc(KSPGetConvergedReason(solver, &reason));
  if (reason < 0)
    throw std::runtime_error("conjugate gradients for the layers at the walls did not converge");
  return x;
}

} // namespace earshot
