#ifndef EARSHOT_MESH_CAD_PARTS_H
#define EARSHOT_MESH_CAD_PARTS_H

#include "solver/config/cad_case.h"
#include "solver/mesh/cad_model.h"

#include <string>
#include <vector>

namespace earshot {

/// The air in and around the parts of a CAD file, in gmsh's model.
struct AirAroundParts {
  std::vector<int> solids;      ///< tags of its connected regions
  std::vector<NamedPlace> caps; ///< pieces of caps
};

/// Replaces the solids of gmsh's OpenCASCADE model by the air in and around them: a box around everything
/// less the solids, divided by caps and by the sheets that the file holds.
/// @throws UserError naming caps that find no closed edge
AirAroundParts air_around_parts(const CadConfig &cad);

/// Leaves the regions of air that a volume of the case names by a point and those of bodies, without such
/// names all that the parts enclose, in `model` and in gmsh's.
/// @throws UserError for points in a part and in the air outside, with the way out; for caps with the same
/// air on both sides; for parts that enclose nothing
void keep_enclosed_air(const CadConfig &cad, CadModel &model);

} // namespace earshot

#endif
