#ifndef EARSHOT_PHYSICS_COUPLING_AIR_STRUCTURE_H
#define EARSHOT_PHYSICS_COUPLING_AIR_STRUCTURE_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/air_space.h"
#include "solver/fem/shell_space.h"

#include <functional>
#include <string>

namespace earshot {

using Numbering = std::function<Index(Index)>;

/// C = int p (n . v) over both sides of the driver's surface and its transpose, n out of the air. The meshes
/// needn't match: at each quadrature point of the air's faces the nearest point of the shell is taken.
/// Collective.
/// @param surface  index into the air mesh's surfaces
RealMatrix air_shell_coupling(const AirSpace &air, const Numbering &air_number, int surface,
                              const ShellSpace &shell, const Numbering &shell_number,
                              const Partition &partition);

/// Adds -C p to the structure's rows and -C^T u to the air's.
/// @param assemble  gives `air_shell_coupling`
void add_air_shell_coupling(const std::string &driver, const std::function<RealMatrix()> &assemble,
                            ProblemBuilder problem);

} // namespace earshot

#endif
