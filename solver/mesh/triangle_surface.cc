#include "solver/mesh/triangle_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;

/// Two tangent planes that meet at a larger angle than this, in cosines, make a kink.
const double kink_cosine = std::cos(0.6);

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

} // namespace

TriangleSurface with_merged_nodes(const TriangleSurface &surface, double tolerance) {
  const std::size_t n = surface.nodes.size();
  std::vector<int> order(n), parent(n), number(n, -1);
  std::iota(order.begin(), order.end(), 0);
  std::iota(parent.begin(), parent.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](int a, int b) { return surface.nodes[a][0] < surface.nodes[b][0]; });
  for (std::size_t i = 0; i < n; ++i) {
    const Point<3> &x = surface.nodes[order[i]];
    for (std::size_t j = i; j-- > 0 && x[0] - surface.nodes[order[j]][0] <= tolerance;)
      if (x.distance(surface.nodes[order[j]]) <= tolerance)
        parent[root_of(parent, order[i])] = root_of(parent, order[j]);
  }
  TriangleSurface merged; // numbered as the nodes are listed, wherever the surface is turned
  for (std::size_t i = 0; i < n; ++i) {
    int &of_root = number[root_of(parent, int(i))];
    if (of_root < 0) {
      of_root = int(merged.nodes.size());
      merged.nodes.push_back(surface.nodes[i]);
    }
  }
  for (std::array<int, 6> triangle : surface.triangles) {
    for (int &node : triangle)
      node = number[root_of(parent, node)];
    merged.triangles.push_back(triangle);
  }
  merged.zone = surface.zone;
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

VertexPair vertex_pair(int a, int b) {
  return std::minmax(a, b);
}

SmoothPatches::SmoothPatches(TriangleSurface surface) : surface_(std::move(surface)) {
  if (surface_.triangles.empty())
    throw std::invalid_argument("a shell of walls needs walls");
  find_kinks();
  find_patches();
  find_normals();
}

Point<3> SmoothPatches::on_patch(int patch, const Point<3> &x) const {
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

void SmoothPatches::find_kinks() {
  struct Side {
    std::size_t triangle;
    int edge;
  };
  std::map<VertexPair, std::vector<Side>> sides;
  for (std::size_t k = 0; k < surface_.triangles.size(); ++k)
    for (int e = 0; e < 3; ++e) {
      const std::array<int, 6> &t = surface_.triangles[k];
      sides[vertex_pair(t[e], t[(e + 1) % 3])].push_back({k, e});
      middle_[vertex_pair(t[e], t[(e + 1) % 3])] = t[3 + e];
    }
  const auto normal_at = [&](const Side &side) {
    std::array<double, 3> middle{0.5, 0.5, 0.5};
    middle[(side.edge + 2) % 3] = 0;
    return curved_normal(surface_, surface_.triangles[side.triangle], middle);
  };
  const auto zone_of = [&](const Side &side) {
    return surface_.zone.empty() ? 0 : surface_.zone[side.triangle];
  };
  for (const auto &[edge, of] : sides)
    if (of.size() != 2 || zone_of(of[0]) != zone_of(of[1]) ||
        normal_at(of[0]) * normal_at(of[1]) < kink_cosine)
      kinks_.insert(edge);
    else
      smooth_.emplace_back(of[0].triangle, of[1].triangle);
}

void SmoothPatches::find_patches() {
  std::vector<int> parent(surface_.triangles.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (const auto &[a, b] : smooth_)
    parent[root_of(parent, int(a))] = root_of(parent, int(b));
  for (std::size_t k = 0; k < parent.size(); ++k) {
    patch_.push_back(root_of(parent, int(k)));
    triangles_[patch_.back()].push_back(k);
  }
}

void SmoothPatches::find_normals() {
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

} // namespace earshot
