#include "solver/mesh/wall_shell.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;
using Edge = std::pair<int, int>; ///< of vertices, the lower one first
using Corners = std::array<int, 3>;

/// Two tangent planes that meet at a larger angle than this, in cosines, make a kink; two of its edges, a
/// corner.
const double kink_cosine = std::cos(0.6), corner_cosine = std::cos(0.7);
/// How far the normal may turn along an edge of a coarse triangle: elements of degree 3 on half of it follow
/// a circle to 1e-5 of its radius.
const double turn_cosine = std::cos(1.05);
/// A coarse triangle against the normals at its vertices.
const double tilt_cosine = std::cos(0.9);
/// 4 sqrt(3) area over the sum of squared sides, 1 for an equilateral triangle: what is asked for first, and
/// what will do where steps and rings are narrower than the edges.
constexpr std::array least_qualities{0.35, 0.12};
/// Slope of a kink, where it leaves the chord of its coarse edge into a triangle, over that of the triangle's
/// other side there: at 1 they touch.
constexpr double largest_bulge = 0.75;
/// Chord over arc of a kink's coarse edge: that of a sixth of a circle.
constexpr double least_straightness = 0.95;

Edge edge_of(int a, int b) {
  return std::minmax(a, b);
}

/// A point of a triangle of second order. @param l  barycentric coordinates
Point<3> curved_point(const TriangleSurface &s, const std::array<int, 6> &t, const std::array<double, 3> &l) {
  Tensor<1, 3> x;
  for (int k = 0; k < 3; ++k) {
    x += l[k] * (2 * l[k] - 1) * s.nodes[t[k]];
    x += 4 * l[k] * l[(k + 1) % 3] * s.nodes[t[3 + k]];
  }
  return Point<3>(x);
}

/// Unit normal of the curved triangle there.
Tensor<1, 3> curved_normal(const TriangleSurface &s, const std::array<int, 6> &t,
                           const std::array<double, 3> &l) {
  std::array<Tensor<1, 3>, 3> slope; // by each barycentric coordinate
  for (int k = 0; k < 3; ++k) {
    const int next = (k + 1) % 3;
    slope[k] += (4 * l[k] - 1) * s.nodes[t[k]] + 4 * l[next] * Tensor<1, 3>(s.nodes[t[3 + k]]);
    slope[next] += 4 * l[k] * Tensor<1, 3>(s.nodes[t[3 + k]]);
  }
  const Tensor<1, 3> normal = cross_product_3d(slope[1] - slope[0], slope[2] - slope[0]);
  return normal / normal.norm();
}

/// Barycentric coordinates of the point of a flat triangle that is nearest to x (Ericson, Real-Time Collision
/// Detection, 2005, sec. 5.1.5).
std::array<double, 3> nearest_in_triangle(const std::array<Point<3>, 3> &v, const Point<3> &x) {
  const Tensor<1, 3> ab = v[1] - v[0], ac = v[2] - v[0], ax = x - v[0], bx = x - v[1], cx = x - v[2];
  const double d1 = ab * ax, d2 = ac * ax, d3 = ab * bx, d4 = ac * bx, d5 = ab * cx, d6 = ac * cx;
  if (d1 <= 0 && d2 <= 0)
    return {1, 0, 0};
  if (d3 >= 0 && d4 <= d3)
    return {0, 1, 0};
  if (d6 >= 0 && d5 <= d6)
    return {0, 0, 1};
  const double vc = d1 * d4 - d3 * d2, vb = d5 * d2 - d1 * d6, va = d3 * d6 - d5 * d4;
  if (vc <= 0 && d1 >= 0 && d3 <= 0)
    return {1 - d1 / (d1 - d3), d1 / (d1 - d3), 0};
  if (vb <= 0 && d2 >= 0 && d6 <= 0)
    return {1 - d2 / (d2 - d6), 0, d2 / (d2 - d6)};
  if (va <= 0 && d4 >= d3 && d5 >= d6) {
    const double w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
    return {0, 1 - w, w};
  }
  const double sum = va + vb + vc;
  return {va / sum, vb / sum, vc / sum};
}

/// Root of a tree of joined members.
int root_of(std::vector<int> &parent, int member) {
  while (parent[member] != member)
    member = parent[member] = parent[parent[member]];
  return member;
}

/// The fine surface: its kinks, and its patches between them.
class FineSurface {
public:
  explicit FineSurface(TriangleSurface surface) : surface_(std::move(surface)) {
    if (surface_.triangles.empty())
      throw std::invalid_argument("a shell of walls needs walls");
    find_kinks();
    find_patches();
    find_normals();
  }

