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

ShellAxis rim_axis(const AirMesh &mesh, int surface) {
  std::map<std::array<int, 2>, int> triangles_of_edge;
  dealii::Tensor<1, 3> normal;
  for (const AirMesh::FacePair &pair : mesh.pairs) {
    if (pair.surface != surface)
      continue;
    const auto &v = pair.vertices;
    normal += dealii::cross_product_3d(position(mesh, v[1]) - position(mesh, v[0]),
                                       position(mesh, v[2]) - position(mesh, v[0]));
    for (unsigned int k = 0; k < 3; ++k) {
      const int a = v[k], b = v[(k + 1) % 3];
      ++triangles_of_edge[{std::min(a, b), std::max(a, b)}];
    }
  }
  dealii::Tensor<1, 3> moment;
  double length = 0;
  for (const auto &[edge, count] : triangles_of_edge)
    if (count == 1) {
      const auto a = position(mesh, edge[0]), b = position(mesh, edge[1]);
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
