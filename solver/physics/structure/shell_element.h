#ifndef EARSHOT_PHYSICS_STRUCTURE_SHELL_ELEMENT_H
#define EARSHOT_PHYSICS_STRUCTURE_SHELL_ELEMENT_H

#include "solver/fem/shell_space.h"
#include "solver/materials/laminate.h"

#include <deal.II/lac/full_matrix.h>

namespace earshot {

/// Strains and movements of one element at its quadrature points as rows over the element's unknowns
/// (six per node); the components of a point follow each other.
struct ShellRows {
  std::vector<double> weights;             ///< quadrature weight times area, per point
  dealii::FullMatrix<double> membrane;     ///< eps 11, 22, 2 eps 12
  dealii::FullMatrix<double> curvature;    ///< kappa 11, 22, 2 kappa 12
  dealii::FullMatrix<double> shear;        ///< gamma 1, gamma 2
  dealii::FullMatrix<double> drilling;     ///< theta.n less the rotation of the midsurface about n
  dealii::FullMatrix<double> displacement; ///< u
  dealii::FullMatrix<double> director;     ///< change of the director, theta x n
  dealii::FullMatrix<double> gradient;     ///< u along the first, then along the second tangent
  std::vector<double> radii;               ///< distance from the mesh's axis [m]; 0 without one
  std::vector<std::array<dealii::Tensor<1, 3>, 2>> frames; ///< the two tangents
};

/// The Naghdi shell element: with g_a = X,a, the normal n and the change d = theta x n of the director,
///
///   eps_ab   = 1/2 (g_a.u,b + g_b.u,a)
///   kappa_ab = 1/2 (g_a.d,b + g_b.d,a + n,a.u,b + n,b.u,a)
///   gamma_a  = u,a.n + g_a.d
///
/// (Chapelle and Bathe, The Finite Element Analysis of Shells, ch. 4), turned to local orthonormal
/// tangents. Against locking eps and gamma are mixed interpolations of tensorial components: sampled at p
/// Gauss points along a direction that they refer to and p + 1 along the other one (MITC; Bucalem and
/// Bathe, IJNME 36, 1993). Unlike reduced integration this leaves no zero-energy modes.
class ShellElement {
public:
  explicit ShellElement(const ShellSpace &space);

  ShellRows rows(std::size_t cell) const;

private:
  struct Grid {
    std::vector<ShellShapes> shapes;
    std::vector<std::vector<double>> to_quadrature; ///< [quadrature point][grid point]
  };
  Grid tying_grid(unsigned points_1, unsigned points_2) const;
  void add_tied(std::size_t cell, const Grid &grid, int a, int b, dealii::FullMatrix<double> &membrane,
                dealii::FullMatrix<double> &shear) const;

  const ShellSpace &space_;
  std::vector<double> weights_;
  std::vector<ShellShapes> shapes_; ///< at the quadrature points
  Grid along_1_, along_2_, both_;
};

/// The rows of one point, of weight 1, as they are without mixed interpolation: that has no part in flat
/// shells, whose membrane strains don't bend. Shear rows are left zero.
ShellRows rows_at(const ShellSpace &space, std::size_t cell, const dealii::Point<2> &unit);

/// sum over points of weight left^T C right, C being `components` x `components` row-major: an element
/// matrix, row-major.
std::vector<double> integrate(const std::vector<double> &weights, const dealii::FullMatrix<double> &left,
                              std::span<const double> c, const dealii::FullMatrix<double> &right);

} // namespace earshot

#endif
