#ifndef EARSHOT_MESH_AIR_GEOMETRY_H
#define EARSHOT_MESH_AIR_GEOMETRY_H

#include "solver/config/part_case.h"
#include "solver/config/tube_case.h"
#include "solver/mesh/template_layout.h"

#include <string>
#include <vector>

namespace earshot {

/// Builds the template, parts, or parts behind the template's canal in the gmsh session that is running, in
/// units of `geometry_unit`, with named volumes and surfaces. Surfaces of the template: see
/// template_layout.cc; where a part begins at the end of its canal, "ear" is the mouth between them.
/// @param layout null: parts alone
/// @param tubes drilled out of either
/// @param name of the gmsh model
/// @throws UserError naming parts and tubes that overlap, touch nothing, or give a surface two names
void build_air_geometry(const TemplateLayout *layout, const std::vector<PartConfig> &parts,
                        const std::vector<TubeConfig> &tubes, const std::string &name = "air");

} // namespace earshot

#endif
