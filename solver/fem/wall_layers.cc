#include "solver/fem/wall_layers.h"

#include "solver/mesh/tetrahedral_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace earshot {

namespace {

using Edge = std::array<int, 2>;
using Part = WallLayers::Part;

Edge edge(int a, int b) {
  return {std::min(a, b), std::max(a, b)};
}

/// Where an edge is cut.
struct Cut {
  double share;   ///< of the way from its first vertex to its second
  int vertex = 0; ///< the new one
  int rank = 0;   ///< in the order of the cuts
};

double distance_from_edge(const Vector3 &x, const Vector3 &a, const Vector3 &b) {
  const Vector3 along = b - a;
  const double share = std::clamp(dot(x - a, along) / dot(along, along), 0.0, 1.0);
  return norm(x - a - share * along);
}

/// Distance of a point from a triangle.
double distance(const Vector3 &x, const Vector3 &a, const Vector3 &b, const Vector3 &c) {
  const Vector3 normal = cross(b - a, c - a);
  const auto inside = [&](const Vector3 &from, const Vector3 &to) {
    return dot(cross(to - from, x - from), normal) >= 0;
  };
  if (inside(a, b) && inside(b, c) && inside(c, a))
    return std::abs(dot(x - a, normal)) / norm(normal);
  return std::min({distance_from_edge(x, a, b), distance_from_edge(x, b, c), distance_from_edge(x, c, a)});
}

class Cutter {
public:
  Cutter(const std::vector<WallCell> &cells, const std::vector<Vector3> &positions,
         const std::vector<std::array<int, 3>> &wall_faces, double finest)
      : finest_(finest) {
    std::map<int, int> number;
    for (const WallCell &cell : cells) {
      Part part{cell.cell, {}, {}};
      for (int k = 0; k < 4; ++k) {
        const auto [found, added] = number.try_emplace(cell.vertices[k], static_cast<int>(positions_.size()));
        if (added)
          positions_.push_back(positions[cell.vertices[k]]);
        part.vertices[k] = found->second;
        part.places[k][k] = 1;
      }
      layers_.parts.push_back(part);
    }
    faces_.resize(positions_.size());
    layers_.on_wall.resize(positions_.size());
    for (const auto &face : wall_faces)
      add_wall({number.at(face[0]), number.at(face[1]), number.at(face[2])});
  }

  WallLayers layers() {
    while (cut([this](const Edge &ends) { return share_between_walls(ends); })) {
    }
    while (cut([this](const Edge &ends) { return share_above_wall(ends); })) {
    }
    return std::move(layers_);
  }

private:
  void add_wall(const std::array<int, 3> &face) {
    for (int k = 0; k < 3; ++k) {
      layers_.on_wall[face[k]] = 1;
      faces_[face[k]].push_back(face);
      layers_.wall_edges.insert(edge(face[k], face[(k + 1) % 3]));
    }
  }

  bool on_wall(int vertex) const { return layers_.on_wall[vertex]; }

  /// Distance of a point from the faces on walls around a vertex. (Heights above the planes of the faces
  /// would not do: in a corner a point close to one wall may be far from the other.)
  double height(int wall, int other) const {
    double least = std::numeric_limits<double>::infinity();
    for (const auto &[a, b, c] : faces_[wall])
      least = std::min(least, distance(positions_[other], positions_[a], positions_[b], positions_[c]));
    return least;
  }

  /// Where to cut an edge, 0: nowhere.
  double share_between_walls(const Edge &ends) const {
    return on_wall(ends[0]) && on_wall(ends[1]) && !layers_.wall_edges.count(ends) ? 0.5 : 0;
  }

  double share_above_wall(const Edge &ends) const {
    if (on_wall(ends[0]) == on_wall(ends[1]))
      return 0;
    constexpr double usual = 0.4, enough = 1.5;
    const bool first = on_wall(ends[0]);
    const double above = first ? height(ends[0], ends[1]) : height(ends[1], ends[0]);
    if (above <= enough * finest_)
      return 0;
    const double share = std::max(usual, finest_ / above);
    return first ? share : 1 - share;
  }

  /// Cuts all edges that `share_of` tells where to cut. @return whether there was any
  template <class ShareOf>
  bool cut(const ShareOf &share_of) {
    std::map<Edge, Cut> cuts;
    for (const Part &part : layers_.parts)
      for (const auto &[a, b] : tetrahedron_edges) {
        const Edge ends = edge(part.vertices[a], part.vertices[b]);
        if (const double share = share_of(ends); share > 0)
          cuts.try_emplace(ends, Cut{share});
      }
    if (cuts.empty())
      return false;
    rank(cuts);
    std::vector<Part> parts;
    for (const Part &part : layers_.parts)
      bisect(part, cuts, parts);
    layers_.parts = std::move(parts);
    return true;
  }

  void rank(std::map<Edge, Cut> &cuts) {
    std::vector<std::tuple<double, Edge, Cut *>> order;
    for (auto &[ends, cut] : cuts)
      order.emplace_back(-norm(positions_[ends[1]] - positions_[ends[0]]), ends, &cut);
    std::sort(order.begin(), order.end());
    int rank = 0;
    for (auto &[length, ends, cut] : order) {
      cut->rank = rank++;
      cut->vertex = static_cast<int>(positions_.size());
      positions_.push_back(positions_[ends[0]] + cut->share * (positions_[ends[1]] - positions_[ends[0]]));
      faces_.emplace_back();
      layers_.on_wall.push_back(0);
    }
  }

  static void bisect(const Part &part, const std::map<Edge, Cut> &cuts, std::vector<Part> &parts) {
    std::vector<std::pair<Edge, Cut>> own;
    for (const auto &[a, b] : tetrahedron_edges)
      if (const auto found = cuts.find(edge(part.vertices[a], part.vertices[b])); found != cuts.end())
        own.push_back(*found);
    std::sort(own.begin(), own.end(),
              [](const auto &a, const auto &b) { return a.second.rank < b.second.rank; });
    std::vector<Part> pieces = {part};
    for (const auto &[ends, cut] : own) {
      const std::size_t before = pieces.size();
      for (std::size_t k = 0; k < before; ++k) {
        const auto &vertices = pieces[k].vertices;
        const auto first = std::find(vertices.begin(), vertices.end(), ends[0]) - vertices.begin();
        const auto second = std::find(vertices.begin(), vertices.end(), ends[1]) - vertices.begin();
        if (first == 4 || second == 4)
          continue;
        Part near = pieces[k], far = pieces[k];
        for (int i = 0; i < 4; ++i)
          near.places[second][i] = far.places[first][i] =
              (1 - cut.share) * pieces[k].places[first][i] + cut.share * pieces[k].places[second][i];
        near.vertices[second] = far.vertices[first] = cut.vertex;
        pieces[k] = near;
        pieces.push_back(far);
      }
    }
    parts.insert(parts.end(), pieces.begin(), pieces.end());
  }

  double finest_;
  std::vector<Vector3> positions_;
  std::vector<std::vector<std::array<int, 3>>> faces_; ///< on walls around a vertex
  WallLayers layers_;
};

} // namespace

WallLayers cut_towards_walls(const std::vector<WallCell> &cells, const std::vector<Vector3> &positions,
                             const std::vector<std::array<int, 3>> &wall_faces, double finest) {
  return Cutter(cells, positions, wall_faces, finest).layers();
}

} // namespace earshot
