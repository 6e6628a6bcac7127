#include "solver/physics/magnetics/magnetostatics.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using Permeability = MagnetostaticProblem::Permeability;

std::vector<double> dense(const SparseVector &sparse, Index size) {
  std::vector<double> result(size, 0.0);
  for (const auto &[index, value] : sparse)
    result[index] += value;
  return result;
}

/// Errors of the elements in the energy norm [sqrt(J)].
std::vector<double> field_indicators(const MagnetostaticProblem &problem, std::span<const double> potential) {
  return problem.space().tangential_jumps({potential}, [&](std::span<const PlaneValue> values) {
    const auto field = field_strength(problem.materials()[values[0].region], problem.flux_density(values[0]));
    return PlaneSpace::Flux{field.h, field.secant};
  });
}

/// The same of the goals' adjoint fields, for which the permeability is frozen at the static field.
std::vector<double> adjoint_indicators(const MagnetostaticProblem &problem, std::span<const double> potential,
                                       const std::vector<MagneticGoal> &goals) {
  const PlaneSpace &space = problem.space();
  const LocalFactorization stiffness(problem.stiffness(potential, Permeability::incremental));
  std::vector<double> squares(space.elements().size(), 0);
  for (const auto &goal : goals) {
    const SparseVector functional = goal(space);
    const auto adjoint = stiffness.solve(dense(functional, space.n_unknowns()));
    const auto indicators = small_signal_indicators(problem, potential, adjoint);
    // Relative to the goal's own value, so that goals of different units count alike.
    const double size = std::abs(dot(functional, potential)) + 1e-300;
    for (std::size_t e = 0; e < squares.size(); ++e)
      squares[e] += indicators[e] * indicators[e] / (size * size);
  }
  for (double &square : squares)
    square = std::sqrt(square);
  return squares;
}

double largest_relative_change(const std::vector<double> &before, const std::vector<double> &now) {
  double largest = 0;
  for (std::size_t k = 0; k < now.size(); ++k)
    largest = std::max(largest, std::abs(now[k] - before[k]) / std::abs(now[k]));
  return largest;
}

} // namespace

std::vector<double> small_signal_indicators(const MagnetostaticProblem &problem,
                                            std::span<const double> potential,
                                            std::span<const double> small) {
  return problem.space().tangential_jumps({potential, small}, [&](std::span<const PlaneValue> values) {
    const auto bias = field_strength(problem.materials()[values[0].region], problem.flux_density(values[0]));
    const PlaneVector b = problem.flux_density(values[1]);
    PlaneSpace::Flux flux{{}, bias.secant};
    for (int i = 0; i < 2; ++i)
      flux.vector[i] = bias.slope[i][0] * b[0] + bias.slope[i][1] * b[1];
    return flux;
  });
}

MagnetostaticSolution solve_adaptively(MagnetostaticProblem &problem, const std::vector<MagneticGoal> &goals,
                                       const RefinementOptions &options, const MagneticGoal &current) {
  MagnetostaticSolution solution;
  std::vector<double> before;
  for (int pass = 0;; ++pass) {
    const PlaneSpace &space = problem.space();
    const auto report = problem.solve(solution.potential, current ? current(space) : SparseVector{});
    if (pass == 0)
      solution.newton = report;
    std::vector<double> values;
    for (const auto &goal : goals)
      values.push_back(dot(goal(space), solution.potential));
    const double change = pass == 0 || goals.empty() ? std::numeric_limits<double>::infinity()
                                                     : largest_relative_change(before, values);
    solution.passes.push_back({space.n_unknowns(), report.steps(), change});
    if (pass + 1 >= options.most_passes || change < options.tolerance ||
        space.n_unknowns() > options.most_unknowns / 1.5)
      return solution;
    before = values;
    auto indicators = field_indicators(problem, solution.potential);
    if (!goals.empty()) {
      const auto adjoint = adjoint_indicators(problem, solution.potential, goals);
      for (std::size_t e = 0; e < indicators.size(); ++e)
        indicators[e] *= adjoint[e];
    }
    problem.space().refine(indicators, options.fraction, {&solution.potential});
  }
}

} // namespace earshot
