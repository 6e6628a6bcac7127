#ifndef EARSHOT_CIRCUIT_PASSAGES_H
#define EARSHOT_CIRCUIT_PASSAGES_H

#include "solver/materials/narrow_region.h"

#include <complex>
#include <optional>
#include <vector>

/// Lumped elements of lossy air: passages as two-ports and cavities as compliances, from the formulas of
/// narrow_region.h. Pressures in Pa, volume velocities in m^3/s, time factor exp(+i w t).
namespace earshot {

/// A reciprocal two-port as admittances: one from side to side and one from each side to ground. Short
/// passages keep their digits here, where the chain matrix has a and d near 1. [m^3/(Pa s)]
struct PiTwoPort {
  std::complex<double> series, shunt1, shunt2;
};

/// 1/b, (d - 1)/b, (a - 1)/b of a chain matrix with a d - b c = 1.
PiTwoPort pi_of(const TwoPort &chain);
TwoPort chain_of(const PiTwoPort &pi);

/// Uniform passage: sinh(Gamma l)^-1 / Zc in series, tanh(Gamma l / 2) / Zc at both sides.
/// @param length [m] @param area [m^2]
PiTwoPort uniform_pi(const EquivalentFluid &fluid, double omega, double length, double area);

/// A gap between coaxial cylinders. The profile's ordinary differential equation is solved by Chebyshev
/// collocation, to about 1e-12 up to widths of some hundred boundary layers.
/// Its mouths are those of a slit of the same width.
/// @param inner_radius, outer_radius [m]
EquivalentFluid annulus_fluid(const AirProperties &air, double inner_radius, double outer_radius,
                              double omega, const PassageMouths &mouths = {});
/// Mean of the axial velocity profile in the same gap, by w rho / mu [1/m^2] (thermal: times Prandtl number).
std::complex<double> annulus_profile(double inner_radius, double outer_radius, double omega_rho_mu);

/// A passage of round sections whose radius is linear between its ends, as truncated cones with spherical
/// waves, each with the losses of a tube of the harmonic mean of its radii: exact without losses and for
/// equal radii.
/// @param segments cones of equal length; the losses' error falls with its square
PiTwoPort cone_pi(const AirProperties &air, double omega, double length, double radius1, double radius2,
                  int segments = 16);

/// A place along a passage of varying section.
struct Section {
  double position; ///< along the centre line [m], rising
  double radius;   ///< [m] of the round section of equal area
};
/// A wall that yields to the pressure on it, each place by itself: displacement per pressure is
/// 1 / (stiffness (1 - (f/f0)^2 + 2 i damping f/f0)).
struct YieldingWall {
  double stiffness;    ///< pressure per displacement [Pa/m]
  double resonance_hz; ///< f0
  double damping;      ///< ratio of the critical one
};
/// Compliance of the wall per area [m/Pa].
std::complex<double> wall_compliance(const YieldingWall &wall, double omega);

/// Cones from section to section, whose walls may yield: they add 2/r times their compliance to the air's.
/// @throws std::invalid_argument for fewer than two sections, or unless positions rise and radii are positive
PiTwoPort horn_pi(const AirProperties &air, double omega, const std::vector<Section> &sections,
                  const std::optional<YieldingWall> &wall = {}, int segments_each = 2);

/// Compliance [m^3/Pa], complex, of air between isothermal walls: adiabatic where the thermal layer is thin,
/// gamma times as much where it fills the cavity. C / C_adiabatic = gamma - (gamma - 1) <Theta> with the
/// mean of Theta - (alpha / i w) laplace Theta = 1, Theta = 0 at the walls.
std::complex<double> sphere_compliance(const AirProperties &air, double omega, double radius);
std::complex<double> cylinder_compliance(const AirProperties &air, double omega, double radius,
                                         double length);
/// Of any shape: that of the sphere with the same ratio of volume to surface, which both the thin layer's
/// and the static limit share; between them shapes differ by a few parts in a hundred of the transition.
std::complex<double> cavity_compliance(const AirProperties &air, double omega, double volume,
                                       double surface_area);

} // namespace earshot

#endif
