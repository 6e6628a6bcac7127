#ifndef EARSHOT_MODEL_DRIVER_SUSPENSION_H
#define EARSHOT_MODEL_DRIVER_SUSPENSION_H

#include "solver/config/case.h"
#include "solver/model/layer_stress.h"
#include "solver/physics/structure/pressure_curve.h"
#include "solver/physics/structure/suspension_curve.h"

#include <string>
#include <vector>

namespace earshot {

/// Stresses in the layers (layer_stress.h) of each of several states.
using StateStresses = std::vector<std::vector<LayerStress>>;

/// A driver's suspension at displacements of its coil.
struct DriverSuspension {
  std::vector<SuspensionPoint> points;
  StateStresses stresses; ///< of each point
  double mesh_error = 0;  ///< largest relative change of K(x) by the last doubling of the elements
};

/// Doubles the elements until K(x) changes by less than 1e-3 at the ends and at rest.
/// @param positions ascending, 0 among them [m] @throws UserError, also where the diaphragm can't be followed
DriverSuspension driver_suspension(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                   const std::vector<double> &positions);

/// A driver's diaphragm with its coil free under static pressures.
struct DriverUnderPressure {
  PressureCurve curve;
  StateStresses stresses; ///< of each point
  double mesh_error = 0;  ///< largest relative change of displacement and tangent by the last doubling
  int elements = 0;       ///< of each zone, and of each wave of a corrugated one
};

/// Doubles the elements until displacements and tangents change by less than 1e-3.
/// @param pressures ascending, of the air in front over that behind [Pa]
/// @throws UserError, also where the diaphragm can't be followed
DriverUnderPressure driver_under_pressure(const DriverConfig &driver,
                                          const std::vector<MaterialConfig> &materials,
                                          const std::vector<double> &pressures);

/// An odd number of displacements from -range to range, 0 in the middle [m].
std::vector<double> positions_within(double range, int n);

/// Its figures, a few lines.
std::string describe_suspension(const DriverConfig &driver, const DriverSuspension &suspension);

std::string describe_pressures(const DriverConfig &driver, const DriverUnderPressure &under);

/// A layer under more stress than its material bears for good. @param when such as "under static pressure"
std::vector<std::string> stress_warnings(const DriverConfig &driver, const StateStresses &stresses,
                                         const std::string &when);

} // namespace earshot

#endif
