#ifndef EARSHOT_SWEEP_PORTS_IN_TIME_H
#define EARSHOT_SWEEP_PORTS_IN_TIME_H

#include "solver/signal/rational_responses.h"
#include "solver/sweep/harmonic_balance.h"

#include <vector>

namespace earshot {

/// What laws' values do to the scalars of a linear rest, in time.
struct PortsInTime {
  RationalResponses responses; ///< of scalar a to the law's value on scalar b: row-major (a, b)
  std::size_t n_scalars = 0;
  std::vector<bool> by_rate; ///< of each law's value, whether the responses are to its rate

  std::size_t place(std::size_t scalar, std::size_t law) const { return scalar * n_scalars + law; }
};

struct PortsFit {
  PortsInTime ports;
  /// Least power that the laws' values can put into the rest, over what they move there, from a tenth of the
  /// lowest to three times the highest frequency: below zero where the fit would feed the laws.
  double least_power = 0;
};

/// Fits a linear rest over frequency by sums over common poles.
/// @param omega rising, positive [rad/s], 16 or more
/// @param is_current  scalars that are currents: laws' values on them are flux linkages, which act by their
/// rate as voltages, and they answer such a voltage at once where there is no inductance
PortsFit fit_ports(const std::vector<double> &omega, const LinearRest &rest,
                   const std::vector<bool> &is_current, const RationalFitOptions &options = {});

/// Largest difference between the answers to laws' values in time and over frequency, over the latter's
/// magnitude, at some angular frequencies.
double ports_error(const PortsInTime &ports, const LinearRest &rest, const std::vector<double> &omega);

} // namespace earshot

#endif
