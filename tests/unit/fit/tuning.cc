// Tuning of levels that are known functions of their numbers.
#include "solver/fit/tuning.h"
#include "solver/fit/production.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();

/// Each frequency has the level of one number; the last one that of all numbers' product.
class KnownLevels : public LevelModel {
public:
  explicit KnownLevels(bool with_product = true) : with_product_(with_product) {}

  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override {
    LevelAnswer answer;
    double product = 1;
    for (const double value : values) {
      answer.level_db.push_back(value);
      product *= value;
    }
    if (with_product_)
      answer.level_db.push_back(product);
    for (std::size_t k = 0; with_slopes && k < values.size(); ++k) {
      std::vector<double> &slopes = answer.slopes.emplace_back(answer.level_db.size());
      slopes[k] = 1;
      if (with_product_)
        slopes.back() = product / values[k];
    }
    return answer;
  }

private:
  bool with_product_;
};

TunedNumber number(double start, double lower, double upper, std::vector<double> catalogue = {},
                   double tolerance = 0) {
  return {"k", "1", start, lower, upper, std::move(catalogue), tolerance, false};
}

TuningTarget target(std::vector<double> level_db, bool level_counts) {
  TuningTarget target;
  target.level_db = std::move(level_db);
  for (std::size_t i = 0; i < target.level_db.size(); ++i)
    target.frequency_hz.push_back(100.0 * static_cast<double>(i + 1));
  target.deviation_db.assign(target.level_db.size(), 1.0);
  target.level_counts = level_counts;
  return target;
}

TuningProblem problem(std::vector<TunedNumber> numbers, TuningTarget target, bool with_product = true,
                      std::vector<TuningLimit> limits = {}, FigureFunction figures = {}) {
  return {std::move(numbers), std::move(target), std::make_shared<KnownLevels>(with_product),
          std::move(limits), std::move(figures)};
}

// The search ends at a relative change of the cost of 1e-5: numbers are right to its root, 3e-3, or better.
constexpr double accuracy = 3e-3;

TEST(Tuning, FindsTheNumbersOfATargetThatCanBeMet) {
  const TuningProblem known = problem({number(1, 0.5, 8), number(6, 1, 10)}, target({3, 2, 6}, true));
  const TuningSolution solution = solve_tuning(known, 3, 1);
  EXPECT_NEAR(solution.best.values[0], 3, accuracy);
  EXPECT_NEAR(solution.best.values[1], 2, accuracy);
  EXPECT_LE(solution.best.violation, 1);
  EXPECT_EQ(tuning_results(known, solution).n_same, 3);
}

// The target 7 dB higher is the same shape.
TEST(Tuning, AFreeLevelDoesNotCount) {
  const TuningProblem known =
      problem({number(1, -5, 8), number(6, -1, 10)}, target({3 + 7, 2 + 7, 6 + 7}, false));
  const TuningSolution solution = solve_tuning(known, 4, 1);
  EXPECT_NEAR(solution.best.values[0], 3, accuracy);
  EXPECT_NEAR(solution.best.values[1], 2, accuracy);
  EXPECT_NEAR(tuning_results(known, solution).offset_db, -7, accuracy);
}

TEST(Tuning, NumbersRestAtHardBounds) {
  const TuningProblem known = problem({number(1, 0.5, 2.5), number(3, 1, 10)}, target({3, 2}, true), false);
  const TuningResults results = tuning_results(known, solve_tuning(known, 2, 1));
  EXPECT_DOUBLE_EQ(results.parameters[0].tuned, 2.5);
  EXPECT_TRUE(results.parameters[0].is_at_bound);
  EXPECT_NEAR(results.parameters[1].tuned, 2, accuracy);
  EXPECT_FALSE(results.parameters[1].is_at_bound);
}

// Least (p - 2)^2 + (q - 2)^2 with p q <= 2: p = q = sqrt 2. What is negligible of the limit is 1e-3 of it.
TEST(Tuning, LimitsOfFiguresAreKept) {
  const auto product = [](std::span<const double> values) {
    return std::vector<KeyFigure>{{"product_mm", values[0] * values[1]}};
  };
  const TuningProblem known = problem({number(1, 0.1, 5), number(3, 0.1, 5)}, target({2, 2}, true), false,
                                      {{"product_mm", -none, 2}}, product);
  const TuningSolution solution = solve_tuning(known, 2, 1);
  EXPECT_LE(solution.best.violation, 1);
  EXPECT_NEAR(solution.best.values[0], std::numbers::sqrt2,
              2e-2); // flat along the limit: root of 1e-5, doubled
  EXPECT_NEAR(solution.best.values[0] * solution.best.values[1], 2, 2 * 2e-3);
  const TuningResults results = tuning_results(known, solution);
  EXPECT_TRUE(results.figures.front().is_kept);
  EXPECT_NEAR(results.figures.front().start, 3, 1e-12);

  const TuningProblem impossible = problem({number(1, 0.5, 5), number(3, 0.5, 5)}, target({2, 2}, true),
                                           false, {{"product_mm", -none, 0.1}}, product);
  EXPECT_FALSE(tuning_results(impossible, solve_tuning(impossible, 1, 1)).figures.front().is_kept);
}

