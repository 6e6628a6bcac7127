#ifndef EARSHOT_MESH_CAD_SIZE_H
#define EARSHOT_MESH_CAD_SIZE_H

#include "solver/config/case.h"
#include "solver/mesh/cad_model.h"
#include "solver/mesh/cad_names.h"
#include "solver/mesh/mesh_generation.h"

#include <set>
#include <string>
#include <vector>

namespace earshot {

/// Width of a solid's air [m]: twice its volume over the area of its walls, which is the radius of a tube and
/// the gap of a slit. Faces in `jumps` are walls for both sides, others between two solids are open.
double air_width(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps, int solid);

/// Edges along which the air's walls turn by more than 200 degrees about it, as at the mouth of a tube: pairs
/// of points of the model.
std::vector<std::array<int, 2>> reentrant_edges(const CadModel &model, const CadNames &names,
                                                const std::set<std::string> &jumps);

/// What the air of a CAD file asks for, in units of `cad_unit`: a volume its [[mesh.region]] size, else the
/// smaller of the global size and its width; a re-entrant edge a quarter of that. What is asked for in one
/// place grows with the distance from it.
/// @throws UserError when the mesh would have more tetrahedra than any machine holds
SizeField cad_sizes(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps,
                    const MeshConfig &mesh);

} // namespace earshot

#endif
