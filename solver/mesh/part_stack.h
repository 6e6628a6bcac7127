#ifndef EARSHOT_MESH_PART_STACK_H
#define EARSHOT_MESH_PART_STACK_H

#include "solver/config/part_case.h"
#include "solver/mesh/profile.h"

#include <gmsh.h>

#include <string>
#include <vector>

namespace earshot {

/// A diaphragm between two parts of a stack and the rigid annulus around it, out to the narrower one.
struct DiaphragmFace {
  const Profile *profile;      ///< null: flat
  double radius;               ///< [m] of its rim
  std::string surface, baffle; ///< names of diaphragm and annulus
};

/// Adds cylinders one behind the other to gmsh's OpenCASCADE kernel, in units of `geometry_unit`. Neighbours
/// share the surface between them from the outset, so that a diaphragm's curves need no intersection.
/// @param parts of which each begins where the one before ends, without inner radii, cones and sectors
/// @param diaphragm between the first and the second, in z = 0
/// @return their volumes, in turn
gmsh::vectorpair revolve_stack(const std::vector<PartConfig> &parts, const DiaphragmFace &diaphragm);

/// Whether a surface between the first two parts is the diaphragm's or the baffle's: its name.
std::string name_of_face(const DiaphragmFace &diaphragm, int surface);

} // namespace earshot

#endif