  const TriangleSurface &surface() const { return surface_; }
  const Point<3> &position(int node) const { return surface_.nodes[node]; }
  int patch(std::size_t triangle) const { return patch_[triangle]; }
  const std::set<Edge> &kinks() const { return kinks_; }
  int middle(const Edge &edge) const { return middle_.at(edge); }
  /// Normal at a vertex as one of its patches has it.
  const Tensor<1, 3> &normal(int vertex, int patch) const { return normals_.at({vertex, patch}); }

  /// The point of a patch that is nearest to x, but for the curvature of its triangles within their quarters.
  Point<3> on_patch(int patch, const Point<3> &x) const {
    // Barycentric coordinates of a triangle's quarters.
    constexpr double h = 0.5;
    static const std::array<std::array<std::array<double, 3>, 3>, 4> quarters{
        {{{{1, 0, 0}, {h, h, 0}, {h, 0, h}}},
         {{{h, h, 0}, {0, 1, 0}, {0, h, h}}},
         {{{h, 0, h}, {0, h, h}, {0, 0, 1}}},
         {{{h, h, 0}, {0, h, h}, {h, 0, h}}}}};
    constexpr std::array<std::array<int, 3>, 4> nodes{{{0, 3, 5}, {3, 1, 4}, {5, 4, 2}, {3, 4, 5}}};
    double least = std::numeric_limits<double>::max();
    std::size_t found = 0;
    std::array<double, 3> coordinates{};
    for (const std::size_t triangle : triangles_.at(patch))
      for (int quarter = 0; quarter < 4; ++quarter) {
        const std::array<int, 6> &t = surface_.triangles[triangle];
        std::array<Point<3>, 3> v;
        for (int k = 0; k < 3; ++k)
          v[k] = position(t[nodes[quarter][k]]);
        const std::array<double, 3> l = nearest_in_triangle(v, x);
        const double distance =
            (l[0] * v[0] + l[1] * Tensor<1, 3>(v[1]) + l[2] * Tensor<1, 3>(v[2]) - Tensor<1, 3>(x)).norm();
        if (distance >= least)
          continue;
        least = distance;
        found = triangle;
        coordinates = {};
        for (int k = 0; k < 3; ++k)
          for (int c = 0; c < 3; ++c)
            coordinates[c] += l[k] * quarters[quarter][k][c];
      }
    return curved_point(surface_, surface_.triangles[found], coordinates);
  }

private:
  /// Edges of the surface, edges of more than two triangles, and where the normal jumps.
  void find_kinks() {
    struct Side {
      std::size_t triangle;
      int edge;
    };
    std::map<Edge, std::vector<Side>> sides;
    for (std::size_t k = 0; k < surface_.triangles.size(); ++k)
      for (int e = 0; e < 3; ++e) {
        const std::array<int, 6> &t = surface_.triangles[k];
        sides[edge_of(t[e], t[(e + 1) % 3])].push_back({k, e});
        middle_[edge_of(t[e], t[(e + 1) % 3])] = t[3 + e];
      }
    const auto normal_at = [&](const Side &side) {
      std::array<double, 3> middle{0.5, 0.5, 0.5};
      middle[(side.edge + 2) % 3] = 0;
      return curved_normal(surface_, surface_.triangles[side.triangle], middle);
    };
    for (const auto &[edge, of] : sides)
      if (of.size() != 2 || normal_at(of[0]) * normal_at(of[1]) < kink_cosine)
        kinks_.insert(edge);
      else
        smooth_.emplace_back(of[0].triangle, of[1].triangle);
  }

  void find_patches() {
    std::vector<int> parent(surface_.triangles.size());
    std::iota(parent.begin(), parent.end(), 0);
    for (const auto &[a, b] : smooth_)
      parent[root_of(parent, int(a))] = root_of(parent, int(b));
    for (std::size_t k = 0; k < parent.size(); ++k) {
      patch_.push_back(root_of(parent, int(k)));
      triangles_[patch_.back()].push_back(k);
    }
  }

  void find_normals() {
    for (std::size_t k = 0; k < surface_.triangles.size(); ++k)
      for (int c = 0; c < 3; ++c) {
        std::array<double, 3> corner{};
        corner[c] = 1;
        normals_[{surface_.triangles[k][c], patch_[k]}] +=
            curved_normal(surface_, surface_.triangles[k], corner);
      }
    for (auto &[at, normal] : normals_)
      normal /= normal.norm();
  }

