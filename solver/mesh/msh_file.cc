#include "solver/mesh/msh_file.h"

#include "solver/config/located.h"
#include "solver/mesh/msh_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <unordered_set>

namespace earshot {

namespace {

using Entity = MshFile::Entity;

/// Dimension and nodes of gmsh's element types, those that its manual lists under "MSH file format".
struct ElementType {
  int dimension, nodes;
};
const std::map<int, ElementType> element_types{
    {1, {1, 2}},  {2, {2, 3}},  {3, {2, 4}},   {4, {3, 4}},   {5, {3, 8}},   {6, {3, 6}},   {7, {3, 5}},
    {8, {1, 3}},  {9, {2, 6}},  {10, {2, 9}},  {11, {3, 10}}, {12, {3, 27}}, {13, {3, 18}}, {14, {3, 14}},
    {15, {0, 1}}, {16, {2, 8}}, {17, {3, 20}}, {18, {3, 15}}, {19, {3, 13}}};

constexpr std::int64_t largest_tag = 1'000'000'000'000'000;

class MshParser {
public:
  MshParser(const std::string &text, const std::string &file) : scan_(text, file), file_(file) {}

  MshFile parse() {
    read_format();
    while (!scan_.at_end()) {
      const std::string line = scan_.line();
      if (line.empty() || line[0] != '$')
        continue;
      read_section(line.substr(1, line.find_last_not_of(" \t")));
    }
    check_nodes_of_elements();
    return std::move(mesh_);
  }

private:
  void read_format() {
    if (scan_.line() != "$MeshFormat")
      throw UserError(file_ + ": is not a gmsh mesh (its first line isn't $MeshFormat)");
    const double version = scan_.real();
    const std::int64_t form = scan_.text_integer(), size = scan_.text_integer();
    new_ = version == 4.1;
    if (!new_ && !(version >= 2 && version < 3))
      scan_.fail(fmt::format("found version {} of the format, expected 2.2 or 4.1; gmsh converts with "
                             "-format msh41",
                             version));
    if ((form != 0 && form != 1) || size != 8)
      scan_.fail(
          fmt::format("found the form {} with numbers of {} bytes, expected 0 (text) or 1 (binary) with "
                      "8 bytes",
                      form, size));
    scan_.line();
    if (form == 1) {
      scan_.use_bytes(false);
      const std::int64_t one = scan_.int32();
      if (one != 1 && one != 1 << 24)
        scan_.fail("found no number one behind the format, which tells the order of bytes");
      scan_.use_bytes(one != 1);
    }
    scan_.end_section("MeshFormat");
  }

  void read_section(const std::string &section) {
    if (section == "PartitionedEntities")
      scan_.fail("found a partitioned mesh, expected one that is whole");
    const bool first = seen_.insert(section).second;
    const bool used = section == "PhysicalNames" || section == "Nodes" || section == "Elements" ||
                      (section == "Entities" && new_);
    if (!used)
      return scan_.skip_section(section);
    if (!first)
      scan_.fail(fmt::format("found ${} a second time", section));
    if (section == "PhysicalNames")
      read_names();
    else if (section == "Entities")
      read_entities();
    else if (section == "Nodes")
      new_ ? read_new_nodes() : read_old_nodes();
    else
      new_ ? read_new_elements() : read_old_elements();
    scan_.end_section(section);
  }

  void read_names() { // which are text in both forms
    const std::int64_t stated = scan_.text_integer();
    for (std::int64_t i = 0; i < stated; ++i) {
      const std::int64_t dimension = scan_.text_integer(), number = scan_.text_integer();
      const std::string name = scan_.quoted();
      if (std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 127; }))
        scan_.fail("found a name with control characters");
      mesh_.names[{small(dimension, "dimension"), small(number, "group")}] = name;
    }
  }

  void read_entities() {
    std::int64_t counts[4];
    for (std::int64_t &count : counts)
      count = scan_.int64();
    for (int dimension = 0; dimension < 4; ++dimension) {
      const std::size_t count = scan_.checked_count(counts[dimension], "entities", 36, 5);
      for (std::size_t i = 0; i < count; ++i)
        read_entity(dimension);
    }
  }

  void read_entity(int dimension) {
    const std::int64_t number = scan_.int32();
    for (int i = 0; i < (dimension == 0 ? 3 : 6); ++i)
      scan_.real();
    const Entity entity = entity_of(dimension, number);
    const std::size_t groups = scan_.checked_count(scan_.int64(), "groups of an entity", 4, 1);
    for (std::size_t i = 0; i < groups; ++i) // negative ones are turned round
      add_group(entity, std::abs(scan_.int32()));
    if (dimension == 0)
      return;
    const std::size_t boundary = scan_.checked_count(scan_.int64(), "bounds of an entity", 4, 1);
    for (std::size_t i = 0; i < boundary; ++i)
      scan_.int32();
  }

