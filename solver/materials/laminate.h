#ifndef EARSHOT_MATERIALS_LAMINATE_H
#define EARSHOT_MATERIALS_LAMINATE_H

#include <array>
#include <vector>

namespace earshot {

/// A ply's material: orthotropic with its grain along 1, in plane stress.
struct PlyMaterial {
  double density;                  ///< [kg/m3]
  double youngs_modulus;           ///< E1 [Pa]
  double transverse_modulus;       ///< E2 [Pa]
  double poissons_ratio;           ///< nu12 [1]
  double shear_modulus;            ///< G12 = G13 [Pa]
  double transverse_shear_modulus; ///< G23 [Pa]
  double loss_factor = 0;          ///< [1]
};

/// Isotropic ply, G = E / (2 (1 + nu)).
PlyMaterial isotropic_ply(double density, double youngs_modulus, double poissons_ratio,
                          double loss_factor = 0);

/// Plane-stress stiffness of a ply in the directions 1, 2 of the shell, in the order 11, 22, 12 with
/// engineering shear; row-major [Pa] (Jones, Mechanics of Composite Materials, eq. 2.85).
/// @param angle of the grain from direction 1 [rad]
std::array<double, 9> plane_stress_stiffness(const PlyMaterial &material, double angle);

struct Ply {
  PlyMaterial material;
  double thickness; ///< [m]
  double angle = 0; ///< [rad] of the grain from direction 1, towards direction 2
};

/// Resultants per strain of the parts of a shell that share a loss factor. Order 11, 22, 12 with engineering
/// shear; row-major. 1 and 2 are the local orthonormal tangents, 2 along the hoop where there is one.
struct ShellStiffness {
  double loss_factor = 0;
  std::array<double, 9> membrane{}; ///< A [N/m]
  std::array<double, 9> coupling{}; ///< B [N]
  std::array<double, 9> bending{};  ///< D [N m]
  std::array<double, 4> shear{};    ///< S [N/m] of 13, 23, shear correction included
};

/// What a shell's cross-section adds up to, about its midsurface.
struct ShellSection {
  std::vector<ShellStiffness> parts; ///< one per loss factor
  // Which entries can differ from zero whatever the values are:
  bool isotropic = true;     ///< every ply is: A, B, D and S have the entries of a plate, ring aside
  bool turned = false;       ///< an orthotropic ply has its grain along neither 1 nor 2: entries 16, 26, 45
  bool symmetric = true;     ///< about the midsurface: neither B nor a first moment
  bool ring = false;         ///< a ring's A22, D22 and D66 are added
  double thickness = 0;      ///< of the layers [m]
  double mass = 0;           ///< int rho dz [kg/m2]
  double first_moment = 0;   ///< int rho z dz [kg/m]
  double rotary_inertia = 0; ///< int rho z^2 dz [kg]
  double tension = 0;        ///< pre-tension in the plane, the same in all directions [N/m]
};

/// First-order shear theory, shear correction 5/6 (Reissner).
/// @param plies from the front, which is the side that the normal points to
/// @throws std::invalid_argument without plies, or for a material that is not positive definite
ShellSection laminate(const std::vector<Ply> &plies);

/// Voice coil with its former, smeared over the zone that carries it.
struct CoilRing {
  double surface_density = 0;   ///< added mass per area [kg/m2]
  double height = 0;            ///< along the normal [m]: adds rotary inertia m h^2 / 12
  double width = 0;             ///< of the zone [m]
  double hoop_stiffness = 0;    ///< EA [N]
  double bending_stiffness = 0; ///< EI for bending out of the ring's plane [N m2]
  double torsion_stiffness = 0; ///< GJ [N m2]
  double loss_factor = 0;
};

/// Adds the ring: A22 += EA/w, D22 += EI/w, D66 += GJ/(4 w). A ring's twist per length tau is half of the
/// engineering twist kappa_12 of the shell, so w D66 (2 tau)^2 = GJ tau^2.
void add_coil_ring(ShellSection &section, const CoilRing &ring);

/// Length of bending waves of frequency `frequency` on a flat plate of this section,
/// 2 pi (D/(m w^2))^(1/4) with the smaller of D11 and D22 [m].
double bending_wavelength(const ShellSection &section, double frequency);

} // namespace earshot

#endif
