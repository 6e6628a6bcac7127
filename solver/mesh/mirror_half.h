#ifndef EARSHOT_MESH_MIRROR_HALF_H
#define EARSHOT_MESH_MIRROR_HALF_H

#include "solver/config/part_case.h"
#include "solver/mesh/refinement.h"
#include "solver/mesh/sized_region.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// One half of parts that are their own mirror image in a plane across the axis, as two drivers face to face
/// are. A mesh of the half and its mirror image keep what symmetry promises, such as forces that cancel, to
/// round-off; a mesh of the whole keeps it to the discretisation's error.
struct MirrorHalf {
  std::vector<PartConfig> parts;               ///< those below the plane, and of others what lies below it
  double plane;                                ///< [m] along z
  std::map<std::string, std::string> volumes;  ///< name of each part's mirror image
  std::map<std::string, std::string> surfaces; ///< name of each named surface's mirror image
};

/// The lower half of the parts, if to each there is a mirror image of its own whose surfaces are named or
/// unnamed alike; else nothing. Surfaces in the plane itself have no names.
std::optional<MirrorHalf> mirror_half(const std::vector<PartConfig> &parts);

/// What asks for smaller elements on either side of the plane asks for them on both.
std::vector<SizedRegion> with_mirror_image(std::vector<SizedRegion> regions, const MirrorHalf &half);
MeshRefinement with_mirror_image(MeshRefinement refinement, const MirrorHalf &half);

/// A mesh of the half's parts joined to its mirror image: they share the nodes in the plane.
TetrahedralMesh with_mirror_image(const TetrahedralMesh &mesh, const MirrorHalf &half);

} // namespace earshot

#endif
