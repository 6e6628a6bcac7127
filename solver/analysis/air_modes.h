#ifndef EARSHOT_ANALYSIS_AIR_MODES_H
#define EARSHOT_ANALYSIS_AIR_MODES_H

#include "solver/analysis/modes.h"

namespace earshot {

/// The undamped modes of air below `up_to` [Hz], constant pressure (0 Hz) among them. The shapes are
/// pressures; their kinetic energy is that of grad p, their potential energy that of p. A mode is called
/// after the volume or volumes that hold most of the potential energy. Collective.
/// @param problem  terms of air alone, with volume displacements as rows, whose regions are `volumes`
/// @throws EigenproblemError
ModeSet air_modes(const FrequencyProblem &problem, const std::vector<std::string> &volumes, double up_to);

} // namespace earshot

#endif
