// Curves that two numbers explain alike.
#include "solver/fit/fit_solution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

namespace earshot::testing {
namespace {

/// A level that is the square of the only number.
class Square : public LevelModel {
public:
  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override {
    LevelAnswer answer{{values[0] * values[0]}, {}};
    if (with_slopes)
      answer.slopes = {{2 * values[0]}};
    return answer;
  }
};

/// A level of `root`^2 was measured: the number is that root or its negative.
/// @param median of the prior, whose spread is 1
FitProblem square_problem(double root, double sigma, double median) {
  const FitPrior prior{"number", "1", median, 1, false, -1e3, 1e3};
  FitCurve curve{"stock", MeasuredQuantity::level, {1000}, {root * root}, {sigma}, {0}};
  return {{prior}, {}, {{curve, std::make_shared<const Square>(), {0}, std::nullopt}}, 0};
}

std::vector<double> minimum_near(const FitProblem &problem, double number) {
  return problem.solve(problem.data(), {number - problem.priors()[0].start}).x;
}

TEST(Explanations, OfOneWeightAreBothInTheInterval) {
  constexpr double sigma = 0.1, root = 1;
  const FitProblem problem = square_problem(root, sigma, 0);
  const Explanations found(problem, {minimum_near(problem, 1.1), minimum_near(problem, -1.1), {1.001}}, 1);
  ASSERT_EQ(found.all().size(), 2U) << "the third is in the valley of the first";
  // The cost (v^2 - 1)^2/(2 sigma^2) + v^2/2 is least where v^2 = 1 - sigma^2/2; Laplace's deviation there is
  // 1/sqrt(1 + (2 v/sigma)^2). The profile's interval ends 1.645 of them beyond, that of the mixture 1.282.
  const double v = std::sqrt(1 - sigma * sigma / 2), deviation = 1 / std::hypot(1, 2 * v / sigma);
  const auto [low, high] = found.interval(0);
  for (const Explanation &one : found.all())
    EXPECT_NEAR(one.weight, 0.5, 1e-4) << "as far as the solves converge";
  EXPECT_NEAR(high, v + 1.6449 * deviation, 1e-4);
  EXPECT_NEAR(low, -high, 2e-4);
  EXPECT_NEAR(found.quantile(0, 0.95), v + 1.2816 * deviation, 1e-4);
  EXPECT_NEAR(found.remaining(0), (high - low) / (2 * 1.6449), 1e-4);
}

TEST(Explanations, AreWeighedByTheirEvidence) {
  const FitProblem problem = square_problem(1, 0.1, 0.3);
  const Explanations found(problem, {minimum_near(problem, -1), minimum_near(problem, 1)}, 1);
  ASSERT_EQ(found.all().size(), 2U);
  EXPECT_GT(problem.value(0, found.all()[0].x[0]), 0) << "the prior is for it";
  // Both valleys are equally wide but for a hundredth, and (1.3^2 - 0.7^2)/2 = 0.6 apart.
  EXPECT_NEAR(found.all()[0].weight / found.all()[1].weight, std::exp(0.6), 0.03);
  EXPECT_EQ(&found.at(0.1), &found.all()[0]);
  EXPECT_EQ(&found.at(0.9), &found.all()[1]);
}

TEST(Explanations, ThatCostFarMoreAreLeftOut) {
  const FitProblem problem = square_problem(1, 0.1, 4); // (5^2 - 3^2)/2 = 8 apart
  EXPECT_EQ(Explanations(problem, {minimum_near(problem, -1), minimum_near(problem, 1)}, 1).all().size(), 1U);
}

/// Half of the starts lie on the wrong side of a ridge of 32, and most of them leave it.
TEST(FitSolution, StartsLeaveTheirMinimumForABetterOne) {
  const FitProblem problem = square_problem(0.4, 0.02, 0.05);
  const FitSolution solution = solve_fit(problem, {20, 1, 0});
  EXPECT_NEAR(problem.value(0, solution.best[0]), 0.4, 1e-2);
  const auto n_best = std::count_if(solution.starts.begin(), solution.starts.end(), [&](const auto &start) {
    return std::abs(problem.value(0, start.x[0]) - 0.4) < 1e-2;
  });
  std::printf("%d of 20 starts end at the better one\n", static_cast<int>(n_best));
  EXPECT_GE(n_best, 16);
}

} // namespace
} // namespace earshot::testing
