#ifndef EARSHOT_SWEEP_SWEEP_POINT_H
#define EARSHOT_SWEEP_SWEEP_POINT_H

#include "solver/algebra/frequency_problem.h"

#include <optional>

namespace earshot {

/// What an output's errors are measured by.
struct Yardstick {
  double magnitude = 0; ///< of the output, or of a part of what cancels in it; see FastSweep::excess
  double noise = 0;     ///< that direct solves have, too
};

/// What a sweep, of whatever kind, knows at one frequency.
struct SweepPoint {
  double frequency = 0;         ///< [Hz]
  std::vector<Complex> outputs; ///< in the order of FrequencyProblem::outputs
  std::vector<double> peaks;    ///< in the order of FrequencyProblem::monitors
  /// Estimated errors of the outputs' magnitudes; empty after a direct sweep, which doesn't look for any.
  std::vector<double> output_errors;
  std::vector<double> round_off;     ///< the part of them that no larger basis takes away
  std::vector<Yardstick> yardsticks; ///< of a fast sweep's outputs
  std::vector<Complex> solution;     ///< all unknowns, the same on every rank; empty in a fast sweep
  std::vector<Complex> coordinates;  ///< of the solution in a fast sweep's basis
  /// Of the outputs' adjoints that it knows, likewise; empty in a direct sweep.
  std::vector<std::vector<Complex>> adjoints;
  std::optional<double> mesh_error; ///< of the eardrum's pressure for the want of a finer mesh [Pa]
  /// Of the eardrum's pressure for the models of losses, by volume [Pa]; empty: none is in doubt.
  std::vector<double> loss_errors;
  PowerBalance balance;
  /// |D (b - A x)| / |D b| with the equilibration D of the factorisation.
  double relative_residual = 0;
};

} // namespace earshot

#endif
