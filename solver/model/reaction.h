#ifndef EARSHOT_MODEL_REACTION_H
#define EARSHOT_MODEL_REACTION_H

#include "solver/algebra/problem_builder.h"
#include "solver/config/case.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/mesh/shell_mesh.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

class ShellSpace;

/// Whether a case has an analysis of the forces on its housing, for which its model has outputs.
bool asks_for_housing_force(const Case &config);

/// A mass of a driver's moving parts and the displacement towards the front that it takes part in.
struct MovingMass {
  std::string part;
  double mass = 0;                            ///< in kg, or per length or area of `displacement`
  std::function<SparseVector()> displacement; ///< weights of the structure's unknowns
  double extent = 1; ///< sum of the weights on a body that moves as one [m] for a mass per length
};

/// The parts of a diaphragm with its coil or trace: its zones, the trace. What leaves the axis' direction and
/// what rotates about unsymmetric layers' midsurface is left out.
/// @param space  nothing where nothing is assembled
std::vector<MovingMass> moving_masses(const DriverConfig &driver,
                                      const std::vector<MaterialConfig> &materials,
                                      const std::vector<MeshFacts::Zone> &zones, const ShellSpace *space,
                                      const ShellAxis &axis);

/// Mass of all that moves in a case's driver [kg].
double driver_moving_mass(const Case &config, const MeshFacts &facts, std::size_t driver);

} // namespace earshot

#endif
