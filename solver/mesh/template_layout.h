#ifndef EARSHOT_MESH_TEMPLATE_LAYOUT_H
#define EARSHOT_MESH_TEMPLATE_LAYOUT_H

#include "solver/config/case.h"
#include "solver/mesh/drilled_tube.h"
#include "solver/mesh/part_stack.h"

#include <vector>

namespace earshot {

/// The single-driver in-ear monitor as a list of what it is made of, with the names of its surfaces: the
/// shell's axis is z, towards the ear; the diaphragm's rim lies in z = 0; vents lie in the half-plane y = 0,
/// x > 0.
struct TemplateLayout {
  std::vector<PartConfig> cylinders; ///< rear, front, nozzle, tip, canal: a stack of parts
  DiaphragmFace diaphragm;           ///< between rear and front
  std::vector<DrilledTube> vents;    ///< rear_vent, front_vent
};

/// Checks a geometry and works out where everything lies.
/// @param diaphragm profile of the driver, or null for a flat one as wide as the narrower of front and rear
/// @throws UserError naming every key whose value does not fit
TemplateLayout lay_out_template(const GeometryConfig &geometry, const Profile *diaphragm);

} // namespace earshot

#endif
