#ifndef EARSHOT_MESH_PLANE_READER_H
#define EARSHOT_MESH_PLANE_READER_H

#include "solver/mesh/plane_mesh.h"

#include <string>

namespace earshot {

/// The quadrilaterals of all named physical surfaces of the mesh that gmsh holds at present.
/// @param scale metres per unit of length
/// @param origin where the mesh comes from, for messages
/// @throws UserError for other elements, or quadrilaterals in no or in several named surfaces, off the plane,
/// or not convex
PlaneMesh current_plane_mesh(double scale, const std::string &origin);

} // namespace earshot

#endif
