#ifndef EARSHOT_FEM_RIGID_MOTION_H
#define EARSHOT_FEM_RIGID_MOTION_H

#include <deal.II/base/point.h>

#include <array>

namespace earshot {

/// The six small motions of a rigid body: translations along x, y, z [m], then rotations about these axes
/// through `centre` [rad]. A body with the motions q has the displacement sum_k q_k R_k(x).
struct RigidMotions {
  static constexpr int number = 6;
  using Vectors = std::array<dealii::Tensor<1, 3>, number>;
  using Weights = std::array<double, number>;

  dealii::Point<3> centre;

  /// R_k(x): e_k, and e_(k-3) x (x - centre).
  Vectors displacements(const dealii::Point<3> &x) const {
    Vectors motions;
    for (int axis = 0; axis < 3; ++axis) {
      motions[axis][axis] = 1;
      motions[3 + axis] = cross_product_3d(motions[axis], x - centre);
    }
    return motions;
  }
  /// The rotation vector of each motion.
  static Vectors rotations() {
    Vectors motions;
    for (int axis = 0; axis < 3; ++axis)
      motions[3 + axis][axis] = 1;
    return motions;
  }
  /// Weights of the six in the displacement of x along a direction.
  Weights along(const dealii::Point<3> &x, const dealii::Tensor<1, 3> &direction) const {
    return products(displacements(x), direction);
  }
  /// Weights of the six in the rotation about a direction.
  static Weights about(const dealii::Tensor<1, 3> &direction) { return products(rotations(), direction); }

private:
  static Weights products(const Vectors &motions, const dealii::Tensor<1, 3> &direction) {
    Weights weights;
    for (int k = 0; k < number; ++k)
      weights[k] = motions[k] * direction;
    return weights;
  }
};

} // namespace earshot

#endif
