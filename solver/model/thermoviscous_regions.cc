#include "solver/model/thermoviscous_regions.h"

#include "solver/config/network_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/mesh/tetrahedral_mesh.h"
#include "solver/mesh/vector3.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

namespace earshot {

namespace {

/// Surfaces that what is on them needs plain air before.
std::vector<Located<std::string>> surfaces_of_plain_air(const Case &config, const AirSpace &air) {
  std::vector<Located<std::string>> names;
  if (ends_surface(config) && config.ear.model.value == EarModel::rigid)
    names.push_back(config.ear.surface);
  for (const ProbeConfig &probe : config.probes)
    if (!probe.surface.value.empty() && !air.joints().count(air.mesh().surface_index(probe.surface)))
      names.push_back(probe.surface);
  return names;
}

/// Nodes of the thermoviscous volumes' faces on surfaces.
std::set<int> nodes_on(const AirSpace &air, const std::function<bool(int surface)> &wanted) {
  std::set<int> nodes;
  for (const AirSpace::Face &face : air.faces())
    if (air.is_elsewhere(face.volume) && !face.interior && wanted(face.surface)) {
      const dealii::Triangulation<3>::active_cell_iterator cell(&air.triangulation(), 0, face.cell);
      const auto places = air.places(face.cell);
      for (const unsigned int k : nodes_on_face(cell, face.face))
        nodes.insert(air.node_of_place()[places[k]]);
    }
  return nodes;
}

/// What a place on a diaphragm or piston moves by.
Motion motion_of(const Driver &driver, const Vector3 &place, const Unknowns &unknowns) {
  if (!driver.shell)
    return {{unknowns.global(driver.structure_field, 0), driver.axis.direction}};
  Motion motion;
  const ShellPoint point = driver.shell->closest({place[0], place[1], place[2]});
  for (std::size_t k = 0; k < point.values.size(); ++k)
    for (unsigned int component = 0; component < 3; ++component)
      if (const Index unknown = point.unknowns[k][component]; unknown != no_unknown && point.values[k] != 0) {
        dealii::Tensor<1, 3> direction;
        direction[component] = point.values[k];
        motion.emplace_back(unknowns.global(driver.structure_field, unknown), direction);
      }
  return motion;
}

/// Height of a cell above one of its faces, and the face's area.
std::pair<double, double> height_and_area(const AirSpace &air, const AirSpace::Face &face) {
  const dealii::Triangulation<3>::active_cell_iterator cell(&air.triangulation(), 0, face.cell);
  const auto places = air.places(face.cell);
  const auto position = [&](unsigned int k) { return air.mesh().nodes[air.node_of_place()[places[k]]]; };
  const auto on_face = nodes_on_face(cell, face.face);
  const Vector3 origin = position(on_face[0]);
  const Vector3 normal = cross(position(on_face[1]) - origin, position(on_face[2]) - origin);
  const unsigned int opposite = 6 - on_face[0] - on_face[1] - on_face[2]; // the vertices are 0 to 3
  return {std::abs(dot(normal, position(opposite) - origin)) / norm(normal), norm(normal) / 2};
}

void require_plain_air(const Case &config, const AirSpace &air) {
  std::vector<Diagnostic> problems;
  for (const Located<std::string> &name : surfaces_of_plain_air(config, air)) {
    const int surface = air.mesh().surface_index(name);
    for (const AirSpace::Face &face : air.faces())
      if (face.surface == surface && air.is_elsewhere(face.volume)) {
        problems.push_back(
            {name.where, fmt::format("found surface '{}' at the thermoviscous volume '{}', expected one at "
                                     "other air; leave a thin volume of plain air between them",
                                     name.value, air.mesh().volumes[face.volume])});
        break;
      }
  }
  if (!problems.empty())
    throw UserError(problems);
}

} // namespace

std::vector<int> thermoviscous_volumes(const Case &config, const AirMesh &mesh) {
  std::vector<int> volumes;
  for (const VolumeConfig &volume : config.volumes)
    if (volume.model.value == VolumeModel::thermoviscous)
      volumes.push_back(mesh.volume_index(volume.name));
  return volumes;
}

std::set<int> joined_surfaces(const Case &config, const AirMesh &mesh) {
  std::set<int> surfaces;
  if (ends_surface(config) && config.ear.model.value != EarModel::rigid)
    surfaces.insert(mesh.surface_index(config.ear.surface));
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      surfaces.insert(mesh.surface_index(port.surface));
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::screen || surface.model.value == SurfaceModel::impedance ||
        surface.model.value == SurfaceModel::opening)
      surfaces.insert(mesh.surface_index(surface.name));
  return surfaces;
}

