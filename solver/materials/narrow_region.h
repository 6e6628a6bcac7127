#ifndef EARSHOT_MATERIALS_NARROW_REGION_H
#define EARSHOT_MATERIALS_NARROW_REGION_H

#include "solver/materials/air.h"

#include <complex>

namespace earshot {

/// Uniform narrow passages filled with viscous, heat-conducting air, as an equivalent lossy fluid
/// (Zwikker and Kosten, Sound Absorbing Materials, 1949; Stinson, JASA 89, 1991, 550-558). Pressure is
/// taken as constant over the section and the walls as rigid and isothermal. Time factor exp(+i w t).

/// Mean of the axial velocity profile over a round section, F = 1 - 2 J1(s) / (s J0(s)) with
/// s = sqrt(-i) k: 0 where friction rules, 1 where inertia does.
/// @param k reduced wave number a sqrt(w rho / mu), positive; relative accuracy 1e-13 for 1e-3 to 1e3
std::complex<double> tube_profile(double k);

/// The same for the gap between two planes, F = 1 - tanh(s) / s with s = sqrt(i) k.
/// @param k reduced wave number (h/2) sqrt(w rho / mu) of the full gap h, positive
std::complex<double> slit_profile(double k);

/// A fluid with complex density and bulk modulus, at one frequency.
struct EquivalentFluid {
  std::complex<double> density;      ///< [kg/m^3]
  std::complex<double> bulk_modulus; ///< [Pa]

  /// Gamma of exp(-Gamma z), real part positive [1/m].
  std::complex<double> propagation_constant(double omega) const;
  /// Specific characteristic impedance sqrt(rho K), real part positive [Pa s/m].
  std::complex<double> impedance() const;
};

/// Ends of a passage that open into wider air, where the flow turns and shears beyond what the passage's
/// formula knows of.
struct PassageMouths {
  double number = 0;  ///< a step to a passage that is little wider counts in part, see step_share()
  double length = 1;  ///< of the passage [m]
  double layered = 0; ///< those of them around which a wall has a boundary layer of its own
};

/// Length of a passage whose slow flow resists as much as one of its mouths does.
/// A tube's resists 3 mu/(2 a^3) (Sampson, Phil. Trans. R. Soc. A 182, 1891; at the ends of a tube of any
/// length within 1 %: Dagan, Weinbaum and Pfeffer, J. Fluid Mech. 115, 1982, 505-523), as much as 3 pi/16 a
/// of the tube's 8 mu/(pi a^4). @param radius [m]
double tube_mouth_length(double radius);
/// A slit's resists 16 mu/(pi h^2) per width (Hasimoto, J. Phys. Soc. Jpn. 13, 1958: from a half-space
/// into a gap v ~ sqrt(1 - 4 x^2/h^2), p = 2 mu H[v'] = 4 mu max(v)/h), as much as 4/(3 pi) h of its
/// 12 mu/h^3. @param gap [m]
double slit_mouth_length(double gap);
/// Share of a mouth's resistance that a step has. @param area_ratio of the narrow passage to the wide one
double step_share(double area_ratio);

/// rho / F(k_V) and gamma P0 / (gamma - (gamma - 1) F(k_T)) of a round tube. Its mouths add the viscous part
/// of the density along their length, spread over the tube: rho' + (rho' - rho) n l/L. Where no layer is on
/// the wall around them l grows with frequency, as described at mouth_growth() in the source.
/// @param radius [m] @param omega [rad/s]
EquivalentFluid tube_fluid(const AirProperties &air, double radius, double omega,
                           const PassageMouths &mouths = {});

/// The same for a slit. @param gap full distance between the walls [m] @param omega [rad/s]
EquivalentFluid slit_fluid(const AirProperties &air, double gap, double omega,
                           const PassageMouths &mouths = {});

/// Adds the friction of mouths to the fluid of a gap between walls that needn't be plane.
EquivalentFluid with_slit_mouths(const EquivalentFluid &fluid, const AirProperties &air, double gap,
                                 double omega, const PassageMouths &mouths);

/// Chain matrix: p1 = a p2 + b U2, U1 = c p2 + d U2, U into side 1 and out of side 2; reciprocal, so
/// a d - b c = 1. Pressures in Pa, volume velocities in m^3/s.
struct TwoPort {
  std::complex<double> a, b, c, d;
};

/// A passage of constant section filled with an equivalent fluid. @param length [m] @param area [m^2]
TwoPort uniform_passage(const EquivalentFluid &fluid, double omega, double length, double area);

} // namespace earshot

#endif
