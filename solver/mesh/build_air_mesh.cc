#include "solver/mesh/build_air_mesh.h"

#include "solver/mesh/checks.h"
#include "solver/mesh/gmsh_reader.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/mesh_generation.h"
#include "solver/mesh/split.h"
#include "solver/mesh/template_geometry.h"
#include "solver/mesh/template_size.h"

namespace earshot {
namespace {

TetrahedralMesh mesh_template(const GeometryConfig &geometry, const MeshConfig &config,
                              const Profile *diaphragm) {
  const TemplateLayout layout = lay_out_template(geometry, diaphragm);
  const GmshSession gmsh;
  const std::string origin = "[geometry]";
  gmsh.run("building " + origin, [&] { build_template_geometry(layout); });
  return generate_tetrahedra(gmsh, template_size(layout, config), config.curved, template_unit, origin);
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
  else if (config.geometry)
    mesh = mesh_template(*config.geometry, config.mesh, diaphragm);
  else
    throw UserError(config.file + ": neither [geometry] nor a mesh file is given");
  AirMesh air = split_mesh(mesh, pressure_jumps(config));
  check_air_mesh(air, config);
  return air;
}

} // namespace earshot
