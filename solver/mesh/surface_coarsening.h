#ifndef EARSHOT_MESH_SURFACE_COARSENING_H
#define EARSHOT_MESH_SURFACE_COARSENING_H

#include "solver/mesh/triangle_surface.h"

#include <array>
#include <map>
#include <set>
#include <vector>

namespace earshot {

/// Collapses edges of a fine surface, the shortest first, as long as no edge is longer than its zone allows,
/// none sees the normal turn by more than a sixth of a circle, and edges, corners and kinks stay where they
/// are.
class SurfaceCoarsening {
public:
  struct Triangle {
    std::array<int, 3> corners; ///< vertices of the fine surface
    int patch;
    bool alive = true; ///< false once it has collapsed
  };

  /// @param fine  outlives it @param largest_edge  of the triangles in each zone [m]
  SurfaceCoarsening(const SmoothPatches &fine, std::vector<double> largest_edge);

  const std::vector<Triangle> &triangles() const { return triangles_; }
  /// Vertices of the fine surface along each kink's edge, from its lower vertex.
  const std::map<VertexPair, std::vector<int>> &chains() const { return chains_; }
  /// Kinks' edges that reach too far into a triangle, as those of a coarse fine surface may.
  std::set<VertexPair> too_round() const;

private:
  double length(int a, int b) const { return fine_.position(a).distance(fine_.position(b)); }

  /// Tries every edge once. @return whether any has collapsed
  bool pass();

  std::vector<int> triangles_at(const VertexPair &edge) const;
  bool is_edge(const VertexPair &edge) const { return !triangles_at(edge).empty(); }

  std::set<int> neighbours(int vertex) const;

  /// Moves `from` into `to`, if the surface stays what it is.
  bool collapse(int from, int to);

  /// A vertex leaves a kink along it, where it goes straight on and stays near its chord.
  bool may_leave_kink(int from, int to, const std::set<int> &ends) const;

  /// The fine vertices from `first` over `middle` to `last`.
  std::vector<int> joined_chain(int first, int middle, int last) const;

  /// The end of the kink at a vertex that goes on from `to`.
  int other_end(int vertex, int to) const;

  /// The edge of a kink that takes the place of two.
  struct NewKink {
    int other = -1, to = -1;
    std::vector<int> chain;
  };
  NewKink new_kink(int from, int to) const;

  void join_chains(int from, const NewKink &kink);

  /// The vertices next to both ends are those of the triangles that vanish (Dey, Edelsbrunner, Guha and
  /// Nekhayev, Publ. Inst. Math. 66, 1999).
  bool keeps_topology(int from, int to, const std::vector<int> &vanishing) const;

  bool keeps_shape(int from, int to, const std::vector<int> &vanishing, const NewKink &kink) const;

  /// How near kinks come to a triangle's other sides; see largest_bulge.
  double bulge(const Triangle &t, const NewKink &kink) const;

  /// The same of a triangle's k-th edge. @param chain  fine vertices along it
  double bulge(const Triangle &t, int k, const std::vector<int> &chain) const;

  static Triangle moved(Triangle triangle, int from, int to);

  bool is_good(const Triangle &t) const;

  const SmoothPatches &fine_;
  std::vector<double> largest_edge_;
  double least_quality_ = 1;
  std::vector<Triangle> triangles_;
  std::vector<std::set<int>> at_;                 ///< triangles at each vertex
  std::map<VertexPair, std::vector<int>> chains_; ///< of kinks
  std::map<int, std::set<int>> along_;            ///< other ends of the kinks' edges at a vertex
};

} // namespace earshot

#endif
