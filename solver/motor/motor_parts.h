#ifndef EARSHOT_MOTOR_MOTOR_PARTS_H
#define EARSHOT_MOTOR_MOTOR_PARTS_H

#include "solver/config/motor_case.h"
#include "solver/mesh/plane_geometry.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A region of the mesh and what it is made of.
struct MotorPart {
  std::string name;
  Located<std::string> material;
  double magnetization = 0; ///< direction of a magnet, from the axis towards r [rad]
};

/// A motor's cross-section. z = 0 (y = 0) is the middle of the gap of a parametric motor.
struct MotorParts {
  PlaneGeometry geometry; ///< empty when the mesh comes from a file
  std::vector<MotorPart> parts;
  /// Radii between which the coil moves, where the type tells [m].
  std::optional<std::array<double, 2>> gap;
};

/// Lays out the parts of a motor of any type.
/// @throws UserError for dimensions that don't fit together
MotorParts motor_parts(const MagneticMotorConfig &config);

} // namespace earshot

#endif
