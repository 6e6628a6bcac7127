#include "solver/mesh/build_air_mesh.h"

#include "solver/config/mesh_unit.h"
#include "solver/mesh/cad_geometry.h"
#include "solver/mesh/case_geometry.h"
#include "solver/mesh/checks.h"
#include "solver/mesh/driver_sides.h"
#include "solver/mesh/geometry_unit.h"
#include "solver/mesh/gmsh_reader.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/mesh_generation.h"
#include "solver/mesh/part_size.h"
#include "solver/mesh/split.h"
#include "solver/mesh/template_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace earshot {
namespace {

/// The least length of the geometry or of a part, which is what gmsh most likely stumbled over.
Located<double> least_length(const Case &config) {
  std::vector<Located<double>> lengths;
  if (config.geometry) {
    const GeometryConfig &g = *config.geometry;
    for (const CylinderConfig *cylinder : {&g.rear, &g.front, &g.nozzle, &g.tip, &g.canal})
      lengths.insert(lengths.end(), {cylinder->radius, cylinder->length});
    for (const auto &vent : {g.rear_vent, g.front_vent})
      if (vent)
        lengths.insert(lengths.end(), {vent->radius, vent->length});
  }
  for (const PartConfig &part : config.parts) {
    lengths.push_back({part.to - part.from, part.to.where});
    lengths.push_back({part.radius - part.inner_radius, part.radius.where});
  }
  for (const TubeConfig &tube : config.tubes)
    lengths.insert(lengths.end(), {tube.radius, tube.length});
  return *std::min_element(lengths.begin(), lengths.end(),
                           [](const auto &a, const auto &b) { return a.value < b.value; });
}

/// Gives errors of gmsh, which knows no lines, the place of the part that they name or of the least length.
TetrahedralMesh placed(const Case &config, const std::function<TetrahedralMesh()> &work) {
  try {
    return work();
  } catch (const UserError &error) {
    const Diagnostic &found = error.diagnostics().front();
    if (!found.where.file.empty())
      throw;
    for (const PartConfig &part : config.parts)
      if (found.message.find("'" + part.name.value + "'") != std::string::npos)
        throw UserError(part.name.where, found.message);
    const Located<double> least = least_length(config);
    throw UserError(least.where,
                    fmt::format("{}; the least length is this one, {:.4g} mm, with mesh.size = {:.4g} "
                                "mm: is it right, and would a finer mesh do?",
                                found.message, 1e3 * least.value, 1e3 * config.mesh.size));
  }
}

/// The mesh of a template or parts, or of one half of two that are each other's mirror image.
TetrahedralMesh mesh_geometry(const Case &config, const CaseGeometry &geometry,
                              const MeshRefinement &refinement) {
  const GmshSession gmsh;
  gmsh.run("building " + geometry.origin(), [&] { geometry.build("air"); });
  SizedRegions regions{.rings = part_sizes(config.parts, geometry.layout(), config.mesh), .tubes = {}};
  if (const TemplateLayout *layout = geometry.layout()) {
    const std::vector<SizedRegion> rings = template_sizes(*layout, config.mesh);
    regions.rings.insert(regions.rings.end(), rings.begin(), rings.end());
    for (const DrilledTube &vent : layout->vents)
      regions.tubes.push_back(tube_size(vent, config.mesh));
  }
  for (const TubeConfig &tube : config.tubes)
    regions.tubes.push_back(tube_size(drilled_tube(tube), config.mesh));
  const std::optional<MirrorHalf> &half = geometry.half();
  if (half)
    regions.rings = with_mirror_image(std::move(regions.rings), *half);
  const MeshRefinement finer = half ? with_mirror_image(refinement, *half) : refinement;
  return generate_tetrahedra(gmsh,
                             refined(least_size(std::move(regions), geometry_unit), finer, geometry_unit),
                             config.mesh.curved, geometry_unit, geometry.origin());
}

AirMesh air_of_geometry(const Case &config, const Profile *diaphragm, const MeshRefinement &refinement) {
  const CaseGeometry geometry(config, diaphragm);
  auto generated = std::make_shared<const TetrahedralMesh>(
      placed(config, [&] { return mesh_geometry(config, geometry, refinement); }));
  AirMesh air = split_mesh(geometry.whole(*generated), pressure_jumps(config));
  air.generated = std::move(generated);
  return air;
}

/// A mesh of some metres whose unit nobody stated is one in millimetres.
TetrahedralMesh read_mesh_file(const MeshConfig &config) {
  TetrahedralMesh mesh = read_gmsh_file(config.file, metres_per_unit(config));
  constexpr double largest = 1; // [m]
  double reach = 0;
  for (int d = 0; d < 3; ++d) {
    const auto [low, high] = std::minmax_element(mesh.nodes.begin(), mesh.nodes.end(),
                                                 [d](const auto &a, const auto &b) { return a[d] < b[d]; });
    reach = std::max(reach, (*high)[d] - (*low)[d]);
  }
  if (reach > largest && config.unit.where.is_default() && config.scale.where.is_default())
    throw UserError(config.file.where,
                    fmt::format("found a mesh of {:.4g} m: is it in millimetres? Then expected "
                                "mesh.unit = \"mm\", else mesh.unit = \"m\"",
                                reach));
  return mesh;
}

} // namespace

std::set<std::string> pressure_jumps(const Case &config) {
  std::set<std::string> names{"baffle", "walls"};
  for (const auto &driver : config.drivers)
    names.insert(driver.surface.value);
  for (const auto &surface : config.surfaces)
    names.insert(surface.name.value);
  return names;
}

AirMesh build_air_mesh(const Case &config, const Profile *diaphragm, const MeshRefinement &refinement) {
  AirMesh air;
  if (!config.mesh.file.value.empty())
    air = split_mesh(read_mesh_file(config.mesh), pressure_jumps(config));
  else if (config.geometry && !config.geometry->is_template())
    air = split_mesh(mesh_cad(config, pressure_jumps(config), refinement), pressure_jumps(config));
  else if (config.geometry || !config.parts.empty())
    air = air_of_geometry(config, diaphragm, refinement);
  else
    throw UserError(config.file + ": neither [geometry], [[part]] nor a mesh file is given");
  check_air_mesh(air, config);
  turn_drivers_to_front(air, config);
  return air;
}

} // namespace earshot
