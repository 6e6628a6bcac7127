#include "solver/study/thermoviscous_regions.h"

#include "solver/mesh/tetrahedral_mesh.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

/// Surfaces that what is on them needs plain air before.
std::vector<Located<std::string>> surfaces_of_plain_air(const Case &config, const AirSpace &air) {
  std::vector<Located<std::string>> names;
  for (const DriverConfig &driver : config.drivers)
    names.push_back(driver.surface);
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == "opening" && surface.closed)
      names.push_back(surface.name);
  if (config.ear.node.value.empty() && config.ear.model.value == "rigid")
    names.push_back(config.ear.surface);
  for (const ProbeConfig &probe : config.probes)
    if (!probe.surface.value.empty() && !air.joints().count(air.mesh().surface_index(probe.surface)))
      names.push_back(probe.surface);
  return names;
}

void require_plain_air(const Case &config, const AirSpace &air) {
  std::vector<Problem> problems;
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
    if (volume.model.value == "thermoviscous")
      volumes.push_back(mesh.volume_index(volume.name));
  return volumes;
}

std::set<int> joined_surfaces(const Case &config, const AirMesh &mesh) {
  std::set<int> surfaces;
  if (config.ear.node.value.empty() && config.ear.model.value != "rigid")
    surfaces.insert(mesh.surface_index(config.ear.surface));
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      surfaces.insert(mesh.surface_index(port.surface));
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == "screen" || surface.model.value == "impedance" ||
        surface.model.value == "opening")
      surfaces.insert(mesh.surface_index(surface.name));
  return surfaces;
}

ViscousNumbering ThermoviscousRegions::numbering(const Unknowns &unknowns) const {
  return {unknowns.numbering(displacement_field), unknowns.numbering(temperature_field),
          unknowns.numbering(pressure_field)};
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
  std::set<int> symmetries;
  SourcePosition where;
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == "symmetry") {
      symmetries.insert(air.mesh().surface_index(surface.name));
      where = surface.name.where;
    }
  try {
    regions.space = std::make_unique<ViscousSpace>(air, symmetries);
  } catch (const std::invalid_argument &error) {
    throw UserError(where, error.what());
  }
  const ViscousSpace &space = *regions.space;
  regions.displacement_field = unknowns.add_field("thermoviscous displacement", space.displacement().owned);
  regions.temperature_field = unknowns.add_field("thermoviscous temperature", space.temperature().owned);
  regions.pressure_field = unknowns.add_field("thermoviscous pressure", space.pressure().owned);
  return regions;
}

} // namespace earshot
