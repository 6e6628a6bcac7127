#include "solver/fem/wall_curvature.h"

#include <algorithm>
#include <array>

namespace earshot {

namespace {

using Vector = dealii::Tensor<1, 3>;

/// Two independent directions of the reference cell that lie in its face: those that J^T n is normal to.
std::array<Vector, 2> reference_tangents(const dealii::Tensor<2, 3> &jacobian, const Vector &normal) {
  const Vector across = transpose(jacobian) * normal;
  unsigned int smallest = 0;
  for (unsigned int d = 1; d < 3; ++d)
    if (std::abs(across[d]) < std::abs(across[smallest]))
      smallest = d;
  Vector axis;
  axis[smallest] = 1;
  const Vector first = cross_product_3d(across, axis);
  return {first, cross_product_3d(across, first)};
}

} // namespace

WallCurvature wall_curvature(const dealii::FEFaceValues<3> &values, unsigned int q, double largest) {
  dealii::Tensor<2, 3> jacobian;
  dealii::Tensor<3, 3> bending; // d2 x_i / d xi_j d xi_k
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j) {
      jacobian[i][j] = values.jacobian(q)[i][j];
      for (unsigned int k = 0; k < 3; ++k)
        bending[i][j][k] = values.jacobian_grad(q)[i][j][k];
    }
  const Vector normal = values.normal_vector(q);
  const auto tangents = reference_tangents(jacobian, normal);

  dealii::Tensor<2, 2> metric, form;
  std::array<Vector, 2> along;
  for (unsigned int a = 0; a < 2; ++a)
    along[a] = jacobian * tangents[a];
  for (unsigned int a = 0; a < 2; ++a)
    for (unsigned int b = 0; b < 2; ++b) {
      metric[a][b] = along[a] * along[b];
      form[a][b] = -(contract3(normal, bending, outer_product(tangents[a], tangents[b])));
    }
  const dealii::Tensor<2, 2> inverse = invert(metric);
  const dealii::Tensor<2, 2> raised = inverse * form * inverse;

  WallCurvature curvature;
  for (unsigned int a = 0; a < 2; ++a)
    for (unsigned int b = 0; b < 2; ++b)
      curvature.shape += raised[a][b] * symmetrize(outer_product(along[a], along[b]));
  // The larger principal curvature is at most the tensor's norm.
  const double scale = std::min(1.0, largest / std::max(curvature.shape.norm(), 1e-300));
  curvature.shape *= scale;
  curvature.mean = trace(curvature.shape) / 2;
  return curvature;
}

} // namespace earshot
