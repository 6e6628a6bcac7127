#ifndef EARSHOT_MESH_MESH_SUMMARY_H
#define EARSHOT_MESH_MESH_SUMMARY_H

#include "solver/mesh/air_mesh.h"

#include <cstddef>
#include <string>
#include <vector>

namespace earshot {

/// Size and quality of an air mesh.
struct MeshSummary {
  struct Volume {
    std::string name;
    double volume; ///< [m3], with the curved boundary
    std::size_t cells;
  };
  struct Surface {
    std::string name;
    double area; ///< [m2], curved; a split surface counts once
    std::size_t triangles;
    bool split; ///< the pressure jumps across it
  };
  std::vector<Volume> volumes;
  std::vector<Surface> surfaces;
  std::size_t nodes, cells, split_triangles;
  int straightened_cells;   ///< flattened to keep them from folding
  double smallest_angle;    ///< between two faces of a cell with straight edges [rad]
  double smallest_jacobian; ///< lower bound of the Jacobian determinant over its mean, of all cells [1]
};

MeshSummary summarize(const AirMesh &mesh);

} // namespace earshot

#endif
