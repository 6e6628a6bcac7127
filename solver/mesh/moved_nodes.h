#ifndef EARSHOT_MESH_MOVED_NODES_H
#define EARSHOT_MESH_MOVED_NODES_H

#include "solver/mesh/tetrahedral_mesh.h"
#include "solver/mesh/vector3.h"

#include <string>
#include <vector>

namespace earshot {

/// Two geometries that the gmsh session holds as models of these names, put together alike.
struct GeometryChange {
  std::string before, after;
  double scale = 1; ///< metres per unit of the models
};

/// The nodes of a mesh of the geometry before, moved to where the one after has them:
///  - on points and curves by the curve's length as a share of its whole,
///  - on flat surfaces by a harmonic extension from their edges, on others by the same and the nearest point,
///  - in volumes by an extension that keeps small elements stiff; nodes of edges there go with their ends.
/// A node that doesn't lie on its curve or surface, as of a flattened cell, keeps its distance from it. Where
/// nothing differs nodes stay as they are, bit for bit.
/// @param curved whether edges follow curved surfaces; else all their nodes go with their ends
/// @throws UserError when the geometries are put together in different ways
std::vector<Vector3> moved_nodes(const TetrahedralMesh &mesh, const GeometryChange &change, bool curved);

/// The scaled Jacobian of a tetrahedron with straight edges: sqrt(2) |det| over the largest product of three
/// edges that meet, 1 of a regular one and 0 of a flat one (P. M. Knupp, SIAM J. Sci. Comput. 23 (2001)). The
/// least of all cells.
double least_scaled_jacobian(const std::vector<Vector3> &nodes,
                             const std::vector<std::array<int, 10>> &cells);

} // namespace earshot

#endif
