#ifndef EARSHOT_PHYSICS_ACOUSTICS_RADIATION_H
#define EARSHOT_PHYSICS_ACOUSTICS_RADIATION_H

#include "solver/algebra/types.h"
#include "solver/materials/air.h"

namespace earshot {

/// What a round opening to free air looks like from outside.
enum class Opening {
  flanged,   ///< end of a pipe in an infinite wall
  unflanged, ///< end of a thin-walled pipe in free air
  piston     ///< rigid disc moving in an infinite wall
};

/// Mean pressure over mean normal velocity at the opening, divided by rho c.
/// Flanged and unflanged: reflection magnitude and end correction fitted by Silva, Guillemain, Kergomard,
/// Mallaroni and Norris, JSV 322 (2009) 255-263, section 5, for plane waves in the pipe; below ka = 3.5
/// within 1.4 % of |Z| (flanged) and 2.3 % (unflanged) of the exact solutions. Piston: exact,
/// 1 - J1(2ka)/ka + i H1(2ka)/ka (Rayleigh).
/// @param ka wave number times radius, positive
Complex normalised_radiation_impedance(Opening opening, double ka);

/// Specific radiation impedance [Pa s/m] of an opening of the given area, taken as round.
/// @param area [m^2] @param omega [rad/s], positive
Complex radiation_impedance(Opening opening, const AirProperties &air, double area, double omega);

/// Struve function H1(x) for x >= 0: power series, beyond x = 20 the asymptotic one (DLMF 11.2.1, 11.6.1);
/// absolute error below 1e-8.
double struve_h1(double x);

} // namespace earshot

#endif
