#include "solver/algebra/least_squares.h"

#include "solver/algebra/petsc_error.h"

#include <petsctao.h>

#include <exception>
#include <memory>

namespace earshot {

namespace {

using Residuals = std::function<void(std::span<const double>, std::span<double>)>;

struct VecDestroyer {
  void operator()(Vec vector) const { VecDestroy(&vector); }
};
using VecHandle = std::unique_ptr<_p_Vec, VecDestroyer>;

VecHandle sequential_vector(std::size_t size) {
  Vec vector = nullptr;
  check_petsc(VecCreateSeq(PETSC_COMM_SELF, static_cast<PetscInt>(size), &vector));
  return VecHandle(vector);
}

/// What PETSc calls; an exception waits until PETSc has returned.
struct Callback {
  const Residuals &residuals;
  std::size_t n_unknowns, n_residuals;
  std::exception_ptr error{};
};

PetscErrorCode evaluate(Tao /*solver*/, Vec point, Vec values, void *context) {
  auto &callback = *static_cast<Callback *>(context);
  const PetscScalar *x = nullptr;
  PetscScalar *r = nullptr;
  check_petsc(VecGetArrayRead(point, &x));
  check_petsc(VecGetArray(values, &r));
  try {
    callback.residuals({x, callback.n_unknowns}, {r, callback.n_residuals});
  } catch (...) {
    callback.error = std::current_exception();
  }
  check_petsc(VecRestoreArray(values, &r));
  check_petsc(VecRestoreArrayRead(point, &x));
  return callback.error ? PETSC_ERR_LIB : 0;
}

} // namespace

std::vector<double> least_squares(const std::vector<double> &guess, std::size_t n_residuals,
                                  const Residuals &residuals) {
  const std::size_t n = guess.size();
  if (n == 0 || n_residuals < n)
    throw std::invalid_argument("least squares need unknowns, and as many residuals at least");
  const VecHandle point = sequential_vector(n), values = sequential_vector(n_residuals);
  PetscScalar *x = nullptr;
  check_petsc(VecGetArray(point.get(), &x));
  std::copy(guess.begin(), guess.end(), x);
  check_petsc(VecRestoreArray(point.get(), &x));

  Callback callback{residuals, n, n_residuals};
  Tao solver = nullptr;
  check_petsc(TaoCreate(PETSC_COMM_SELF, &solver));
  const std::unique_ptr<_p_Tao, void (*)(Tao)> owner(solver, [](Tao tao) { TaoDestroy(&tao); });
  check_petsc(TaoSetType(solver, TAOPOUNDERS));
  check_petsc(TaoSetSolution(solver, point.get()));
  check_petsc(TaoSetResidualRoutine(solver, values.get(), evaluate, &callback));
  // The models' gradient at a minimum of exact data is round-off; others end by the size of the trust region.
  check_petsc(TaoSetTolerances(solver, 1e-12, 0, 0));
  check_petsc(TaoSetMaximumIterations(solver, 500));
  check_petsc(TaoSetMaximumFunctionEvaluations(solver, 2000));
  const PetscErrorCode code = TaoSolve(solver);
  if (callback.error)
    std::rethrow_exception(callback.error);
  check_petsc(code);
  const PetscScalar *found = nullptr;
  check_petsc(VecGetArrayRead(point.get(), &found));
  const std::vector<double> result(found, found + n);
  check_petsc(VecRestoreArrayRead(point.get(), &found));
  return result;
}

} // namespace earshot
