#ifndef EARSHOT_CIRCUIT_SOURCE_AMPLITUDE_H
#define EARSHOT_CIRCUIT_SOURCE_AMPLITUDE_H

#include "solver/circuit/element_line.h"

#include <complex>
#include <string>
#include <vector>

namespace earshot {

/// Magnitude and phase behind AC of a line of a source, 0 without it; what stands for a bias or for
/// transients is no signal.
/// @param file stands for the file in notes @param notes gets what was left out
/// @throws UserError when a number stands alone, which SPICE takes as a bias, or a word isn't used
std::complex<double> source_amplitude(const ElementLine &line, const std::string &file,
                                      std::vector<std::string> &notes);

} // namespace earshot

#endif
