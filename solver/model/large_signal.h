#ifndef EARSHOT_MODEL_LARGE_SIGNAL_H
#define EARSHOT_MODEL_LARGE_SIGNAL_H

#include "solver/config/case.h"
#include "solver/physics/transducers/motor_laws.h"

#include <string>
#include <vector>

namespace earshot {

/// One thing about a driver that isn't constant.
struct LargeSignalCurve {
  enum Kind { force_factor, stiffness, area, inductance, saturation };
  Kind kind;
  SmoothCurve curve;        ///< over x [m], of saturation over i [A]; in SI units unless `relative`
  double largest_error = 0; ///< of the fit, as the curve
  bool relative = false;    ///< to the driver's value at rest
  SourcePosition where;     ///< of the key that says so
};

/// What a driver brings to a balance. Tables are read here. @throws UserError at the table's key
std::vector<LargeSignalCurve> large_signal_curves(const DriverConfig &driver);

/// The laws of a driver's curves, whose names end in the driver's when `suffix` is given.
/// @param rest_stiffness of the suspension at the coil, in vacuo [N/m]
std::vector<Law> large_signal_laws(const DriverConfig &driver, const std::vector<LargeSignalCurve> &curves,
                                   double rest_stiffness, DriverScalars scalars, const std::string &suffix);

/// Range of displacements [m] that all curves hold for.
struct DisplacementRange {
  double lowest, highest;
};
DisplacementRange common_range(const std::vector<LargeSignalCurve> &curves);

/// Laws that no driver has: a force factor that changes sign, a suspension that pushes outwards or gives way
/// (its force falls with the displacement), an inductance below zero, within their range.
std::vector<std::string> large_signal_warnings(const DriverConfig &driver,
                                               const std::vector<LargeSignalCurve> &curves);

/// A line for each curve: its values at the ends of its range, the error of its fit.
std::string describe_large_signal(const DriverConfig &driver, const std::vector<LargeSignalCurve> &curves);

} // namespace earshot

#endif
