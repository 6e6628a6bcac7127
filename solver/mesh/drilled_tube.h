#ifndef EARSHOT_MESH_DRILLED_TUBE_H
#define EARSHOT_MESH_DRILLED_TUBE_H

#include "solver/config/tube_case.h"
#include "solver/mesh/vector3.h"

#include <gmsh.h>

#include <string>

namespace earshot {

/// A straight round tube out of a wall, as a drill makes it.
struct DrilledTube {
  std::string name;
  Vector3 begin, axis;                    ///< [m]; unit vector outwards
  double before;                          ///< [m] from `begin` to the wall; 0 where that is flat
  double length, radius;                  ///< [m] from the wall on
  std::string mouth_surface, end_surface; ///< names of its ends; empty: none
};

/// The tube of a case. It begins by its diameter before the wall, so that its rim begins in the air where the
/// wall is curved or its normal is up to 60 degrees off the axis.
DrilledTube drilled_tube(const TubeConfig &config);

/// Adds a tube's volume to gmsh's OpenCASCADE kernel, in units of `geometry_unit`.
/// @param behind_wall what the tube begins in, where `before` isn't 0: it is cut off the tube, and stays
/// @return tag of the volume, the outermost piece of what cutting leaves
/// @throws UserError where nothing is left, or where the wall isn't where the tube's length is counted from,
/// to half of its radius
int add_tube(const DrilledTube &tube, const gmsh::vectorpair &behind_wall);

/// The name that a tube gives to one of its surfaces in gmsh's model; empty for none.
/// @param is_mouth has air on both sides
std::string name_of_face(const DrilledTube &tube, int surface, bool is_mouth);

} // namespace earshot

#endif
