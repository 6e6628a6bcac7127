#ifndef EARSHOT_MODEL_SHELL_WIRING_H
#define EARSHOT_MODEL_SHELL_WIRING_H

#include "solver/algebra/problem_builder.h"
#include "solver/config/case.h"
#include "solver/fem/shell_space.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/physics/structure/shell_terms.h"

#include <mpi.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// The diaphragm's mesh and field, fine enough for its bending waves at the highest frequency.
/// @param scale metres per unit of a mesh file
/// @param division of a disc, instead of what the frequency asks for; of no use for a mesh file
/// @throws UserError
std::unique_ptr<ShellSpace> diaphragm_space(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials,
                                            const ShellAxis &axis, double scale, double highest_frequency,
                                            const std::optional<DiscDivision> &division = {});

std::vector<MeshFacts::Zone> zones_of(const ShellSpace &space);
std::vector<std::string> zone_names(const std::vector<MeshFacts::Zone> &zones);

/// Sections and rim of a diaphragm at rest, with the coil on its zone. @throws UserError
ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const std::vector<MeshFacts::Zone> &zones);
ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const ShellSpace &space);

/// Displacement that a driver's motor acts on, as weights of the shell's unknowns: the mean one of the coil's
/// zone towards the front, or that of a planar motor's trace, weighted by the force on its pieces.
/// @throws UserError for a trace that leaves its zone
SparseVector driven_displacement(const DriverConfig &driver, const ShellSpace &space, const ShellAxis &axis);

/// Integral of the displacement towards the front along a planar motor's trace, as weights of the shell's
/// unknowns. @throws UserError for a trace that leaves its zone
SparseVector displacement_along_trace(const DriverConfig &driver, const ShellSpace &space,
                                      const ShellAxis &axis);

/// Stiffness and inertia of a diaphragm with its coil or trace, of a shell that `communicator` assembles
/// together. Collective. @throws UserError
void add_diaphragm_terms(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                         const ShellSpace &space, const ShellAxis &axis, const std::string &qualifier,
                         const std::function<Index(Index)> &to_global, MPI_Comm communicator,
                         ProblemBuilder problem);
/// The same where nothing is assembled.
void add_diaphragm_terms(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                         const std::vector<MeshFacts::Zone> &zones, const std::string &qualifier,
                         ProblemBuilder problem);

/// What holds a diaphragm: its motions and their global numbers.
struct RigidBase {
  RigidMotions motions;
  std::array<Index, RigidMotions::number> numbers{};
};

/// The inertia by which a diaphragm with its coil or trace and a moving housing take part in each other's
/// motion. Collective. @throws UserError
/// @param space  nothing where nothing is assembled
void add_diaphragm_on_base(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                           const std::vector<MeshFacts::Zone> &zones, const ShellSpace *space,
                           const ShellAxis &axis, const std::string &qualifier,
                           const std::function<Index(Index)> &to_global, const RigidBase &base,
                           MPI_Comm communicator, ProblemBuilder problem);

} // namespace earshot

#endif
