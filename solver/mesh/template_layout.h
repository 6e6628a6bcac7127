#ifndef EARSHOT_MESH_TEMPLATE_LAYOUT_H
#define EARSHOT_MESH_TEMPLATE_LAYOUT_H

#include "solver/config/case.h"
#include "solver/mesh/profile.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A cylinder on the shell's axis, from z0 to z1.
struct AxialCylinder {
  std::string name;
  double z0, z1, radius; ///< [m]
};

/// A vent's tube.
struct VentTube {
  std::string name;
  double radius, length; ///< [m]
  double offset;         ///< [m] of its axis, as VentConfig::offset, but a height never left open
};

/// The single-driver in-ear monitor in numbers: the shell's axis is z, towards the ear; the diaphragm's rim
/// lies in z = 0; vents lie in the half-plane y = 0, x > 0.
struct TemplateLayout {
  std::vector<AxialCylinder> cylinders; ///< rear, front, nozzle, tip, canal
  std::optional<VentTube> rear_vent, front_vent;
  bool screen;              ///< name the surface between nozzle and tip
  double diaphragm_radius;  ///< [m]
  const Profile *diaphragm; ///< null: flat
};

/// Checks a geometry and works out where everything lies.
/// @param diaphragm profile of the driver, or null for a flat one as wide as the narrower of front and rear
/// @throws UserError naming every key whose value does not fit
TemplateLayout lay_out_template(const GeometryConfig &geometry, const Profile *diaphragm);

} // namespace earshot

#endif
