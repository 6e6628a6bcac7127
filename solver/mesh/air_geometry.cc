#include "solver/mesh/air_geometry.h"

#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/part_geometry.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

constexpr std::size_t front_cylinder = 1; ///< of the template; the diaphragm is behind it, a vent beside it

/// A piece of air: a cylinder of the template, a [[part]], or a tube of either.
struct Block {
  enum class Kind { cylinder, part, tube } kind;
  std::string name;                                                    ///< of its volumes
  std::function<std::string(int surface, bool is_mouth)> name_of_face; ///< empty for none
  std::optional<SourcePosition> where;                                 ///< none: of the template

  std::string title() const {
    return where ? fmt::format("{} \"{}\"", kind == Kind::part ? "part" : "tube", name) : "[geometry]";
  }
};

/// Tags of volumes, each with the number of the block that it is of.
using Volumes = std::vector<std::pair<int, std::size_t>>;

class AirGeometry {
public:
  AirGeometry(const TemplateLayout *layout, const std::vector<PartConfig> &parts,
              const std::vector<TubeConfig> &tubes)
      : layout_(layout), parts_(parts), tubes_(tubes) {}

  void build(const std::string &name) {
    gmsh::model::add(name);
    if (layout_)
      add_template();
    if (!parts_.empty() || !tubes_.empty())
      add_parts_and_tubes();
    occ::synchronize();
    find_surfaces();
    require_contact();
    add_groups();
  }

private:
  void add_template();
  void add_parts_and_tubes();
  std::size_t add_block(Block block) {
    blocks_.push_back(std::move(block));
    return blocks_.size() - 1;
  }
  int add_tube_of_case(const TubeConfig &tube, const Volumes &behind_wall) const;
  void join(const Volumes &volumes, std::size_t first_tool);
  [[noreturn]] void refuse_overlap(const Block &one, const Block &other) const;
  void find_surfaces();
  void name_surface(int surface, const std::vector<int> &volumes);
  std::string name_of(int surface, const std::vector<int> &volumes) const;
  std::set<std::string> names_by(Block::Kind kind, int surface, const std::vector<int> &volumes) const;
  bool is_beside_diaphragm(const std::vector<int> &volumes) const;
  void require_contact() const;
  void add_groups() const;

  const Block &block(int volume) const { return blocks_[block_of_volume_.at(volume)]; }

  const TemplateLayout *layout_;
  const std::vector<PartConfig> &parts_;
  const std::vector<TubeConfig> &tubes_;
  std::vector<Block> blocks_; ///< those of the template first
  std::map<int, std::size_t> block_of_volume_;
  std::vector<std::pair<int, int>> contacts_; ///< pairs of volumes
  struct Pieces {
    std::vector<int> mouths, ends;
  };
  std::map<std::string, Pieces> surfaces_;
};

Block block_of(const PartConfig &part, double shift, Block::Kind kind) {
  return {.kind = kind,
          .name = part.name,
          .name_of_face = [&part, shift](int surface, bool) { return name_of_face(part, shift, surface); },
          .where = kind == Block::Kind::part ? std::optional(part.name.where) : std::nullopt};
}

Block block_of(const DrilledTube &tube, std::optional<SourcePosition> where) {
  return {
      .kind = Block::Kind::tube,
      .name = tube.name,
      .name_of_face = [tube](int surface, bool is_mouth) { return name_of_face(tube, surface, is_mouth); },
      .where = std::move(where)};
}

void AirGeometry::add_template() {
  Volumes volumes;
  const gmsh::vectorpair stack = revolve_stack(layout_->cylinders, layout_->diaphragm);
  for (std::size_t i = 0; i < stack.size(); ++i)
    volumes.emplace_back(stack[i].second,
                         add_block(block_of(layout_->cylinders[i], 0, Block::Kind::cylinder)));
  for (const DrilledTube &vent : layout_->vents)
    volumes.emplace_back(add_tube(vent, {stack[front_cylinder]}), add_block(block_of(vent, std::nullopt)));
  join(volumes, stack.size());
}

void AirGeometry::add_parts_and_tubes() {
  const double shift = layout_ ? layout_->cylinders.back().to.value : 0;
  Volumes volumes;
  for (const PartConfig &part : parts_) {
    const std::size_t number = add_block(block_of(part, shift, Block::Kind::part));
    for (const auto &[dimension, volume] : revolve_part(part, shift))
      volumes.emplace_back(volume, number);
  }
  volumes.insert(volumes.end(), block_of_volume_.begin(), block_of_volume_.end());
  const Volumes behind_walls = volumes;
  for (const TubeConfig &tube : tubes_)
    volumes.emplace_back(add_tube_of_case(tube, behind_walls),
                         add_block(block_of(drilled_tube(tube), tube.name.where)));
  join(volumes, 1);
}

int AirGeometry::add_tube_of_case(const TubeConfig &tube, const Volumes &behind_walls) const {
  gmsh::vectorpair air;
  for (const auto &[volume, number] : behind_walls)
    air.emplace_back(3, volume);
  try {
    return add_tube(drilled_tube(tube), air);
  } catch (const UserError &error) {
    throw UserError(tube.name.where, error.diagnostics().front().message);
  }
}

