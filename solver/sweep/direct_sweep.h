#ifndef EARSHOT_SWEEP_DIRECT_SWEEP_H
#define EARSHOT_SWEEP_DIRECT_SWEEP_H

#include "solver/algebra/factorization.h"

#include <vector>

namespace earshot {

/// The answer of a frequency problem at one frequency.
struct SweepPoint {
  double frequency = 0;          ///< [Hz]
  std::vector<Complex> outputs;  ///< in the problem's order
  std::vector<Complex> solution; ///< all unknowns, the same on every rank
  EnergyLedger ledger;
};

/// One factorisation for each frequency. Every method is collective.
class DirectSweep {
public:
  /// @param analysis where the ordering is found; a point inside the band
  /// @throws FactorizationError
  DirectSweep(const FrequencyProblem &problem, const OperatingPoint &analysis,
              const FactorizationOptions &options = {})
      : problem_(problem), factorization_(problem, analysis, options) {}

  /// @throws FactorizationError
  SweepPoint evaluate(const OperatingPoint &point);

  const Factorization &factorization() const { return factorization_; }

private:
  const FrequencyProblem &problem_;
  Factorization factorization_;
};

} // namespace earshot

#endif
