#ifndef EARSHOT_MESH_MOUTHS_H
#define EARSHOT_MESH_MOUTHS_H

#include "solver/mesh/air_mesh.h"
#include "solver/mesh/vector3.h"

#include <array>
#include <vector>

namespace earshot {

/// What a surface is to the air's motion: a screen has air on both sides, an opening free air beyond.
enum class SurfaceRole { wall, screen, opening, symmetry };

/// An end of a passage.
struct PassageEnd {
  int beyond;     ///< index into AirMesh::volumes, or Mouths::free_air
  Vector3 centre; ///< [m] of its area
};

/// A piece of a volume with two ends.
struct MeshedPassage {
  double area, length; ///< [m2] mean of its ends, [m] volume by area
  std::array<PassageEnd, 2> ends;
};

/// The ends of a volume where its air opens into wider air.
struct Mouths {
  static constexpr int free_air = -1;
  std::vector<int> beyond; ///< of each mouth: index into AirMesh::volumes, or free_air
  int pieces = 0;          ///< that the volume falls into
  double length = 0;       ///< [m] mean over the pieces: volume by the area of an end; 0 without ends
  std::vector<MeshedPassage> passages; ///< pieces with two ends, mouths or not
};

/// Finds mouths by their rims: the volume's own walls stand upright on an end of a passage, and where those
/// of the air beyond lie more than 45 degrees further out, the end is a mouth. Passages in line have none;
/// nor have holes in the side of a volume.
/// @param roles  of each of AirMesh::surfaces
/// @return for each of AirMesh::volumes
std::vector<Mouths> find_mouths(const AirMesh &mesh, const std::vector<SurfaceRole> &roles);

} // namespace earshot

#endif
