#ifndef EARSHOT_SWEEP_SWEEP_POINT_H
#define EARSHOT_SWEEP_SWEEP_POINT_H

#include "solver/algebra/frequency_problem.h"

namespace earshot {

/// What a sweep, of whatever kind, knows at one frequency.
struct SweepPoint {
  double frequency = 0;          ///< [Hz]
  std::vector<Complex> outputs;  ///< in the order of FrequencyProblem::outputs
  std::vector<Complex> solution; ///< all unknowns, the same on every rank
  EnergyLedger ledger;
  /// |D (b - A x)| / |D b| with the equilibration D of the factorisation.
  double relative_residual = 0;
};

} // namespace earshot

#endif
