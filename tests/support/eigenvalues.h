#ifndef EARSHOT_TESTS_SUPPORT_EIGENVALUES_H
#define EARSHOT_TESTS_SUPPORT_EIGENVALUES_H

#include <petscmat.h>
#include <slepceps.h>

#include <algorithm>
#include <vector>

namespace earshot::testing {

/// The `count` eigenvalues of K x = lambda M x nearest to `target`, ascending, by shift and invert.
inline std::vector<double> eigenvalues_near(Mat stiffness, Mat mass, double target, int count) {
  SlepcInitializeNoArguments();
  EPS solver;
  EPSCreate(PetscObjectComm(reinterpret_cast<PetscObject>(stiffness)), &solver);
  EPSSetOperators(solver, stiffness, mass);
  EPSSetProblemType(solver, EPS_GHEP);
  EPSSetWhichEigenpairs(solver, EPS_TARGET_MAGNITUDE);
  EPSSetTarget(solver, target);
  EPSSetDimensions(solver, count, PETSC_DEFAULT, PETSC_DEFAULT);
  EPSSetTolerances(solver, 1e-12, 200);
  ST transformation;
  EPSGetST(solver, &transformation);
  STSetType(transformation, STSINVERT);
  KSP linear;
  STGetKSP(transformation, &linear);
  KSPSetType(linear, KSPPREONLY);
  PC factor;
  KSPGetPC(linear, &factor);
  PCSetType(factor, PCCHOLESKY);
  PCFactorSetMatSolverType(factor, MATSOLVERMUMPS);
  EPSSolve(solver);
  PetscInt converged = 0;
  EPSGetConverged(solver, &converged);
  std::vector<double> values;
  for (PetscInt k = 0; k < converged; ++k) {
    PetscScalar value;
    EPSGetEigenvalue(solver, k, &value, nullptr);
    values.push_back(value);
  }
  EPSDestroy(&solver);
  std::sort(values.begin(), values.end());
  return values;
}

} // namespace earshot::testing

#endif
