#ifndef EARSHOT_PHYSICS_ACOUSTICS_RIGID_AIR_H
#define EARSHOT_PHYSICS_ACOUSTICS_RIGID_AIR_H

#include "solver/algebra/frequency_problem.h"
#include "solver/materials/air.h"
#include "solver/physics/acoustics/air_matrices.h"

#include <string>
#include <vector>

namespace earshot {

/// Adds plain air without losses within rigid walls, K/(rho w^2) - M/(rho c^2), two terms per volume with the
/// volume as region: what the air's own modes are found from. Surfaces across which air passes (screens) are
/// held together by a spring far stiffer than the air beside them. Collective.
/// @param passages  names of split surfaces
void add_rigid_air(const AirSpace &space, const AirMatrices &matrices, const AirProperties &properties,
                   const std::vector<std::string> &passages, FrequencyProblem &problem);

} // namespace earshot

#endif