/// Makes surfaces that volumes have in common one surface.
/// @param first_tool those before it are objects to gmsh, which numbers what it makes of them first
void AirGeometry::join(const Volumes &volumes, std::size_t first_tool) {
  gmsh::vectorpair all, fragments;
  std::vector<gmsh::vectorpair> pieces;
  for (const auto &[volume, block] : volumes) {
    all.emplace_back(3, volume);
    pieces.push_back({all.back()});
  }
  if (all.size() > first_tool) {
    const auto tools = all.begin() + static_cast<std::ptrdiff_t>(first_tool);
    occ::fragment({all.begin(), tools}, {tools, all.end()}, fragments, pieces);
  }
  block_of_volume_.clear();
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (const auto &[dimension, volume] : pieces[i]) {
      const auto [known, is_new] = block_of_volume_.try_emplace(volume, volumes[i].second);
      if (!is_new)
        refuse_overlap(blocks_[std::min(known->second, volumes[i].second)],
                       blocks_[std::max(known->second, volumes[i].second)]);
    }
}

void AirGeometry::refuse_overlap(const Block &one, const Block &other) const {
  if (!other.where)
    throw std::runtime_error(fmt::format("\"{}\" overlaps \"{}\"", one.name, other.name));
  const std::string with = &one == &other ? "itself" : one.where ? other.title() : "the air of [geometry]";
  const Block &named = one.where ? one : other;
  throw UserError(*named.where, fmt::format("{} overlaps {}", named.title(), with));
}

void AirGeometry::find_surfaces() {
  gmsh::vectorpair entities;
  gmsh::model::getEntities(entities, 2);
  for (const auto &[dimension, surface] : entities) {
    std::vector<int> volumes, below;
    gmsh::model::getAdjacencies(dimension, surface, volumes, below);
    if (volumes.size() == 2)
      contacts_.emplace_back(volumes[0], volumes[1]);
    name_surface(surface, volumes);
  }
}

void AirGeometry::name_surface(int surface, const std::vector<int> &volumes) {
  const bool mouth = volumes.size() == 2;
  const std::string name = name_of(surface, volumes);
  if (mouth && name.empty())
    return;
  Pieces &pieces = surfaces_[name.empty() ? "walls" : name];
  (mouth ? pieces.mouths : pieces.ends).push_back(surface);
}

/// Names that parts give go before those of tubes, and these before those of the template.
std::string AirGeometry::name_of(int surface, const std::vector<int> &volumes) const {
  const std::set<std::string> by_parts = names_by(Block::Kind::part, surface, volumes);
  if (by_parts.size() > 1)
    throw UserError(
        *block(volumes[0]).where,
        fmt::format("the surface between parts \"{}\" and \"{}\" has two names, \"{}\" and \"{}\"",
                    block(volumes[0]).name, block(volumes[1]).name, *by_parts.begin(), *by_parts.rbegin()));
  if (by_parts.empty() && is_beside_diaphragm(volumes))
    return name_of_face(layout_->diaphragm, surface);
  for (const auto &names : {by_parts, names_by(Block::Kind::tube, surface, volumes),
                            names_by(Block::Kind::cylinder, surface, volumes)})
    if (!names.empty())
      return *names.begin();
  return "";
}

std::set<std::string> AirGeometry::names_by(Block::Kind kind, int surface,
                                            const std::vector<int> &volumes) const {
  std::set<std::string> names;
  for (const int volume : volumes)
    if (block(volume).kind == kind)
      names.insert(block(volume).name_of_face(surface, volumes.size() == 2));
  names.erase("");
  return names;
}

bool AirGeometry::is_beside_diaphragm(const std::vector<int> &volumes) const {
  const auto has = [&](std::size_t number) {
    return std::any_of(volumes.begin(), volumes.end(),
                       [&](int volume) { return block_of_volume_.at(volume) == number; });
  };
  return layout_ && has(front_cylinder - 1) && has(front_cylinder);
}

/// All air must be reached from the template, or from the first part.
void AirGeometry::require_contact() const {
  DisjointSets groups(occ::getMaxTag(3) + 1);
  for (const auto &[one, other] : contacts_)
    groups.join(one, other);
  const auto first = std::find_if(block_of_volume_.begin(), block_of_volume_.end(),
                                  [](const auto &volume) { return volume.second == 0; });
  std::set<std::size_t> apart;
  for (const auto &[volume, number] : block_of_volume_)
    if (blocks_[number].where && groups.find(volume) != groups.find(first->first))
      apart.insert(number);
  std::vector<Diagnostic> diagnostics;
  for (const std::size_t number : apart)
    diagnostics.push_back(
        {*blocks_[number].where,
         fmt::format("{} is not joined to {}: it has no piece of surface in common with it or "
                     "with a part that is joined to it",
                     blocks_[number].title(), blocks_[0].title())});
  if (!diagnostics.empty())
    throw UserError(diagnostics);
}

void AirGeometry::add_groups() const {
  const auto add = [](int dimension, const std::vector<int> &entities, const std::string &name) {
    gmsh::model::setPhysicalName(dimension, gmsh::model::addPhysicalGroup(dimension, entities), name);
  };
  std::map<std::string, std::vector<int>> volumes, surfaces;
  for (const auto &[volume, number] : block_of_volume_)
    volumes[blocks_[number].name].push_back(volume);
  for (const auto &[name, pieces] : surfaces_) {
    const bool has_mouths = !pieces.mouths.empty();
    auto &named = surfaces[name];
    named.insert(named.end(), pieces.mouths.begin(), pieces.mouths.end());
    auto &ends = surfaces[has_mouths ? "walls" : name]; // a face with mouths is a wall around them
    ends.insert(ends.end(), pieces.ends.begin(), pieces.ends.end());
  }
  for (const auto &[name, tags] : volumes)
    add(3, tags, name);
  for (const auto &[name, tags] : surfaces)
    if (!tags.empty())
      add(2, tags, name);
}

} // namespace

void build_air_geometry(const TemplateLayout *layout, const std::vector<PartConfig> &parts,
                        const std::vector<TubeConfig> &tubes, const std::string &name) {
  AirGeometry(layout, parts, tubes).build(name);
}

} // namespace earshot
