#ifndef EARSHOT_FEM_OPEN_MAP_H
#define EARSHOT_FEM_OPEN_MAP_H

#include "solver/mesh/plane_mesh.h"

#include <cmath>

namespace earshot {

/// The map of an annulus a <= rho < b about a centre c onto all space beyond a: x' = c + s(rho) (x - c) with
/// s rho = a (b - a) / (b - rho).
class OpenMap {
public:
  explicit OpenMap(const PlaneMesh &mesh)
      : a_(mesh.open_inner_radius), b_(mesh.open_outer_radius), centre_(mesh.open_centre) {}

  struct Point {
    std::array<double, 2> position; ///< x'
    double jacobian[2][2];          ///< dx'/dx, symmetric
    double determinant;

    /// Gradient in x' from the gradient in x.
    std::array<double, 2> gradient(double d1, double d2) const {
      return {(jacobian[1][1] * d1 - jacobian[0][1] * d2) / determinant,
              (jacobian[0][0] * d2 - jacobian[1][0] * d1) / determinant};
    }
  };

  Point operator()(double x, double y) const {
    const double d[2] = {x - centre_[0], y - centre_[1]};
    const double rho = std::hypot(d[0], d[1]);
    const double s = a_ * (b_ - a_) / (rho * (b_ - rho));
    const double ds = -s * (b_ - 2 * rho) / (rho * (b_ - rho)); // ds/drho
    Point point;
    for (int i = 0; i < 2; ++i) {
      point.position[i] = centre_[i] + s * d[i];
      for (int j = 0; j < 2; ++j)
        point.jacobian[i][j] = (i == j ? s : 0) + ds * d[i] * d[j] / rho;
    }
    point.determinant = s * (s + ds * rho);
    return point;
  }

private:
  double a_, b_;
  std::array<double, 2> centre_;
};

} // namespace earshot

#endif
