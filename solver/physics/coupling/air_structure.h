#ifndef EARSHOT_PHYSICS_COUPLING_AIR_STRUCTURE_H
#define EARSHOT_PHYSICS_COUPLING_AIR_STRUCTURE_H

#include "solver/algebra/frequency_problem.h"
#include "solver/fem/air_space.h"
#include "solver/fem/shell_space.h"

#include <functional>
#include <string>

namespace earshot {

using Numbering = std::function<Index(Index)>;

/// Adds -C p to the structure's rows and -C^T u to the air's, C = int p (n . v) over both sides of the
/// driver's surface, n out of the air. The meshes needn't match: at each quadrature point of the air's faces
/// the nearest point of the shell is taken. Collective.
/// @param surface  index into the air mesh's surfaces
void add_air_shell_coupling(const AirSpace &air, const Numbering &air_number, int surface,
                            const ShellSpace &shell, const Numbering &shell_number, const std::string &driver,
                            FrequencyProblem &problem);

} // namespace earshot

#endif
