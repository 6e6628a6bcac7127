#ifndef EARSHOT_MESH_LOAD_MSH_H
#define EARSHOT_MESH_LOAD_MSH_H

#include <string>
#include <vector>

namespace earshot {

/// Reads a file by parse_msh() and makes it the current model of gmsh, which must be running.
/// @return names of groups of surfaces or volumes that have no elements
/// @throws UserError also when it is no regular file
std::vector<std::string> load_msh(const std::string &file);

} // namespace earshot

#endif
