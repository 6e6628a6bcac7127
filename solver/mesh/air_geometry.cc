#include "solver/mesh/air_geometry.h"

#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/part_geometry.h"
#include "solver/mesh/template_geometry.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <map>
#include <set>
#include <string>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

class AirGeometry {
public:
  AirGeometry(const TemplateLayout *layout, const std::vector<PartConfig> &parts)
      : layout_(layout), parts_(parts), shift_(layout ? layout->cylinders.back().z1 : 0) {}

  void build(const std::string &name) {
    gmsh::model::add(name);
    if (layout_)
      template_volumes_ = build_template_volumes(*layout_);
    join_parts();
    occ::synchronize();
    find_surfaces();
    require_contact();
    add_groups();
  }

private:
  void join_parts();
  void find_surfaces();
  void name_surface(int surface, const std::vector<int> &volumes);
  std::string name_by_template(int surface, const std::vector<int> &volumes) const;
  void require_contact() const;
  void add_groups() const;

  const PartConfig *part(int volume) const {
    const auto found = part_of_volume_.find(volume);
    return found == part_of_volume_.end() ? nullptr : &parts_[found->second];
  }

  const TemplateLayout *layout_;
  const std::vector<PartConfig> &parts_;
  double shift_; ///< of parts along z [m]
  std::map<int, std::string> template_volumes_;
  std::map<int, std::size_t> part_of_volume_;
  std::vector<std::pair<int, int>> contacts_; ///< pairs of volumes
  struct Pieces {
    std::vector<int> mouths, ends;
  };
  std::map<std::string, Pieces> surfaces_;
};

/// Makes surfaces that volumes have in common one surface.
void AirGeometry::join_parts() {
  gmsh::vectorpair all;
  std::vector<std::size_t> owners; // of each volume: part, then the template
  for (std::size_t k = 0; k < parts_.size(); ++k)
    for (const auto &volume : revolve_part(parts_[k], shift_)) {
      all.push_back(volume);
      owners.push_back(k);
    }
  std::vector<std::string> template_names;
  for (const auto &[volume, name] : template_volumes_) {
    all.emplace_back(3, volume);
    owners.push_back(parts_.size());
    template_names.push_back(name);
  }
  std::vector<gmsh::vectorpair> pieces;
  if (parts_.empty() || all.size() == 1) {
    for (const auto &volume : all)
      pieces.push_back({volume});
  } else {
    gmsh::vectorpair fragments;
    occ::fragment({all.front()}, {all.begin() + 1, all.end()}, fragments, pieces);
  }
  template_volumes_.clear();
  std::map<int, std::size_t> owner_of_volume;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (const auto &[dimension, volume] : pieces[i]) {
      const auto [known, is_new] = owner_of_volume.try_emplace(volume, owners[i]);
      if (!is_new) {
        const PartConfig &one = parts_[std::min(known->second, owners[i])];
        const std::size_t other = std::max(known->second, owners[i]);
        throw UserError(one.name.where,
                        fmt::format("part \"{}\" overlaps {}", one.name.value,
                                    other == parts_.size()   ? "the air of [geometry]"
                                    : &parts_[other] == &one ? "itself"
                                                             : "part \"" + parts_[other].name.value + "\""));
      }
      if (owners[i] < parts_.size())
        part_of_volume_[volume] = owners[i];
      else
        template_volumes_[volume] = template_names[i - (all.size() - template_names.size())];
    }
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
  std::set<std::string> names;
  for (const int volume : volumes)
    if (const PartConfig *own = part(volume))
      names.insert(name_of_face(*own, shift_, surface));
  names.erase("");
  if (names.size() > 1) {
    const PartConfig &one = *part(volumes[0]), &other = *part(volumes[1]);
    throw UserError(
        one.name.where,
        fmt::format("the surface between parts \"{}\" and \"{}\" has two names, \"{}\" and \"{}\"",
                    one.name.value, other.name.value, *names.begin(), *names.rbegin()));
  }
  if (names.empty())
    names.insert(name_by_template(surface, volumes));
  names.erase("");
  if (mouth && names.empty())
    return;
  Pieces &pieces = surfaces_[names.empty() ? "walls" : *names.begin()];
  (mouth ? pieces.mouths : pieces.ends).push_back(surface);
}

std::string AirGeometry::name_by_template(int surface, const std::vector<int> &volumes) const {
  std::vector<std::string> names;
  for (const int volume : volumes)
    if (const auto found = template_volumes_.find(volume); found != template_volumes_.end())
      names.push_back(found->second);
  if (names.size() == 2)
    return template_mouth(*layout_, surface, names[0], names[1]);
  return names.empty() ? "" : template_end(*layout_, surface, names[0]);
}

/// All air must be reached from the template, or from the first part.
void AirGeometry::require_contact() const {
  if (part_of_volume_.empty())
    return;
  DisjointSets groups(occ::getMaxTag(3) + 1);
  for (const auto &[one, other] : contacts_)
    groups.join(one, other);
  int first = template_volumes_.empty() ? 0 : template_volumes_.begin()->first;
  for (const auto &[volume, k] : part_of_volume_)
    if (!layout_ && k == 0)
      first = volume;
  std::set<std::size_t> apart;
  for (const auto &[volume, k] : part_of_volume_)
    if (groups.find(volume) != groups.find(first))
      apart.insert(k);
  std::vector<Diagnostic> diagnostics;
  for (const std::size_t k : apart)
    diagnostics.push_back(
        {parts_[k].name.where,
         fmt::format("part \"{}\" is not joined to {}: it has no piece of surface in common with it or "
                     "with a part that is joined to it",
                     parts_[k].name.value,
                     layout_ ? "[geometry]" : "part \"" + parts_[0].name.value + "\"")});
  if (!diagnostics.empty())
    throw UserError(diagnostics);
}

void AirGeometry::add_groups() const {
  const auto add = [](int dimension, const std::vector<int> &entities, const std::string &name) {
    gmsh::model::setPhysicalName(dimension, gmsh::model::addPhysicalGroup(dimension, entities), name);
  };
  std::map<std::string, std::vector<int>> volumes, surfaces;
  for (const auto &[volume, name] : template_volumes_)
    volumes[name].push_back(volume);
  for (const auto &[volume, k] : part_of_volume_)
    volumes[parts_[k].name].push_back(volume);
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
