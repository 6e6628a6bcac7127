#include "solver/mesh/plane_mesh.h"

#include "solver/config/located.h"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <map>

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

using Edge = std::array<int, 2>;

/// Edges of one quadrilateral alone.
std::vector<Edge> boundary_edges(const PlaneMesh &mesh, const std::string &origin) {
  std::map<Edge, int> uses;
  for (const auto &quad : mesh.quads)
    for (int i = 0; i < 4; ++i) {
      const int a = quad.vertices[i], b = quad.vertices[(i + 1) % 4];
      if (++uses[{std::min(a, b), std::max(a, b)}] > 2)
        throw UserError(fmt::format("{}: more than two elements share the edge at ({:.6g}, {:.6g}) mm",
                                    origin, 1e3 * mesh.nodes[a][0], 1e3 * mesh.nodes[a][1]));
    }
  std::vector<Edge> boundary;
  for (const auto &[edge, count] : uses)
    if (count == 1)
      boundary.push_back(edge);
  return boundary;
}

/// Whether a node lies on an edge, its ends included, though it is none of them.
bool lies_on(const PlaneMesh &mesh, int node, const Edge &edge) {
  if (node == edge[0] || node == edge[1])
    return false;
  const auto &a = mesh.nodes[edge[0]], &b = mesh.nodes[edge[1]], &p = mesh.nodes[node];
  const double dx = b[0] - a[0], dy = b[1] - a[1], length = std::hypot(dx, dy);
  const double along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length,
               across = std::abs((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / length;
  const double tiny = 1e-6 * length;
  return across < tiny && along > -tiny && along < length + tiny;
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

void check_conforming(const PlaneMesh &mesh, const std::string &origin) {
  // Where elements touch without sharing nodes, both sides have boundary edges.
  const auto boundary = boundary_edges(mesh, origin);
  for (const Edge &edge : boundary)
    for (const Edge &other : boundary)
      for (const int node : other)
        if (lies_on(mesh, node, edge))
          throw UserError(
              fmt::format("{}: elements touch at ({:.6g}, {:.6g}) mm without sharing their nodes; "
                          "expected parts whose common borders are meshed once (gmsh: fragments)",
                          origin, 1e3 * mesh.nodes[node][0], 1e3 * mesh.nodes[node][1]));
}

} // namespace earshot
