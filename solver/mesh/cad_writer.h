#ifndef EARSHOT_MESH_CAD_WRITER_H
#define EARSHOT_MESH_CAD_WRITER_H

#include "solver/config/case.h"
#include "solver/mesh/profile.h"

#include <string>
#include <vector>

namespace earshot {

/// Writes the air of a case's template and parts as a STEP file in millimetres, a solid for each volume,
/// which bears its name. STEP has no names for faces here: a case that reads the file finds them by
/// selectors.
/// @param diaphragm as build_air_mesh()
/// @throws UserError when the case has neither template nor parts, or when they don't fit
void write_step(const Case &config, const Profile *diaphragm, const std::string &file);

/// Gives the solids of a STEP file that gmsh has written their names, in the order of their tags.
void name_products(const std::string &file, const std::vector<std::string> &names);

} // namespace earshot

#endif