  TriangleSurface surface_;
  std::set<Edge> kinks_;
  std::map<Edge, int> middle_; ///< node of each edge's middle
  std::vector<std::pair<std::size_t, std::size_t>> smooth_;
  std::vector<int> patch_;
  std::map<int, std::vector<std::size_t>> triangles_; ///< of each patch
  std::map<std::pair<int, int>, Tensor<1, 3>> normals_;
};

/// Collapses edges of a fine surface.
class Coarsening {
public:
  struct Triangle {
    Corners corners;
    int patch;
    bool alive = true;
  };

  Coarsening(const FineSurface &fine, double largest_edge) : fine_(fine), largest_edge_(largest_edge) {
    at_.resize(fine.surface().nodes.size());
    for (std::size_t k = 0; k < fine.surface().triangles.size(); ++k) {
      const auto &t = fine.surface().triangles[k];
      triangles_.push_back({{t[0], t[1], t[2]}, fine.patch(k)});
      for (int c = 0; c < 3; ++c)
        at_[t[c]].insert(int(k));
    }
    for (const Edge &edge : fine.kinks()) {
      chains_[edge] = {edge.first, edge.second};
      along_[edge.first].insert(edge.second);
      along_[edge.second].insert(edge.first);
    }
    for (const double quality : least_qualities) {
      least_quality_ = quality;
      while (pass())
        ;
    }
  }

  const std::vector<Triangle> &triangles() const { return triangles_; }
  /// Vertices of the fine surface along each kink's edge, from its lower vertex.
  const std::map<Edge, std::vector<int>> &chains() const { return chains_; }
  /// Kinks' edges that reach too far into a triangle, as those of a coarse fine surface may.
  std::set<Edge> too_round() const {
    std::set<Edge> edges;
    for (const Triangle &t : triangles_)
      for (int k = 0; t.alive && k < 3; ++k)
        if (const auto chain = chains_.find(edge_of(t.corners[k], t.corners[(k + 1) % 3]));
            chain != chains_.end() && bulge(t, k, chain->second) > largest_bulge)
          edges.insert(chain->first);
    return edges;
  }

private:
  double length(int a, int b) const { return fine_.position(a).distance(fine_.position(b)); }

  /// Tries every edge once. @return whether any has collapsed
  bool pass() {
    std::vector<std::pair<double, Edge>> edges;
    std::set<Edge> known;
    for (const Triangle &t : triangles_)
      for (int k = 0; t.alive && k < 3; ++k)
        if (const Edge e = edge_of(t.corners[k], t.corners[(k + 1) % 3]); known.insert(e).second)
          edges.emplace_back(length(e.first, e.second), e);
    std::sort(edges.begin(), edges.end());
    bool any = false;
    for (const auto &[size, edge] : edges)
      if (is_edge(edge) && (collapse(edge.first, edge.second) || collapse(edge.second, edge.first)))
        any = true;
    return any;
  }

  std::vector<int> triangles_at(const Edge &edge) const {
    std::vector<int> common;
    std::set_intersection(at_[edge.first].begin(), at_[edge.first].end(), at_[edge.second].begin(),
                          at_[edge.second].end(), std::back_inserter(common));
    return common;
  }
  bool is_edge(const Edge &edge) const { return !triangles_at(edge).empty(); }

  std::set<int> neighbours(int vertex) const {
    std::set<int> found;
    for (const int k : at_[vertex])
      found.insert(triangles_[k].corners.begin(), triangles_[k].corners.end());
    found.erase(vertex);
    return found;
  }

  /// Moves `from` into `to`, if the surface stays what it is.
  bool collapse(int from, int to) {
    const auto kinks = along_.find(from);
    const bool on_kink = kinks != along_.end();
    if (on_kink && !may_leave_kink(from, to, kinks->second))
      return false;
    const std::vector<int> vanishing = triangles_at(edge_of(from, to));
    if (!keeps_topology(from, to, vanishing))
      return false;
    const NewKink kink = on_kink ? new_kink(from, to) : NewKink();
    if (!keeps_shape(from, to, vanishing, kink))
      return false;
    for (const int k : vanishing) {
      triangles_[k].alive = false;
      for (const int corner : triangles_[k].corners)
        at_[corner].erase(k);
    }
    for (const int k : at_[from]) {
      std::replace(triangles_[k].corners.begin(), triangles_[k].corners.end(), from, to);
      at_[to].insert(k);
    }
    at_[from].clear();
    if (on_kink)
      join_chains(from, kink);
    return true;
  }

