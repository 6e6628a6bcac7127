#include "solver/mesh/refinement.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

TEST(Refinement, AsksForTheLeastOfAllSizes) {
  constexpr double unit = 1e-3; // of a model in millimetres
  const SizeField even = [](int, int, double, double, double) { return 1.0; };
  const SizeField field = refined(even, {{{0, 0, 0}, 1e-4, 2e-4}, {{5e-3, 0, 0}, 1e-4, 5e-4}}, unit);
  EXPECT_NEAR(field(3, 1, 0, 0, 0), 0.2, 1e-12);
  EXPECT_NEAR(field(3, 1, 0.05, 0, 0), 0.2, 1e-12) << "within the ball";
  EXPECT_NEAR(field(3, 1, 0, 1.1, 0), 0.2 + 0.4 * 1.0, 1e-12) << "grows with the distance from it";
  EXPECT_NEAR(field(3, 1, 5, 0, 0), 0.5, 1e-12);
  EXPECT_NEAR(field(3, 1, 0, 40, 0), 1, 1e-12) << "as before far away";
}

TEST(Refinement, LeavesAFieldWithoutBallsAlone) {
  const SizeField field = refined([](int, int, double x, double, double) { return x; }, {}, 1e-3);
  EXPECT_EQ(field(3, 1, 7, 0, 0), 7);
}

TEST(Refinement, MeasuresEdges) {
  const std::vector<std::array<double, 3>> nodes{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  const std::vector<double> sizes = cell_sizes(nodes, {{0, 1, 2, 3, 0, 0, 0, 0, 0, 0}});
  ASSERT_EQ(sizes.size(), 1U);
  EXPECT_NEAR(sizes[0], (3 + 3 * std::sqrt(2.0)) / 6, 1e-12);
}

/// Errors that fall with the square of the size come to the share that was asked for, by shrinking the cells
/// with the largest ones most.
TEST(Refinement, ShrinksWhatHasLargeErrors) {
  const std::vector<double> errors{1, 1e-2, 1e-3, 0};
  const std::vector<double> ratios = size_ratios(errors, 0.25);
  double after = 0;
  for (std::size_t k = 0; k < errors.size(); ++k)
    after += errors[k] * ratios[k] * ratios[k];
  EXPECT_NEAR(after, 0.25 * 1.011, 1e-6);
  EXPECT_LT(ratios[0], 0.6);
  EXPECT_EQ(ratios[1], 1);
  EXPECT_EQ(ratios[3], 1);
}

/// Nothing shrinks to less than a quarter at once, nor where all is well.
TEST(Refinement, KeepsToItsBounds) {
  for (const double ratio : size_ratios({1, 2, 3}, 1e-6))
    EXPECT_EQ(ratio, 0.25);
  for (const double ratio : size_ratios({1, 2, 3}, 1))
    EXPECT_EQ(ratio, 1);
  EXPECT_EQ(size_ratios({0, 0}, 0.5), (std::vector<double>{1, 1}));
}

} // namespace
} // namespace earshot
