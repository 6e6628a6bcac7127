#include "solver/physics/housing/place_motion.h"

namespace earshot {

using dealii::Point;
using dealii::Tensor;

SparseVector PlaceMotion::along(const Tensor<1, 3> &direction) const {
  SparseVector weights;
  for (std::size_t k = 0; k < numbers.size(); ++k)
    if (const double weight = vectors[k] * direction; weight != 0)
      weights.emplace_back(numbers[k], weight);
  return weights;
}

MotionAt motion_of_body(const RigidMotions &motions, const HousingNumbers &numbers) {
  return [=](const Point<3> &x) {
    const RigidMotions::Vectors vectors = motions.displacements(x);
    return PlaceMotion{{numbers.begin(), numbers.end()}, {vectors.begin(), vectors.end()}};
  };
}

MotionAt motion_of_walls(const ShellSpace &shell, const std::function<Index(Index)> &numbers) {
  return [&shell, numbers](const Point<3> &x) {
    const ShellPoint point = shell.closest(x);
    const Tensor<1, 3> lever = x - point.position;
    PlaceMotion motion;
    for (std::size_t k = 0; k < point.values.size(); ++k)
      for (int component = 0; component < 6; ++component) {
        Tensor<1, 3> axis;
        axis[component % 3] = point.values[k];
        motion.numbers.push_back(numbers(point.unknowns[k][component]));
        motion.vectors.push_back(component < 3 ? axis : cross_product_3d(axis, lever));
      }
    return motion;
  };
}

MotionAt relative_motion(const MotionAt &of, const MotionAt &against) {
  return [of, against](const Point<3> &x) {
    PlaceMotion motion = of(x);
    const PlaceMotion other = against(x);
    motion.numbers.insert(motion.numbers.end(), other.numbers.begin(), other.numbers.end());
    for (const Tensor<1, 3> &vector : other.vectors)
      motion.vectors.push_back(-vector);
    return motion;
  };
}

void MotionSquares::add(const PlaceMotion &motion, const Tensor<2, 3> &weight) {
  const std::size_t n = motion.numbers.size();
  std::vector<double> &sum = sums_[motion.numbers];
  sum.resize(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    const Tensor<1, 3> weighted = motion.vectors[i] * weight;
    for (std::size_t j = 0; j < n; ++j)
      sum[i * n + j] += weighted * motion.vectors[j];
  }
}

RealMatrix MotionSquares::finish(const Partition &partition) {
  MatrixBuilder builder(partition);
  for (const auto &[numbers, sum] : sums_)
    builder.add_element(numbers, sum);
  sums_.clear();
  return builder.finish();
}

} // namespace earshot
