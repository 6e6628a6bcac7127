#include "solver/fem/swept_volume.h"

#include <deal.II/base/quadrature_lib.h>

namespace earshot {

SparseVector swept_volume(const ShellSpace &space) {
  const dealii::QGauss<2> quadrature(space.degree() + 1);
  std::vector<double> weights(space.n_unknowns(), 0);
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = space.shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < space.n_cells(); ++cell) {
      const ShellSurface s = space.surface(cell, shapes);
      for (std::size_t k = 0; k < shapes.value.size(); ++k)
        for (int c = 0; c < 3; ++c)
          if (const Index unknown = space.unknowns(space.cell_nodes(cell)[k])[c]; unknown != no_unknown)
            weights[unknown] += quadrature.weight(q) * s.area * s.normal[c] * shapes.value[k];
    }
  }
  SparseVector result;
  for (Index unknown = 0; unknown < space.n_unknowns(); ++unknown)
    if (weights[unknown] != 0)
      result.emplace_back(unknown, weights[unknown]);
  return result;
}

} // namespace earshot
