#ifndef EARSHOT_MESH_PART_GEOMETRY_H
#define EARSHOT_MESH_PART_GEOMETRY_H

#include "solver/config/part_case.h"

#include <gmsh.h>

#include <string>

namespace earshot {

/// Adds a part's volumes, one for each sector, to gmsh's OpenCASCADE kernel, in units of `geometry_unit`.
/// @param shift added to the part's places along z [m]
gmsh::vectorpair revolve_part(const PartConfig &part, double shift);

/// The name that a part gives to one of its surfaces in gmsh's model; empty for none.
std::string name_of_face(const PartConfig &part, double shift, int surface);

} // namespace earshot

#endif
