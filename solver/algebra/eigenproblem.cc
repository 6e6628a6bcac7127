#include "solver/algebra/eigenproblem.h"

#include "solver/algebra/petsc_error.h"

#include <slepceps.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace earshot {

namespace {

/// PETSc and SLEPc objects that end with their owner.
template <class Object, PetscErrorCode (*destroy)(Object *)>
class Owned {
public:
  Owned() = default;
  ~Owned() { destroy(&object_); }
  Owned(const Owned &) = delete;
  Owned &operator=(const Owned &) = delete;
  Object *operator&() { return &object_; }
  operator Object() const { return object_; }
  Object release() { return std::exchange(object_, nullptr); }

private:
  Object object_ = nullptr;
};
using OwnedMatrix = Owned<Mat, MatDestroy>;
using OwnedVector = Owned<Vec, VecDestroy>;
using OwnedScatter = Owned<VecScatter, VecScatterDestroy>;
using OwnedOrdering = Owned<IS, ISDestroy>;
using OwnedSolver = Owned<EPS, EPSDestroy>;

/// Room that MUMPS takes beyond its estimate [per cent], and its dense root without ScaLAPACK, which hides
/// the signs of its pivots (MUMPS's manual, INFOG(12)).
constexpr int workspace_margin = 60, no_scalapack = 1;

void set_up_mumps(Mat factor) {
  check_petsc(MatMumpsSetIcntl(factor, 13, no_scalapack));
  check_petsc(MatMumpsSetIcntl(factor, 14, workspace_margin));
}

void require_complete(const Pencil &pencil) {
  if (pencil.stiffness.empty() || pencil.mass.empty())
    throw std::invalid_argument("a problem without stiffness or without inertia has no modes");
}

/// K - shift M, whose pattern is the union of both.
void shifted(const Pencil &pencil, double shift, OwnedMatrix &result) {
  check_petsc(MatDuplicate(pencil.stiffness.petsc(), MAT_COPY_VALUES, &result));
  check_petsc(MatAXPY(result, -shift, pencil.mass.petsc(), DIFFERENT_NONZERO_PATTERN));
  check_petsc(MatSetOption(result, MAT_SYMMETRIC, PETSC_TRUE));
}

/// A copy of a vector on every rank.
std::vector<double> gather(Vec distributed) {
  OwnedScatter scatter;
  OwnedVector all;
  check_petsc(VecScatterCreateToAll(distributed, &scatter, &all));
  check_petsc(VecScatterBegin(scatter, distributed, all, INSERT_VALUES, SCATTER_FORWARD));
  check_petsc(VecScatterEnd(scatter, distributed, all, INSERT_VALUES, SCATTER_FORWARD));
  PetscInt size = 0;
  const PetscScalar *entries = nullptr;
  check_petsc(VecGetSize(all, &size));
  check_petsc(VecGetArrayRead(all, &entries));
  std::vector<double> result(entries, entries + size);
  check_petsc(VecRestoreArrayRead(all, &entries));
  return result;
}

void use_cholesky(EPS solver) {
  ST transformation;
  KSP linear;
  PC factor;
  Mat matrix;
  check_petsc(EPSGetST(solver, &transformation));
  check_petsc(STSetType(transformation, STSINVERT));
  check_petsc(STGetKSP(transformation, &linear));
  check_petsc(KSPSetType(linear, KSPPREONLY));
  check_petsc(KSPGetPC(linear, &factor));
  check_petsc(PCSetType(factor, PCCHOLESKY));
  check_petsc(PCFactorSetMatSolverType(factor, MATSOLVERMUMPS));
  // The factor exists once the operator does.
  check_petsc(STGetOperator(transformation, nullptr));
  check_petsc(PCFactorSetUpMatSolverType(factor));
  check_petsc(PCFactorGetMatrix(factor, &matrix));
  set_up_mumps(matrix);
}

/// All pairs that converge when `count` are asked for about `target`, those nearest to it among them.
std::vector<Eigenpair> search(const Pencil &pencil, double target, int count, const EigenOptions &options) {
  require_complete(pencil);
  OwnedSolver solver;
  check_petsc(EPSCreate(pencil.stiffness.partition().communicator, &solver));
  check_petsc(EPSSetOperators(solver, pencil.stiffness.petsc(), pencil.mass.petsc()));
  check_petsc(EPSSetProblemType(solver, EPS_GHEP));
  check_petsc(EPSSetWhichEigenpairs(solver, EPS_TARGET_MAGNITUDE));
  check_petsc(EPSSetTarget(solver, target));
  const int size = static_cast<int>(pencil.stiffness.partition().total);
  check_petsc(EPSSetDimensions(solver, count, std::min(2 * count + 16, size), PETSC_DEFAULT));
  check_petsc(EPSSetTolerances(solver, options.relative_tolerance, options.restarts));
  use_cholesky(solver);
  check_petsc(EPSSolve(solver));

  PetscInt converged = 0;
  check_petsc(EPSGetConverged(solver, &converged));
  OwnedVector x;
  check_petsc(MatCreateVecs(pencil.stiffness.petsc(), &x, nullptr));
  std::vector<Eigenpair> pairs;
  for (PetscInt k = 0; k < converged; ++k) {
    PetscScalar value;
    check_petsc(EPSGetEigenpair(solver, k, &value, nullptr, x, nullptr));
    pairs.push_back({value, gather(x)});
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto &a, const auto &b) { return a.value < b.value; });
  return pairs;
}

