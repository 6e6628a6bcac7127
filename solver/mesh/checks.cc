#include "solver/mesh/checks.h"

#include "solver/config/network_check.h"
#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/tetrahedral_mesh.h"
#include "solver/mesh/vector3.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace earshot {
namespace {

using Face = std::array<int, 3>;

Face sorted(Face face) {
  std::sort(face.begin(), face.end());
  return face;
}

/// A cell at each face; after splitting, a face names its side.
std::map<Face, int> cell_at_face(const AirMesh &mesh) {
  std::map<Face, int> result;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &corners : tetrahedron_faces)
      result.try_emplace(
          sorted({mesh.cells[c][corners[0]], mesh.cells[c][corners[1]], mesh.cells[c][corners[2]]}),
          static_cast<int>(c));
  return result;
}

class CaseCheck {
public:
  CaseCheck(const AirMesh &mesh, const Case &config)
      : mesh_(mesh), config_(config), cell_at_face_(cell_at_face(mesh)), part_(connected_parts(mesh)) {
    for (const auto &pair : mesh.pairs)
      inside_.insert(mesh.surfaces[pair.surface]);
    for (const auto &face : mesh.faces)
      if (face.interior)
        inside_.insert(mesh.surfaces[face.surface]);
  }

  void run() {
    check_names();
    if (diagnostics_.empty()) { // the others would only repeat a missing name
      check_sides();
      check_drivers();
      check_isolated_air();
    }
    if (!diagnostics_.empty())
      throw UserError(diagnostics_);
  }

private:
  void require_name(const Located<std::string> &name, const std::vector<std::string> &names,
                    const char *kind) {
    if (std::find(names.begin(), names.end(), name.value) != names.end())
      return;
    const auto &empty = mesh_.empty_groups;
    if (std::find(empty.begin(), empty.end(), name.value) != empty.end())
      return diagnostics_.push_back(
          {name.where, fmt::format("the mesh file lists the {} '{}', but none of its elements is in it", kind,
                                   name.value)});
    const std::string nearest = nearest_name(name.value, names);
    diagnostics_.push_back(
        {name.where,
         fmt::format("the mesh has no {} '{}'{}; it has {}", kind, name.value,
                     nearest.empty() ? "" : ", did you mean '" + nearest + "'?", fmt::join(names, ", "))});
  }

  void check_names() {
    for (const auto &region : config_.mesh.region)
      require_name(region.volume, mesh_.volumes, "volume");
    for (const auto &volume : config_.volumes)
      require_name(volume.name, mesh_.volumes, "volume");
    for (const auto &vent : config_.vents)
      if (!vent.volume.value.empty())
        require_name(vent.volume, mesh_.volumes, "volume");
    for (const auto &driver : config_.drivers)
      require_name(driver.surface, mesh_.surfaces, "surface");
    for (const auto &surface : config_.surfaces)
      require_name(surface.name, mesh_.surfaces, "surface");
    for (const auto &probe : config_.probes)
      if (!probe.surface.value.empty())
        require_name(probe.surface, mesh_.surfaces, "surface");
    for (const Located<std::string> *outlet : outlets())
      require_name(*outlet, mesh_.surfaces, "surface");
  }

  /// Surfaces where the air meets something lumped: the ear and the network's ports.
  std::vector<const Located<std::string> *> outlets() const {
    std::vector<const Located<std::string> *> names;
    if (ends_surface(config_))
      names.push_back(&config_.ear.surface);
    if (config_.network)
      for (const auto &port : config_.network->ports)
        names.push_back(&port.surface);
    return names;
  }

  void check_sides() {
    for (const Located<std::string> *outlet : outlets())
      if (inside_.count(outlet->value))
        diagnostics_.push_back(
            {outlet->where,
             fmt::format("surface '{}' lies inside the air, where no {} can end it; it belongs "
                         "on the outside",
                         outlet->value, outlet == &config_.ear.surface ? "ear" : "port")});
    for (const auto &surface : config_.surfaces) {
      const bool inside = inside_.count(surface.name.value);
      if (inside &&
          (surface.model.value == SurfaceModel::opening || surface.model.value == SurfaceModel::impedance))
        diagnostics_.push_back(
            {surface.name.where, fmt::format("surface '{}' lies inside the air, where '{}' has no "
                                             "meaning; a flow resistance there is a 'screen'",
                                             surface.name.value, surface.model.value)});
      if (!inside && surface.model.value == SurfaceModel::screen)
        diagnostics_.push_back(
            {surface.name.where, fmt::format("surface '{}' has air on one side only; a 'screen' "
                                             "needs both, an absorbing wall is an 'impedance'",
                                             surface.name.value)});
    }
  }

  int part_at(const Face &face) const { return part_[cell_at_face_.at(sorted(face))]; }

