#ifndef EARSHOT_MESH_MOVED_AIR_MESH_H
#define EARSHOT_MESH_MOVED_AIR_MESH_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"
#include "solver/mesh/profile.h"

namespace earshot {

/// A case and the profile of its first driver, as build_air_mesh() takes them.
struct MeshedCase {
  const Case &config;
  const Profile *diaphragm;
};

/// An air mesh whose nodes have followed its geometry.
struct MovedAirMesh {
  AirMesh mesh;                           ///< cells, faces and pairs as before
  double quality = 0, quality_before = 0; ///< least scaled Jacobian of a cell; see least_scaled_jacobian()
};

/// Moves the nodes of a mesh to the geometry of a case with other dimensions; see moved_nodes(). Cells that
/// would fold are flattened and counted, as by the mesh generator. Work of one rank.
/// @param mesh made by build_air_mesh() from `before`
/// @throws UserError where the mesh is one of a file or CAD, where the geometries are put together in
/// different ways, and, with the place, where a cell would turn inside out
MovedAirMesh moved_air_mesh(const AirMesh &mesh, const MeshedCase &before, const MeshedCase &after);

} // namespace earshot

#endif
