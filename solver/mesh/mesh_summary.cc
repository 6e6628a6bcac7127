#include "solver/mesh/mesh_summary.h"

#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/edge_nodes.h"

#include <algorithm>
#include <numbers>

namespace earshot {
namespace {

/// Smallest angle between two faces of the straight tetrahedron [rad].
double smallest_dihedral_angle(const AirMesh &mesh, const std::array<int, 10> &cell) {
  std::array<Vector3, 4> normal;
  for (int f = 0; f < 4; ++f) {
    const auto &corners = tetrahedron_faces[f];
    const Vector3 &a = mesh.nodes[cell[corners[0]]];
    normal[f] = cross(mesh.nodes[cell[corners[1]]] - a, mesh.nodes[cell[corners[2]]] - a);
  }
  double smallest = std::numbers::pi;
  for (int f = 0; f < 4; ++f)
    for (int g = 0; g < f; ++g) {
      const double cosine = -dot(normal[f], normal[g]) / (norm(normal[f]) * norm(normal[g]));
      smallest = std::min(smallest, std::acos(std::clamp(cosine, -1., 1.)));
    }
  return smallest;
}

} // namespace

MeshSummary summarize(const AirMesh &mesh) {
  MeshSummary summary{{},
                      {},
                      mesh.nodes.size(),
                      mesh.cells.size(),
                      mesh.pairs.size(),
                      mesh.straightened_cells,
                      std::numbers::pi,
                      1};
  for (const auto &name : mesh.volumes)
    summary.volumes.push_back({name, 0, 0});
  for (const auto &name : mesh.surfaces)
    summary.surfaces.push_back({name, 0, 0, false});
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    const JacobianBounds bounds = jacobian_bounds(mesh.nodes, mesh.cells[c]);
    auto &volume = summary.volumes[mesh.cell_volume[c]];
    volume.volume += bounds.volume;
    ++volume.cells;
    summary.smallest_jacobian = std::min(summary.smallest_jacobian, bounds.smallest);
    summary.smallest_angle = std::min(summary.smallest_angle, smallest_dihedral_angle(mesh, mesh.cells[c]));
  }
  const EdgeNodes edge_nodes(mesh);
  const auto add_area = [&](const std::array<int, 3> &v, int surface, double share) {
    std::array<Vector3, 6> points;
    for (int i = 0; i < 3; ++i) {
      points[i] = mesh.nodes[v[i]];
      points[3 + i] = mesh.nodes[edge_nodes.at(v[i], v[(i + 1) % 3])];
    }
    summary.surfaces[surface].area += share * curved_area(points);
  };
  for (const auto &face : mesh.faces) {
    add_area(face.vertices, face.surface, 1);
    ++summary.surfaces[face.surface].triangles;
  }
  for (const auto &pair : mesh.pairs) { // its two faces are in the list
    add_area(pair.vertices, pair.surface, -1);
    --summary.surfaces[pair.surface].triangles;
    summary.surfaces[pair.surface].split = true;
  }
  return summary;
}

} // namespace earshot
