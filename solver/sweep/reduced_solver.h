#ifndef EARSHOT_SWEEP_REDUCED_SOLVER_H
#define EARSHOT_SWEEP_REDUCED_SOLVER_H

#include "solver/sweep/summed_terms.h"

namespace earshot {

/// V^T A V of a reduced model at a point, factorised.
class ReducedSystem {
public:
  /// Of all coordinates. @throws std::runtime_error when the matrix is singular
  ReducedSystem(const GatheredTerms &terms, const Factors &factors);
  /// Of a sum of its terms for some of the coordinates. @param order that of the sum
  ReducedSystem(BorderedMatrix matrix, const EliminationOrder &order);

  /// (V^T A V)^-1 b in place, for any number of vectors of coordinates one after the other.
  void solve(std::span<Complex> b) const;

private:
  std::vector<std::size_t> sequence_; ///< of the coordinates in the matrix
  BorderedSystem system_;
};

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
