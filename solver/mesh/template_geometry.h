#ifndef EARSHOT_MESH_TEMPLATE_GEOMETRY_H
#define EARSHOT_MESH_TEMPLATE_GEOMETRY_H

#include "solver/mesh/template_layout.h"

namespace earshot {

/// Units of the gmsh model: OpenCASCADE's absolute tolerances suit millimetres.
inline constexpr double template_unit = 1e-3; ///< [m]

/// Builds the template in the gmsh session that is running, in millimetres.
///
/// Named volumes: rear, front, nozzle, tip, canal, rear_vent, front_vent. Named surfaces inside the air:
/// diaphragm, baffle (the rigid annulus between rim and the narrower of front and rear), screen, and the
/// mouths nozzle_inlet, canal_inlet, rear_vent_inlet, front_vent_inlet. Named surfaces outside: ear,
/// rear_vent_opening, front_vent_opening, walls.
void build_template_geometry(const TemplateLayout &layout);

} // namespace earshot

#endif
