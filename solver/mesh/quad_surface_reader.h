#ifndef EARSHOT_MESH_QUAD_SURFACE_READER_H
#define EARSHOT_MESH_QUAD_SURFACE_READER_H

#include "solver/mesh/shell_mesh.h"

#include <string>

namespace earshot {

/// The quadrilaterals of all named physical surfaces of a .msh file; the names become zones.
/// @param scale metres per unit of the file
/// @throws UserError when the file is unreadable or has no named surface of quadrilaterals
QuadSurface read_quad_surface(const std::string &file, double scale);

} // namespace earshot

#endif
