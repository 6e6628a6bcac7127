#ifndef EARSHOT_PHYSICS_STRUCTURE_PRESSURE_CURVE_H
#define EARSHOT_PHYSICS_STRUCTURE_PRESSURE_CURVE_H

#include "solver/physics/structure/axisymmetric_shell.h"

#include <optional>

namespace earshot {

/// A shell whose coil is free, in equilibrium with a pressure that stays at right angles to it.
struct PressurePoint {
  double pressure = 0;          ///< excess in front over behind [Pa]: pushes backwards
  double displacement = 0;      ///< of the coil's zone from rest, to the front [m]
  double volume = 0;            ///< displaced from rest, to the front [m3]
  double tangent_stiffness = 0; ///< d(force on the coil)/dx under this pressure [N/m]
  double effective_area = 0;    ///< S_d = d(volume)/dx by a force on the coil, likewise [m2]
  std::vector<double> unknowns; ///< of the shell
};

struct PressureCurve {
  std::vector<PressurePoint> points;
  /// As pressure grows from nothing on one side; both of its sign [Pa].
  struct Side {
    std::optional<double> snap; ///< where the shell snaps through
    double followed = 0;        ///< how far that was looked for
  };
  Side in_front, behind;
};

/// Follows a shell from rest (rest_state.h) as pressure grows slowly, by arc length. Beyond a pressure at
/// which it snaps through it is where the path first reaches the pressure again: the same path is followed
/// around its folds, through states that no pressure holds. Snapping through is looked for up to
/// `snap_reach` times the largest pressure of a sign.
/// @param pressures ascending, in front over behind [Pa] @return a point for each, in their order
/// @throws std::runtime_error where the equilibrium cannot be followed: says the pressure
PressureCurve pressure_curve(const AxisymmetricShell &shell, std::size_t coil_zone,
                             std::span<const double> pressures);
constexpr double snap_reach = 4;

} // namespace earshot

#endif