// Among all combinations none is better than the one that is found.
TEST(Tuning, TakesValuesOfCatalogues) {
  const std::vector<double> first{1, 1.5, 2.2, 3.3, 4.7}, second{0.5, 1, 2, 4};
  const TuningProblem known =
      problem({number(1, 1, 4.7, first), number(3, 0.5, 4, second)}, target({2.6, 2.4, 7.5}, true));
  double least = none;
  std::vector<double> best;
  for (const double p : first)
    for (const double q : second) {
      const double cost = (std::pow(p - 2.6, 2) + std::pow(q - 2.4, 2) + std::pow(p * q - 7.5, 2)) / 3;
      if (cost < least)
        least = cost, best = {p, q};
    }
  const TuningSolution solution = solve_tuning(known, 1, 1);
  EXPECT_EQ(solution.best.values, best);
  EXPECT_NEAR(solution.best.cost, least, 1e-12);
}

// One number, sigma 1 dB at both frequencies: a share erf(1.5/sqrt 2) is within 1.5 dB, and erf(1/2) of pairs
// of any two within 1 dB. 10 000 units tell it to four deviations of 0.005.
TEST(Production, YieldsAreThoseOfTheNormalDistribution) {
  const TuningProblem known = problem({number(3, 1, 10, {}, 1)}, target({3, 3}, true));
  TuneProductionConfig production;
  const ProductionFigures found = produce(known, {3}, production, 1);
  EXPECT_NEAR(found.yield, std::erf(1.5 / std::numbers::sqrt2), 0.02);
  EXPECT_NEAR(found.random_pairs, std::erf(0.5), 0.02);
  EXPECT_GT(found.matched_pairs, 0.99) << "neighbours of one number are alike";
  EXPECT_NEAR(found.high_db[0] - 3, 1.645, 0.1);
  EXPECT_NEAR(found.low_db[0] - 3, -1.645, 0.1);
  EXPECT_LT(found.linear_error_db, 1e-9) << "these levels are linear";
}

// A tolerance of 10 % goes with the number: the level is the number.
TEST(Production, SharesGoWithTheValue) {
  TunedNumber own = number(2, 1, 10, {}, 0.2);
  own.tolerance_is_share = true;
  EXPECT_DOUBLE_EQ(own.sigma_at(5), 0.5);
  own.tolerance_is_share = false;
  EXPECT_DOUBLE_EQ(own.sigma_at(5), 0.2);
}

/// The level of one number a: a^2 / 2, with the slope a.
class HalfSquare : public LevelModel {
public:
  LevelAnswer answer(std::span<const double> values, bool with_slopes) const override {
    LevelAnswer answer{{values[0] * values[0] / 2}, {}};
    if (with_slopes)
      answer.slopes.push_back({values[0]});
    return answer;
  }
};

// (a^2 / 2 - T)^2 + (w sigma a)^2 is least at a = sqrt(2 (T - (w sigma)^2)): units deviate less where the
// level is flatter, though its own deviation is not least there.
TEST(Tuning, ARobustOptimumIsFlatter) {
  constexpr double level = 2, sigma = 0.5;
  for (const double robustness : {0.0, 1.0, 2.0}) {
    TuningTarget wanted = target({level}, true);
    wanted.robustness = robustness;
    const TuningProblem known({number(1.5, 0.1, 4, {}, sigma)}, wanted, std::make_shared<HalfSquare>(), {},
                              {});
    const double weighted = robustness * sigma, expected = std::sqrt(2 * (level - weighted * weighted));
    const TuningSolution solution = solve_tuning(known, 2, 1);
    const double own = expected * expected / 2 - level, cost = own * own + std::pow(weighted * expected, 2),
                 curvature = 3 * expected * expected - 2 * level + 2 * weighted * weighted;
    // The search ends where the cost changes by 1e-5 of itself, which leaves sqrt(2e-5 cost / curvature).
    EXPECT_NEAR(solution.best.values[0], expected, accuracy + 2 * std::sqrt(2e-5 * cost / curvature));
    EXPECT_NEAR(solution.best.cost, cost, 1e-4);
  }
}

// (a^2 / 2 + a s + s^2 / 2 - T)^2 of solved units holds terms of sigma^4 and sigma^2 (a^2 / 2 - T) more, 1 %
// here.
TEST(Tuning, UnitsThatAreSolvedConfirmTheExpectedDeviation) {
  constexpr double sigma = 0.1;
  TuningTarget wanted = target({2.0}, true);
  wanted.robustness = 1;
  const TuningProblem known({number(1.5, 0.1, 4, {}, sigma)}, wanted, std::make_shared<HalfSquare>(), {}, {});
  const TuningSolution solution = solve_tuning(known, 1, 1);
  const ProductionFigures found = produce(known, solution.best.values, {}, 1);
  EXPECT_NEAR(found.expected_deviation, std::sqrt(solution.best.cost), 1e-9);
  // 32 units from the middle of as many shares of a normal distribution: their tails are 3 % short.
  EXPECT_NEAR(found.solved_deviation / found.expected_deviation, 1, 0.06);
  EXPECT_LT(found.deviation, found.expected_deviation);
}

} // namespace
} // namespace earshot::testing
