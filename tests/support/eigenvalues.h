#ifndef EARSHOT_TESTS_SUPPORT_EIGENVALUES_H
#define EARSHOT_TESTS_SUPPORT_EIGENVALUES_H

#include <petscmat.h>
#include <slepceps.h>

#include <algorithm>
#include <vector>

namespace earshot::testing {

struct Eigenpair {
  double value;
  std::vector<double> vector; ///< this rank's part
};

enum class Pencil { symmetric, general };

/// The solutions of K x = lambda M x with lambda nearest to `target`, ascending, by shift and invert.
inline std::vector<Eigenpair> eigenpairs_near(Mat stiffness, Mat mass, double target, int count,
                                              Pencil pencil = Pencil::symmetric, double tolerance = 1e-12) {
  SlepcInitializeNoArguments();
  EPS solver;
  EPSCreate(PetscObjectComm(reinterpret_cast<PetscObject>(stiffness)), &solver);
  EPSSetOperators(solver, stiffness, mass);
  EPSSetProblemType(solver, pencil == Pencil::symmetric ? EPS_GHEP : EPS_GNHEP);
  EPSSetWhichEigenpairs(solver, EPS_TARGET_MAGNITUDE);
  EPSSetTarget(solver, target);
  EPSSetDimensions(solver, count, PETSC_DEFAULT, PETSC_DEFAULT);
  EPSSetTolerances(solver, tolerance, 200);
  ST transformation;
  EPSGetST(solver, &transformation);
  STSetType(transformation, STSINVERT);
  KSP linear;
  STGetKSP(transformation, &linear);
  KSPSetType(linear, KSPPREONLY);
  PC factor;
  KSPGetPC(linear, &factor);
  PCSetType(factor, pencil == Pencil::symmetric ? PCCHOLESKY : PCLU);
  PCFactorSetMatSolverType(factor, MATSOLVERMUMPS);
  EPSSolve(solver);

  PetscInt converged = 0, size = 0;
  EPSGetConverged(solver, &converged);
  Vec x;
  MatCreateVecs(stiffness, &x, nullptr);
  VecGetLocalSize(x, &size);
  std::vector<Eigenpair> pairs;
  for (PetscInt k = 0; k < converged; ++k) {
    PetscScalar value;
    EPSGetEigenpair(solver, k, &value, nullptr, x, nullptr);
    const PetscScalar *entries;
    VecGetArrayRead(x, &entries);
    pairs.push_back({value, {entries, entries + size}});
    VecRestoreArrayRead(x, &entries);
  }
  VecDestroy(&x);
  EPSDestroy(&solver);
  std::sort(pairs.begin(), pairs.end(), [](const auto &a, const auto &b) { return a.value < b.value; });
  return pairs;
}

} // namespace earshot::testing

#endif