std::string between(double lower, double upper) {
  return "between " + std::to_string(lower) + " and " + std::to_string(upper);
}

/// The pairs of a slice whose inertia counts `count` of them, with larger search spaces until all are found.
std::vector<Eigenpair> solve_slice(const Pencil &pencil, double lower, double upper, Index count,
                                   const EigenOptions &options) {
  constexpr int attempts = 3;
  std::size_t found = 0;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    // The target of a retry moves off the middle, which may be an eigenvalue.
    const double target = lower + (0.5 + 0.037 * attempt) * (upper - lower);
    auto pairs = search(pencil, target, static_cast<int>(count) + 2 + 16 * attempt, options);
    std::erase_if(pairs, [=](const Eigenpair &pair) { return pair.value < lower || pair.value >= upper; });
    if (static_cast<Index>(pairs.size()) == count)
      return pairs;
    found = pairs.size();
  }
  throw EigenproblemError("the inertia counts " + std::to_string(count) + " eigenvalues " +
                          between(lower, upper) + ", but " + std::to_string(found) + " were found");
}

/// An inertia close to `shift`, which moves a little when it hits an eigenvalue.
Index count_below(const Pencil &pencil, double &shift, double width) {
  constexpr int attempts = 4;
  for (int attempt = 1;; ++attempt) {
    try {
      return eigenvalues_below(pencil, shift);
    } catch (const EigenproblemError &) {
      if (attempt == attempts)
        throw;
      shift += 1e-3 * width;
    }
  }
}

/// alpha and beta of w^e Re f(w) = alpha - beta w^2, exactly 0 where one of them is mere rounding.
struct UndampedLaw {
  double stiffness, mass;
};

UndampedLaw undamped_law(const Term &term, int power, double omega) {
  const auto at = [&](double w) { return std::pow(w, power) * term.coefficient.value(w).real(); };
  const double at_1 = at(omega), at_2 = at(2 * omega), at_3 = at(3 * omega), square = omega * omega;
  const double largest = std::max({std::abs(at_1), std::abs(at_2), std::abs(at_3)});
  const double mass = (at_1 - at_2) / (3 * square), stiffness = at_1 + mass * square;
  if (std::abs(stiffness - 9 * mass * square - at_3) > 1e-9 * largest)
    throw std::invalid_argument("the coefficient " + term.coefficient.symbol + " of " + term.name + " (" +
                                term.region + ") isn't a constant and a multiple of w^2");
  const auto rounded = [=](double value, double scale) {
    return std::abs(value) * scale <= 1e-12 * largest ? 0.0 : value;
  };
  return {rounded(stiffness, 1), rounded(mass, square)};
}

void add_to(OwnedMatrix &sum, double factor, const RealMatrix &matrix) {
  if (factor == 0)
    return;
  if (sum == nullptr) {
    check_petsc(MatDuplicate(matrix.petsc(), MAT_COPY_VALUES, &sum));
    check_petsc(MatScale(sum, factor));
  } else {
    check_petsc(MatAXPY(sum, factor, matrix.petsc(), DIFFERENT_NONZERO_PATTERN));
  }
  check_petsc(MatSetOption(sum, MAT_SYMMETRIC, PETSC_TRUE));
}

struct Slice {
  double lower, upper;
  Index below_lower, below_upper;
};

} // namespace

