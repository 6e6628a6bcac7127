#ifndef EARSHOT_MESH_TEMPLATE_GEOMETRY_H
#define EARSHOT_MESH_TEMPLATE_GEOMETRY_H

#include "solver/mesh/template_layout.h"

#include <map>
#include <string>

namespace earshot {

/// Units of the gmsh model: OpenCASCADE's absolute tolerances suit millimetres.
inline constexpr double template_unit = 1e-3; ///< [m]

/// Builds the template's volumes in the gmsh session that is running, in millimetres.
///
/// Named volumes: rear, front, nozzle, tip, canal, rear_vent, front_vent.
/// @return the name of each gmsh volume
std::map<int, std::string> build_template_volumes(const TemplateLayout &layout);

/// Name of a surface between two volumes of the template: diaphragm, baffle (the rigid annulus between rim
/// and the narrower of front and rear), screen, and the mouths nozzle_inlet, canal_inlet, rear_vent_inlet,
/// front_vent_inlet. Empty for none.
std::string template_mouth(const TemplateLayout &layout, int surface, const std::string &first,
                           const std::string &second);

/// Name of a surface on the outside of a volume: ear, rear_vent_opening, front_vent_opening, walls.
std::string template_end(const TemplateLayout &layout, int surface, const std::string &volume);

} // namespace earshot

#endif