ViscousNumbering ThermoviscousRegions::numbering(const Unknowns &unknowns,
                                                 const std::vector<Driver> &drivers) const {
  ViscousNumbering numbering{unknowns.numbering(displacement_field), unknowns.numbering(temperature_field),
                             unknowns.numbering(pressure_field)};
  const AirSpace &air = space->air();
  for (const Driver &driver : drivers)
    for (const int node : nodes_on(air, [&](int surface) { return surface == driver.surface; }))
      numbering.moving[node] = motion_of(driver, air.mesh().nodes[node], unknowns);
  const auto stands_still = [&](int surface) {
    return !symmetries.count(surface) && !air.joints().count(surface) &&
           std::none_of(drivers.begin(), drivers.end(),
                        [surface](const Driver &driver) { return driver.surface == surface; });
  };
  for (const int node : nodes_on(air, stands_still))
    numbering.moving.erase(node);
  return numbering;
}

void ThermoviscousRegions::add_node_pressures(const Unknowns &unknowns, std::span<const Complex> solution,
                                              std::vector<Complex> &pressures) const {
  const AirSpace &air = space->air();
  const std::vector<Index> number = space->pressure_of_node();
  const auto at = [&](int vertex) { return solution[unknowns.global(pressure_field, number[vertex])]; };
  for (std::size_t c = 0; c < air.mesh().cells.size(); ++c) {
    if (!air.is_elsewhere(air.mesh().cell_volume[c]))
      continue;
    const auto &nodes = air.mesh().cells[c];
    for (int k = 0; k < 10; ++k) {
      if (air.unknown_of_node()[nodes[k]] != no_unknown)
        continue;
      const int a = k < 4 ? k : tetrahedron_edges[k - 4][0], b = k < 4 ? k : tetrahedron_edges[k - 4][1];
      pressures[nodes[k]] = 0.5 * (at(nodes[a]) + at(nodes[b]));
    }
  }
}

ThermoviscousRegions declare_thermoviscous_regions(const Case &config, const AirSpace &air,
                                                   Unknowns &unknowns) {
  ThermoviscousRegions regions;
  if (air.elsewhere().empty())
    return regions;
  require_plain_air(config, air);
  SourcePosition where;
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::symmetry) {
      regions.symmetries.insert(air.mesh().surface_index(surface.name));
      where = surface.name.where;
    }
  try {
    regions.space = std::make_unique<ViscousSpace>(air, regions.symmetries);
  } catch (const std::invalid_argument &error) {
    throw UserError(where, error.what());
  }
  const ViscousSpace &space = *regions.space;
  regions.displacement_field = unknowns.add_field("thermoviscous displacement", space.displacement().owned);
  regions.temperature_field = unknowns.add_field("thermoviscous temperature", space.temperature().owned);
  regions.pressure_field = unknowns.add_field("thermoviscous pressure", space.pressure().owned);
  return regions;
}

std::vector<std::string> thermoviscous_warnings(const Case &config, const AirSpace &space,
                                                const AirProperties &air) {
  constexpr double usual_height = 2, noticed_share = 0.1; // in layers; of the walls
  const double highest = all_frequencies(config).back();
  const double layer = air.viscous_layer(2 * std::numbers::pi * highest);
  std::set<int> not_walls = space.joints();
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::symmetry)
      not_walls.insert(space.mesh().surface_index(surface.name));
  std::map<int, std::vector<std::pair<double, double>>> walls; // of a volume: heights and areas
  for (const AirSpace::Face &face : space.faces())
    if (space.is_elsewhere(face.volume) && !face.interior && !not_walls.count(face.surface))
      walls[face.volume].push_back(height_and_area(space, face));
  std::vector<std::string> warnings;
  for (const auto &[volume, heights] : walls) {
    double all = 0, coarse = 0, largest = 0;
    for (const auto &[height, area] : heights) {
      all += area;
      coarse += height > usual_height * layer ? area : 0;
      largest = std::max(largest, height);
    }
    if (coarse > noticed_share * all)
      warnings.push_back(fmt::format("volume '{}': on {:.0f} % of its walls the elements are thicker than "
                                     "two viscous layers at {:.0f} Hz "
                                     "({:.2g} mm), up to {:.2g} mm; use a smaller [[mesh.region]] size",
                                     space.mesh().volumes[volume], 100 * coarse / all, highest, 2e3 * layer,
                                     1e3 * largest));
  }
  return warnings;
}

} // namespace earshot