  /// A vertex leaves a kink along it, where it goes straight on and stays near its chord.
  bool may_leave_kink(int from, int to, const std::set<int> &ends) const {
    if (ends.size() != 2 || ends.count(to) == 0)
      return false;
    const int other = other_end(from, to);
    if (chains_.count(edge_of(other, to)) > 0)
      return false;
    const std::vector<int> joined = joined_chain(other, from, to);
    const auto at = std::find(joined.begin(), joined.end(), from);
    const Tensor<1, 3> before = fine_.position(from) - fine_.position(*(at - 1)),
                       after = fine_.position(*(at + 1)) - fine_.position(from);
    if (before * after < corner_cosine * before.norm() * after.norm())
      return false;
    double arc = 0;
    for (std::size_t k = 0; k + 1 < joined.size(); ++k)
      arc += length(joined[k], joined[k + 1]);
    return length(other, to) > least_straightness * arc;
  }

  /// The fine vertices from `first` over `middle` to `last`.
  std::vector<int> joined_chain(int first, int middle, int last) const {
    const auto chain = [&](int a, int b) {
      std::vector<int> vertices = chains_.at(edge_of(a, b));
      if (vertices.front() != a)
        std::reverse(vertices.begin(), vertices.end());
      return vertices;
    };
    std::vector<int> joined = chain(first, middle);
    const std::vector<int> rest = chain(middle, last);
    joined.insert(joined.end(), rest.begin() + 1, rest.end());
    return joined;
  }

  /// The end of the kink at a vertex that goes on from `to`.
  int other_end(int vertex, int to) const {
    const std::set<int> &ends = along_.at(vertex);
    return *ends.begin() == to ? *ends.rbegin() : *ends.begin();
  }

  /// The edge of a kink that takes the place of two.
  struct NewKink {
    int other = -1, to = -1;
    std::vector<int> chain;
  };
  NewKink new_kink(int from, int to) const {
    const int other = other_end(from, to);
    NewKink kink{other, to, joined_chain(other, from, to)};
    if (kink.chain.front() > kink.chain.back())
      std::reverse(kink.chain.begin(), kink.chain.end());
    return kink;
  }

  void join_chains(int from, const NewKink &kink) {
    chains_.erase(edge_of(kink.other, from));
    chains_.erase(edge_of(from, kink.to));
    chains_[edge_of(kink.other, kink.to)] = kink.chain;
    along_.erase(from);
    for (const auto &[a, b] : {std::pair(kink.other, kink.to), std::pair(kink.to, kink.other)}) {
      along_[a].erase(from);
      along_[a].insert(b);
    }
  }

