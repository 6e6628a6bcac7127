#ifndef EARSHOT_MODEL_MERIDIAN_H
#define EARSHOT_MODEL_MERIDIAN_H

#include "solver/config/case.h"
#include "solver/physics/structure/axisymmetric_shell.h"

#include <vector>

namespace earshot {

/// A driver's diaphragm, of a profile, as a shell for large deflection: the layers, coil ring and rim of
/// stretched_diaphragm.
/// @param elements of each zone, and of each wave of a corrugated one @throws UserError
AxisymmetricShell axisymmetric_diaphragm(const DriverConfig &driver,
                                         const std::vector<MaterialConfig> &materials, int elements);

/// The zone of such a shell that a driver's coil sits on.
std::size_t coil_zone(const DriverConfig &driver, const AxisymmetricShell &shell);

/// All that decides on the statics of a driver's diaphragm: its materials (without a diaphragm all), and a
/// driver of no more than diaphragm and coil. Masses and losses are left out.
Case statics_of(const DriverConfig &driver, const std::vector<MaterialConfig> &materials);

} // namespace earshot

#endif
