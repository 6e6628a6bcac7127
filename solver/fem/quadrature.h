#ifndef EARSHOT_FEM_QUADRATURE_H
#define EARSHOT_FEM_QUADRATURE_H

#include <deal.II/base/quadrature_lib.h>

namespace earshot {

/// Quadrature on the unit triangle, exact for polynomials of degree 5 on each of refinement^2 equal parts.
dealii::Quadrature<2> refined_triangle_quadrature(unsigned int refinement);

} // namespace earshot

#endif
