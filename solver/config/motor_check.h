#ifndef EARSHOT_CONFIG_MOTOR_CHECK_H
#define EARSHOT_CONFIG_MOTOR_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// What contradicts itself in a motor's table.
/// @param where of the driver, for what is missing
void check_motor(const MotorConfig &motor, const SourcePosition &where, std::vector<Diagnostic> &diagnostics);

/// The same of a [[magnetic_material]].
void check_magnetic_material(const MagneticMaterialConfig &material, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
