#include "solver/mesh/gmsh_reader.h"

#include "solver/config/located.h"
#include "solver/mesh/conformity.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/load_msh.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <map>
#include <unordered_map>

namespace earshot {
namespace {

constexpr int gmsh_triangle = 2, gmsh_triangle6 = 9, gmsh_tetrahedron = 4, gmsh_tetrahedron10 = 11;

/// Entities of one dimension with the index of their name, in ascending order of their tags.
struct NamedEntities {
  std::vector<std::string> names;
  std::map<int, int> name_of_entity;
};

NamedEntities named_entities(int dimension, const std::string &origin) {
  NamedEntities result;
  gmsh::vectorpair groups;
  gmsh::model::getPhysicalGroups(groups, dimension);
  const std::string kind = dimension == 3 ? "volume" : "surface";
  for (const auto &[d, group] : groups) {
    std::string name;
    gmsh::model::getPhysicalName(d, group, name);
    if (name.empty())
      throw UserError(fmt::format("{}: physical {} {} has no name", origin, kind, group));
    auto at = std::find(result.names.begin(), result.names.end(), name);
    if (at == result.names.end())
      at = result.names.insert(at, name);
    const int index = static_cast<int>(at - result.names.begin());
    std::vector<int> entities;
    gmsh::model::getEntitiesForPhysicalGroup(d, group, entities);
    for (int entity : entities) {
      const auto [found, is_new] = result.name_of_entity.try_emplace(entity, index);
      if (!is_new && found->second != index)
        throw UserError(fmt::format("{}: {} {} is in two groups, '{}' and '{}'", origin, kind, entity,
                                    result.names[found->second], name));
    }
  }
  return result;
}

/// Node tags to numbers, filled in as nodes are met.
class NodeNumbers {
public:
  NodeNumbers(double scale, const std::string &origin) : origin_(origin) {
    std::vector<double> coordinates, parametric;
    gmsh::model::mesh::getNodes(tags_, coordinates, parametric);
    std::vector<std::size_t> order(tags_.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return tags_[a] < tags_[b]; });
    for (std::size_t i : order) {
      if (!place_.try_emplace(tags_[i], points_.size()).second)
        continue;
      points_.push_back(
          {scale * coordinates[3 * i], scale * coordinates[3 * i + 1], scale * coordinates[3 * i + 2]});
    }
    used_.assign(points_.size(), false);
    find_entities();
  }

  /// Place of the node in ascending order of tags, marked as used.
  int use(std::size_t tag) {
    const auto found = place_.find(tag);
    if (found == place_.end())
      throw UserError(fmt::format("{}: an element uses node {}, which is not in the file", origin_, tag));
    used_[found->second] = true;
    return static_cast<int>(found->second);
  }

  /// Drops the nodes that no tetrahedron uses and renumbers the mesh.
  void compress(TetrahedralMesh &mesh) const {
    std::vector<int> number(points_.size(), -1);
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (used_[i]) {
        number[i] = static_cast<int>(mesh.nodes.size());
        mesh.nodes.push_back(points_[i]);
        mesh.node_entities.push_back(entities_[i]);
      }
    for (auto &cell : mesh.cells)
      for (int &node : cell)
        node = node < 0 ? node : number[node];
    for (auto &triangle : mesh.triangles)
      for (int &node : triangle.vertices)
        node = number[node];
  }

private:
  /// Gmsh lists a node with the entity that it is inside of.
  void find_entities() {
    entities_.resize(points_.size());
    gmsh::vectorpair entities;
    gmsh::model::getEntities(entities);
    for (const auto &[dimension, tag] : entities) {
      std::vector<std::size_t> tags;
      std::vector<double> coordinates, parametric;
      gmsh::model::mesh::getNodes(tags, coordinates, parametric, dimension, tag, false, false);
      for (const std::size_t node : tags)
        entities_[place_.at(node)] = {dimension, tag};
    }
  }

