#ifndef EARSHOT_PHYSICS_ACOUSTICS_RADIATION_H
#define EARSHOT_PHYSICS_ACOUSTICS_RADIATION_H

#include "solver/algebra/types.h"
#include "solver/materials/air.h"

namespace earshot {

/// What surrounds a round opening to free air.
enum class Flange {
  infinite, ///< the pipe ends in a wall
  none      ///< a thin-walled pipe ends in free air
};

/// Mean pressure over mean normal velocity at the end of a pipe, divided by rho c: reflection magnitude and
/// end correction fitted by Silva, Guillemain, Kergomard, Mallaroni and Norris, JSV 322 (2009) 255-263,
/// section 5, for plane waves in the pipe. Below ka = 3.5 within 1.4 % (flanged) and 2.3 % (unflanged) of
/// |Z| of the exact solutions.
/// @param ka wave number times radius, positive
Complex normalised_radiation_impedance(Flange flange, double ka);

/// The same for a rigid disc moving in an infinite wall, exact: 1 - J1(2ka)/ka + i H1(2ka)/ka (Rayleigh).
Complex normalised_piston_impedance(double ka);

/// Specific radiation impedance [Pa s/m] of an opening of the given area, taken as round.
/// @param area [m^2] @param omega [rad/s], positive
Complex radiation_impedance(Flange flange, const AirProperties &air, double area, double omega);

/// Specific radiation impedance of a rigid disc in an infinite wall [Pa s/m].
Complex piston_radiation_impedance(const AirProperties &air, double area, double omega);

/// Struve function H1(x) for x >= 0: power series, beyond x = 20 the asymptotic one (DLMF 11.2.1, 11.6.1);
/// absolute error below 1e-8.
double struve_h1(double x);

} // namespace earshot

#endif
