#include "solver/mesh/moved_nodes.h"

#include "solver/config/located.h"
#include "solver/mesh/geometry_outline.h"
#include "solver/mesh/harmonic_extension.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <map>
#include <numbers>
#include <set>

namespace earshot {

namespace {

using Places = std::vector<double>; ///< x, y, z in turn, in the model's unit

/// A curve's parameter as a function of the share of its length, at equal steps of the parameter.
class CurveLength {
public:
  explicit CurveLength(int curve) {
    std::vector<double> low, high;
    gmsh::model::getParametrizationBounds(1, curve, low, high);
    low_ = low[0], high_ = high[0];
    std::string type;
    gmsh::model::getType(1, curve, type);
    if (type == "Line" || type == "Circle") // run evenly
      return;
    constexpr int pieces = 400;
    std::vector<double> parameters, x;
    for (int i = 0; i <= pieces; ++i)
      parameters.push_back(low_ + (high_ - low_) * i / pieces);
    gmsh::model::getValue(1, curve, parameters, x);
    lengths_.push_back(0);
    for (int i = 1; i <= pieces; ++i)
      lengths_.push_back(lengths_.back() + std::hypot(x[3 * i] - x[3 * i - 3], x[3 * i + 1] - x[3 * i - 2],
                                                      x[3 * i + 2] - x[3 * i - 1]));
  }

  double share(double parameter) const {
    const double even = (parameter - low_) / (high_ - low_);
    if (!is_uneven())
      return even;
    const double pieces = static_cast<double>(lengths_.size() - 1),
                 at = std::clamp(even * pieces, 0.0, pieces);
    const std::size_t i = std::min<std::size_t>(static_cast<std::size_t>(at), lengths_.size() - 2);
    return (lengths_[i] + (at - static_cast<double>(i)) * (lengths_[i + 1] - lengths_[i])) / lengths_.back();
  }

  double parameter(double share) const {
    if (!is_uneven())
      return low_ + share * (high_ - low_);
    const double length = share * lengths_.back();
    const std::size_t i = std::clamp<std::ptrdiff_t>(
        std::upper_bound(lengths_.begin(), lengths_.end(), length) - lengths_.begin() - 1, 0,
        static_cast<std::ptrdiff_t>(lengths_.size()) - 2);
    const double at = static_cast<double>(i) + (length - lengths_[i]) / (lengths_[i + 1] - lengths_[i]);
    return low_ + (high_ - low_) * at / static_cast<double>(lengths_.size() - 1);
  }

private:
  bool is_uneven() const { return !lengths_.empty() && lengths_.back() > 0; }

  double low_, high_;
  std::vector<double> lengths_; ///< from the beginning
};

/// The vertices of a face of a cell, then the nodes of its edges.
std::array<int, 6> nodes_of_face(const std::array<int, 10> &cell, int face) {
  std::array<int, 6> nodes{};
  const auto &corners = tetrahedron_faces[face];
  std::size_t n = 0;
  for (const int corner : corners)
    nodes[n++] = cell[corner];
  for (int e = 0; e < 6; ++e)
    if (std::none_of(tetrahedron_edges[e].begin(), tetrahedron_edges[e].end(),
                     [=](int end) { return end == face; })) // the face lies opposite of that vertex
      nodes[n++] = cell[4 + e];
  return nodes;
}

class NodeMotion {
public:
  NodeMotion(const TetrahedralMesh &mesh, const GeometryChange &change, bool curved)
      : mesh_(mesh), change_(change), curved_(curved), moves_(mesh.nodes.size(), Vector3{}) {}

  std::vector<Vector3> nodes() {
    compare_geometries();
    group_nodes();
    move_points_and_curves();
    move_surfaces();
    move_volumes();
    std::vector<Vector3> nodes = mesh_.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i)
      nodes[i] = nodes[i] + moves_[i];
    return nodes;
  }

private:
  void compare_geometries();
  void group_nodes();
  void move_points_and_curves();
  void move_curve(int curve, const std::vector<int> &nodes);
  std::map<int, std::vector<std::array<int, 3>>> triangles_of_surfaces() const;
  std::vector<bool> within_dimension(int highest) const;
  void move_surfaces();
  void project(int surface, const std::vector<int> &nodes);
  void move_volumes();
  void move_edge_nodes(const std::vector<int> &nodes);

  void select(const std::string &model) const { gmsh::model::setCurrent(model); }
  const GeometryEntity &entity(int node) const { return mesh_.node_entities[node]; }
  bool is_inside(int node, int dimension, int tag) const {
    return entity(node).dimension == dimension && entity(node).tag == tag;
  }
  bool is_on_edge(int node) const { return ends_[node][0] >= 0; }
  bool moves(int node) const { return moves_[node] != Vector3{}; }
  Places places(const std::vector<int> &nodes, bool moved) const;
  void move(const std::vector<int> &nodes, const Places &before, const Places &after);
  Vector3 mean_of_ends(const std::vector<Vector3> &values, int node) const {
    return 0.5 * (values[ends_[node][0]] + values[ends_[node][1]]);
  }

