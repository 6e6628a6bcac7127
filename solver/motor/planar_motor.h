#ifndef EARSHOT_MOTOR_PLANAR_MOTOR_H
#define EARSHOT_MOTOR_PLANAR_MOTOR_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// What the trace and the magnets of a planar motor come to.
struct PlanarMotor {
  double force_factor = 0; ///< force to the front per current, all of the trace together [N/A]
  double resistance = 0;   ///< length over section, along the middle line [ohm]
  double length = 0;       ///< of the trace [m]
  double mass = 0;         ///< of the trace [kg]
  ComputedTrace trace;
};

/// Length, resistance and mass of the trace, and the force on each of its pieces in the field of the magnets,
/// t x B ds per current, in closed form. Along the middle line, as whatever way the current takes round a
/// corner, int J dV is the current times the distance that it comes forward. Its direction is the one that
/// pushes the film to the front.
/// @throws UserError at the place in the case file for a trace that crosses itself, bars that meet each
/// other, forces that cancel
PlanarMotor planar_motor(const PlanarMotorConfig &config,
                         const std::vector<MagneticMaterialConfig> &materials);

/// The case with the numbers of its planar motors filled in. @throws UserError
Case with_planar_motors(Case config);

/// The figures of the planar motors of a case that has them, a text each.
std::vector<std::string> describe_planar_motors(const Case &config);

} // namespace earshot

#endif
