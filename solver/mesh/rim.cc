#include "solver/mesh/rim.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace earshot {

namespace {

dealii::Point<3> position(const AirMesh &mesh, int node) {
  const auto &x = mesh.nodes[node];
  return {x[0], x[1], x[2]};
}

} // namespace

std::vector<RimSegment> rim_of(const AirMesh &mesh, int surface) {
  std::map<std::array<int, 2>, int> triangles_of_edge;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    for (unsigned int k = 0; pair.surface == surface && k < 3; ++k) {
      const int a = pair.vertices[k], b = pair.vertices[(k + 1) % 3];
      ++triangles_of_edge[{std::min(a, b), std::max(a, b)}];
    }
  std::vector<RimSegment> rim;
  for (const auto &[edge, count] : triangles_of_edge)
    if (count == 1)
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
  return {dealii::Point<3>(moment / length), normal / normal.norm()};
}

} // namespace earshot
