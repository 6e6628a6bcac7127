#ifndef EARSHOT_MESH_GEOMETRY_OUTLINE_H
#define EARSHOT_MESH_GEOMETRY_OUTLINE_H

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// How the geometry that gmsh holds at present is put together, without a length in it.
struct GeometryOutline {
  struct Entity {
    std::string type;       ///< gmsh's word for its shape, such as "Cylinder"
    std::vector<int> below; ///< entities of the next lower dimension that bound it, ascending
    std::vector<std::string> groups;
    bool operator==(const Entity &) const = default;
  };
  std::map<std::pair<int, int>, Entity> entities; ///< by dimension and tag

  static GeometryOutline of_current_model();

  /// What differs in another one, in words; empty: nothing. Entities of equal dimension and tag then
  /// correspond.
  std::string difference(const GeometryOutline &other) const;

  /// All entities that bound a surface: curves and points, as pairs of dimension and tag.
  std::vector<std::pair<int, int>> bounds_of_surface(int surface) const;

  /// Curves that bound one surface alone: its seams, where it closes upon itself, with the surface.
  std::map<int, int> seams() const;
};

} // namespace earshot

#endif
