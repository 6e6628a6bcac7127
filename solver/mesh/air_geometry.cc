#include "solver/mesh/air_geometry.h"

#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/part_geometry.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

constexpr std::size_t front_cylinder = 1; ///< of the template; the diaphragm is behind it, a vent beside it

/// A piece of air as the case describes it.
struct Block {
  std::string name;                                                    ///< of its volumes
  std::function<std::string(int surface, bool is_mouth)> name_of_face; ///< empty for none
  const PartConfig *part = nullptr;                                    ///< null: of the template
};

/// Tags of volumes, each with the number of the block that it is of.
using Volumes = std::vector<std::pair<int, std::size_t>>;

class AirGeometry {
public:
  AirGeometry(const TemplateLayout *layout, const std::vector<PartConfig> &parts)
      : layout_(layout), parts_(parts) {}

  void build(const std::string &name) {
    gmsh::model::add(name);
    if (layout_)
      add_template();
    add_parts();
    occ::synchronize();
    find_surfaces();
    require_contact();
    add_groups();
  }

private:
  void add_template();
  void add_parts();
  std::size_t add_block(const PartConfig &part, double shift, const PartConfig *of_case);
  std::size_t add_block(const DrilledTube &tube);
  void join(const Volumes &volumes, std::size_t first_tool);
  [[noreturn]] void refuse_overlap(const Block &one, const Block &other) const;
  void find_surfaces();
  void name_surface(int surface, const std::vector<int> &volumes);
  std::string name_by_parts(int surface, const std::vector<int> &volumes) const;
  std::string name_by_template(int surface, const std::vector<int> &volumes) const;
  void require_contact() const;
  void add_groups() const;

  const Block &block(int volume) const { return blocks_[block_of_volume_.at(volume)]; }

  const TemplateLayout *layout_;
  const std::vector<PartConfig> &parts_;
  std::vector<Block> blocks_; ///< those of the template first
  std::map<int, std::size_t> block_of_volume_;
  std::vector<std::pair<int, int>> contacts_; ///< pairs of volumes
  struct Pieces {
    std::vector<int> mouths, ends;
  };
  std::map<std::string, Pieces> surfaces_;
};

std::size_t AirGeometry::add_block(const PartConfig &part, double shift, const PartConfig *of_case) {
  blocks_.push_back(
      {part.name, [&part, shift](int surface, bool) { return name_of_face(part, shift, surface); }, of_case});
  return blocks_.size() - 1;
}

std::size_t AirGeometry::add_block(const DrilledTube &tube) {
  blocks_.push_back(
      {tube.name, [&tube](int surface, bool is_mouth) { return name_of_face(tube, surface, is_mouth); }});
  return blocks_.size() - 1;
}

void AirGeometry::add_template() {
  Volumes volumes;
  gmsh::vectorpair stack = revolve_stack(layout_->cylinders, layout_->diaphragm);
  for (std::size_t i = 0; i < stack.size(); ++i)
    volumes.emplace_back(stack[i].second, add_block(layout_->cylinders[i], 0, nullptr));
  for (const DrilledTube &vent : layout_->vents)
    volumes.emplace_back(add_tube(vent, {stack[front_cylinder]}), add_block(vent));
  join(volumes, stack.size());
}

void AirGeometry::add_parts() {
  const double shift = layout_ ? layout_->cylinders.back().to.value : 0;
  Volumes volumes;
  for (const PartConfig &part : parts_) {
    const std::size_t block = add_block(part, shift, &part);
    for (const auto &[dimension, volume] : revolve_part(part, shift))
      volumes.emplace_back(volume, block);
  }
  if (parts_.empty())
    return;
  volumes.insert(volumes.end(), block_of_volume_.begin(), block_of_volume_.end());
  join(volumes, 1);
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
  if (!other.part)
    throw std::runtime_error("\"" + one.name + "\" overlaps \"" + other.name + "\"");
  if (!one.part)
    throw UserError(other.part->name.where,
                    fmt::format("part \"{}\" overlaps the air of [geometry]", other.name));
  throw UserError(one.part->name.where,
                  fmt::format("part \"{}\" overlaps {}", one.name,
                              &one == &other ? "itself" : "part \"" + other.name + "\""));
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
  std::string name = name_by_parts(surface, volumes);
  if (name.empty() && layout_)
    name = name_by_template(surface, volumes);
  if (mouth && name.empty())
    return;
  Pieces &pieces = surfaces_[name.empty() ? "walls" : name];
  (mouth ? pieces.mouths : pieces.ends).push_back(surface);
}

std::string AirGeometry::name_by_parts(int surface, const std::vector<int> &volumes) const {
  std::set<std::string> names;
  for (const int volume : volumes)
    if (block(volume).part)
      names.insert(block(volume).name_of_face(surface, volumes.size() == 2));
  names.erase("");
  if (names.size() > 1) {
    const Block &one = block(volumes[0]), &other = block(volumes[1]);
    throw UserError(
        one.part->name.where,
        fmt::format("the surface between parts \"{}\" and \"{}\" has two names, \"{}\" and \"{}\"", one.name,
                    other.name, *names.begin(), *names.rbegin()));
  }
  return names.empty() ? "" : *names.begin();
}

std::string AirGeometry::name_by_template(int surface, const std::vector<int> &volumes) const {
  const auto has = [&](std::size_t number) {
    return std::any_of(volumes.begin(), volumes.end(),
                       [&](int volume) { return block_of_volume_.at(volume) == number; });
  };
  if (has(front_cylinder - 1) && has(front_cylinder))
    return name_of_face(layout_->diaphragm, surface);
  for (const int volume : volumes)
    if (!block(volume).part)
      if (const std::string name = block(volume).name_of_face(surface, volumes.size() == 2); !name.empty())
        return name;
  return "";
}

/// All air must be reached from the template, or from the first part.
void AirGeometry::require_contact() const {
  if (parts_.empty())
    return;
  DisjointSets groups(occ::getMaxTag(3) + 1);
  for (const auto &[one, other] : contacts_)
    groups.join(one, other);
  const int first = std::find_if(block_of_volume_.begin(), block_of_volume_.end(), [](const auto &volume) {
                      return volume.second == 0;
                    })->first;
  std::set<const PartConfig *> apart;
  for (const auto &[volume, number] : block_of_volume_)
    if (groups.find(volume) != groups.find(first))
      apart.insert(blocks_[number].part);
  std::vector<Diagnostic> diagnostics;
  for (const PartConfig &part : parts_)
    if (apart.count(&part) > 0)
      diagnostics.push_back(
          {part.name.where,
           fmt::format("part \"{}\" is not joined to {}: it has no piece of surface in common with it or "
                       "with a part that is joined to it",
                       part.name.value, layout_ ? "[geometry]" : "part \"" + parts_[0].name.value + "\"")});
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
                        const std::string &name) {
  AirGeometry(layout, parts).build(name);
}

} // namespace earshot
