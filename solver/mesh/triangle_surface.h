#ifndef EARSHOT_MESH_TRIANGLE_SURFACE_H
#define EARSHOT_MESH_TRIANGLE_SURFACE_H

#include <deal.II/base/point.h>

#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace earshot {

/// Triangles of second order: three vertices, then the middles of the edges 01, 12, 20. Their normal,
/// (x_1 - x_0) x (x_2 - x_0), points to the front. Edges may have any number of triangles.
struct TriangleSurface {
  std::vector<dealii::Point<3>> nodes; ///< [m]
  std::vector<std::array<int, 6>> triangles;
  std::vector<int> zone{}; ///< of each triangle, such as its material; empty: all alike
};

/// The same with one node where several lie within `tolerance` [m] of each other.
TriangleSurface with_merged_nodes(const TriangleSurface &surface, double tolerance);

/// How many pieces a surface has that share no vertex.
int number_of_pieces(const TriangleSurface &surface);

/// Two vertices, the lower one first.
using VertexPair = std::pair<int, int>;
VertexPair vertex_pair(int a, int b);

/// A surface with its kinks, where the normal jumps, and its smooth patches between them.
class SmoothPatches {
public:
  /// @throws std::invalid_argument for a surface without triangles
  explicit SmoothPatches(TriangleSurface surface);

  const TriangleSurface &surface() const { return surface_; }
  const dealii::Point<3> &position(int node) const { return surface_.nodes[node]; }
  int patch(std::size_t triangle) const { return patch_[triangle]; }
  /// The zone that all of a patch is in.
  int zone(int patch) const {
    return surface_.zone.empty() ? 0 : surface_.zone[triangles_.at(patch).front()];
  }
  /// Edges of the surface and of zones, edges of more than two triangles, and those where the normal jumps.
  const std::set<VertexPair> &kinks() const { return kinks_; }
  int middle(const VertexPair &edge) const { return middle_.at(edge); } ///< node there
  /// Unit normal at a vertex as one of its patches has it.
  const dealii::Tensor<1, 3> &normal(int vertex, int patch) const { return normals_.at({vertex, patch}); }

  /// The point of a patch that is nearest to x, but for the curvature of its triangles within their quarters.
  dealii::Point<3> on_patch(int patch, const dealii::Point<3> &x) const;

private:
  void find_kinks();
  void find_patches();
  void find_normals();

  TriangleSurface surface_;
  std::set<VertexPair> kinks_;
  std::map<VertexPair, int> middle_; ///< node of each edge's middle
  std::vector<std::pair<std::size_t, std::size_t>> smooth_;
  std::vector<int> patch_;
  std::map<int, std::vector<std::size_t>> triangles_; ///< of each patch
  std::map<std::pair<int, int>, dealii::Tensor<1, 3>> normals_;
};

} // namespace earshot

#endif