  void add_node(std::int64_t tag) {
    if (tag < 1 || tag > largest_tag)
      scan_.fail(fmt::format("found a node of number {}, expected 1 or more", tag));
    if (!known_nodes_.insert(static_cast<std::size_t>(tag)).second)
      scan_.fail(fmt::format("found node {} a second time", tag));
    mesh_.nodes.push_back(static_cast<std::size_t>(tag));
  }

  void add_point() {
    for (int i = 0; i < 3; ++i)
      mesh_.coordinates.push_back(scan_.real());
  }

  void read_old_nodes() {
    const std::size_t count = scan_.checked_count(scan_.text_integer(), "nodes", 28, 4);
    scan_.line();
    for (std::size_t i = 0; i < count; ++i) {
      add_node(scan_.int32());
      add_point();
    }
  }

  void read_new_nodes() {
    const std::size_t blocks = scan_.checked_count(scan_.int64(), "blocks of nodes", 20, 4);
    const std::int64_t stated = scan_.int64();
    scan_.int64(), scan_.int64(); // least and largest tag
    for (std::size_t block = 0; block < blocks; ++block) {
      const std::int64_t dimension = scan_.int32();
      scan_.int32();
      const bool parametric = scan_.int32() != 0;
      const std::size_t count = scan_.checked_count(scan_.int64(), "nodes", 32, 4);
      for (std::size_t i = 0; i < count; ++i)
        add_node(scan_.int64());
      for (std::size_t i = 0; i < count; ++i) {
        add_point();
        for (std::int64_t k = 0; parametric && k < std::clamp<std::int64_t>(dimension, 0, 3); ++k)
          scan_.real();
      }
    }
    if (stated != static_cast<std::int64_t>(mesh_.nodes.size()))
      scan_.fail(
          fmt::format("found {} nodes, expected {} as stated at their begin", mesh_.nodes.size(), stated));
  }

  ElementType type_of(std::int64_t type) const {
    const auto found = element_types.find(static_cast<int>(std::clamp<std::int64_t>(type, 0, 1000)));
    if (found == element_types.end())
      scan_.fail(fmt::format("found an element of gmsh's type {}, expected first or second order", type));
    return found->second;
  }

  void read_new_elements() {
    const std::size_t blocks = scan_.checked_count(scan_.int64(), "blocks of elements", 20, 4);
    const std::int64_t stated = scan_.int64();
    scan_.int64(), scan_.int64();
    std::int64_t found = 0;
    for (std::size_t b = 0; b < blocks; ++b) {
      const std::int64_t dimension = scan_.int32(), entity = scan_.int32(), type = scan_.int32();
      const ElementType kind = type_of(type);
      if (kind.dimension != dimension)
        scan_.fail(
            fmt::format("found an element of gmsh's type {} in an entity of dimension {}", type, dimension));
      const std::size_t count =
          scan_.checked_count(scan_.int64(), "elements", 8 * (1 + kind.nodes), 1 + kind.nodes);
      MshFile::Block &block = block_of(entity_of(kind.dimension, entity), static_cast<int>(type));
      for (std::size_t e = 0; e < count; ++e, ++found) {
        block.elements.push_back(tag_of(scan_.int64()));
        for (int i = 0; i < kind.nodes; ++i)
          block.nodes.push_back(tag_of(scan_.int64()));
      }
    }
    if (stated != found)
      scan_.fail(fmt::format("found {} elements, expected {} as stated at their begin", found, stated));
  }

  void read_old_elements() {
    const std::size_t count = scan_.checked_count(scan_.text_integer(), "elements", 8, 4);
    scan_.line();
    for (std::size_t done = 0; done < count;) {
      if (!scan_.uses_bytes()) {
        const std::int64_t tag = scan_.int32(), type = scan_.int32(), tags = scan_.int32();
        read_old_element(tag, type, tags);
        ++done;
        continue;
      }
      const std::int64_t type = scan_.int32();
      const std::size_t alike = scan_.checked_count(scan_.int32(), "elements", 8, 1);
      const std::int64_t tags = scan_.int32();
      if (alike == 0 || alike > count - done)
        scan_.fail(fmt::format("found a block of {} elements, expected 1 to {}", alike, count - done));
      for (std::size_t e = 0; e < alike; ++e, ++done)
        read_old_element(scan_.int32(), type, tags);
    }
    refuse_repeated_elements();
  }

  void read_old_element(std::int64_t tag, std::int64_t type, std::int64_t stated_tags) {
    const std::size_t tags = scan_.checked_count(stated_tags, "tags of an element", 4, 1);
    int group = 0, elementary = 0;
    for (std::size_t i = 0; i < tags; ++i) {
      const std::int64_t value = scan_.int32();
      if (i == 0)
        group = std::abs(small(value, "group"));
      else if (i == 1)
        elementary = small(value, "entity");
    }
    const ElementType kind = type_of(type);
    const auto [found, is_new] = old_entities_.try_emplace({kind.dimension, elementary, group});
    if (is_new) {
      const bool own = elementary > 0 && numbers_.count({kind.dimension, elementary}) == 0;
      found->second = own ? entity_of(kind.dimension, elementary) : unused_entity(kind.dimension);
      add_group(found->second, group);
    }
    MshFile::Block &block = block_of(found->second, static_cast<int>(type));
    block.elements.push_back(tag_of(tag));
    for (int i = 0; i < kind.nodes; ++i)
      block.nodes.push_back(tag_of(scan_.int32()));
  }

