#ifndef EARSHOT_MODEL_DIAPHRAGM_SECTIONS_H
#define EARSHOT_MODEL_DIAPHRAGM_SECTIONS_H

#include "solver/config/case.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/mesh/profile.h"
#include "solver/physics/structure/shell_terms.h"

#include <optional>
#include <stdexcept>
#include <vector>

namespace earshot {

/// Turns what the shell's own code objects to into an error that points at the config.
template <class Work>
auto pointing_at(const SourcePosition &where, const Work &work) {
  try {
    return work();
  } catch (const std::invalid_argument &error) {
    throw UserError(where, error.what());
  }
}

/// The profile of a driver's diaphragm; nothing for a piston or a diaphragm with a mesh of its own.
/// @throws UserError
std::optional<Profile> diaphragm_profile(const DriverConfig &driver);

/// @throws UserError for a name of no material
const MaterialConfig &material_of(const LayerConfig &layer, const std::vector<MaterialConfig> &materials);

PlyMaterial ply_material(const MaterialConfig &config);

/// The layers of a zone, without tension. @throws UserError
ShellSection zone_section(const ZoneConfig &zone, const std::vector<MaterialConfig> &materials);

/// Sections and rim of a diaphragm as its films are stretched, before they pull at each other; with the coil
/// on its zone. @throws UserError
ShellProperties stretched_diaphragm(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                    const std::vector<MeshFacts::Zone> &zones);

} // namespace earshot

#endif