  const TetrahedralMesh &mesh_;
  const GeometryChange &change_;
  bool curved_;
  GeometryOutline outline_;
  std::map<std::pair<int, int>, std::vector<int>> nodes_of_; ///< entity, nodes inside of it
  std::vector<std::array<int, 2>> ends_; ///< of the edge that a node is in the middle of; of vertices -1
  std::vector<Vector3> moves_;           ///< [m]
};

Places NodeMotion::places(const std::vector<int> &nodes, bool moved) const {
  Places places;
  for (const int node : nodes)
    for (int d = 0; d < 3; ++d)
      places.push_back((mesh_.nodes[node][d] + (moved ? moves_[node][d] : 0)) / change_.scale);
  return places;
}

void NodeMotion::compare_geometries() {
  select(change_.before);
  outline_ = GeometryOutline::of_current_model();
  select(change_.after);
  const std::string difference = outline_.difference(GeometryOutline::of_current_model());
  if (!difference.empty())
    throw UserError("the topology changes, as the geometry has " + difference);
}

void NodeMotion::group_nodes() {
  for (std::size_t node = 0; node < mesh_.node_entities.size(); ++node)
    nodes_of_[{mesh_.node_entities[node].dimension, mesh_.node_entities[node].tag}].push_back(
        static_cast<int>(node));
  ends_.assign(mesh_.nodes.size(), {-1, -1});
  for (const auto &cell : mesh_.cells)
    for (int e = 0; e < 6; ++e)
      ends_[cell[4 + e]] = {cell[tetrahedron_edges[e][0]], cell[tetrahedron_edges[e][1]]};
}

/// Places at the same shares of a curve before and after.
void NodeMotion::move_curve(int curve, const std::vector<int> &nodes) {
  std::vector<double> shares, before, after;
  const auto place = [&](const CurveLength &length) {
    std::vector<double> parameters, places;
    for (const double share : shares)
      parameters.push_back(length.parameter(share));
    gmsh::model::getValue(1, curve, parameters, places);
    return places;
  };
  select(change_.before);
  gmsh::model::getParametrization(1, curve, places(nodes, false), shares);
  const CurveLength length(curve);
  for (double &share : shares)
    share = length.share(share);
  before = place(length);
  select(change_.after);
  move(nodes, before, place(CurveLength(curve)));
  if (!curved_)
    move_edge_nodes(nodes);
}

void NodeMotion::move_points_and_curves() {
  for (const auto &[key, nodes] : nodes_of_)
    if (key.first == 0) {
      Places before, after;
      select(change_.before);
      gmsh::model::getValue(0, key.second, {}, before);
      select(change_.after);
      gmsh::model::getValue(0, key.second, {}, after);
      move(nodes, before, after);
    } else if (key.first == 1) {
      move_curve(key.second, nodes);
    }
}

/// Moves nodes by differences of places on the geometry, in the model's unit. An edge that was flattened
/// keeps the share of its bow that it has.
void NodeMotion::move(const std::vector<int> &nodes, const Places &before, const Places &after) {
  const auto place = [&](const Places &places, std::size_t k) {
    return change_.scale * Vector3{places[3 * k], places[3 * k + 1], places[3 * k + 2]};
  };
  for (std::size_t k = 0; k < nodes.size(); ++k)
    moves_[nodes[k]] = place(after, k) - place(before, k);
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const int node = nodes[k];
    if (!is_on_edge(node))
      continue;
    const Vector3 middle = mean_of_ends(mesh_.nodes, node), bow = place(before, k) - middle,
                  own = mesh_.nodes[node] - middle;
    const double length = norm(mesh_.nodes[ends_[node][0]] - mesh_.nodes[ends_[node][1]]);
    if (norm(own - bow) < 1e-6 * length)
      continue;
    const Vector3 straight = mean_of_ends(moves_, node);
    const double kept = std::clamp(dot(own, bow) / dot(bow, bow), 0.0, 1.0);
    moves_[node] = straight + kept * (moves_[node] - straight);
  }
}

/// Those of the nodes that are in the middle of edges go with the mean of their ends.
void NodeMotion::move_edge_nodes(const std::vector<int> &nodes) {
  for (const int node : nodes)
    if (is_on_edge(node))
      moves_[node] = mean_of_ends(moves_, node);
}

