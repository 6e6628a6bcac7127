#ifndef EARSHOT_SWEEP_DIRECT_SWEEP_H
#define EARSHOT_SWEEP_DIRECT_SWEEP_H

#include "solver/algebra/factorization.h"
#include "solver/sweep/sweep_point.h"

namespace earshot {

/// Solves the problem anew at every frequency: one factorisation and one back-substitution each, with one
/// analysis for all. The problem must outlive the sweep.
class DirectSweep {
public:
  /// @param analysis point whose values the ordering is found with; the middle of the band is a good one
  /// @throws FactorizationError
  DirectSweep(const FrequencyProblem &problem, const Factors &analysis,
              const FactorizationOptions &options = {});

  /// Collective. @throws FactorizationError
  SweepPoint evaluate(const Factors &factors);

  /// The factorisation of the last evaluated point, for adjoints and for its timings.
  const Factorization &factorization() const { return factorization_; }
  Factorization &factorization() { return factorization_; }

private:
  const FrequencyProblem &problem_;
  Factorization factorization_;
};

} // namespace earshot

#endif
