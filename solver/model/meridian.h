#ifndef EARSHOT_MODEL_MERIDIAN_H
#define EARSHOT_MODEL_MERIDIAN_H

#include "solver/config/case.h"
#include "solver/physics/structure/suspension_curve.h"

#include <vector>

namespace earshot {

/// A driver's diaphragm, of a profile, as a shell for large deflection: the layers, coil ring and rim of
/// stretched_diaphragm.
/// @param elements of each zone, and of each wave of a corrugated one @throws UserError
AxisymmetricShell axisymmetric_diaphragm(const DriverConfig &driver,
                                         const std::vector<MaterialConfig> &materials, int elements);

/// A driver's suspension at displacements of its coil.
struct DriverSuspension {
  std::vector<SuspensionPoint> points;
  double mesh_error = 0; ///< largest relative change of K(x) by the last doubling of the elements
};

/// Doubles the elements until K(x) changes by less than 1e-3 at the ends and at rest.
/// @param positions ascending, 0 among them [m] @throws UserError, also where the diaphragm can't be followed
DriverSuspension driver_suspension(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                   const std::vector<double> &positions);

/// An odd number of displacements from -range to range, 0 in the middle [m].
std::vector<double> positions_within(double range, int n);

/// Its figures, a few lines.
std::string describe_suspension(const DriverConfig &driver, const DriverSuspension &suspension);

} // namespace earshot

#endif
