#include "solver/mesh/moved_air_mesh.h"

#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/case_geometry.h"
#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/driver_sides.h"
#include "solver/mesh/geometry_unit.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/moved_nodes.h"
#include "solver/mesh/split.h"

#include <fmt/format.h>

namespace earshot {

namespace {

/// @throws UserError with the place of the cell whose Jacobian is least, where that isn't positive
void require_valid(const TetrahedralMesh &mesh) {
  double least = 1;
  std::size_t worst = 0;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    if (const double smallest = jacobian_bounds(mesh.nodes, mesh.cells[c]).smallest; smallest < least) {
      least = smallest;
      worst = c;
    }
  if (least > 0)
    return;
  Vector3 middle{};
  for (int v = 0; v < 4; ++v)
    middle = middle + 250. * mesh.nodes[mesh.cells[worst][v]]; // [mm], a quarter of each
  throw UserError(fmt::format("a cell of \"{}\" at ({:.4g}, {:.4g}, {:.4g}) mm would turn inside out",
                              mesh.volumes[mesh.cell_volume[worst]], middle[0], middle[1], middle[2]));
}

bool same_topology(const AirMesh &one, const AirMesh &other) {
  const auto same_faces = [](const NamedFace &a, const NamedFace &b) {
    return a.vertices == b.vertices && a.surface == b.surface && a.interior == b.interior;
  };
  const auto same_pairs = [](const AirMesh::FacePair &a, const AirMesh::FacePair &b) {
    return a.surface == b.surface && a.vertices == b.vertices && a.opposite == b.opposite;
  };
  return one.nodes.size() == other.nodes.size() && one.cells == other.cells &&
         std::equal(one.faces.begin(), one.faces.end(), other.faces.begin(), other.faces.end(), same_faces) &&
         std::equal(one.pairs.begin(), one.pairs.end(), other.pairs.begin(), other.pairs.end(), same_pairs);
}

} // namespace

MovedAirMesh moved_air_mesh(const AirMesh &mesh, const MeshedCase &before, const MeshedCase &after) {
  if (!mesh.generated)
    throw UserError("found a mesh of a file or of CAD, expected one of a template or of parts");
  const CaseGeometry geometry(before.config, before.diaphragm), changed(after.config, after.diaphragm);
  if (geometry.half().has_value() != changed.half().has_value())
    throw UserError("the geometry is no longer its own mirror image, as its mesh is");
  TetrahedralMesh moved = *mesh.generated;
  {
    const GmshSession gmsh;
    const GeometryChange change{"before", "after", geometry_unit};
    gmsh.run("moving the mesh", [&] {
      geometry.build(change.before);
      changed.build(change.after);
      moved.nodes = moved_nodes(*mesh.generated, change, before.config.mesh.curved);
    });
  }
  // Less than what the mesh generator's cells are held to: a step for differences flattens none.
  constexpr double smallest_allowed = 1e-3;
  straighten_folded_cells(moved, smallest_allowed);
  require_valid(moved);
  MovedAirMesh result;
  result.quality_before = least_scaled_jacobian(mesh.generated->nodes, moved.cells);
  result.quality = least_scaled_jacobian(moved.nodes, moved.cells);
  result.mesh = split_mesh(changed.whole(moved), pressure_jumps(after.config));
  turn_drivers_to_front(result.mesh, after.config);
  if (!same_topology(mesh, result.mesh))
    throw UserError("the topology changes, as surfaces are split in another way");
  result.mesh.generated = std::make_shared<const TetrahedralMesh>(std::move(moved));
  return result;
}

} // namespace earshot
