#ifndef EARSHOT_MODEL_DIAPHRAGM_SECTIONS_H
#define EARSHOT_MODEL_DIAPHRAGM_SECTIONS_H

#include "solver/config/case.h"
#include "solver/mesh/diaphragm_profile.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/physics/structure/shell_terms.h"

#include <vector>

namespace earshot {

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
