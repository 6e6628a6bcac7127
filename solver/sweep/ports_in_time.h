#ifndef EARSHOT_SWEEP_PORTS_IN_TIME_H
#define EARSHOT_SWEEP_PORTS_IN_TIME_H

#include "solver/signal/rational_responses.h"
#include "solver/sweep/harmonic_balance.h"

#include <functional>
#include <vector>

namespace earshot {

/// A linear rest in time: what a source and laws do to few scalars, and to something that is listened to.
/// The responses stand in this order: of each scalar in turn to the source and to the laws' value on every
/// scalar, then what is heard of the laws' value on every scalar.
struct PortsInTime {
  RationalResponses responses;
  std::size_t n_scalars = 0;
  std::vector<bool> by_rate; ///< of each law's value, whether the responses are to its rate

  std::size_t to_source(std::size_t scalar) const { return scalar * (1 + n_scalars); }
  std::size_t to_law(std::size_t scalar, std::size_t law) const { return to_source(scalar) + 1 + law; }
  std::size_t heard(std::size_t law) const { return n_scalars * (1 + n_scalars) + law; }
};

struct PortsFit {
  PortsInTime ports;
  double largest_error = 0; ///< of any response over its magnitude, see RationalFit
  /// Least power that the laws' values can put into the rest, over what they move there, from a hundredth of
  /// the lowest to ten times the highest frequency: below zero where the fit would feed the laws.
  double least_power = 0;
};

/// What is heard of each law's value at an angular frequency [rad/s].
using HeardOfLaws = std::function<std::vector<std::complex<double>>(double omega)>;

/// Fits a linear rest over frequency by sums over common poles.
/// @param omega rising, positive [rad/s], 16 or more
/// @param by_rate  laws whose values act by their rate, as a flux linkage does as a voltage: divided by i w
/// their responses have no part that grows with frequency
/// @param has_direct  scalars that answer at once, as a current does where there is no inductance
PortsFit fit_ports(const std::vector<double> &omega, const LinearRest &rest, const HeardOfLaws &heard,
                   const std::vector<bool> &by_rate, const std::vector<bool> &has_direct,
                   const RationalFitOptions &options = {});

} // namespace earshot

#endif
