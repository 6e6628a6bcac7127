#ifndef EARSHOT_MESH_EDGE_NODES_H
#define EARSHOT_MESH_EDGE_NODES_H

#include "solver/mesh/air_mesh.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <algorithm>
#include <map>

namespace earshot {

/// The node on the edge between two vertices.
class EdgeNodes {
public:
  explicit EdgeNodes(const AirMesh &mesh) {
    for (const auto &cell : mesh.cells)
      for (int e = 0; e < 6; ++e)
        node_[ends(cell[tetrahedron_edges[e][0]], cell[tetrahedron_edges[e][1]])] = cell[4 + e];
  }

  /// @throws std::out_of_range when no cell has the edge
  int at(int first, int second) const { return node_.at(ends(first, second)); }

private:
  static std::array<int, 2> ends(int i, int j) { return {std::min(i, j), std::max(i, j)}; }
  std::map<std::array<int, 2>, int> node_;
};

} // namespace earshot

#endif
