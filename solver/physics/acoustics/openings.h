#ifndef EARSHOT_PHYSICS_ACOUSTICS_OPENINGS_H
#define EARSHOT_PHYSICS_ACOUSTICS_OPENINGS_H

#include "solver/algebra/types.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"

namespace earshot {

/// Specific impedance of a cloth or of a surface's motion [Pa s/m]: its table's, or R + i w m.
Complex sheet_impedance(const SurfaceConfig &surface, double omega);

/// Whether an opening has neither cloth nor radiation: p = 0.
bool is_pressure_release(const SurfaceConfig &opening);

/// Factor f of int p q over an opening to free air: -1/(i w Z) with the impedances of cloth and radiation in
/// series, or a spring far stiffer than the air behind it for a pressure release (exact to about one part in
/// 1e9); zero for a closed one.
///
/// Sound from outside makes of it f int (p - p_b) q, where p_b is the pressure outside of the closed
/// opening: by superposition the field is that of the closed opening and that of the air moving in it, whose
/// pressure is the radiation impedance times its velocity (Pierce, Acoustics, 1989, sections 7-4 and 7-5).
/// With long waves p_b is the same over the opening, so that the right-hand side is f S p_b (1/S) int q.
/// @param area [m^2]
Coefficient opening_coefficient(const SurfaceConfig &opening, const AirProperties &air, double area);

/// Peak velocity [m/s] up to which air that swings in a passage stays laminar: Reynolds numbers of 2300 of
/// the diameter in slow flow (Reynolds, Phil. Trans. 174, 1883) and of 550 of the viscous layer sqrt(2 nu /
/// w) where that is thinner than the passage (Hino, Sawamoto and Takasu, J. Fluid Mech. 75, 1976). The larger
/// of both velocities counts: a passage is turbulent where neither keeps it laminar.
/// @param radius [m] of the round passage of the same area
double laminar_limit(const AirProperties &air, double radius, double omega);

} // namespace earshot

#endif
