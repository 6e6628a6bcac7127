#ifndef EARSHOT_SWEEP_REDUCED_SOLVER_H
#define EARSHOT_SWEEP_REDUCED_SOLVER_H

#include "solver/sweep/summed_terms.h"

namespace earshot {

/// Solves a reduced model at many points.
class ReducedSolver {
public:
  /// @param model outlives it
  explicit ReducedSolver(const ReducedModel &model) : model_(model), gathered_(model) {}

  /// @param leading uses the first so many coordinates alone, which span an earlier, coarser basis
  /// @throws std::runtime_error when a projected matrix is singular or a solution not finite
  std::vector<ReducedSolution> solve(std::span<const Factors> points, std::size_t leading,
                                     unsigned threads) const;

private:
  const ReducedModel &model_;
  GatheredTerms gathered_;
};

} // namespace earshot

#endif
