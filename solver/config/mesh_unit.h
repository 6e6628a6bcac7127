#ifndef EARSHOT_CONFIG_MESH_UNIT_H
#define EARSHOT_CONFIG_MESH_UNIT_H

#include "solver/config/case.h"

namespace earshot {

/// Metres per unit of length of the mesh files: by mesh.unit, else mesh.scale.
double metres_per_unit(const MeshConfig &mesh);

} // namespace earshot

#endif
