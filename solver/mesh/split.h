#ifndef EARSHOT_MESH_SPLIT_H
#define EARSHOT_MESH_SPLIT_H

#include "solver/mesh/air_mesh.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <set>
#include <string>

namespace earshot {

/// Splits the mesh at interior surfaces where the pressure jumps, and lists the named faces.
///
/// For each vertex on the surfaces the cells around it are grouped by walking through the faces that are
/// not on the surfaces; the first group keeps the node, each further group gets a copy. A rim inside the
/// air keeps its one node. Edge nodes follow the vertices of their edge. Copies are numbered after all
/// original nodes, so that the same mesh always splits the same way.
///
/// The triangles of a split surface are turned to one side: the mean normal of each connected piece of it
/// has a positive z (else y, else x) component; FacePair::vertices belong to the side this normal points
/// to. Boundary faces without a name get the name "walls".
/// @param names surfaces to split; parts of them on the outer boundary stay as they are
/// @throws UserError when the mesh is too coarse to open a surface: a triangle with all vertices on its rim
AirMesh split_mesh(const TetrahedralMesh &mesh, const std::set<std::string> &names);

} // namespace earshot

#endif
