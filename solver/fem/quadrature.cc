#include "solver/fem/quadrature.h"

namespace earshot {

dealii::Quadrature<2> refined_triangle_quadrature(unsigned int refinement) {
  const dealii::QGaussSimplex<2> base(3);
  const double h = 1.0 / refinement;
  std::vector<dealii::Point<2>> points;
  std::vector<double> weights;
  // Each square of the grid holds a triangle that points up and, off the diagonal, one that points down.
  const auto add = [&](const dealii::Point<2> &corner, double size) {
    for (unsigned int q = 0; q < base.size(); ++q) {
      points.push_back(corner + size * base.point(q));
      weights.push_back(base.weight(q) * h * h);
    }
  };
  for (unsigned int i = 0; i < refinement; ++i)
    for (unsigned int j = 0; i + j < refinement; ++j) {
      add(dealii::Point<2>(i * h, j * h), h);
      if (i + j + 1 < refinement)
        add(dealii::Point<2>((i + 1) * h, (j + 1) * h), -h);
    }
  return dealii::Quadrature<2>(points, weights);
}

} // namespace earshot
