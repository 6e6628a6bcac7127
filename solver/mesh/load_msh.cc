#include "solver/mesh/load_msh.h"

#include "solver/config/text_file.h"
#include "solver/mesh/msh_file.h"

#include <gmsh.h>

namespace earshot {

namespace {

using Entity = MshFile::Entity;

/// Coordinates and elements of a file as gmsh's current model.
void give_to_gmsh(const MshFile &mesh) {
  gmsh::model::add("file");
  std::map<Entity, std::vector<int>> entities_of_group;
  std::set<Entity> entities;
  for (const MshFile::Block &block : mesh.blocks)
    entities.insert(block.entity);
  for (const Entity &entity : entities) {
    gmsh::model::addDiscreteEntity(entity.first, entity.second);
    const auto groups = mesh.groups.find(entity);
    if (groups != mesh.groups.end())
      for (const int group : groups->second)
        entities_of_group[{entity.first, group}].push_back(entity.second);
  }
  if (!entities.empty()) // the highest one holds all nodes; elements find them by their numbers
    gmsh::model::mesh::addNodes(entities.rbegin()->first, entities.rbegin()->second, mesh.nodes,
                                mesh.coordinates);
  for (const MshFile::Block &block : mesh.blocks)
    gmsh::model::mesh::addElements(block.entity.first, block.entity.second, {block.type}, {block.elements},
                                   {block.nodes});
  for (const auto &[group, members] : entities_of_group) {
    gmsh::model::addPhysicalGroup(group.first, members, group.second);
    const auto name = mesh.names.find(group);
    if (name != mesh.names.end())
      gmsh::model::setPhysicalName(group.first, group.second, name->second);
  }
}

/// Names of groups of surfaces or volumes that no element is in.
std::vector<std::string> empty_groups(const MshFile &mesh) {
  std::set<std::string> used, empty;
  for (const MshFile::Block &block : mesh.blocks)
    if (const auto groups = mesh.groups.find(block.entity); groups != mesh.groups.end())
      for (const int group : groups->second)
        if (const auto name = mesh.names.find({block.entity.first, group}); name != mesh.names.end())
          used.insert(name->second);
  for (const auto &[group, name] : mesh.names)
    if (group.first >= 2 && used.count(name) == 0)
      empty.insert(name);
  return {empty.begin(), empty.end()};
}

} // namespace

std::vector<std::string> load_msh(const std::string &file) {
  constexpr std::size_t largest_bytes = std::size_t(4) << 30;
  const MshFile mesh = parse_msh(read_text_file(file, largest_bytes), file);
  give_to_gmsh(mesh);
  return empty_groups(mesh);
}

} // namespace earshot
