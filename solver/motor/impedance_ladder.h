#ifndef EARSHOT_MOTOR_IMPEDANCE_LADDER_H
#define EARSHOT_MOTOR_IMPEDANCE_LADDER_H

#include "solver/algebra/types.h"

#include <span>
#include <vector>

namespace earshot {

/// An inductor with eddy currents around it as a circuit: R_e + i w L_e + sum_k R_k || i w L_k, all elements
/// positive. Serves circuit simulators and the time domain.
struct ImpedanceLadder {
  struct Branch {
    double resistance; ///< R_k [ohm]
    double inductance; ///< L_k [H]
  };
  double resistance = 0; ///< R_e [ohm]
  double inductance = 0; ///< L_e [H]
  std::vector<Branch> branches;
  /// Largest |fit - data| / |data| of the impedance without R_e.
  double largest_error = 0;

  Complex impedance(double omega) const;
};

/// Fits the circuit to a blocked impedance, with equal relative weight at all frequencies. For given time
/// constants L_k / R_k the circuit is linear in its inductances, which follow from non-negative least
/// squares; the time constants are improved one by one until the error stays.
/// @param frequencies [Hz], positive
/// @param resistance R_e, kept as it is [ohm]
/// @param n_branches at most; branches without use are left out
/// @throws std::invalid_argument when there are fewer data than elements
ImpedanceLadder fit_ladder(std::span<const double> frequencies, std::span<const Complex> impedances,
                           double resistance, int n_branches = 4);

} // namespace earshot

#endif
