#include "solver/mesh/quad_surface_reader.h"

#include "solver/config/located.h"
#include "solver/mesh/gmsh_session.h"

#include <gmsh.h>

#include <map>

namespace earshot {

namespace {

/// Collects the quadrilaterals of one physical surface.
void add_zone(QuadSurface &surface, const std::string &name, int group, double scale,
              std::map<std::size_t, int> &node_of_tag) {
  const auto node = [&](std::size_t tag) {
    const auto [found, fresh] = node_of_tag.try_emplace(tag, static_cast<int>(surface.nodes.size()));
    if (fresh) {
      std::vector<double> x, parametric;
      gmsh::model::mesh::getNode(tag, x, parametric);
      surface.nodes.emplace_back(scale * x[0], scale * x[1], scale * x[2]);
    }
    return found->second;
  };
  const int zone = static_cast<int>(surface.zones.size());
  surface.zones.push_back(name);
  std::vector<int> entities;
  gmsh::model::getEntitiesForPhysicalGroup(2, group, entities);
  constexpr int four_nodes = 3, nine_nodes = 10; // gmsh's element types
  for (const int entity : entities)
    for (const int type : {four_nodes, nine_nodes}) {
      const std::size_t n = type == four_nodes ? 4 : 9;
      std::vector<std::size_t> tags, nodes;
      gmsh::model::mesh::getElementsByType(type, tags, nodes, entity);
      for (std::size_t element = 0; element < tags.size(); ++element) {
        std::vector<int> quad;
        for (std::size_t k = 0; k < n; ++k)
          quad.push_back(node(nodes[n * element + k]));
        surface.quads.push_back(std::move(quad));
        surface.zone.push_back(zone);
      }
    }
}

} // namespace

QuadSurface read_quad_surface(const std::string &file, double scale) {
  const GmshSession session;
  QuadSurface surface;
  session.run("reading the shell mesh " + file, [&] {
    gmsh::open(file);
    gmsh::vectorpair groups;
    gmsh::model::getPhysicalGroups(groups, 2);
    std::map<std::size_t, int> node_of_tag;
    for (const auto &[dimension, group] : groups) {
      std::string name;
      gmsh::model::getPhysicalName(dimension, group, name);
      if (!name.empty())
        add_zone(surface, name, group, scale, node_of_tag);
    }
  });
  if (surface.quads.empty())
    throw UserError(file + ": found no quadrilaterals on a named physical surface, which a shell mesh needs");
  return surface;
}

} // namespace earshot
