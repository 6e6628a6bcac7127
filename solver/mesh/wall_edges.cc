#include "solver/mesh/wall_edges.h"

#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <algorithm>
#include <map>
#include <numbers>

namespace earshot {
namespace {

/// One face's side of an edge.
struct Side {
  int middle, volume;
  Vector3 normal; ///< out of the air
  Vector3 inward; ///< along the face, across the edge, unit length
};

/// The nodes of a face of a cell: vertices, then the nodes of edges 01, 12, 20.
std::array<int, 6> face_nodes(const std::array<int, 10> &cell, const std::array<int, 3> &corners) {
  std::array<int, 6> nodes{};
  for (int i = 0; i < 3; ++i) {
    const int a = corners[i], b = corners[(i + 1) % 3];
    nodes[i] = cell[a];
    for (int e = 0; e < 6; ++e)
      if (std::min(a, b) == std::min(tetrahedron_edges[e][0], tetrahedron_edges[e][1]) &&
          std::max(a, b) == std::max(tetrahedron_edges[e][0], tetrahedron_edges[e][1]))
        nodes[3 + i] = cell[4 + e];
  }
  return nodes;
}

Vector3 unit(const Vector3 &a) {
  return (1 / norm(a)) * a;
}

/// The side of edge i of a six-node triangle, at the edge's middle.
Side side_of(const AirMesh &mesh, const std::array<int, 6> &nodes, int i, int volume) {
  const int j = (i + 1) % 3, k = (i + 2) % 3;
  const auto x = [&](int node) { return mesh.nodes[nodes[node]]; };
  // At the middle of edge ij: derivative along it x_j - x_i, across it, towards k, of the shape functions of
  // k
  // (-1), of the edges jk and ki (2 each), of i and j (-1/2 each) and of the edge ij (-2).
  const Vector3 along = x(j) - x(i);
  const Vector3 across = 2. * (x(3 + j) + x(3 + k)) - x(k) - 0.5 * (x(i) + x(j)) - 2. * x(3 + i);
  const Vector3 normal = unit(cross(along, across));
  return {nodes[3 + i], volume, normal, unit(cross(normal, along))};
}

/// Angle of the air between two faces.
double angle_between(const Side &first, const Side &second) {
  const double opening = std::acos(std::clamp(dot(first.inward, second.inward), -1., 1.));
  return dot(second.inward, first.normal) < 0 ? opening : 2 * std::numbers::pi - opening;
}

} // namespace

std::vector<WallEdge> wall_edges(const AirMesh &mesh,
                                 const std::function<bool(int surface, int volume)> &is_wall) {
  const auto sorted = [](auto vertices) {
    std::sort(vertices.begin(), vertices.end());
    return vertices;
  };
  std::map<std::array<int, 3>, int> surface_of;
  for (const NamedFace &face : mesh.faces)
    if (!face.interior)
      surface_of[sorted(face.vertices)] = face.surface;

  std::map<std::array<int, 2>, std::vector<Side>> sides;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &corners : tetrahedron_faces) {
      const std::array<int, 6> nodes = face_nodes(mesh.cells[c], corners);
      const auto found = surface_of.find(sorted(std::array{nodes[0], nodes[1], nodes[2]}));
      if (found == surface_of.end() || !is_wall(found->second, mesh.cell_volume[c]))
        continue;
      for (int i = 0; i < 3; ++i)
        sides[sorted(std::array{nodes[i], nodes[(i + 1) % 3]})].push_back(
            side_of(mesh, nodes, i, mesh.cell_volume[c]));
    }

  const double smooth = std::cos(20 * std::numbers::pi / 180);
  std::vector<WallEdge> edges;
  for (const auto &[ends, faces] : sides)
    if (faces.size() == 2 && dot(faces[0].normal, faces[1].normal) < smooth)
      edges.push_back(
          {{ends[0], ends[1], faces[0].middle}, faces[0].volume, angle_between(faces[0], faces[1])});
  return edges;
}

} // namespace earshot