  /// The vertices next to both ends are those of the triangles that vanish (Dey, Edelsbrunner, Guha and
  /// Nekhayev, Publ. Inst. Math. 66, 1999).
  bool keeps_topology(int from, int to, const std::vector<int> &vanishing) const {
    const std::set<int> a = neighbours(from), b = neighbours(to);
    std::set<int> common, opposite;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(common, common.end()));
    for (const int k : vanishing)
      for (const int corner : triangles_[k].corners)
        if (corner != from && corner != to)
          opposite.insert(corner);
    if (common != opposite || at_[from].size() <= vanishing.size())
      return false;
    // An inner edge between two vertices of kinks would tie these together.
    return !(along_.count(from) > 0 && along_.count(to) > 0 && chains_.count(edge_of(from, to)) == 0);
  }

  bool keeps_shape(int from, int to, const std::vector<int> &vanishing, const NewKink &kink) const {
    for (const int k : at_[from])
      if (std::find(vanishing.begin(), vanishing.end(), k) == vanishing.end()) {
        const Triangle triangle = moved(triangles_[k], from, to);
        if (!is_good(triangle) || bulge(triangle, kink) > largest_bulge)
          return false;
      }
    return true;
  }

  /// How near kinks come to a triangle's other sides; see largest_bulge.
  double bulge(const Triangle &t, const NewKink &kink) const {
    double largest = 0;
    for (int k = 0; k < 3; ++k) {
      const Edge edge = edge_of(t.corners[k], t.corners[(k + 1) % 3]);
      if (edge == edge_of(kink.other, kink.to))
        largest = std::max(largest, bulge(t, k, kink.chain));
      else if (const auto known = chains_.find(edge); known != chains_.end())
        largest = std::max(largest, bulge(t, k, known->second));
    }
    return largest;
  }

  /// The same of a triangle's k-th edge. @param chain  fine vertices along it
  double bulge(const Triangle &t, int k, const std::vector<int> &chain) const {
    const Point<3> &a = fine_.position(t.corners[k]);
    const Tensor<1, 3> along = fine_.position(t.corners[(k + 1) % 3]) - a,
                       side = fine_.position(t.corners[(k + 2) % 3]) - a;
    const double foot = (side * along) / along.norm_square(); // of the height, on the edge from 0 to 1
    const Tensor<1, 3> height = side - foot * along;
    double rise = 0; // of the kink's arc, over the height
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
      for (const int node : {chain[i], fine_.middle(edge_of(chain[i], chain[i + 1]))})
        rise = std::max(rise, (fine_.position(node) - a) * height / height.norm_square());
    return 4 * rise * std::max(foot, 1 - foot); // an arc's slope at its ends is four times its rise
  }

  static Triangle moved(Triangle triangle, int from, int to) {
    std::replace(triangle.corners.begin(), triangle.corners.end(), from, to);
    return triangle;
  }

  bool is_good(const Triangle &t) const {
    const Point<3> &a = fine_.position(t.corners[0]), &b = fine_.position(t.corners[1]),
                   &c = fine_.position(t.corners[2]);
    const Tensor<1, 3> area = cross_product_3d(b - a, c - a) / 2;
    double squares = 0;
    for (int k = 0; k < 3; ++k) {
      const int from = t.corners[k], to = t.corners[(k + 1) % 3];
      squares += std::pow(length(from, to), 2);
      if (length(from, to) > largest_edge_ ||
          fine_.normal(from, t.patch) * fine_.normal(to, t.patch) < turn_cosine ||
          fine_.normal(from, t.patch) * area < tilt_cosine * area.norm())
        return false;
    }
    return 4 * std::sqrt(3) * area.norm() > least_quality_ * squares;
  }

  const FineSurface &fine_;
  double largest_edge_, least_quality_ = 1;
  std::vector<Triangle> triangles_;
  std::vector<std::set<int>> at_;           ///< triangles at each vertex
  std::map<Edge, std::vector<int>> chains_; ///< of kinks
  std::map<int, std::set<int>> along_;      ///< other ends of the kinks' edges at a vertex
};

/// Coarse triangles with the fine surface that their points lie on.
class CoarseSurface {
public:
  CoarseSurface(TriangleSurface surface, double largest_edge) : fine_(std::move(surface)) {
    const Coarsening coarse(fine_, largest_edge);
    for (const Coarsening::Triangle &t : coarse.triangles())
      if (t.alive)
        triangles_.push_back(t);
    for (const auto &[edge, chain] : coarse.chains())
      curves_[edge] = curve_along(chain);
    straight_ = coarse.too_round();
  }

  const std::vector<Coarsening::Triangle> &triangles() const { return triangles_; }

  /// A point of a coarse triangle: its flat one, moved with the curved edges and onto its patch.
  Point<3> position(std::size_t triangle, const std::array<double, 3> &l) const {
    const auto &[corners, patch, alive] = triangles_[triangle];
    Tensor<1, 3> x;
    for (int k = 0; k < 3; ++k)
      x += l[k] * fine_.position(corners[k]);
    for (int k = 0; k < 3; ++k) {
      const int next = (k + 1) % 3;
      const double along = l[k] + l[next];
      const Edge edge = edge_of(corners[k], corners[next]);
      if (along <= 0 || curves_.count(edge) == 0)
        continue;
      const double s = (edge.first == corners[k] ? l[next] : l[k]) / along;
      const Tensor<1, 3> off =
          straight_.count(edge) > 0 ? Tensor<1, 3>() : on_curve(edge, s) - chord(edge, s);
      if (along > 1 - 1e-12) // on the kink itself
        return Point<3>(x + off);
      x += along * along * off; // vanishes at the opposite vertex, and on the other edges with `off`
    }
    return fine_.on_patch(patch, Point<3>(x));
  }

private:
  /// Points along a kink with their distances from its beginning.
  struct Curve {
    std::vector<Point<3>> points; ///< vertices and middles of the fine edges in turn
    std::vector<double> lengths;
  };

  Curve curve_along(const std::vector<int> &chain) const {
    Curve curve{{fine_.position(chain.front())}, {0}};
    const auto add = [&](int node) {
      curve.lengths.push_back(curve.lengths.back() + curve.points.back().distance(fine_.position(node)));
      curve.points.push_back(fine_.position(node));
    };
    for (std::size_t k = 0; k + 1 < chain.size(); ++k) {
      add(fine_.middle(edge_of(chain[k], chain[k + 1])));
      add(chain[k + 1]);
    }
    return curve;
  }

