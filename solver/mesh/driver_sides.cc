#include "solver/mesh/driver_sides.h"

#include "solver/mesh/checks.h"
#include "solver/mesh/placed_body.h"
#include "solver/mesh/vector3.h"

#include <algorithm>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <utility>

namespace earshot {
namespace {

constexpr int unreachable = std::numeric_limits<int>::max();

/// Parts of the air that a surface with air on both sides lies between.
using Sides = std::pair<int, int>;

/// Part of the air that each node of a face belongs to; after splitting, a node has one side.
std::vector<int> part_of_nodes(const AirMesh &mesh) {
  const std::vector<int> part = connected_parts(mesh);
  std::vector<int> result(mesh.nodes.size(), -1);
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const int node : mesh.cells[c])
      result[node] = part[c];
  return result;
}

/// A vertex on the rim of a surface keeps both sides; another one of the face tells them apart.
Sides sides_of(const AirMesh::FacePair &pair, const std::vector<int> &part_of_node) {
  for (int i = 0; i < 3; ++i)
    if (pair.vertices[i] != pair.opposite[i])
      return {part_of_node[pair.vertices[i]], part_of_node[pair.opposite[i]]};
  return {-1, -1};
}

/// Where the ear is: its surface, or the network's ports that lead to it.
std::set<std::string> surfaces_of_ear(const Case &config) {
  if (config.ear.node.value.empty())
    return {config.ear.surface.value};
  std::set<std::string> names;
  if (config.network)
    for (const auto &port : config.network->ports)
      names.insert(port.surface.value);
  return names;
}

/// For each part of the air, the number of diaphragms on the way to the ear.
std::vector<int> diaphragms_to_ear(const AirMesh &mesh, const Case &config,
                                   const std::vector<int> &part_of_node) {
  std::set<std::string> diaphragms, screens;
  for (const auto &driver : config.drivers)
    diaphragms.insert(driver.surface.value);
  for (const auto &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::screen)
      screens.insert(surface.name.value);
  std::map<int, std::set<std::pair<int, int>>> neighbours; // part -> (cost, part)
  for (const AirMesh::FacePair &pair : mesh.pairs) {
    const bool passes = screens.count(mesh.surfaces[pair.surface]) > 0;
    if (!passes && diaphragms.count(mesh.surfaces[pair.surface]) == 0)
      continue;
    const auto [one, other] = sides_of(pair, part_of_node);
    neighbours[one].insert({passes ? 0 : 1, other});
    neighbours[other].insert({passes ? 0 : 1, one});
  }
  const int parts = 1 + *std::max_element(part_of_node.begin(), part_of_node.end());
  std::vector<int> distance(parts, unreachable);
  std::priority_queue<std::pair<int, int>, std::vector<std::pair<int, int>>, std::greater<>> next;
  const std::set<std::string> ear = surfaces_of_ear(config);
  for (const NamedFace &face : mesh.faces)
    if (ear.count(mesh.surfaces[face.surface]) > 0)
      next.push({0, part_of_node[face.vertices[0]]});
  while (!next.empty()) {
    const auto [so_far, part] = next.top();
    next.pop();
    if (so_far >= distance[part])
      continue;
    distance[part] = so_far;
    for (const auto &[cost, neighbour] : neighbours[part])
      next.push({so_far + cost, neighbour});
  }
  return distance;
}

void turn_round(AirMesh::FacePair &pair) {
  std::swap(pair.vertices, pair.opposite);
  std::swap(pair.vertices[1], pair.vertices[2]); // counter-clockwise, seen from the new front
  std::swap(pair.opposite[1], pair.opposite[2]);
}

/// Turns a surface's pairs to where the driver's axis points.
void turn_along(const Vector3 &axis, int surface, AirMesh &mesh) {
  const auto is_of = [&](const AirMesh::FacePair &pair) { return pair.surface == surface; };
  Vector3 normal{}; // of the whole surface: that of a face in a steep roll says less
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (is_of(pair)) {
      const Vector3 &a = mesh.nodes[pair.vertices[0]];
      normal = normal + cross(mesh.nodes[pair.vertices[1]] - a, mesh.nodes[pair.vertices[2]] - a);
    }
  if (dot(normal, axis) < 0)
    for (AirMesh::FacePair &pair : mesh.pairs)
      if (is_of(pair))
        turn_round(pair);
}

} // namespace

void turn_drivers_to_front(AirMesh &mesh, const Case &config) {
  if (mesh.cells.empty())
    return;
  const std::vector<int> part_of_node = part_of_nodes(mesh);
  const std::vector<int> distance = diaphragms_to_ear(mesh, config, part_of_node);
  std::set<int> diaphragms;
  for (const auto &driver : config.drivers)
    if (driver.body)
      turn_along(frame_of(driver.place).z, mesh.surface_index(driver.surface), mesh);
    else
      diaphragms.insert(mesh.surface_index(driver.surface));
  for (AirMesh::FacePair &pair : mesh.pairs) {
    if (diaphragms.count(pair.surface) == 0)
      continue;
    const auto [front, rear] = sides_of(pair, part_of_node);
    if (front < 0 || distance[rear] >= distance[front])
      continue;
    turn_round(pair);
  }
}

} // namespace earshot
