#ifndef EARSHOT_PHYSICS_HOUSING_PLACE_MOTION_H
#define EARSHOT_PHYSICS_HOUSING_PLACE_MOTION_H

#include "solver/algebra/real_matrix.h"
#include "solver/fem/rigid_motion.h"
#include "solver/fem/shell_space.h"

#include <functional>
#include <map>
#include <vector>

namespace earshot {

/// How a place moves with unknowns x: by sum_k x[numbers[k]] vectors[k].
struct PlaceMotion {
  std::vector<Index> numbers; ///< global ones
  std::vector<dealii::Tensor<1, 3>> vectors;

  /// Weights of the unknowns in the displacement along a direction.
  SparseVector along(const dealii::Tensor<1, 3> &direction) const;
};
using MotionAt = std::function<PlaceMotion(const dealii::Point<3> &)>;

/// Global numbers of the six motions of a rigid body.
using HousingNumbers = std::array<Index, RigidMotions::number>;

/// Of a rigid body: R_k(x).
MotionAt motion_of_body(const RigidMotions &motions, const HousingNumbers &numbers);

/// Of elastic walls and of what is fast to them: with the displacement u and the rotation theta of the
/// nearest point x' of their midsurface u + theta x (x - x'), which holds all rigid motions.
/// @param shell    outlives the result
MotionAt motion_of_walls(const ShellSpace &shell, const std::function<Index(Index)> &numbers);

/// The difference of two motions.
MotionAt relative_motion(const MotionAt &of, const MotionAt &against);

/// Sums int U_i . W U_j for the motions U of places, those of the same unknowns together.
class MotionSquares {
public:
  /// @param weight  W, with the area or volume that the place stands for
  void add(const PlaceMotion &motion, const dealii::Tensor<2, 3> &weight);
  /// Collective. Empty after it.
  RealMatrix finish(const Partition &partition);

private:
  std::map<std::vector<Index>, std::vector<double>> sums_;
};

} // namespace earshot

#endif
