#ifndef EARSHOT_MESH_MESH_WRITER_H
#define EARSHOT_MESH_MESH_WRITER_H

#include "solver/mesh/air_mesh.h"

#include <string>

namespace earshot {

/// Writes the mesh as an MSH 2.2 text file of second order in metres, with named volumes and surfaces. The
/// node copies of split surfaces are joined again, so that read_gmsh_file() and split_mesh() give the same
/// mesh back.
/// @throws UserError when the file can't be written
void write_msh(const AirMesh &mesh, const std::string &file);

} // namespace earshot

#endif
