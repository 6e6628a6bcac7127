#ifndef EARSHOT_RESULTS_PHASE_H
#define EARSHOT_RESULTS_PHASE_H

#include <complex>
#include <span>
#include <vector>

namespace earshot {

/// Phase [rad] without jumps: from value to value it changes by half a turn at most.
std::vector<double> unwrapped_phase(std::span<const std::complex<double>> value);

} // namespace earshot

#endif
