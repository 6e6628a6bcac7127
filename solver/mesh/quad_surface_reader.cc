#include "solver/mesh/quad_surface_reader.h"

#include "solver/config/located.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/load_msh.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <map>
#include <set>

namespace earshot {

namespace {

constexpr int four_nodes = 3, nine_nodes = 10; // gmsh's element types

/// Collects the quadrilaterals of physical surfaces.
class SurfaceCollector {
public:
  SurfaceCollector(double scale, const std::string &file) : file_(file) {
    std::vector<std::size_t> tags;
    std::vector<double> x, parametric;
    gmsh::model::mesh::getNodes(tags, x, parametric);
    for (std::size_t i = 0; i < tags.size(); ++i)
      place_[tags[i]] = scale * dealii::Point<3>(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
  }

  void add_zone(const std::string &name, int group) {
    const int zone = static_cast<int>(surface.zones.size());
    surface.zones.push_back(name);
    std::vector<int> entities;
    gmsh::model::getEntitiesForPhysicalGroup(2, group, entities);
    for (const int entity : entities) {
      if (!named_.insert(entity).second)
        throw UserError(
            fmt::format("{}: surface {} is in two groups, one of them '{}'", file_, entity, name));
      add_entity(entity, zone);
    }
  }

  void refuse_unnamed() const {
    gmsh::vectorpair entities;
    gmsh::model::getEntities(entities, 2);
    for (const auto &[dimension, entity] : entities)
      if (named_.count(entity) == 0)
        throw UserError(
            fmt::format("{}: surface {} with elements is in no named physical surface", file_, entity));
  }

  QuadSurface surface;

private:
  void add_entity(int entity, int zone) {
    std::vector<int> types;
    std::vector<std::vector<std::size_t>> tags, nodes;
    gmsh::model::mesh::getElements(types, tags, nodes, 2, entity);
    for (std::size_t b = 0; b < types.size(); ++b) {
      if (types[b] != four_nodes && types[b] != nine_nodes)
        throw UserError(fmt::format("{}: surface '{}' has elements of gmsh's type {} (element {}), expected "
                                    "quadrilaterals of 4 or 9 nodes",
                                    file_, surface.zones[zone], types[b], tags[b].front()));
      const std::size_t n = types[b] == four_nodes ? 4 : 9;
      for (std::size_t e = 0; e < tags[b].size(); ++e) {
        std::vector<int> quad;
        for (std::size_t k = 0; k < n; ++k)
          quad.push_back(number_of(nodes[b][n * e + k]));
        refuse_degenerate(quad, tags[b][e]);
        surface.quads.push_back(std::move(quad));
        surface.zone.push_back(zone);
      }
    }
  }

  int number_of(std::size_t tag) {
    const auto [found, fresh] = number_.try_emplace(tag, static_cast<int>(surface.nodes.size()));
    if (fresh)
      surface.nodes.push_back(place_.at(tag));
    return found->second;
  }

  /// Quadrilaterals whose corners, or the middles of whose edges, make no proper shape.
  void refuse_degenerate(const std::vector<int> &quad, std::size_t tag) const {
    const auto node = [&](std::size_t k) { return surface.nodes[quad[k]]; };
    const dealii::Tensor<1, 3> normal = cross_product_3d(node(2) - node(0), node(3) - node(1));
    bool good = normal.norm() > 0;
    for (std::size_t k = 0; k < 4 && good; ++k) {
      const dealii::Tensor<1, 3> to = node((k + 1) % 4) - node(k), from = node((k + 3) % 4) - node(k);
      good = cross_product_3d(to, from) * normal > 1e-6 * to.norm() * from.norm() * normal.norm();
      if (good && quad.size() == 9) { // in the quarter around which the map of an edge folds
        const double place = (node(4 + k) - node(k)) * to / to.norm_square();
        good = place > 0.25 && place < 0.75;
      }
    }
    if (!good)
      throw UserError(fmt::format("{}: quadrilateral {} of surface '{}' is flat, folded or not convex", file_,
                                  tag, surface.zones.back()));
  }

  std::string file_;
  std::map<std::size_t, dealii::Point<3>> place_;
  std::map<std::size_t, int> number_;
  std::set<int> named_;
};

} // namespace

QuadSurface read_quad_surface(const std::string &file, double scale) {
  const GmshSession session;
  QuadSurface surface;
  session.run("reading the shell mesh " + file, [&] {
    load_msh(file);
    SurfaceCollector collector(scale, file);
    gmsh::vectorpair groups;
    gmsh::model::getPhysicalGroups(groups, 2);
    for (const auto &[dimension, group] : groups) {
      std::string name;
      gmsh::model::getPhysicalName(dimension, group, name);
      if (!name.empty())
        collector.add_zone(name, group);
    }
    collector.refuse_unnamed();
    surface = std::move(collector.surface);
  });
  if (surface.quads.empty())
    throw UserError(file + ": found no quadrilaterals on a named physical surface, which a shell mesh needs");
  return surface;
}

} // namespace earshot
