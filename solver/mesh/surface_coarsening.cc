#include "solver/mesh/surface_coarsening.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;

/// Two of a kink's edges that meet at a larger angle than this, in cosines, make a corner.
const double corner_cosine = std::cos(0.7);
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

} // namespace

SurfaceCoarsening::SurfaceCoarsening(const SmoothPatches &fine, std::vector<double> largest_edge)
    : fine_(fine), largest_edge_(std::move(largest_edge)) {
  at_.resize(fine.surface().nodes.size());
  for (std::size_t k = 0; k < fine.surface().triangles.size(); ++k) {
    const auto &t = fine.surface().triangles[k];
    triangles_.push_back({{t[0], t[1], t[2]}, fine.patch(k)});
    for (int c = 0; c < 3; ++c)
      at_[t[c]].insert(int(k));
  }
  for (const VertexPair &edge : fine.kinks()) {
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

std::set<VertexPair> SurfaceCoarsening::too_round() const {
  std::set<VertexPair> edges;
  for (const Triangle &t : triangles_)
    for (int k = 0; t.alive && k < 3; ++k)
      if (const auto chain = chains_.find(vertex_pair(t.corners[k], t.corners[(k + 1) % 3]));
          chain != chains_.end() && bulge(t, k, chain->second) > largest_bulge)
        edges.insert(chain->first);
  return edges;
}

bool SurfaceCoarsening::pass() {
  std::vector<std::pair<double, VertexPair>> edges;
  std::set<VertexPair> known;
  // equal lengths stay equal wherever the surface is turned
  const double rounding = 1e-9 * *std::max_element(largest_edge_.begin(), largest_edge_.end());
  for (const Triangle &t : triangles_)
    for (int k = 0; t.alive && k < 3; ++k)
      if (const VertexPair e = vertex_pair(t.corners[k], t.corners[(k + 1) % 3]); known.insert(e).second)
        edges.emplace_back(std::round(length(e.first, e.second) / rounding), e);
  std::sort(edges.begin(), edges.end());
  bool any = false;
  for (const auto &[size, edge] : edges)
    if (is_edge(edge) && (collapse(edge.first, edge.second) || collapse(edge.second, edge.first)))
      any = true;
  return any;
}

std::vector<int> SurfaceCoarsening::triangles_at(const VertexPair &edge) const {
  std::vector<int> common;
  std::set_intersection(at_[edge.first].begin(), at_[edge.first].end(), at_[edge.second].begin(),
                        at_[edge.second].end(), std::back_inserter(common));
  return common;
}

std::set<int> SurfaceCoarsening::neighbours(int vertex) const {
  std::set<int> found;
  for (const int k : at_[vertex])
    found.insert(triangles_[k].corners.begin(), triangles_[k].corners.end());
  found.erase(vertex);
  return found;
}

bool SurfaceCoarsening::collapse(int from, int to) {
  const auto kinks = along_.find(from);
  const bool on_kink = kinks != along_.end();
  if (on_kink && !may_leave_kink(from, to, kinks->second))
    return false;
  const std::vector<int> vanishing = triangles_at(vertex_pair(from, to));
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

bool SurfaceCoarsening::may_leave_kink(int from, int to, const std::set<int> &ends) const {
  if (ends.size() != 2 || ends.count(to) == 0)
    return false;
  const int other = other_end(from, to);
  if (chains_.count(vertex_pair(other, to)) > 0)
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

std::vector<int> SurfaceCoarsening::joined_chain(int first, int middle, int last) const {
  const auto chain = [&](int a, int b) {
    std::vector<int> vertices = chains_.at(vertex_pair(a, b));
    if (vertices.front() != a)
      std::reverse(vertices.begin(), vertices.end());
    return vertices;
  };
  std::vector<int> joined = chain(first, middle);
  const std::vector<int> rest = chain(middle, last);
  joined.insert(joined.end(), rest.begin() + 1, rest.end());
  return joined;
}

int SurfaceCoarsening::other_end(int vertex, int to) const {
  const std::set<int> &ends = along_.at(vertex);
  return *ends.begin() == to ? *ends.rbegin() : *ends.begin();
}

SurfaceCoarsening::NewKink SurfaceCoarsening::new_kink(int from, int to) const {
  const int other = other_end(from, to);
  NewKink kink{other, to, joined_chain(other, from, to)};
  if (kink.chain.front() > kink.chain.back())
    std::reverse(kink.chain.begin(), kink.chain.end());
  return kink;
}

void SurfaceCoarsening::join_chains(int from, const NewKink &kink) {
  chains_.erase(vertex_pair(kink.other, from));
  chains_.erase(vertex_pair(from, kink.to));
  chains_[vertex_pair(kink.other, kink.to)] = kink.chain;
  along_.erase(from);
  for (const auto &[a, b] : {std::pair(kink.other, kink.to), std::pair(kink.to, kink.other)}) {
    along_[a].erase(from);
    along_[a].insert(b);
  }
}

bool SurfaceCoarsening::keeps_topology(int from, int to, const std::vector<int> &vanishing) const {
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
  return !(along_.count(from) > 0 && along_.count(to) > 0 && chains_.count(vertex_pair(from, to)) == 0);
}

bool SurfaceCoarsening::keeps_shape(int from, int to, const std::vector<int> &vanishing,
                                    const NewKink &kink) const {
  for (const int k : at_[from])
    if (std::find(vanishing.begin(), vanishing.end(), k) == vanishing.end()) {
      const Triangle triangle = moved(triangles_[k], from, to);
      if (!is_good(triangle) || bulge(triangle, kink) > largest_bulge)
        return false;
    }
  return true;
}

double SurfaceCoarsening::bulge(const Triangle &t, const NewKink &kink) const {
  double largest = 0;
  for (int k = 0; k < 3; ++k) {
    const VertexPair edge = vertex_pair(t.corners[k], t.corners[(k + 1) % 3]);
    if (edge == vertex_pair(kink.other, kink.to))
      largest = std::max(largest, bulge(t, k, kink.chain));
    else if (const auto known = chains_.find(edge); known != chains_.end())
      largest = std::max(largest, bulge(t, k, known->second));
  }
  return largest;
}

double SurfaceCoarsening::bulge(const Triangle &t, int k, const std::vector<int> &chain) const {
  const Point<3> &a = fine_.position(t.corners[k]);
  const Tensor<1, 3> along = fine_.position(t.corners[(k + 1) % 3]) - a,
                     side = fine_.position(t.corners[(k + 2) % 3]) - a;
  const double foot = (side * along) / along.norm_square(); // of the height, on the edge from 0 to 1
  const Tensor<1, 3> height = side - foot * along;
  double rise = 0; // of the kink's arc, over the height
  for (std::size_t i = 0; i + 1 < chain.size(); ++i)
    for (const int node : {chain[i], fine_.middle(vertex_pair(chain[i], chain[i + 1]))})
      rise = std::max(rise, (fine_.position(node) - a) * height / height.norm_square());
  return 4 * rise * std::max(foot, 1 - foot); // an arc's slope at its ends is four times its rise
}

SurfaceCoarsening::Triangle SurfaceCoarsening::moved(Triangle triangle, int from, int to) {
  std::replace(triangle.corners.begin(), triangle.corners.end(), from, to);
  return triangle;
}

bool SurfaceCoarsening::is_good(const Triangle &t) const {
  const Point<3> &a = fine_.position(t.corners[0]), &b = fine_.position(t.corners[1]),
                 &c = fine_.position(t.corners[2]);
  const Tensor<1, 3> area = cross_product_3d(b - a, c - a) / 2;
  double squares = 0;
  for (int k = 0; k < 3; ++k) {
    const int from = t.corners[k], to = t.corners[(k + 1) % 3];
    squares += std::pow(length(from, to), 2);
    if (length(from, to) > largest_edge_[fine_.zone(t.patch)] ||
        fine_.normal(from, t.patch) * fine_.normal(to, t.patch) < turn_cosine ||
        fine_.normal(from, t.patch) * area < tilt_cosine * area.norm())
      return false;
  }
  return 4 * std::sqrt(3) * area.norm() > least_quality_ * squares;
}

} // namespace earshot
