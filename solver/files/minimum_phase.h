#ifndef EARSHOT_FILES_MINIMUM_PHASE_H
#define EARSHOT_FILES_MINIMUM_PHASE_H

#include <span>
#include <vector>

namespace earshot {

/// Phase [rad] of the minimum-phase function with given magnitudes, by the gain-phase relation
///
///     phase(w) = 1/pi int (d ln|Z|/du) ln coth(|u|/2) du,  u = ln(w'/w)
///
/// (Bode, Network Analysis and Feedback Amplifier Design, 1945, chapter XIV). Between the rows ln|Z| is
/// linear in ln f, so that the integral is a sum of closed forms. Beyond both ends it goes on with the mean
/// slope of the outermost third of an octave: that of the last two rows alone would be noise. An impedance of
/// a passive one-port has minimum phase: it has neither poles nor zeros in the right half-plane.
/// @param frequency_hz rising, positive @param magnitude positive, as many
/// @throws std::invalid_argument for fewer than two rows and for what isn't so
std::vector<double> minimum_phase(std::span<const double> frequency_hz, std::span<const double> magnitude);

} // namespace earshot

#endif
