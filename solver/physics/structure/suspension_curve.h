#ifndef EARSHOT_PHYSICS_STRUCTURE_SUSPENSION_CURVE_H
#define EARSHOT_PHYSICS_STRUCTURE_SUSPENSION_CURVE_H

#include "solver/physics/structure/axisymmetric_shell.h"

namespace earshot {

/// A suspension that a force on its coil holds at a displacement.
struct SuspensionPoint {
  double displacement = 0;      ///< x, mean of the coil's zone, to the front [m]
  double force = 0;             ///< on the coil [N]
  double stiffness = 0;         ///< K(x) = force / x; at rest the tangent [N/m]
  double tangent_stiffness = 0; ///< d force / dx [N/m]
  double effective_area = 0;    ///< S_d(x) = d volume / dx without pressure [m2]
  std::vector<double> unknowns; ///< of the shell
};

/// Follows a shell from rest (rest_state.h) to displacements of a zone, by displacement control with arc
/// length.
/// @param positions ascending, 0 among them [m] @return a point for each, in their order
/// @throws std::runtime_error where the equilibrium cannot be followed: says the displacement
std::vector<SuspensionPoint> suspension_curve(const AxisymmetricShell &shell, std::size_t coil_zone,
                                              std::span<const double> positions);

} // namespace earshot

#endif
