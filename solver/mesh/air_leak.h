#ifndef EARSHOT_MESH_AIR_LEAK_H
#define EARSHOT_MESH_AIR_LEAK_H

#include "solver/mesh/cad_model.h"

#include <string>

namespace earshot {

/// How air gets from a point to the outside: the widest way through a mesh of the air, by its narrowest
/// place, the face nearest to that, and a few points along it. Spends gmsh's model: all other solids are
/// removed.
/// @param outside index of the solid that the point lies in and that reaches around everything
std::string describe_leak(const CadModel &model, int outside, const Vector3 &point);

} // namespace earshot

#endif
