#ifndef EARSHOT_PHYSICS_MAGNETICS_MAGNETIC_MATERIAL_H
#define EARSHOT_PHYSICS_MAGNETICS_MAGNETIC_MATERIAL_H

#include "solver/fem/plane_space.h"
#include "solver/materials/bh_curve.h"

#include <functional>
#include <limits>
#include <numbers>

namespace earshot {

/// mu_0 [H/m]
inline constexpr double vacuum_permeability = 4e-7 * std::numbers::pi;

/// What fills a region, SI units. Default: air. Vectors are (r, z), or (x, y) in a planar problem.
struct MagneticMaterial {
  double relative_permeability = 1; ///< of a linear material; of a magnet the recoil permeability
  PlaneVector remanence{};          ///< of a magnet [T]
  /// Flux density along the magnetisation below which a magnet is demagnetised for good [T].
  double knee_flux_density = -std::numeric_limits<double>::infinity();
  /// Soft iron: magnitude of H [A/m] over that of B [T], and its slope. Both empty: linear. The curve must
  /// rise and start at 0.
  std::function<double(double b)> field_strength, field_strength_slope;
  double conductivity = 0;    ///< for eddy currents [S/m]
  double current_density = 0; ///< impressed, in the direction phi, or out of the plane [A/m^2]
};

/// Iron without remanence, not conducting.
MagneticMaterial soft_iron(const BhCurve &curve);

/// H(B) of a material and its derivative.
struct FieldStrength {
  PlaneVector h{};                    ///< [A/m]
  std::array<PlaneVector, 2> slope{}; ///< dH_i/dB_j [m/H]
  double secant = 0;                  ///< |H|/|B| of iron, 1/mu of a linear material [m/H]
};

FieldStrength field_strength(const MagneticMaterial &material, const PlaneVector &b);

} // namespace earshot

#endif
