#ifndef EARSHOT_MESH_OUTLINE_H
#define EARSHOT_MESH_OUTLINE_H

#include "solver/mesh/plane_geometry.h"

#include <optional>

namespace earshot {

/// Circle through two corners of an outline.
struct OutlineArc {
  std::array<double, 2> centre; ///< [m]
  double radius;                ///< [m]
  double from, angle;           ///< polar angle of the first corner, signed angle to the second [rad]

  std::array<double, 2> at(double fraction) const;
};

/// The arc from one corner to the next; none when straight.
std::optional<OutlineArc> arc_to(const OutlineCorner &corner, const OutlineCorner &next);

/// @throws UserError as plane_mesh() for one outline
void check_outline(const PlanePart &part, bool planar);

} // namespace earshot

#endif
