#ifndef EARSHOT_PHYSICS_TRANSDUCERS_MOTOR_LAWS_H
#define EARSHOT_PHYSICS_TRANSDUCERS_MOTOR_LAWS_H

#include "solver/physics/transducers/smooth_curve.h"
#include "solver/sweep/harmonic_balance.h"

namespace earshot {

/// Numbers of a driver's scalars in a balance. Laws act on the displacement x as a force [N] towards the
/// front, on the current i as a flux linkage psi [Wb] that the coil has beyond the linear one. Both are
/// derivatives of one coenergy W(x, i), so that no law makes power:
///
///   W = i int (Bl(x) - Bl(0)) dx + i^2/2 (L(x) - L(0)) + int (L(i) - L(0)) i di - int (K(x) - K(0)) x dx.
struct DriverScalars {
  std::size_t displacement = 0, current = 1;
};

/// Force (Bl(x) - Bl(0)) i, flux int (Bl(x) - Bl(0)) dx.
Law force_factor_law(const SmoothCurve &force_factor, DriverScalars scalars);

/// Force -(K(x) - K(0)) x of a suspension with the restoring force K(x) x.
Law stiffness_law(const SmoothCurve &stiffness, DriverScalars scalars);

/// Reluctance force i^2/2 dL/dx, flux (L(x) - L(0)) i.
Law inductance_law(const SmoothCurve &inductance, DriverScalars scalars);

/// Flux (L(i) - L(0)) i: iron that the coil's own field saturates.
Law saturation_law(const SmoothCurve &inductance_of_current, DriverScalars scalars);

} // namespace earshot

#endif
