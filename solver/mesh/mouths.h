#ifndef EARSHOT_MESH_MOUTHS_H
#define EARSHOT_MESH_MOUTHS_H

#include "solver/mesh/air_mesh.h"

#include <vector>

namespace earshot {

/// What a surface is to the air's motion: a screen has air on both sides, an opening free air beyond.
enum class SurfaceRole { wall, screen, opening, symmetry };

/// The ends of a volume where its air opens into wider air.
struct Mouths {
  static constexpr int free_air = -1;
  std::vector<int> beyond; ///< of each mouth: index into AirMesh::volumes, or free_air
  int pieces = 0;          ///< that the volume falls into
  double length = 0;       ///< [m] mean over the pieces: volume by the area of an end; 0 without ends
};

/// Finds mouths by their rims: the volume's own walls stand upright on an end of a passage, and where those
/// of the air beyond lie more than 45 degrees further out, the end is a mouth. Passages in line have none;
/// nor have holes in the side of a volume.
/// @param roles  of each of AirMesh::surfaces
/// @return for each of AirMesh::volumes
std::vector<Mouths> find_mouths(const AirMesh &mesh, const std::vector<SurfaceRole> &roles);

} // namespace earshot

#endif
