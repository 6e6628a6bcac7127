#ifndef EARSHOT_MESH_WALL_EDGES_H
#define EARSHOT_MESH_WALL_EDGES_H

#include "solver/mesh/air_mesh.h"

#include <functional>
#include <vector>

namespace earshot {

/// An edge where two faces of walls meet at an angle.
struct WallEdge {
  std::array<int, 3> nodes; ///< its ends and its middle
  int volume;               ///< index into AirMesh::volumes, of the first face's cell
  double angle;             ///< within the air [rad], as the curved faces have it at the middle
};

/// Edges that are sharp: their faces' normals differ by more than 20 degrees. Curved faces of a round wall
/// differ by less from half a radius of edge length down.
/// @param is_wall  whether a face on a surface (index into AirMesh::surfaces) and in a volume is asked for
std::vector<WallEdge> wall_edges(const AirMesh &mesh,
                                 const std::function<bool(int surface, int volume)> &is_wall);

} // namespace earshot

#endif
