#ifndef EARSHOT_MESH_UNIFORM_SECTION_H
#define EARSHOT_MESH_UNIFORM_SECTION_H

#include "solver/mesh/wall_gaps.h"

namespace earshot {

/// The section of a volume of the air, as far as it is the same everywhere.
struct UniformSection {
  enum class Kind { tube, slit, other };
  Kind kind = Kind::other;
  double width = 0;      ///< [m] radius of a tube, distance of the walls of a slit
  double side_share = 0; ///< slit: area of its narrow sides over that of its wide walls
};

/// Finds round tubes by their walls, which lie around a common axis at one distance a, with a volume of a/2
/// for each of their areas, and slits by walls that face each other at one distance h, with a volume of h/2
/// for each of their areas. A tube may have
/// flat ends, of a quarter of the area around it at most. A volume of several pieces is a tube or slit
/// if all are, with one width.
/// @param volume index into AirMesh::volumes
UniformSection uniform_section(const WallGaps &gaps, int volume);

} // namespace earshot

#endif