Index eigenvalues_below(const Pencil &pencil, double shift) {
  require_complete(pencil);
  OwnedMatrix matrix, factor;
  shifted(pencil, shift, matrix);
  check_petsc(MatGetFactor(matrix, MATSOLVERMUMPS, MAT_FACTOR_CHOLESKY, &factor));
  set_up_mumps(factor);
  check_petsc(
      MatMumpsSetIcntl(factor, 24, 1)); // PETSc gives the inertia only with the search for null pivots
  MatFactorInfo info;
  check_petsc(MatFactorInfoInitialize(&info));
  OwnedOrdering rows, columns;
  check_petsc(MatGetOrdering(matrix, MATORDERINGEXTERNAL, &rows, &columns));
  check_petsc(MatCholeskyFactorSymbolic(factor, matrix, rows, &info));
  check_petsc(MatCholeskyFactorNumeric(factor, matrix, &info));
  PetscInt negative = 0, zero = 0, positive = 0;
  MatFactorError error = MAT_FACTOR_NOERROR;
  check_petsc(MatFactorGetError(factor, &error));
  if (error == MAT_FACTOR_NOERROR)
    check_petsc(MatGetInertia(factor, &negative, &zero, &positive));
  if (error != MAT_FACTOR_NOERROR || zero > 0)
    throw EigenproblemError("K - lambda M can't be factorised at lambda = " + std::to_string(shift) +
                            ": an eigenvalue, or K and M vanish on a common vector");
  return negative;
}

std::vector<Eigenpair> eigenpairs_between(const Pencil &pencil, double lower, double upper,
                                          const EigenOptions &options) {
  double top = upper;
  const Index below_lower = eigenvalues_below(pencil, lower);
  std::vector<Slice> slices{{lower, upper, below_lower, count_below(pencil, top, upper - lower)}};
  slices.back().upper = top;
  std::vector<Eigenpair> all;
  while (!slices.empty()) {
    const Slice slice = slices.back();
    slices.pop_back();
    const Index count = slice.below_upper - slice.below_lower;
    if (count < 0)
      throw EigenproblemError("the inertia falls " + between(slice.lower, slice.upper) +
                              ": the mass matrix is not positive semi-definite");
    if (count == 0)
      continue;
    const double width = slice.upper - slice.lower;
    const bool is_cluster = width < 1e-6 * (upper - lower); // equal eigenvalues, which no slice separates
    if (count > options.eigenvalues_per_shift && !is_cluster) {
      double middle = (slice.lower + slice.upper) / 2;
      const Index below = count_below(pencil, middle, width);
      slices.push_back({middle, slice.upper, below, slice.below_upper});
      slices.push_back({slice.lower, middle, slice.below_lower, below});
      continue;
    }
    auto pairs = solve_slice(pencil, slice.lower, slice.upper, count, options);
    std::move(pairs.begin(), pairs.end(), std::back_inserter(all));
  }
  std::erase_if(all, [=](const Eigenpair &pair) { return pair.value >= upper; });
  return all;
}

std::vector<Eigenpair> eigenpairs_nearest(const Pencil &pencil, double target, int count,
                                          const EigenOptions &options) {
  auto pairs = search(pencil, target, count, options);
  if (static_cast<int>(pairs.size()) < count)
    throw EigenproblemError("of " + std::to_string(count) + " eigenvalues near " + std::to_string(target) +
                            " only " + std::to_string(pairs.size()) + " converged");
  const auto nearer = [=](const Eigenpair &a, const Eigenpair &b) {
    return std::abs(a.value - target) < std::abs(b.value - target);
  };
  std::sort(pairs.begin(), pairs.end(), nearer);
  pairs.resize(count);
  std::sort(pairs.begin(), pairs.end(), [](const auto &a, const auto &b) { return a.value < b.value; });
  return pairs;
}

Pencil undamped_pencil(const FrequencyProblem &problem, int power, double omega, const std::string &region) {
  OwnedMatrix stiffness, mass;
  for (const Term &term : problem.terms) {
    if (term.matrix.empty() || (!region.empty() && term.region != region))
      continue;
    const UndampedLaw law = undamped_law(term, power, omega);
    add_to(stiffness, law.stiffness, term.matrix);
    add_to(mass, law.mass, term.matrix);
  }
  return {RealMatrix(stiffness.release()), RealMatrix(mass.release())};
}

} // namespace earshot
