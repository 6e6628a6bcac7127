#include "solver/mesh/rim.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace earshot {

namespace {

dealii::Point<3> position(const AirMesh &mesh, int node) {
  const auto &x = mesh.nodes[node];
  return {x[0], x[1], x[2]};
}

/// Edges of a split surface that one of its triangles has alone, by their vertices on one side.
std::vector<std::array<int, 2>> rim_edges(const AirMesh &mesh, int surface) {
  std::map<std::array<int, 2>, int> triangles_of_edge;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    for (unsigned int k = 0; pair.surface == surface && k < 3; ++k) {
      const int a = pair.vertices[k], b = pair.vertices[(k + 1) % 3];
      ++triangles_of_edge[{std::min(a, b), std::max(a, b)}];
    }
  std::vector<std::array<int, 2>> rim;
  for (const auto &[edge, count] : triangles_of_edge)
    if (count == 1)
      rim.push_back(edge);
  return rim;
}

/// The node of the lowest number on either side of a surface's rim.
int first_node(const AirMesh &mesh, int surface) {
  std::set<int> rim;
  for (const auto &edge : rim_edges(mesh, surface))
    rim.insert(edge.begin(), edge.end());
  int first = *rim.begin();
  for (const AirMesh::FacePair &pair : mesh.pairs)
    for (int k = 0; pair.surface == surface && k < 3; ++k)
      if (rim.count(pair.vertices[k]) > 0)
        first = std::min(first, pair.opposite[k]);
  return first;
}

} // namespace

std::vector<RimSegment> rim_of(const AirMesh &mesh, int surface) {
  std::vector<RimSegment> rim;
  for (const auto &edge : rim_edges(mesh, surface))
    rim.push_back({position(mesh, edge[0]), position(mesh, edge[1])});
  return rim;
}

ShellAxis rim_axis(const AirMesh &mesh, int surface) {
  dealii::Tensor<1, 3> normal, moment;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (const auto &v = pair.vertices; pair.surface == surface)
      normal += dealii::cross_product_3d(position(mesh, v[1]) - position(mesh, v[0]),
                                         position(mesh, v[2]) - position(mesh, v[0]));
  double length = 0;
  for (const auto &[a, b] : rim_of(mesh, surface)) {
    moment += a.distance(b) * 0.5 * (a + b);
    length += a.distance(b);
  }
  if (length == 0 || normal.norm() == 0)
    throw std::invalid_argument(
        "surface '" + mesh.surfaces.at(surface) +
        "' has no rim: a diaphragm must be an open surface between front and rear air");
  const dealii::Point<3> centre(moment / length);
  return {centre, normal / normal.norm(), position(mesh, first_node(mesh, surface)) - centre};
}

} // namespace earshot