  /// Writers of version 2 repeat the elements of an entity for each of its groups; in converters' files
  /// different elements share an entity's number.
  void refuse_repeated_elements() const {
    std::map<Entity, std::map<std::vector<std::size_t>, int>> group_of_element;
    std::map<Entity, int> sharers;
    for (const auto &[key, entity] : old_entities_)
      ++sharers[{std::get<0>(key), std::get<1>(key)}];
    for (const auto &[key, entity] : old_entities_) {
      const auto [dimension, elementary, group] = key;
      if (sharers.at({dimension, elementary}) < 2)
        continue;
      for (const MshFile::Block &block : mesh_.blocks)
        if (block.entity == entity)
          refuse_repeated_elements(block, elementary, group, group_of_element[{dimension, elementary}]);
    }
  }

  void refuse_repeated_elements(const MshFile::Block &block, int elementary, int group,
                                std::map<std::vector<std::size_t>, int> &group_of_element) const {
    const int count = element_types.at(block.type).nodes;
    for (std::size_t e = 0; e < block.elements.size(); ++e) {
      std::vector<std::size_t> nodes(block.nodes.begin() + count * e, block.nodes.begin() + count * (e + 1));
      std::sort(nodes.begin(), nodes.end());
      const auto [other, is_new] = group_of_element.try_emplace(std::move(nodes), group);
      if (is_new || block.entity.first < 2)
        continue;
      throw UserError(fmt::format("{}: {} {} is in two groups, {} and {} (element {})", file_,
                                  block.entity.first == 3 ? "volume" : "surface", elementary,
                                  name_of(block.entity.first, other->second),
                                  name_of(block.entity.first, group), block.elements[e]));
    }
  }

  std::string name_of(int dimension, int group) const {
    const auto found = mesh_.names.find({dimension, group});
    return found == mesh_.names.end() ? fmt::format("number {}", group) : "'" + found->second + "'";
  }

  int small(std::int64_t number, const char *what) const {
    if (number < -1'000'000'000 || number > 1'000'000'000)
      scan_.fail(fmt::format("found a {} of number {}", what, number));
    return static_cast<int>(number);
  }

  std::size_t tag_of(std::int64_t tag) const {
    if (tag < 0 || tag > largest_tag)
      scan_.fail(fmt::format("found the number {} of an element or node", tag));
    return static_cast<std::size_t>(tag);
  }

  /// The entity under a number of gmsh's own liking, as files may say 0.
  Entity entity_of(int dimension, std::int64_t number) {
    const Entity stated{dimension, small(number, "entity")};
    const auto found = numbers_.find(stated);
    if (found != numbers_.end())
      return found->second;
    return numbers_[stated] = stated.second > 0 ? stated : unused_entity(dimension);
  }

  Entity unused_entity(int dimension) {
    const Entity unused{dimension, ++last_unused_};
    return numbers_[unused] = unused;
  }

  void add_group(const Entity &entity, std::int64_t group) {
    if (group != 0)
      mesh_.groups[entity].insert(small(group, "group"));
  }

  MshFile::Block &block_of(const Entity &entity, int type) {
    const auto [found, is_new] = block_number_.try_emplace({entity, type}, mesh_.blocks.size());
    if (is_new)
      mesh_.blocks.push_back({entity, type, {}, {}});
    return mesh_.blocks[found->second];
  }

  void check_nodes_of_elements() const {
    for (const MshFile::Block &block : mesh_.blocks) {
      const std::size_t count = element_types.at(block.type).nodes;
      for (std::size_t i = 0; i < block.nodes.size(); ++i)
        if (known_nodes_.count(block.nodes[i]) == 0)
          throw UserError(fmt::format("{}: element {} uses node {}, which is not in the file", file_,
                                      block.elements[i / count], block.nodes[i]));
    }
  }

  MshScanner scan_;
  std::string file_;
  bool new_ = false; ///< version 4.1
  MshFile mesh_;
  std::set<std::string> seen_;
  std::unordered_set<std::size_t> known_nodes_;
  std::map<std::pair<Entity, int>, std::size_t> block_number_;
  std::map<Entity, Entity> numbers_;
  std::map<std::tuple<int, int, int>, Entity> old_entities_; ///< of dimension, elementary entity and group
  int last_unused_ = 1'000'000'000;
};

} // namespace

MshFile parse_msh(const std::string &text, const std::string &file) {
  return MshParser(text, file).parse();
}

} // namespace earshot
