// Meshes that follow a diaphragm's curvature whatever the frequency: what they leave of the static
// deflection.
#include "support/shell_problem.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace earshot {
namespace {

/// A uniform force per mass along the axis, and the work of the static deflection under it.
double static_work(const Profile &profile, const std::vector<double> &sizes,
                   const ShellProperties &properties, unsigned degree) {
  const ShellSpace space(disc_shell(profile, {}, sizes), degree);
  const FrequencyProblem problem = testing::shell_problem(space, properties);
  const std::vector<double> uniform = testing::nodal_values(
      space, [](const dealii::Point<3> &) { return std::array<double, 6>{0, 0, 1, 0, 0, 0}; });
  const PetscMatrix mass = testing::shell_pencil(problem).mass.petsc();
  Vec x, y;
  MatCreateVecs(mass, &x, &y);
  for (Index i = 0; i < problem.partition.total; ++i)
    VecSetValue(x, i, uniform[i], INSERT_VALUES);
  VecAssemblyBegin(x);
  VecAssemblyEnd(x);
  MatMult(mass, x, y);
  const PetscScalar *entries;
  VecGetArrayRead(y, &entries);
  const std::vector<double> force(entries, entries + problem.partition.total);
  VecRestoreArrayRead(y, &entries);
  VecDestroy(&x);
  VecDestroy(&y);
  const std::vector<double> deflection = testing::static_solution(problem, force);
  double work = 0;
  for (std::size_t i = 0; i < force.size(); ++i)
    work += force[i] * deflection[i];
  return work;
}

/// 20 log10 of the deflection on the mesh by curvature alone over that on elements half as long and of
/// degree 6.
double error_db(const std::vector<ProfileZone> &zones) {
  const Profile profile(zones);
  const ShellProperties properties{
      std::vector<ShellSection>(zones.size(), laminate({{isotropic_ply(1400, 4.5e9, 0.38), 25e-6}})), {}};
  std::vector<double> sizes, fine;
  for (std::size_t k = 0; k < zones.size(); ++k) {
    sizes.push_back(geometric_size(profile, k));
    fine.push_back(sizes.back() / 2);
  }
  const double work = static_work(profile, sizes, properties, 4),
               reference = static_work(profile, fine, properties, 6);
  return 20 * std::log10(work / reference);
}

/// A hundredth of a decibel is what a short sweep may differ by from a long one at the same frequency.
TEST(ShellCurvature, StaticDeflectionsNeedNoHighFrequencyToBeResolved) {
  const std::vector<ProfileZone> shipped{{"dome", 2.6e-3, ProfileShape::dome, 0.5e-3},
                                         {"seat", 2.9e-3, ProfileShape::flat, 0},
                                         {"surround", 4.8e-3, ProfileShape::roll, 0.35e-3}};
  for (const double rise : {0.2e-3, 0.35e-3, 0.8e-3}) {
    std::vector<ProfileZone> zones = shipped;
    zones[2].rise = rise;
    const double error = error_db(zones);
    std::printf("roll of %.2f mm: %.4f dB\n", 1e3 * rise, error);
    EXPECT_LT(std::abs(error), 0.01) << rise;
  }
  std::vector<ProfileZone> corrugated = shipped;
  corrugated[2] = {"surround", 4.8e-3, ProfileShape::corrugated, 0.1e-3, 3};
  const double error = error_db(corrugated);
  std::printf("three corrugations of 0.1 mm: %.4f dB\n", error);
  EXPECT_LT(std::abs(error), 0.01);
}

} // namespace
} // namespace earshot