  void check_drivers() {
    for (const auto &driver : config_.drivers) {
      const int surface = mesh_.surface_index(driver.surface.value);
      const bool leaks =
          std::any_of(mesh_.pairs.begin(), mesh_.pairs.end(), [&](const AirMesh::FacePair &pair) {
            return pair.surface == surface && part_at(pair.vertices) == part_at(pair.opposite);
          });
      if (leaks)
        diagnostics_.push_back(
            {driver.surface.where,
             fmt::format("surface '{}' does not separate front from rear: the air on its two sides "
                         "is connected",
                         driver.surface.value)});
    }
  }

  /// Whether the air at a surface is driven, listened to or open.
  std::set<std::string> coupled_surfaces() const {
    std::set<std::string> names;
    for (const Located<std::string> *outlet : outlets())
      names.insert(outlet->value);
    for (const auto &driver : config_.drivers)
      names.insert(driver.surface.value);
    for (const auto &surface : config_.surfaces)
      if (surface.model.value == SurfaceModel::opening)
        names.insert(surface.name.value);
    return names;
  }

  void check_isolated_air() {
    DisjointSets groups(1 + *std::max_element(part_.begin(), part_.end()));
    std::set<std::string> screens;
    for (const auto &surface : config_.surfaces)
      if (surface.model.value == SurfaceModel::screen)
        screens.insert(surface.name.value);
    for (const auto &pair : mesh_.pairs)
      if (screens.count(mesh_.surfaces[pair.surface]))
        groups.join(part_at(pair.vertices), part_at(pair.opposite));
    std::set<int> reached;
    const auto coupled = coupled_surfaces();
    for (const auto &face : mesh_.faces)
      if (coupled.count(mesh_.surfaces[face.surface]))
        reached.insert(groups.find(part_at(face.vertices)));
    std::set<std::string> isolated;
    for (std::size_t c = 0; c < mesh_.cells.size(); ++c)
      if (!reached.count(groups.find(part_[c])))
        isolated.insert(mesh_.volumes[mesh_.cell_volume[c]]);
    for (const auto &volume : isolated)
      diagnostics_.push_back(
          {{config_.file, 0, 0, "mesh"},
           fmt::format("air in volume '{}' is connected to no driver, no opening and not to the ear; do its "
                       "neighbours share faces with it{}?",
                       volume, walls_inside())});
  }

  /// ", or do the walls 'a', 'b' inside the air cut it off": surfaces that sound doesn't pass.
  std::string walls_inside() const {
    std::set<std::string> walls;
    for (const auto &pair : mesh_.pairs)
      walls.insert("'" + mesh_.surfaces[pair.surface] + "'");
    for (const auto &driver : config_.drivers)
      walls.erase("'" + driver.surface.value + "'");
    return walls.empty()
               ? ""
               : fmt::format(", or does the wall {} inside the air cut it off", fmt::join(walls, ", "));
  }

  const AirMesh &mesh_;
  const Case &config_;
  std::map<Face, int> cell_at_face_;
  std::vector<int> part_;
  std::set<std::string> inside_;
  std::vector<Diagnostic> diagnostics_;
};

} // namespace

std::vector<int> connected_parts(const AirMesh &mesh) {
  DisjointSets cells(mesh.cells.size());
  std::map<Face, int> other;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &corners : tetrahedron_faces) {
      const auto &cell = mesh.cells[c];
      const auto [at, is_new] = other.try_emplace(
          sorted({cell[corners[0]], cell[corners[1]], cell[corners[2]]}), static_cast<int>(c));
      if (!is_new)
        cells.join(static_cast<int>(c), at->second);
    }
  std::map<int, int> number;
  std::vector<int> part(mesh.cells.size());
  for (std::size_t c = 0; c < part.size(); ++c)
    part[c] =
        number.try_emplace(cells.find(static_cast<int>(c)), static_cast<int>(number.size())).first->second;
  return part;
}

void check_air_mesh(const AirMesh &mesh, const Case &config) {
  CaseCheck(mesh, config).run();
}

std::vector<WaveResolution> wave_resolutions(const AirMesh &mesh, double sound_speed, double frequency) {
  std::vector<WaveResolution> results;
  for (const std::string &volume : mesh.volumes)
    results.push_back({0, volume, 0});
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &[i, j] : tetrahedron_edges) {
      double &longest = results[mesh.cell_volume[c]].longest_edge;
      longest = std::max(longest, norm(mesh.nodes[mesh.cells[c][i]] - mesh.nodes[mesh.cells[c][j]]));
    }
  for (WaveResolution &result : results)
    result.elements_per_wavelength = sound_speed / frequency / result.longest_edge;
  return results;
}

WaveResolution wave_resolution(const AirMesh &mesh, double sound_speed, double frequency) {
  const auto all = wave_resolutions(mesh, sound_speed, frequency);
  return *std::max_element(all.begin(), all.end(),
                           [](const auto &a, const auto &b) { return a.longest_edge < b.longest_edge; });
}

} // namespace earshot