  std::string origin_;
  std::vector<std::size_t> tags_;
  std::vector<std::array<double, 3>> points_;
  std::vector<GeometryEntity> entities_;
  std::unordered_map<std::size_t, std::size_t> place_;
  std::vector<bool> used_;
};

/// Elements of one entity, block by block of equal type.
struct ElementBlocks {
  std::vector<int> types;
  std::vector<std::vector<std::size_t>> elements, nodes;
  ElementBlocks(int dimension, int entity) {
    gmsh::model::mesh::getElements(types, elements, nodes, dimension, entity);
  }
};

std::string type_name(int type) {
  std::string name;
  int dimension, order, nodes, primary;
  std::vector<double> local;
  gmsh::model::mesh::getElementProperties(type, name, dimension, order, nodes, local, primary);
  return name;
}

void refuse_unnamed_volumes(const NamedEntities &volumes, const std::string &origin) {
  gmsh::vectorpair entities;
  gmsh::model::getEntities(entities, 3);
  for (const auto &[dimension, entity] : entities) {
    const ElementBlocks blocks(dimension, entity);
    if (!blocks.types.empty() && !volumes.name_of_entity.count(entity))
      throw UserError(fmt::format("{}: volume {} with {} elements (first: {}) is in no named physical volume",
                                  origin, entity, blocks.elements[0].size(), blocks.elements[0].front()));
  }
}

void add_tetrahedra(const ElementBlocks &blocks, int volume, NodeNumbers &numbers, const std::string &origin,
                    TetrahedralMesh &mesh) {
  // gmsh lists the edges 23 and 13 the other way round.
  constexpr std::array<int, 10> from_gmsh{0, 1, 2, 3, 4, 5, 6, 7, 9, 8};
  for (std::size_t b = 0; b < blocks.types.size(); ++b) {
    const int type = blocks.types[b];
    if (type != gmsh_tetrahedron && type != gmsh_tetrahedron10)
      throw UserError(fmt::format("{}: volume '{}' has elements of type '{}' (element {}); only tetrahedra "
                                  "of order 1 or 2 are supported",
                                  origin, mesh.volumes[volume], type_name(type), blocks.elements[b].front()));
    const int count = type == gmsh_tetrahedron ? 4 : 10;
    for (std::size_t e = 0; e < blocks.elements[b].size(); ++e) {
      std::array<int, 10> cell;
      cell.fill(-1);
      for (int i = 0; i < count; ++i)
        cell[i] = numbers.use(blocks.nodes[b][count * e + from_gmsh[i]]);
      mesh.cells.push_back(cell);
      mesh.cell_tags.push_back(blocks.elements[b][e]);
      mesh.cell_volume.push_back(volume);
    }
  }
}

void add_triangles(const ElementBlocks &blocks, int surface, NodeNumbers &numbers, const std::string &origin,
                   TetrahedralMesh &mesh) {
  for (std::size_t b = 0; b < blocks.types.size(); ++b) {
    const int type = blocks.types[b];
    if (type != gmsh_triangle && type != gmsh_triangle6)
      throw UserError(fmt::format("{}: surface '{}' has elements of type '{}' (element {}); only triangles "
                                  "of order 1 or 2 are supported",
                                  origin, mesh.surfaces[surface], type_name(type),
                                  blocks.elements[b].front()));
    const int count = type == gmsh_triangle ? 3 : 6;
    for (std::size_t e = 0; e < blocks.elements[b].size(); ++e) {
      TetrahedralMesh::Triangle triangle{{}, surface};
      for (int i = 0; i < 3; ++i)
        triangle.vertices[i] = numbers.use(blocks.nodes[b][count * e + i]);
      mesh.triangles.push_back(triangle);
    }
  }
}

/// First-order tetrahedra get nodes in the middle of their edges.
void add_missing_edge_nodes(TetrahedralMesh &mesh) {
  std::map<std::array<int, 2>, int> middle;
  for (const bool known : {true, false})
    for (auto &cell : mesh.cells)
      for (int e = 0; e < 6; ++e) {
        const auto [i, j] = tetrahedron_edges[e];
        const std::array<int, 2> ends{std::min(cell[i], cell[j]), std::max(cell[i], cell[j])};
        if (known) {
          if (cell[4 + e] >= 0)
            middle[ends] = cell[4 + e];
          continue;
        }
        if (cell[4 + e] >= 0)
          continue;
        const auto [at, is_new] = middle.try_emplace(ends, static_cast<int>(mesh.nodes.size()));
        if (is_new) {
          const auto a = mesh.nodes[ends[0]], b = mesh.nodes[ends[1]];
          mesh.nodes.push_back({(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2});
        }
        cell[4 + e] = at->second;
      }
}

} // namespace

TetrahedralMesh current_gmsh_mesh(double scale, const std::string &origin) {
  TetrahedralMesh mesh;
  const NamedEntities volumes = named_entities(3, origin), surfaces = named_entities(2, origin);
  mesh.volumes = volumes.names;
  mesh.surfaces = surfaces.names;
  NodeNumbers numbers(scale, origin);
  refuse_unnamed_volumes(volumes, origin);
  for (int volume = 0; volume < static_cast<int>(mesh.volumes.size()); ++volume)
    for (const auto &[entity, name] : volumes.name_of_entity)
      if (name == volume)
        add_tetrahedra(ElementBlocks(3, entity), volume, numbers, origin, mesh);
  if (mesh.cells.empty())
    throw UserError(origin + ": has no tetrahedra");
  for (const auto &[entity, surface] : surfaces.name_of_entity)
    add_triangles(ElementBlocks(2, entity), surface, numbers, origin, mesh);
  numbers.compress(mesh);
  add_missing_edge_nodes(mesh);
  orient_tetrahedra(mesh, origin);
  return mesh;
}

TetrahedralMesh read_gmsh_file(const std::string &file, double scale) {
  const GmshSession gmsh;
  TetrahedralMesh mesh;
  gmsh.run("reading " + file, [&] {
    const std::vector<std::string> empty = load_msh(file);
    mesh = current_gmsh_mesh(scale, file);
    mesh.empty_groups = empty;
  });
  check_conformity(mesh, file);
  return mesh;
}

} // namespace earshot
