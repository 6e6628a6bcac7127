#ifndef EARSHOT_FEM_WALL_LAYERS_H
#define EARSHOT_FEM_WALL_LAYERS_H

#include "solver/mesh/vector3.h"

#include <array>
#include <set>
#include <vector>

namespace earshot {

/// A tetrahedron whose walls are to be resolved, by its vertices.
struct WallCell {
  int cell;                    ///< what the caller calls it
  std::array<int, 4> vertices; ///< indices into the positions
};

/// Tetrahedra cut into smaller ones that get thinner towards walls. Neighbours agree on their common faces.
struct WallLayers {
  struct Part {
    int cell;
    std::array<int, 4> vertices;                 ///< numbers from 0 up
    std::array<std::array<double, 4>, 4> places; ///< of each vertex: barycentric coordinates in the cell
  };
  std::vector<Part> parts;                 ///< those of a cell one after the other
  std::vector<char> on_wall;               ///< of each vertex
  std::set<std::array<int, 2>> wall_edges; ///< of faces on walls, vertices ascending
};

/// Halves every edge that goes from wall to wall through the air, then cuts edges that end on a wall at 0.4
/// of their length from it, over and over, until none is left whose other end is farther than 1.5 `finest`
/// from the walls' faces around the first. Faces on walls stay whole.
///
/// Cells are bisected at one edge after the other, in an order of the edges alone, longest first: what
/// happens to a face depends on the edges of that face, so that neighbours agree.
/// @param positions  of vertices [m]; edges count as straight
/// @param wall_faces  vertices of faces on walls
/// @param finest  [m]
WallLayers cut_towards_walls(const std::vector<WallCell> &cells, const std::vector<Vector3> &positions,
                             const std::vector<std::array<int, 3>> &wall_faces, double finest);

} // namespace earshot

#endif
