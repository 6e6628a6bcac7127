#ifndef EARSHOT_MESH_MESH_GENERATION_H
#define EARSHOT_MESH_MESH_GENERATION_H

#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <functional>
#include <string>

namespace earshot {

/// Edge length wanted at a point of an entity (its dimension and tag), in the gmsh model's units.
using SizeField = std::function<double(int dimension, int tag, double x, double y, double z)>;

/// Meshes the geometry that the session holds with second-order tetrahedra and reads the mesh.
/// @param curved edge nodes on the true surfaces instead of on straight edges; tetrahedra that would fold
/// are made straight and counted
/// @param scale metres per unit of the model
/// @throws UserError when gmsh can't mesh the geometry
TetrahedralMesh generate_tetrahedra(const GmshSession &gmsh, const SizeField &size, bool curved, double scale,
                                    const std::string &origin);

} // namespace earshot

#endif
