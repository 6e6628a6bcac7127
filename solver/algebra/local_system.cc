#include "solver/algebra/local_system.h"

#include "solver/algebra/petsc_error.h"

#include <petscsnes.h>

#include <algorithm>
#include <exception>

namespace earshot {
namespace {

using VectorPointer = std::shared_ptr<std::remove_pointer_t<Vec>>;

/// Objects may outlive PETSc when an exception ends the program.
template <class Object>
std::shared_ptr<std::remove_pointer_t<Object>> owned(Object object, PetscErrorCode (*destroy)(Object *)) {
  return {object, [destroy](Object doomed) {
            PetscBool finalized = PETSC_FALSE;
            PetscFinalized(&finalized);
            if (!finalized)
              destroy(&doomed);
          }};
}

VectorPointer petsc_vector(Index size) {
  Vec vector = nullptr;
  check_petsc(VecCreateSeq(PETSC_COMM_SELF, size, &vector));
  return owned(vector, VecDestroy);
}

void write(Vec vector, std::span<const double> values) {
  double *data = nullptr;
  check_petsc(VecGetArrayWrite(vector, &data));
  std::copy(values.begin(), values.end(), data);
  check_petsc(VecRestoreArrayWrite(vector, &data));
}

/// Calls use(values) with what a vector holds.
template <class Use>
void read(Vec vector, Use &&use) {
  const double *data = nullptr;
  PetscInt size = 0;
  check_petsc(VecGetSize(vector, &size));
  check_petsc(VecGetArrayRead(vector, &data));
  use(std::span<const double>(data, size));
  check_petsc(VecRestoreArrayRead(vector, &data));
}

void use_cholesky(KSP solver) {
  PC preconditioner = nullptr;
  check_petsc(KSPSetType(solver, KSPPREONLY));
  check_petsc(KSPGetPC(solver, &preconditioner));
  check_petsc(PCSetType(preconditioner, PCCHOLESKY));
  check_petsc(PCFactorSetMatSolverType(preconditioner, MATSOLVERMUMPS));
}

/// What SNES's callbacks need, and what they threw: PETSc's frames are C, which exceptions must not pass.
struct NewtonContext {
  const NonlinearSystem &system;
  LocalMatrix &matrix;
  std::exception_ptr thrown = nullptr;

