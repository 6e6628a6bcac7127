#include "solver/mesh/plane_mesh.h"

#include "solver/config/located.h"

#include <algorithm>
#include <fmt/core.h>

namespace earshot {
namespace {

/// Twice the signed area of the triangle at each corner of a quadrilateral [m^2].
std::array<double, 4> corner_areas(const PlaneMesh &mesh, const PlaneMesh::Quad &quad) {
  std::array<double, 4> areas;
  for (int i = 0; i < 4; ++i) {
    const auto &before = mesh.nodes[quad.vertices[(i + 3) % 4]], &at = mesh.nodes[quad.vertices[i]],
               &after = mesh.nodes[quad.vertices[(i + 1) % 4]];
    areas[i] = (after[0] - at[0]) * (before[1] - at[1]) - (after[1] - at[1]) * (before[0] - at[0]);
  }
  return areas;
}

} // namespace

int region_index(const PlaneMesh &mesh, const std::string &name) {
  const auto at = std::find(mesh.regions.begin(), mesh.regions.end(), name);
  return at == mesh.regions.end() ? -1 : static_cast<int>(at - mesh.regions.begin());
}

std::vector<double> region_areas(const PlaneMesh &mesh) {
  std::vector<double> areas(mesh.regions.size(), 0);
  for (const auto &quad : mesh.quads) {
    const auto corners = corner_areas(mesh, quad);
    areas[quad.region] += (corners[0] + corners[2]) / 2;
  }
  return areas;
}

void orient_quads(PlaneMesh &mesh, const std::string &origin) {
  for (auto &quad : mesh.quads) {
    auto corners = corner_areas(mesh, quad);
    if (corners[0] + corners[2] < 0) {
      std::swap(quad.vertices[1], quad.vertices[3]);
      corners = corner_areas(mesh, quad);
    }
    if (*std::min_element(corners.begin(), corners.end()) > 0)
      continue;
    const auto &at = mesh.nodes[quad.vertices[0]];
    throw UserError(fmt::format("{}: the quadrilateral at ({:.6g}, {:.6g}) mm in '{}' is not convex", origin,
                                1e3 * at[0], 1e3 * at[1], mesh.regions[quad.region]));
  }
}

} // namespace earshot
