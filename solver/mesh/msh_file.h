#ifndef EARSHOT_MESH_MSH_FILE_H
#define EARSHOT_MESH_MSH_FILE_H

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// What a .msh file says, checked: counts fit the file's size, coordinates are finite, elements use nodes
/// that exist.
struct MshFile {
  using Entity = std::pair<int, int>; ///< dimension, number
  /// Elements of one entity and type.
  struct Block {
    Entity entity;
    int type; ///< gmsh's number of it
    std::vector<std::size_t> elements, nodes;
  };
  std::map<Entity, std::string> names;    ///< of physical groups, by dimension and number
  std::map<Entity, std::set<int>> groups; ///< numbers of the physical groups that an entity is in
  std::vector<std::size_t> nodes;         ///< tags, all different and positive
  std::vector<double> coordinates;        ///< three per node, in the file's unit
  std::vector<Block> blocks;
};

/// Reads a .msh file of version 2.x or 4.1, text or binary, without gmsh: what a user hands over never
/// reaches gmsh's own readers, which execute anything that isn't exactly a mesh, and a file ".opt" beside
/// one.
///
/// Of version 2, elements of one elementary entity that lie in several groups become an entity per group, as
/// converters often number all of them 0.
/// @throws UserError naming file, line (or byte) and what is wrong
MshFile parse_msh(const std::string &text, const std::string &file);

} // namespace earshot

#endif
