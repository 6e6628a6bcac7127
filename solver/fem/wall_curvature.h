#ifndef EARSHOT_FEM_WALL_CURVATURE_H
#define EARSHOT_FEM_WALL_CURVATURE_H

#include <deal.II/base/symmetric_tensor.h>
#include <deal.II/fe/fe_values.h>

namespace earshot {

/// How a wall bends at a quadrature point of a face.
struct WallCurvature {
  /// Maps a direction t along the wall to the change of the outward normal [1/m]: t . S t is the curvature of
  /// the normal section along t, positive where the wall is hollow as seen from the air (1/a within a tube of
  /// radius a, across its axis). Zero along the normal.
  dealii::SymmetricTensor<2, 3> shape;
  double mean; ///< half the trace [1/m]: 1/(2a) in a tube, 1/a in a sphere
};

/// From the second derivatives of the curved face. With x_a the two tangents, x_ab the second derivatives and
/// g_ab = x_a . x_b, the shape operator is -(x_ab . n) x^a x^b, where x^a = g^ab x_b.
/// @param values  with normal vectors, jacobians and their derivatives
/// @param largest  radii of curvature below 1/largest [m] are taken as such: an element's edge over which a
///                 corner was rounded
WallCurvature wall_curvature(const dealii::FEFaceValues<3> &values, unsigned int q, double largest);

} // namespace earshot

#endif
