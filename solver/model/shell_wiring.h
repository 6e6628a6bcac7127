#ifndef EARSHOT_MODEL_SHELL_WIRING_H
#define EARSHOT_MODEL_SHELL_WIRING_H

#include "solver/config/case.h"
#include "solver/fem/shell_space.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/mesh/profile.h"
#include "solver/physics/structure/shell_terms.h"

#include <memory>
#include <optional>

namespace earshot {

/// The profile of a driver's diaphragm; nothing for a piston or a diaphragm with a mesh of its own.
/// @throws UserError
std::optional<Profile> diaphragm_profile(const DriverConfig &driver);

/// The diaphragm's mesh and field, fine enough for its bending waves at the highest frequency.
/// @param scale metres per unit of a mesh file
/// @throws UserError
std::unique_ptr<ShellSpace> diaphragm_space(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials,
                                            const ShellAxis &axis, double scale, double highest_frequency);

std::vector<MeshFacts::Zone> zones_of(const ShellSpace &space);
std::vector<std::string> zone_names(const std::vector<MeshFacts::Zone> &zones);

/// Sections and rim of a diaphragm, with the coil on its zone. @throws UserError
ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const std::vector<MeshFacts::Zone> &zones);
ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const ShellSpace &space);

} // namespace earshot

#endif
