#ifndef EARSHOT_PHYSICS_MAGNETICS_MOTOR_CURVES_H
#define EARSHOT_PHYSICS_MAGNETICS_MOTOR_CURVES_H

#include "solver/physics/magnetics/coil.h"

namespace earshot {

/// A motor at one displacement of its coil. The current counts as positive in the sense in which it pushes
/// the coil at rest (of the displacements, the one nearest to 0) upwards.
struct MotorCurveRow {
  double displacement = 0;         ///< x, along the second coordinate [m]
  double force_factor_lorentz = 0; ///< Bl from the Lorentz force on the winding [N/A]
  double force_factor_flux = 0;    ///< Bl from the derivative of the flux linkage [Wb/m]
  double flux_linkage = 0;         ///< of the magnets' flux [Wb]
  double inductance = 0;           ///< L for a small alternating current, without eddy currents [H]
  double apparent_inductance = 0;  ///< with the permeability B/H of the working point instead of dB/dH [H]
  double reluctance_force = 0;     ///< 1/2 dL/dx: force per squared current [N/A^2]
};

/// A motor whose coil rests, under a current that moves the iron's working point.
struct CurrentCurveRow {
  double current = 0;    ///< i [A], positive as above
  double inductance = 0; ///< L(i) = (flux linkage at i less that at 0) / i, at 0 its limit [H]
};

/// What a motor's curves need: the force factor and the inductance between two displacements [m].
MagneticGoals motor_goals(const Coil &coil, double lowest, double highest);

/// Every row is a few evaluations on the one field of the magnets, which the coil without current leaves as
/// it is.
std::vector<MotorCurveRow> motor_curves(const MagnetostaticProblem &problem,
                                        std::span<const double> potential, const Coil &coil,
                                        std::span<const double> displacements);

/// One nonlinear solve for each current, from the last one's field. @param currents [A], ascending
/// @throws std::runtime_error when the field doesn't converge
std::vector<CurrentCurveRow> current_curve(const MagnetostaticProblem &problem,
                                           std::span<const double> potential, const Coil &coil,
                                           std::span<const double> currents);

} // namespace earshot

#endif
