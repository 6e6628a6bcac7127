#ifndef EARSHOT_MESH_RIM_H
#define EARSHOT_MESH_RIM_H

#include "solver/mesh/air_mesh.h"
#include "solver/mesh/shell_mesh.h"

namespace earshot {

/// Where the surface of a driver sits in the air mesh: the centre of its rim, its mean normal towards the
/// side that the surface looks to (AirMesh::FacePair), and across it the way to the first node of the rim, so
/// that a mesh that is turned has a shell that is turned with it.
/// @throws std::invalid_argument when the surface is not split or has no rim
ShellAxis rim_axis(const AirMesh &mesh, int surface);

/// A piece of a rim between two vertices.
using RimSegment = std::array<dealii::Point<3>, 2>;

/// The edges of a split surface that belong to one of its triangles alone; none when it isn't split.
std::vector<RimSegment> rim_of(const AirMesh &mesh, int surface);

} // namespace earshot

#endif