  Point<3> chord(const Edge &edge, double s) const {
    return Point<3>((1 - s) * fine_.position(edge.first) + s * Tensor<1, 3>(fine_.position(edge.second)));
  }

  /// On the parabola of the fine edge there.
  Point<3> on_curve(const Edge &edge, double s) const {
    const Curve &curve = curves_.at(edge);
    const double at = s * curve.lengths.back();
    std::size_t piece = 0; // of two lengths
    while (2 * piece + 4 < curve.points.size() + 1 && curve.lengths[2 * piece + 2] < at)
      ++piece;
    const double from = curve.lengths[2 * piece], to = curve.lengths[2 * piece + 2],
                 t = std::clamp((at - from) / (to - from), 0.0, 1.0);
    return Point<3>((1 - t) * (1 - 2 * t) * curve.points[2 * piece] +
                    4 * t * (1 - t) * Tensor<1, 3>(curve.points[2 * piece + 1]) +
                    t * (2 * t - 1) * Tensor<1, 3>(curve.points[2 * piece + 2]));
  }

  FineSurface fine_;
  std::vector<Coarsening::Triangle> triangles_;
  std::map<Edge, Curve> curves_;
  std::set<Edge> straight_; ///< kinks that are followed by their chords
};

} // namespace

TriangleSurface with_merged_nodes(const TriangleSurface &surface, double tolerance) {
  std::vector<std::size_t> order(surface.nodes.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return surface.nodes[a][0] < surface.nodes[b][0]; });
  TriangleSurface merged;
  std::vector<int> number(surface.nodes.size(), -1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Point<3> &x = surface.nodes[order[i]];
    for (std::size_t j = i; j-- > 0 && x[0] - surface.nodes[order[j]][0] <= tolerance;)
      if (x.distance(surface.nodes[order[j]]) <= tolerance) {
        number[order[i]] = number[order[j]];
        break;
      }
    if (number[order[i]] >= 0)
      continue;
    number[order[i]] = int(merged.nodes.size());
    merged.nodes.push_back(x);
  }
  for (std::array<int, 6> triangle : surface.triangles) {
    for (int &node : triangle)
      node = number[node];
    merged.triangles.push_back(triangle);
  }
  return merged;
}

int number_of_pieces(const TriangleSurface &surface) {
  std::vector<int> parent(surface.nodes.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (const std::array<int, 6> &t : surface.triangles)
    for (const int k : {1, 2})
      parent[root_of(parent, t[k])] = root_of(parent, t[0]);
  std::set<int> roots;
  for (const std::array<int, 6> &t : surface.triangles)
    roots.insert(root_of(parent, t[0]));
  return int(roots.size());
}

ShellMesh wall_shell(const TriangleSurface &surface, double largest_edge, const std::string &zone) {
  const auto coarse = std::make_shared<const CoarseSurface>(surface, largest_edge);
  ShellMesh mesh;
  mesh.zones = {zone};
  std::map<std::vector<int>, int> numbers; // of a vertex, of an edge's middle, of a triangle's
  const auto number = [&](std::vector<int> of) {
    std::sort(of.begin(), of.end());
    return numbers.try_emplace(std::move(of), int(numbers.size())).first->second;
  };
  for (const Coarsening::Triangle &t : coarse->triangles()) {
    const auto &[a, b, c] = t.corners;
    const int middle = number({a, b, c});
    for (const auto &[at, next, before] : {std::array{a, b, c}, std::array{b, c, a}, std::array{c, a, b}})
      mesh.quads.push_back({number({at}), number({at, next}), number({before, at}), middle});
  }
  mesh.zone.assign(mesh.quads.size(), 0);
  mesh.position = [coarse](std::size_t quad, const Point<2> &unit) {
    const double x = unit[0], y = unit[1];
    const std::array<double, 4> corner{(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y};
    const int at = int(quad % 3), next = (at + 1) % 3, before = (at + 2) % 3;
    std::array<double, 3> l{};
    l[at] = corner[0] + corner[1] / 2 + corner[2] / 2 + corner[3] / 3;
    l[next] = corner[1] / 2 + corner[3] / 3;
    l[before] = corner[2] / 2 + corner[3] / 3;
    return coarse->position(quad / 3, l);
  };
  return mesh;
}

} // namespace earshot
