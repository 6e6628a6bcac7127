#ifndef EARSHOT_MESH_AIR_MESH_H
#define EARSHOT_MESH_AIR_MESH_H

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

struct TetrahedralMesh;

/// A face of the air mesh on a named surface. An interior surface across which the pressure may jump has
/// two faces per triangle, one on each side, with a node copy each.
struct NamedFace {
  std::array<int, 3> vertices; ///< as the owning tetrahedron numbers them
  int surface;                 ///< index into AirMesh::surfaces
  bool interior = false;       ///< air on both sides and no jump: listed once, owned by either side
};

/// Tetrahedra of second-order geometry with named volumes and surfaces, already split at the surfaces
/// where the pressure jumps. The same on every rank.
struct AirMesh {
  std::vector<std::array<double, 3>> nodes; ///< [m]
  /// Node numbers: 4 vertices, then the nodes of edges 01, 12, 02, 03, 13, 23 (deal.II's order, not
  /// gmsh's). Positive volume.
  std::vector<std::array<int, 10>> cells;
  std::vector<int> cell_volume; ///< index into `volumes`
  std::vector<std::string> volumes, surfaces;
  std::vector<std::string> empty_groups; ///< names that a file lists and no element has; on rank 0 only
  std::vector<NamedFace> faces;
  /// Pairs of coincident vertices on split surfaces: for each split triangle, its vertices on either side,
  /// listed in the same geometric order. `vertices` lie on the side the surface looks to: its mean normal
  /// there has a positive z (else y, else x) component; of a driver, the side that looks to the ear
  /// (turn_drivers_to_front()), or where its body points. Seen from that side they run counter-clockwise.
  struct FacePair {
    int surface;
    std::array<int, 3> vertices, opposite;
  };
  std::vector<FacePair> pairs;
  int straightened_cells = 0;     ///< cells that had curved edges flattened, which would have folded them
  std::vector<std::string> notes; ///< what was mended in the geometry, a line each
  /// The mesh before its surfaces were split, and before its mirror image was added; on rank 0 only, and of
  /// [geometry] and [[part]] only. What moves its nodes asks for it.
  std::shared_ptr<const TetrahedralMesh> generated;

  int volume_index(const std::string &name) const;  ///< -1 when absent
  int surface_index(const std::string &name) const; ///< -1 when absent
};

} // namespace earshot

#endif
