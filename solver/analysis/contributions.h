#ifndef EARSHOT_ANALYSIS_CONTRIBUTIONS_H
#define EARSHOT_ANALYSIS_CONTRIBUTIONS_H

#include "solver/model/model.h"
#include "solver/output/contribution_files.h"
#include "solver/sweep/reduced_model.h"

namespace earshot {

/// What each driver adds to the pressure at the eardrum, from a reduced model.
///
/// A driver's share is the pressure that the voltage across its own terminals makes while that across all
/// other drivers' terminals is zero: they stay where they are and are moved by the sound, with an ideal
/// source. With unit sources in series with one driver after the other, behind its terminals,
///
///   P_d = p,  E_jd = Z_j i_j + i w Bl_j x_j        (pressure, and voltages across all drivers j)
///
/// are what they make, and as voltages across drivers are all that reaches the air from the electrical
/// side, the whole is p = P E^-1 e with the voltages e of the case itself: share d is (P E^-1)_d e_d.
///
/// The drivers are those on the mesh and the network's moving coils and armatures. Equal ones side by side,
/// with terminals and places in the air in common, have one share, "<name>+<name>". What other elements of a
/// network add is the share "network", where it is more than 0.001 dB of the whole.
/// A driver without a way for its current has the share 0.
/// @param config with computed motors
/// @throws UserError when the case has no driver
Contributions contributions(const ReducedModel &model, const Case &config, const MeshFacts &facts);

/// A table of shares at a few frequencies for the log.
std::string describe_contributions(const Contributions &contributions);

} // namespace earshot

#endif
