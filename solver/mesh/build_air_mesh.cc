#include "solver/mesh/build_air_mesh.h"

#include "solver/mesh/air_geometry.h"
#include "solver/mesh/checks.h"
#include "solver/mesh/gmsh_reader.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/mesh_generation.h"
#include "solver/mesh/part_size.h"
#include "solver/mesh/split.h"
#include "solver/mesh/template_geometry.h"
#include "solver/mesh/template_size.h"

namespace earshot {
namespace {

TetrahedralMesh mesh_geometry(const Case &config, const Profile *diaphragm) {
  std::optional<TemplateLayout> layout;
  if (config.geometry)
    layout = lay_out_template(*config.geometry, diaphragm);
  const GmshSession gmsh;
  const std::string origin = layout ? "[geometry]" : "[[part]]";
  const TemplateLayout *const earphone = layout ? &*layout : nullptr;
  gmsh.run("building " + origin, [&] { build_air_geometry(earphone, config.parts); });
  std::vector<SizedRegion> regions = part_sizes(config.parts, earphone, config.mesh);
  if (layout)
    for (const SizedRegion &region : template_sizes(*layout, config.mesh))
      regions.push_back(region);
  return generate_tetrahedra(gmsh, least_size(std::move(regions), template_unit), config.mesh.curved,
                             template_unit, origin);
}

} // namespace

std::set<std::string> pressure_jumps(const Case &config) {
  std::set<std::string> names{"baffle"};
  for (const auto &driver : config.drivers)
    names.insert(driver.surface.value);
  for (const auto &surface : config.surfaces)
    names.insert(surface.name.value);
  return names;
}

AirMesh build_air_mesh(const Case &config, const Profile *diaphragm) {
  TetrahedralMesh mesh;
  if (!config.mesh.file.value.empty())
    mesh = read_gmsh_file(config.mesh.file.value, config.mesh.scale);
  else if (config.geometry || !config.parts.empty())
    mesh = mesh_geometry(config, diaphragm);
  else
    throw UserError(config.file + ": neither [geometry], [[part]] nor a mesh file is given");
  AirMesh air = split_mesh(mesh, pressure_jumps(config));
  check_air_mesh(air, config);
  return air;
}

} // namespace earshot
