#include "solver/mesh/geometry_outline.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <array>
#include <set>

namespace earshot {

namespace {

constexpr std::array<const char *, 4> kinds{"points", "curves", "surfaces", "volumes"};

std::vector<std::string> groups_of(int dimension, int tag) {
  std::vector<int> numbers;
  gmsh::model::getPhysicalGroupsForEntity(dimension, tag, numbers);
  std::vector<std::string> names;
  for (const int number : numbers)
    gmsh::model::getPhysicalName(dimension, number, names.emplace_back());
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace

GeometryOutline GeometryOutline::of_current_model() {
  GeometryOutline outline;
  gmsh::vectorpair entities;
  gmsh::model::getEntities(entities);
  for (const auto &[dimension, tag] : entities) {
    Entity &entity = outline.entities[{dimension, tag}];
    std::vector<int> above;
    gmsh::model::getType(dimension, tag, entity.type);
    gmsh::model::getAdjacencies(dimension, tag, above, entity.below);
    std::sort(entity.below.begin(), entity.below.end());
    entity.groups = groups_of(dimension, tag);
  }
  return outline;
}

std::string GeometryOutline::difference(const GeometryOutline &other) const {
  std::array<int, 4> here{}, there{};
  for (const auto &[key, entity] : entities)
    ++here[key.first];
  for (const auto &[key, entity] : other.entities)
    ++there[key.first];
  for (std::size_t d = 4; d-- > 0;)
    if (here[d] != there[d])
      return fmt::format("{} {} instead of {}", there[d], kinds[d], here[d]);
  for (const auto &[key, entity] : entities) {
    const auto found = other.entities.find(key);
    if (found == other.entities.end() || !(found->second == entity))
      return fmt::format("{} that are of another shape or join others", kinds[key.first]);
  }
  return "";
}

std::vector<std::pair<int, int>> GeometryOutline::bounds_of_surface(int surface) const {
  std::vector<std::pair<int, int>> bounds;
  for (const int curve : entities.at({2, surface}).below) {
    bounds.emplace_back(1, curve);
    for (const int point : entities.at({1, curve}).below)
      bounds.emplace_back(0, point);
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  return bounds;
}

std::map<int, int> GeometryOutline::seams() const {
  std::map<int, std::set<int>> surfaces_of;
  for (const auto &[key, entity] : entities)
    if (key.first == 2)
      for (const int curve : entity.below)
        surfaces_of[curve].insert(key.second);
  std::map<int, int> seams;
  for (const auto &[curve, surfaces] : surfaces_of)
    if (surfaces.size() == 1)
      seams[curve] = *surfaces.begin();
  return seams;
}

} // namespace earshot
