#ifndef EARSHOT_FEM_WALL_PROFILES_H
#define EARSHOT_FEM_WALL_PROFILES_H

#include "solver/fem/air_space.h"

#include <functional>
#include <vector>

namespace earshot {

/// What walls leave of the motion of some volumes' air, over a band: the solution Psi of
///
///     Psi - 1/s laplace Psi = 1,   Psi = 0 on walls, d Psi/dn = 0 elsewhere,
///
/// for imaginary s, as s = i w rho/mu of flow and i w rho c_p/kappa of temperature are. It is a sum of real
/// fields with factors that are known once their rates are:
///
///     Psi(x; s) = sum_j s/(s + rate_j) field_j(x)
///
/// Galerkin's method on the solutions at some real s (a rational Krylov space: Druskin, Lieberman and
/// Zaslavsky, SIAM J. Sci. Comput. 32, 2010) gives them, rotated so that the equation is diagonal among them.
/// The same at any number of ranks, each of which solves the whole.
class WallProfiles {
public:
  struct Band {
    double lowest, highest; ///< of |s| [1/m2]
  };

  /// @param is_wall  of the volumes' faces; one at least must be
  /// @param finest  height above the walls of the layer of elements on them [m]; the air's own elements are
  /// cut that far (see cut_towards_walls())
  /// @throws std::invalid_argument without a wall
  WallProfiles(const AirSpace &air, const std::vector<int> &volumes,
               const std::function<bool(const AirSpace::Face &)> &is_wall, const Band &band, double finest);

  const std::vector<double> &rates() const { return rates_; } ///< [1/m2], ascending
  /// int field_j over the volumes [m3], which is positive.
  const std::vector<double> &integrals() const { return integrals_; }
  /// field_j at the quadrature points of a cell of the volumes: of its projection onto polynomials of the
  /// second degree there, so that int field_j grad p . grad q of quadratic p and q is exact where the cell is
  /// straight.
  std::vector<double> at_points(std::size_t j, const dealii::FEValues<3> &values) const;

  std::size_t n_parts() const { return n_parts_; }       ///< tetrahedra that the cells were cut into
  std::size_t n_unknowns() const { return n_unknowns_; } ///< of the equation

private:
  std::vector<double> rates_, integrals_;
  std::vector<int> place_of_cell_;          ///< -1: not of the volumes
  std::vector<std::vector<double>> fields_; ///< ten numbers for each place, of the functions of the cell
  std::size_t n_parts_ = 0, n_unknowns_ = 0;
};

} // namespace earshot

#endif
