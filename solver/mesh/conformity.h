#ifndef EARSHOT_MESH_CONFORMITY_H
#define EARSHOT_MESH_CONFORMITY_H

#include "solver/mesh/tetrahedral_mesh.h"

#include <string>

namespace earshot {

/// Gives all tetrahedra positive volume: a mesh with only negative volumes is mirrored.
/// @param origin where the mesh comes from, for messages
/// @throws UserError naming element and volume when some are inverted, or any is flat
void orient_tetrahedra(TetrahedralMesh &mesh, const std::string &origin);

/// Tetrahedra that touch must share the nodes there.
/// @throws UserError naming the place when two nodes coincide, a node lies within an edge or a face of a
/// tetrahedron that does not have it, a face belongs to more than two tetrahedra, or a named triangle is no
/// face of a tetrahedron
void check_conformity(const TetrahedralMesh &mesh, const std::string &origin);

} // namespace earshot

#endif
