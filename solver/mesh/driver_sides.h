#ifndef EARSHOT_MESH_DRIVER_SIDES_H
#define EARSHOT_MESH_DRIVER_SIDES_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"

namespace earshot {

/// Turns the pairs of faces of each driver's surface to its front: along its axis, where it has a body; else
/// to the ear, to the side from where fewer diaphragms lie on the way to it. Where no way leads to the ear,
/// or both sides are as near, surfaces look as split_mesh() left them.
void turn_drivers_to_front(AirMesh &mesh, const Case &config);

} // namespace earshot

#endif