/// Triangles by surface: faces of cells whose nodes all lie in a surface and its bounds, one of them inside.
std::map<int, std::vector<std::array<int, 3>>> NodeMotion::triangles_of_surfaces() const {
  std::map<int, std::set<std::pair<int, int>>> bounds;
  for (const auto &[key, nodes] : nodes_of_)
    if (key.first == 2) {
      const auto list = outline_.bounds_of_surface(key.second);
      bounds[key.second] = {list.begin(), list.end()};
    }
  std::map<int, std::vector<std::array<int, 3>>> triangles;
  std::set<std::array<int, 3>> known;
  for (const auto &cell : mesh_.cells)
    for (int face = 0; face < 4; ++face) {
      const std::array<int, 6> nodes = nodes_of_face(cell, face);
      const auto inside =
          std::find_if(nodes.begin(), nodes.end(), [&](int node) { return entity(node).dimension == 2; });
      if (inside == nodes.end())
        continue;
      const int surface = entity(*inside).tag;
      const auto lies_in = [&](int node) {
        return is_inside(node, 2, surface) ||
               bounds.at(surface).contains({entity(node).dimension, entity(node).tag});
      };
      std::array<int, 3> triangle{nodes[0], nodes[1], nodes[2]};
      std::sort(triangle.begin(), triangle.end());
      if (std::all_of(nodes.begin(), nodes.end(), lies_in) && known.insert(triangle).second)
        triangles[surface].push_back(triangle);
    }
  return triangles;
}

/// Nodes up to a dimension.
std::vector<bool> NodeMotion::within_dimension(int highest) const {
  std::vector<bool> within(mesh_.nodes.size());
  for (std::size_t node = 0; node < within.size(); ++node)
    within[node] = mesh_.node_entities[node].dimension <= highest;
  return within;
}

/// A seam is no edge of a surface: its nodes move as those inside do.
void NodeMotion::move_surfaces() {
  std::vector<bool> known = within_dimension(1);
  std::map<int, std::vector<int>> inside;
  for (const auto &[key, nodes] : nodes_of_)
    if (key.first == 2)
      inside[key.second] = nodes;
  for (const auto &[seam, surface] : outline_.seams())
    if (const auto nodes = nodes_of_.find({1, seam}); nodes != nodes_of_.end()) {
      std::vector<int> &all = inside[surface];
      all.insert(all.end(), nodes->second.begin(), nodes->second.end());
      for (const int node : nodes->second)
        known[node] = false;
    }
  for (const auto &[surface, triangles] : triangles_of_surfaces()) {
    if (std::none_of(triangles.begin(), triangles.end(), [&](const auto &triangle) {
          return std::any_of(triangle.begin(), triangle.end(), [&](int node) { return moves(node); });
        }))
      continue;
    const std::vector<int> &nodes = inside.at(surface);
    extend_harmonically(mesh_.nodes, triangles, known, 0, moves_);
    move_edge_nodes(nodes);
    if (outline_.entities.at({2, surface}).type != "Plane") // which the extension keeps flat
      project(surface, nodes);
  }
}

void NodeMotion::project(int surface, const std::vector<int> &nodes) {
  std::vector<int> wanted;
  for (const int node : nodes)
    if (curved_ || !is_on_edge(node))
      wanted.push_back(node);
  Places before, after;
  std::vector<double> parameters;
  select(change_.before);
  gmsh::model::getClosestPoint(2, surface, places(wanted, false), before, parameters);
  select(change_.after);
  gmsh::model::getClosestPoint(2, surface, places(wanted, true), after, parameters);
  move(wanted, before, after);
  if (!curved_)
    move_edge_nodes(nodes);
}

void NodeMotion::move_volumes() {
  if (std::none_of(moves_.begin(), moves_.end(), [](const Vector3 &move) { return move != Vector3{}; }))
    return;
  std::vector<std::array<int, 4>> vertices;
  for (const auto &cell : mesh_.cells)
    vertices.push_back({cell[0], cell[1], cell[2], cell[3]});
  extend_harmonically(mesh_.nodes, vertices, within_dimension(2), 1, moves_);
  for (const auto &[key, nodes] : nodes_of_)
    if (key.first == 3)
      move_edge_nodes(nodes);
}

} // namespace

std::vector<Vector3> moved_nodes(const TetrahedralMesh &mesh, const GeometryChange &change, bool curved) {
  return NodeMotion(mesh, change, curved).nodes();
}

double least_scaled_jacobian(const std::vector<Vector3> &nodes,
                             const std::vector<std::array<int, 10>> &cells) {
  double least = 1;
  for (const auto &cell : cells) {
    const auto edge = [&](int i, int j) { return nodes[cell[j]] - nodes[cell[i]]; };
    const double determinant = dot(edge(0, 1), cross(edge(0, 2), edge(0, 3)));
    for (int v = 0; v < 4; ++v) {
      double product = 1;
      for (int other = 0; other < 4; ++other)
        product *= other == v ? 1 : norm(edge(v, other));
      least = std::min(least, std::numbers::sqrt2 * determinant / product);
    }
  }
  return least;
}

} // namespace earshot
