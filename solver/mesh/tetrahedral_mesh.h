#ifndef EARSHOT_MESH_TETRAHEDRAL_MESH_H
#define EARSHOT_MESH_TETRAHEDRAL_MESH_H

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace earshot {

/// A point, curve, surface or volume of the geometry that was meshed.
struct GeometryEntity {
  int dimension = 3, tag = 0;
};

/// Tetrahedra of second-order geometry as a mesh generator gives them: neighbours share their nodes
/// everywhere, also across surfaces where the pressure will jump.
struct TetrahedralMesh {
  /// A triangle on a named surface.
  struct Triangle {
    std::array<int, 3> vertices;
    int surface; ///< index into `surfaces`
  };

  std::vector<std::array<double, 3>> nodes;  ///< [m]
  std::vector<GeometryEntity> node_entities; ///< where each node lies, of the least dimension; empty: unknown
  std::vector<std::array<int, 10>> cells;    ///< node numbers in the order of AirMesh::cells
  std::vector<std::size_t> cell_tags;        ///< what the generator or the file calls each cell
  std::vector<int> cell_volume;              ///< index into `volumes`
  std::vector<std::string> volumes, surfaces;
  std::vector<Triangle> triangles;
  std::vector<std::string> empty_groups; ///< names that the file lists and no element has
  int straightened_cells = 0;     ///< cells whose curved edges were flattened to keep them from folding
  std::vector<std::string> notes; ///< what was mended in the geometry, a line each
};

/// The two vertices of each edge of a tetrahedron, in the order of the nodes 4 to 9.
inline constexpr std::array<std::array<int, 2>, 6> tetrahedron_edges{
    {{0, 1}, {1, 2}, {0, 2}, {0, 3}, {1, 3}, {2, 3}}};

/// The three vertices of each face, counter-clockwise as seen from outside; face i lies opposite vertex i.
inline constexpr std::array<std::array<int, 3>, 4> tetrahedron_faces{
    {{1, 2, 3}, {0, 3, 2}, {0, 1, 3}, {0, 2, 1}}};

} // namespace earshot

#endif
