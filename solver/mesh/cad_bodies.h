#ifndef EARSHOT_MESH_CAD_BODIES_H
#define EARSHOT_MESH_CAD_BODIES_H

#include "solver/mesh/body_solids.h"
#include "solver/mesh/cad_model.h"
#include "solver/mesh/placed_body.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// Cuts bodies into the air of gmsh's OpenCASCADE model: their solid parts leave it, the air inside them
/// joins it, divided by their diaphragms.
/// @param air names of the solids of air by their tags; on return of those that there are then
/// @return the bodies, whose solids are gone
/// @throws UserError naming bodies that collide or don't lie in the air, with the places
std::vector<BodySolids> cut_bodies(const PlacedBodies &bodies, std::map<int, std::string> &air);

/// Names diaphragms, openings and mouths of bodies, asks for small elements where diaphragms are bent, and
/// notes openings and mouths that reach no air as faults of the model.
void name_body_faces(const PlacedBodies &bodies, const std::vector<BodySolids> &solids, CadModel &model);

} // namespace earshot

#endif
