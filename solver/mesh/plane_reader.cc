#include "solver/mesh/plane_reader.h"

#include "solver/config/located.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/load_msh.h"
#include "solver/mesh/plane_geometry.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <map>

namespace earshot {
namespace {

constexpr int gmsh_triangle = 2, gmsh_quadrilateral = 3;

/// Index of the named group of each surface entity; their names go into the mesh.
std::map<int, int> region_of_surface(PlaneMesh &mesh, const std::string &origin) {
  std::map<int, int> region;
  gmsh::vectorpair groups;
  gmsh::model::getPhysicalGroups(groups, 2);
  for (const auto &[dimension, group] : groups) {
    std::string name;
    gmsh::model::getPhysicalName(dimension, group, name);
    if (name.empty())
      throw UserError(fmt::format("{}: physical surface {} has no name", origin, group));
    const int index = static_cast<int>(mesh.regions.size());
    mesh.regions.push_back(name);
    std::vector<int> entities;
    gmsh::model::getEntitiesForPhysicalGroup(dimension, group, entities);
    for (const int entity : entities)
      if (!region.try_emplace(entity, index).second)
        throw UserError(fmt::format("{}: surface {} is in two groups, '{}' and '{}'", origin, entity,
                                    mesh.regions[region.at(entity)], name));
  }
  return region;
}

/// Numbers the nodes in the order in which quadrilaterals use them.
class PlaneNodes {
public:
  PlaneNodes(double scale, const std::string &origin) : scale_(scale), origin_(origin) {
    std::vector<double> coordinates, parametric;
    std::vector<std::size_t> tags;
    gmsh::model::mesh::getNodes(tags, coordinates, parametric);
    for (std::size_t i = 0; i < tags.size(); ++i)
      place_[tags[i]] = {coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2]};
  }
  int use(std::size_t tag, PlaneMesh &mesh) {
    const auto [found, is_new] = number_.try_emplace(tag, static_cast<int>(mesh.nodes.size()));
    if (is_new) {
      const auto &[x, y, z] = place_.at(tag);
      if (std::abs(z) > 1e-9 * (1 + std::hypot(x, y)))
        throw UserError(
            fmt::format("{}: node {} lies at z = {:g}, expected all in the plane z = 0", origin_, tag, z));
      mesh.nodes.push_back({scale_ * x, scale_ * y});
    }
    return found->second;
  }

private:
  double scale_;
  std::string origin_;
  std::map<std::size_t, std::array<double, 3>> place_;
  std::map<std::size_t, int> number_;
};

bool has_triangles() {
  std::vector<int> types;
  gmsh::model::mesh::getElementTypes(types, 2);
  return std::find(types.begin(), types.end(), gmsh_triangle) != types.end();
}

/// The annulus of the region for open space, from its nodes.
void find_annulus(PlaneMesh &mesh, bool planar) {
  const int open = region_index(mesh, plane_open_region);
  if (open < 0)
    return;
  std::vector<int> nodes;
  for (const auto &quad : mesh.quads)
    if (quad.region == open)
      nodes.insert(nodes.end(), quad.vertices.begin(), quad.vertices.end());
  std::array<double, 2> lower{1e300, 1e300}, upper{-1e300, -1e300};
  for (const int node : nodes)
    for (int i = 0; i < 2; ++i) {
      lower[i] = std::min(lower[i], mesh.nodes[node][i]);
      upper[i] = std::max(upper[i], mesh.nodes[node][i]);
    }
  mesh.open_centre = {planar ? (lower[0] + upper[0]) / 2 : 0, (lower[1] + upper[1]) / 2};
  mesh.open_inner_radius = 1e300;
  for (const int node : nodes) {
    const double distance =
        std::hypot(mesh.nodes[node][0] - mesh.open_centre[0], mesh.nodes[node][1] - mesh.open_centre[1]);
    mesh.open_inner_radius = std::min(mesh.open_inner_radius, distance);
    mesh.open_outer_radius = std::max(mesh.open_outer_radius, distance);
  }
}

} // namespace

PlaneMesh current_plane_mesh(double scale, const std::string &origin) {
  PlaneMesh mesh;
  const auto regions = region_of_surface(mesh, origin);
  PlaneNodes nodes(scale, origin);
  gmsh::vectorpair entities;
  gmsh::model::getEntities(entities, 2);
  for (const auto &[dimension, entity] : entities) {
    std::vector<int> types;
    std::vector<std::vector<std::size_t>> elements, corners;
    gmsh::model::mesh::getElements(types, elements, corners, dimension, entity);
    for (std::size_t b = 0; b < types.size(); ++b) {
      if (types[b] != gmsh_quadrilateral)
        throw UserError(fmt::format("{}: surface {} has elements of gmsh's type {}, expected triangles or "
                                    "quadrilaterals of first order",
                                    origin, entity, types[b]));
      if (!regions.count(entity))
        throw UserError(fmt::format("{}: surface {} with {} elements is in no named physical surface", origin,
                                    entity, elements[b].size()));
      for (std::size_t e = 0; e < elements[b].size(); ++e) {
        PlaneMesh::Quad quad{{}, regions.at(entity)};
        for (int i = 0; i < 4; ++i)
          quad.vertices[i] = nodes.use(corners[b][4 * e + i], mesh);
        mesh.quads.push_back(quad);
      }
    }
  }
  if (mesh.quads.empty())
    throw UserError(origin + ": found no elements on a named physical surface");
  orient_quads(mesh, origin);
  return mesh;
}

PlaneMesh read_plane_mesh(const std::string &file, double scale, bool planar) {
  const GmshSession gmsh;
  PlaneMesh mesh;
  gmsh.run("reading " + file, [&] {
    load_msh(file);
    if (has_triangles()) {
      gmsh::option::setNumber("Mesh.SubdivisionAlgorithm", 1);
      gmsh::option::setNumber("Mesh.SecondOrderLinear", 1); // new nodes lie on the straight edges
      gmsh::model::mesh::refine();
    }
    mesh = current_plane_mesh(scale, file);
  });
  for (const auto &node : mesh.nodes)
    if (!planar && node[0] < -1e-9)
      throw UserError(fmt::format("{}: found a node at r = {:g} mm, expected r >= 0 for a body of revolution",
                                  file, 1e3 * node[0]));
  check_conforming(mesh, file);
  find_annulus(mesh, planar);
  return mesh;
}

} // namespace earshot