  template <class Work>
  PetscErrorCode keep_exceptions(const Work &work) {
    try {
      work();
      return 0;
    } catch (...) {
      thrown = std::current_exception();
      return PETSC_ERR_LIB;
    }
  }
};

PetscErrorCode form_residual(SNES, Vec x, Vec r, void *context) {
  auto &newton = *static_cast<NewtonContext *>(context);
  return newton.keep_exceptions(
      [&] { read(x, [&](std::span<const double> values) { write(r, newton.system.residual(values)); }); });
}

PetscErrorCode form_derivative(SNES, Vec x, Mat, Mat, void *context) {
  auto &newton = *static_cast<NewtonContext *>(context);
  return newton.keep_exceptions([&] {
    read(x, [&](std::span<const double> values) { newton.system.derivative(values, newton.matrix); });
  });
}

/// SNESSolve(), silent about errors of the callbacks, which are thrown again.
void solve(SNES snes, Vec solution, const NewtonContext &context) {
  check_petsc(PetscPushErrorHandler(PetscIgnoreErrorHandler, nullptr));
  const PetscErrorCode code = SNESSolve(snes, nullptr, solution);
  check_petsc(PetscPopErrorHandler());
  if (context.thrown)
    std::rethrow_exception(context.thrown);
  check_petsc(code);
}

double norm(std::span<const double> values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return std::sqrt(sum);
}

} // namespace

LocalMatrix::LocalMatrix(Index size, const std::vector<std::span<const Index>> &elements) : size_(size) {
  std::vector<std::vector<Index>> columns(size);
  for (const auto &unknowns : elements)
    for (const Index row : unknowns)
      if (row != no_unknown)
        columns[row].insert(columns[row].end(), unknowns.begin(), unknowns.end());
  std::vector<PetscInt> row_sizes(size);
  for (Index row = 0; row < size; ++row) {
    std::sort(columns[row].begin(), columns[row].end());
    columns[row].erase(std::unique(columns[row].begin(), columns[row].end()), columns[row].end());
    row_sizes[row] = static_cast<PetscInt>(columns[row].size());
  }
  Mat matrix = nullptr;
  check_petsc(MatCreateSeqAIJ(PETSC_COMM_SELF, size, size, 0, row_sizes.data(), &matrix));
  matrix_ = owned(matrix, MatDestroy);
  check_petsc(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
  check_petsc(MatSetOption(matrix, MAT_SPD, PETSC_TRUE));
}

void LocalMatrix::set_zero() {
  check_petsc(MatZeroEntries(petsc()));
}

void LocalMatrix::add_element(std::span<const Index> unknowns, std::span<const double> values) {
  const auto n = static_cast<PetscInt>(unknowns.size());
  check_petsc(MatSetValues(petsc(), n, unknowns.data(), n, unknowns.data(), values.data(), ADD_VALUES));
}

void LocalMatrix::finish() {
  check_petsc(MatAssemblyBegin(petsc(), MAT_FINAL_ASSEMBLY));
  check_petsc(MatAssemblyEnd(petsc(), MAT_FINAL_ASSEMBLY));
}

std::vector<double> LocalMatrix::multiply(std::span<const double> x) const {
  const auto in = petsc_vector(size_), out = petsc_vector(size_);
  write(in.get(), x);
  check_petsc(MatMult(petsc(), in.get(), out.get()));
  std::vector<double> result;
  read(out.get(), [&](std::span<const double> values) { result.assign(values.begin(), values.end()); });
  return result;
}

LocalFactorization::LocalFactorization(LocalMatrix matrix) : matrix_(std::move(matrix)) {
  KSP solver = nullptr;
  check_petsc(KSPCreate(PETSC_COMM_SELF, &solver));
  solver_ = owned(solver, KSPDestroy);
  check_petsc(KSPSetOperators(solver, matrix_.petsc(), matrix_.petsc()));
  use_cholesky(solver);
}

std::vector<double> LocalFactorization::solve(std::span<const double> b) const {
  const auto right = petsc_vector(matrix_.size()), x = petsc_vector(matrix_.size());
  write(right.get(), b);
  check_petsc(KSPSolve(solver_.get(), right.get(), x.get()));
  KSPConvergedReason reason = KSP_CONVERGED_ITS;
  check_petsc(KSPGetConvergedReason(solver_.get(), &reason));
  if (reason < 0)
    throw std::runtime_error("the matrix of a plane problem is singular");
  std::vector<double> result;
  read(x.get(), [&](std::span<const double> values) { result.assign(values.begin(), values.end()); });
  return result;
}

NewtonReport solve_by_newton(const NonlinearSystem &system, LocalMatrix &matrix, std::vector<double> &x,
                             const NewtonOptions &options) {
  SNES created = nullptr;
  check_petsc(SNESCreate(PETSC_COMM_SELF, &created));
  const auto snes = owned(created, SNESDestroy);
  NewtonContext context{system, matrix};
  const auto solution = petsc_vector(matrix.size()), residual = petsc_vector(matrix.size());
  check_petsc(SNESSetFunction(snes.get(), residual.get(), form_residual, &context));
  check_petsc(SNESSetJacobian(snes.get(), matrix.petsc(), matrix.petsc(), form_derivative, &context));
  check_petsc(SNESSetType(snes.get(), SNESNEWTONLS));
  const double scale = norm(system.residual(std::vector<double>(x.size(), 0.0)));
  // A step this small changes nothing; whether that is convergence, the residual says.
  constexpr double smallest_step = 1e-11;
  check_petsc(SNESSetTolerances(snes.get(), options.relative_tolerance * scale, 0, smallest_step,
                                options.most_steps, 20 * (options.most_steps + 1)));
  SNESLineSearch line_search = nullptr;
  check_petsc(SNESGetLineSearch(snes.get(), &line_search));
  check_petsc(SNESLineSearchSetType(line_search, SNESLINESEARCHL2));
  KSP linear = nullptr;
  check_petsc(SNESGetKSP(snes.get(), &linear));
  use_cholesky(linear);
  std::vector<double> history(options.most_steps + 1);
  check_petsc(SNESSetConvergenceHistory(snes.get(), history.data(), nullptr,
                                        static_cast<PetscInt>(history.size()), PETSC_TRUE));
  write(solution.get(), x);
  solve(snes.get(), solution.get(), context);
  read(solution.get(), [&](std::span<const double> values) { x.assign(values.begin(), values.end()); });

  NewtonReport report;
  PetscInt steps = 0;
  check_petsc(SNESGetIterationNumber(snes.get(), &steps));
  report.residuals.assign(history.begin(), history.begin() + steps + 1);
  SNESConvergedReason reason = SNES_CONVERGED_ITERATING;
  check_petsc(SNESGetConvergedReason(snes.get(), &reason));
  const bool stopped = reason == SNES_DIVERGED_LINE_SEARCH || reason == SNES_CONVERGED_SNORM_RELATIVE;
  report.converged = stopped ? report.residuals.back() <= options.round_off * scale : reason > 0;
  report.reason = SNESConvergedReasons[reason];
  return report;
}

} // namespace earshot
