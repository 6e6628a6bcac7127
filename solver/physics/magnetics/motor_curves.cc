#include "solver/physics/magnetics/motor_curves.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using Permeability = MagnetostaticProblem::Permeability;

/// Small beside a coil's height, over which its flux linkage changes; large beside round-off.
double difference_step(const Coil &coil) {
  return (coil.front().top - coil.front().bottom) / 200;
}

} // namespace

MagneticGoals motor_goals(const Coil &coil, double lowest, double highest) {
  MagneticGoals goals;
  constexpr int steps = 4;
  for (int k = 0; k <= steps; ++k) {
    const double x = lowest + k * (highest - lowest) / steps;
    goals.functionals.push_back(
        [coil, x](const PlaneSpace &space) { return lorentz_force_factor(space, coil, x); });
    if (k % 2 == 0)
      goals.inductances.push_back(
          [coil, x](const PlaneSpace &space) { return flux_linkage(space, coil, x); });
  }
  return goals;
}

std::vector<MotorCurveRow> motor_curves(const MagnetostaticProblem &problem,
                                        std::span<const double> potential, const Coil &coil,
                                        std::span<const double> displacements) {
  const PlaneSpace &space = problem.space();
  const LocalFactorization incremental(problem.stiffness(potential, Permeability::incremental));
  const LocalFactorization secant(problem.stiffness(potential, Permeability::secant));
  std::vector<MotorCurveRow> rows;
  for (const double x : displacements) {
    const auto linkage = flux_linkage(space, coil, x), force = lorentz_force_factor(space, coil, x);
    const auto load = dense(linkage, space.n_unknowns());
    const auto own = incremental.solve(load); // potential of 1 A
    MotorCurveRow row;
    row.displacement = x;
    row.force_factor_lorentz = dot(force, potential);
    row.force_factor_flux = dot(flux_force_factor(space, coil, x, difference_step(coil)), potential);
    row.flux_linkage = dot(linkage, potential);
    row.inductance = dot(linkage, own);
    row.apparent_inductance = dot(linkage, secant.solve(load));
    row.reluctance_force = dot(force, own); // L = g.K^-1 g, so dL/dx = 2 (dg/dx).K^-1 g
    rows.push_back(row);
  }
  const auto rest = std::min_element(rows.begin(), rows.end(), [](const auto &a, const auto &b) {
    return std::abs(a.displacement) < std::abs(b.displacement);
  });
  if (rest != rows.end() && rest->force_factor_lorentz < 0)
    for (MotorCurveRow &row : rows) {
      row.force_factor_lorentz *= -1;
      row.force_factor_flux *= -1;
      row.flux_linkage *= -1;
    }
  return rows;
}

std::vector<CurrentCurveRow> current_curve(const MagnetostaticProblem &problem,
                                           std::span<const double> potential, const Coil &coil,
                                           std::span<const double> currents) {
  const auto linkage = flux_linkage(problem.space(), coil, 0);
  const MotorCurveRow rest = motor_curves(problem, potential, coil, std::vector{0.0}).front();
  // motor_curves() has turned the sign of what belongs to a coil that is wound the other way
  const double sense = rest.flux_linkage * dot(linkage, potential) < 0 ? -1 : 1;
  std::vector<double> field(potential.begin(), potential.end());
  std::vector<CurrentCurveRow> rows;
  for (const double current : currents) {
    if (current == 0) {
      rows.push_back({0, rest.inductance});
      continue;
    }
    SparseVector load = linkage;
    for (auto &[unknown, turns] : load)
      turns *= sense * current;
    problem.solve(field, load);
    rows.push_back({current, sense * (dot(linkage, field) - dot(linkage, potential)) / current});
  }
  return rows;
}

} // namespace earshot
