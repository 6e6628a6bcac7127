#ifndef EARSHOT_MESH_CURVED_TETRAHEDRON_H
#define EARSHOT_MESH_CURVED_TETRAHEDRON_H

#include "solver/mesh/tetrahedral_mesh.h"
#include "solver/mesh/vector3.h"

namespace earshot {

/// The Jacobian determinant of a ten-node tetrahedron is a cubic polynomial. In its Bernstein form the mean
/// of the twenty coefficients is six times the volume, and the smallest bounds the determinant from below.
/// A. Johnen, J.-F. Remacle, C. Geuzaine, Geometrical validity of curvilinear finite elements, J. Comput.
/// Phys. 233 (2013).
struct JacobianBounds {
  double volume;   ///< [m3] exact for the curved cell
  double smallest; ///< lower bound of the determinant over its mean [1]; positive: the cell is valid
};

JacobianBounds jacobian_bounds(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell);

/// The six nodes of a face of a cell: its vertices, then the nodes of edges 01, 12, 20.
std::array<Vector3, 6> face_points(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell,
                                   int face);

/// Area of a six-node triangle [m2].
/// @param points three vertices, then the nodes of edges 01, 12, 20
double curved_area(const std::array<Vector3, 6> &points);

/// Flattens cells whose Jacobian may vanish: the bow of the edge that harms most is halved until the cell is
/// valid; at last all its edges are made straight. Counts the cells.
/// @param smallest_allowed  determinant over its mean [1]
void straighten_folded_cells(TetrahedralMesh &mesh, double smallest_allowed = 0.02);

} // namespace earshot

#endif
