#ifndef EARSHOT_MESH_WALL_GAPS_H
#define EARSHOT_MESH_WALL_GAPS_H

#include "solver/mesh/air_mesh.h"
#include "solver/mesh/vector3.h"

#include <vector>

namespace earshot {

/// A face of a wall and the room in front of it.
struct WallFace {
  int surface, volume; ///< indices into AirMesh::surfaces and AirMesh::volumes
  int piece;           ///< of the volume: pieces of one number hang together
  double area;         ///< [m2], curved
  std::array<Vector3, 3> corners;
  Vector3 normal; ///< at its centre, into the air
  /// From its centre along the normal to the next wall [m], mirrored in planes of symmetry; infinite where
  /// that way ends at a surface that is neither.
  double gap;
};

/// The faces of walls, and volumes of the pieces that the air's volumes fall into.
struct WallGaps {
  std::vector<WallFace> faces;
  std::vector<double> piece_volumes; ///< [m3]
  std::vector<int> volume_of_piece;  ///< index into AirMesh::volumes
};

/// Walks from every wall face through the tetrahedra, whose faces are taken as flat on the way and as curved
/// at its end. Some 20 tetrahedra a face.
/// @param is_wall  of each of AirMesh::surfaces @param is_mirror  likewise, planes of symmetry; empty: none
WallGaps wall_gaps(const AirMesh &mesh, const std::vector<bool> &is_wall,
                   const std::vector<bool> &is_mirror = {});

} // namespace earshot

#endif
