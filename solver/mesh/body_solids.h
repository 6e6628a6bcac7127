#ifndef EARSHOT_MESH_BODY_SOLIDS_H
#define EARSHOT_MESH_BODY_SOLIDS_H

#include "solver/mesh/placed_body.h"

#include <gmsh.h>

#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A disc of a body's surface that bears a name.
struct BodyDisc {
  std::string name;
  std::string owner; ///< what it is, for messages: rear opening of driver "dynamic"
  SourcePosition where;
  Vector3 centre{}, normal{}; ///< [m], [1]
  double radius = 0;          ///< [m]
};

/// A body as solids of gmsh's OpenCASCADE model, in units of `cad_unit`.
struct BodySolids {
  std::string shown;                            ///< "driver \"dynamic\""
  SourcePosition where;                         ///< of its position
  gmsh::vectorpair envelope;                    ///< all that must lie in air, its own air included
  gmsh::vectorpair flange;                      ///< may lie in walls, too
  std::vector<std::pair<int, std::string>> air; ///< volumes of its own air with their names
  std::vector<int> plugs;                       ///< volumes that only leave their faces on its surface
  std::vector<BodyDisc> discs;
};

BodySolids add_driver_solids(const PlacedDriver &driver);
BodySolids add_box_solids(const PlacedBox &box);

} // namespace earshot

#endif
