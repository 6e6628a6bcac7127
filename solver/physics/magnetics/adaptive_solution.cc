#include "solver/physics/magnetics/magnetostatics.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace earshot {
namespace {

using Permeability = MagnetostaticProblem::Permeability;

/// Errors of the elements in the energy norm [sqrt(J)].
std::vector<double> field_indicators(const MagnetostaticProblem &problem, std::span<const double> potential) {
  return problem.space().tangential_jumps({potential}, [&](std::span<const PlaneValue> values) {
    const auto field = field_strength(problem.materials()[values[0].region], problem.flux_density(values[0]));
    return PlaneSpace::Flux{field.h, field.secant};
  });
}

/// The goals on one mesh, with the small-signal fields that belong to them.
class GoalValues {
public:
  GoalValues(const MagnetostaticProblem &problem, std::span<const double> potential,
             const MagneticGoals &goals) {
    const PlaneSpace &space = problem.space();
    const LocalFactorization stiffness(problem.stiffness(potential, Permeability::incremental));
    const auto solve = [&](const SparseVector &load) {
      return stiffness.solve(dense(load, space.n_unknowns()));
    };
    for (const auto &goal : goals.functionals) {
      const SparseVector functional = goal(space);
      values_.push_back(dot(functional, potential));
      adjoints_.push_back(solve(functional));
    }
    // A value near 0, as of a force factor where it changes its sign, need not be known to its last digit.
    double largest = 0;
    for (const double value : values_)
      largest = std::max(largest, std::abs(value));
    for (const double value : values_)
      sizes_.push_back(std::max(std::abs(value), 0.02 * largest));
    for (const auto &goal : goals.inductances) {
      const SparseVector load = goal(space);
      own_.push_back(solve(load));
      values_.push_back(dot(load, own_.back()));
      sizes_.push_back(values_.back());
    }
  }

  /// Largest difference from the values of another mesh, relative to the goals' sizes.
  double change(const GoalValues &before) const {
    double largest = 0;
    for (std::size_t k = 0; k < values_.size(); ++k)
      largest = std::max(largest, std::abs(values_[k] - before.values_[k]) / sizes_[k]);
    return largest;
  }

  /// Shares of the elements in the goals' relative errors.
  std::vector<double> indicators(const MagnetostaticProblem &problem,
                                 std::span<const double> potential) const {
    auto result = field_indicators(problem, potential);
    std::vector<double> squares(result.size(), 0.0);
    for (std::size_t k = 0; k < adjoints_.size(); ++k)
      add_squares(problem, potential, adjoints_[k], 1 / (sizes_[k] * sizes_[k]), squares);
    for (std::size_t e = 0; e < result.size(); ++e)
      result[e] *= std::sqrt(squares[e]);
    for (std::size_t k = 0; k < own_.size(); ++k)
      add_squares(problem, potential, own_[k], 1 / sizes_[adjoints_.size() + k], result);
    return result;
  }

private:
  static void add_squares(const MagnetostaticProblem &problem, std::span<const double> potential,
                          std::span<const double> small, double factor, std::vector<double> &sum) {
    const auto indicators = small_signal_indicators(problem, potential, small);
    for (std::size_t e = 0; e < sum.size(); ++e)
      sum[e] += factor * indicators[e] * indicators[e];
  }

  std::vector<double> values_, sizes_; ///< functionals, then inductances
  std::vector<std::vector<double>> adjoints_, own_;
};

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

MagnetostaticSolution solve_adaptively(MagnetostaticProblem &problem, const MagneticGoals &goals,
                                       const RefinementOptions &options, const MeshVector &current) {
  const bool has_goals = goals.functionals.size() + goals.inductances.size() > 0;
  MagnetostaticSolution solution;
  std::optional<GoalValues> before;
  for (int pass = 0;; ++pass) {
    const PlaneSpace &space = problem.space();
    const auto report = problem.solve(solution.potential, current ? current(space) : SparseVector{});
    if (pass == 0)
      solution.newton = report;
    double change = std::numeric_limits<double>::infinity();
    if (has_goals) {
      GoalValues now(problem, solution.potential, goals);
      if (before)
        change = now.change(*before);
      before = std::move(now);
    }
    solution.passes.push_back({space.n_unknowns(), report.steps(), change});
    if (pass + 1 >= options.most_passes || change < options.tolerance ||
        space.n_unknowns() > options.most_unknowns / 1.5)
      return solution;
    problem.space().refine(has_goals ? before->indicators(problem, solution.potential)
                                     : field_indicators(problem, solution.potential),
                           options.fraction, {&solution.potential});
  }
}

} // namespace earshot
