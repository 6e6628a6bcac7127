#ifndef EARSHOT_PHYSICS_TRANSDUCERS_MOTOR_LAWS_H
#define EARSHOT_PHYSICS_TRANSDUCERS_MOTOR_LAWS_H

#include "solver/physics/transducers/smooth_curve.h"
#include "solver/sweep/harmonic_balance.h"

namespace earshot {

/// Numbers of a driver's scalars in a balance. Laws act on the displacement x as a force [N] towards the
/// front, on the current i as a flux linkage psi [Wb] that the coil has beyond the linear one, on the
/// pressure p in front over that behind as a volume [m3] that the diaphragm takes from the air in front and
/// leaves behind. All are derivatives of one coenergy W(x, i, p), so that no law makes power:
///
///   W = i int (Bl(x) - Bl(0)) dx + i^2/2 (L(x) - L(0)) + int (L(i) - L(0)) i di - int (K(x) - K(0)) x dx
///       - p int (S_d(x) - S_d(0)) dx.
struct DriverScalars {
  std::size_t displacement = 0, current = 1;
  std::size_t pressure = 2; ///< of drivers with an area_law() alone
};

/// Force (Bl(x) - Bl(0)) i, flux int (Bl(x) - Bl(0)) dx.
Law force_factor_law(const SmoothCurve &force_factor, DriverScalars scalars);

/// Force -(K(x) - K(0)) x of a suspension with the restoring force K(x) x.
Law stiffness_law(const SmoothCurve &stiffness, DriverScalars scalars);

/// Reluctance force i^2/2 dL/dx, flux (L(x) - L(0)) i.
Law inductance_law(const SmoothCurve &inductance, DriverScalars scalars);

/// Force -(S_d(x) - S_d(0)) p, volume -int (S_d(x) - S_d(0)) dx of an effective area S_d(x).
Law area_law(const SmoothCurve &area, DriverScalars scalars);

/// Flux (L(i) - L(0)) i: iron that the coil's own field saturates.
Law saturation_law(const SmoothCurve &inductance_of_current, DriverScalars scalars);

} // namespace earshot

#endif
