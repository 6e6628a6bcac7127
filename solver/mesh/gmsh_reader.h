#ifndef EARSHOT_MESH_GMSH_READER_H
#define EARSHOT_MESH_GMSH_READER_H

#include "solver/mesh/tetrahedral_mesh.h"

#include <string>

namespace earshot {

/// The mesh that gmsh holds at present, of first or second order; tetrahedra of first order get nodes in
/// the middle of their edges. Nodes keep gmsh's order, cells are listed volume by volume. Meshes whose
/// tetrahedra all have negative volume are mirrored.
/// @param scale metres per unit of length
/// @param origin where the mesh comes from, for messages
/// @throws UserError naming origin and entity when there are no tetrahedra, other volume elements,
/// tetrahedra or triangles in no or in several named groups, groups without a name, tetrahedra of zero or
/// negative volume
TetrahedralMesh current_gmsh_mesh(double scale, const std::string &origin);

/// Reads a .msh file (MSH 2.2 or 4.1) with named physical volumes and surfaces.
/// @param scale metres per unit of the file
/// @throws UserError as current_gmsh_mesh(), further when the file is unreadable or no mesh, or when its
/// volumes do not share their nodes (coincident or hanging nodes)
TetrahedralMesh read_gmsh_file(const std::string &file, double scale);

} // namespace earshot

#endif
