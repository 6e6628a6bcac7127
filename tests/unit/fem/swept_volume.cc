#include "solver/fem/swept_volume.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

/// Volume swept by a field of a shell with free edges.
double swept(const ShellSpace &space,
             const std::function<std::array<double, 6>(const dealii::Point<3> &)> &field) {
  const std::vector<double> values = testing::nodal_values(space, field);
  double sum = 0;
  for (const auto &[unknown, weight] : swept_volume(space))
    sum += weight * values[unknown];
  return sum;
}

TEST(SweptVolume, OfARigidDomeIsItsProjectedAreaTimesTheStroke) {
  const Profile dome({{"dome", 2.0, ProfileShape::dome, 0.7}});
  const ShellSpace space(disc_shell(dome, {}, std::vector{0.8}), 5, ShellSpace::free);
  const auto along = [](const dealii::Point<3> &) { return std::array{0.0, 0.0, 0.1, 0.0, 0.0, 0.0}; };
  const auto across = [](const dealii::Point<3> &) { return std::array{0.1, 0.0, 0.0, 0.0, 0.0, 0.0}; };
  // Degree 5 follows the circle to 1e-7.
  EXPECT_NEAR(swept(space, along), 0.1 * std::numbers::pi * 4, 1e-6);
  EXPECT_NEAR(swept(space, across), 0, 1e-9);
}

TEST(SweptVolume, OfATiltedDiscIsNone) {
  const ShellSpace space(disc_shell(Profile({{"disc", 1.0}}), {}, std::vector{0.6}), 4, ShellSpace::free);
  const auto tilt = [](const dealii::Point<3> &x) { return std::array{0.0, 0.0, x[0], 0.0, -1.0, 0.0}; };
  EXPECT_NEAR(swept(space, tilt), 0, 1e-12);
}

} // namespace
} // namespace earshot
