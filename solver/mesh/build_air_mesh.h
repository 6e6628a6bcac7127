#ifndef EARSHOT_MESH_BUILD_AIR_MESH_H
#define EARSHOT_MESH_BUILD_AIR_MESH_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"
#include "solver/mesh/profile.h"
#include "solver/mesh/refinement.h"

#include <set>
#include <string>

namespace earshot {

/// The air mesh of a case: its mesh file if it names one, else its geometry and parts. Split at the surfaces
/// where the pressure jumps. Needs no MPI; equal input gives equal meshes.
/// @param diaphragm profile of the first driver, for the geometry; null: a flat one as wide as the narrower
/// of front and rear
/// @param refinement on top of the case's sizes, of no use for a file
/// @throws UserError when file or geometry can't be used, or when the mesh does not fit the case
/// (check_air_mesh())
AirMesh build_air_mesh(const Case &config, const Profile *diaphragm, const MeshRefinement &refinement = {});

/// The surfaces across which the pressure of a case jumps: those of drivers, everything with a model of its
/// own in [[surface]], the template's "baffle", and "walls", which a mesh file may have inside the air.
std::set<std::string> pressure_jumps(const Case &config);

} // namespace earshot

#endif
