#ifndef EARSHOT_CONFIG_SWEEP_GRID_H
#define EARSHOT_CONFIG_SWEEP_GRID_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// The frequencies of a sweep [Hz], ascending, none twice.
///
/// `octave`: the exact base-ten preferred frequencies 1 kHz 10^(3 k / (10 n)) of ISO 266 with n per octave.
/// The ends may be named by rounded values ("20 Hz" is 19.95 Hz): frequencies up to 1 % outside of the range,
/// and no more than a quarter of a step, belong to it.
/// @return empty when the range is upside down or holds no preferred frequency
std::vector<double> sweep_frequencies(const SweepConfig &sweep);

/// Makes a grid that the case says no number for as fine as its method is cheap: 48 per octave, or 3 where
/// each frequency takes a factorisation.
void complete_grid(SweepConfig &sweep);

/// Whether two frequencies are one but for rounding: closer than 1e-9 of their value.
bool same_frequency(double a, double b);

/// Every frequency that a case solves [Hz]: its sweep's and those of its fields, ascending, none twice.
std::vector<double> all_frequencies(const Case &config);

} // namespace earshot

#endif
