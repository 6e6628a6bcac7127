// ranks: 1 2 3
#include "solver/sweep/fast_sweep.h"
#include "solver/sweep/direct_sweep.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr Index n_chain = 120;
constexpr double two_pi = 2 * std::numbers::pi;

struct Chain {
  double loss_factor = 0.01, wall_loss = 0.05;
};

/// Two chains of masses and springs, the second one with a loss that grows with sqrt(w), joined by a weak
/// spring and driven through one more unknown, a coil current: some eighty resonances between 20 Hz and
/// 20 kHz, with coefficients that are no polynomials.
FrequencyProblem coupled_chains(const Chain &chain = {}) {
  FrequencyProblem problem;
  problem.partition = test::share_out(2 * n_chain + 1);
  const double stiffness = std::pow(two_pi * 1.5e4, 2);
  std::vector<test::Entry> first, second, masses, coil = {{0, 2 * n_chain, 1.0}};
  for (Index i = 0; i < n_chain; ++i) {
    masses.push_back({i, i, 1.0});
    masses.push_back({n_chain + i, n_chain + i, 1.3});
    first.push_back({i, i, (i == 0 ? 1.0 : 2.0) * stiffness});
    second.push_back({n_chain + i, n_chain + i, 2.1 * stiffness});
    if (i + 1 < n_chain) {
      first.push_back({i, i + 1, -stiffness});
      second.push_back({n_chain + i, n_chain + i + 1, -stiffness});
    }
  }
  const std::vector<test::Entry> joint = {{40, 40, 0.1 * stiffness},
                                          {n_chain + 3, n_chain + 3, 0.1 * stiffness},
                                          {40, n_chain + 3, -0.1 * stiffness}};
  const auto add = [&](const char *name, Coefficient f, const std::vector<test::Entry> &entries,
                       const char *loss) {
    problem.terms.push_back({name, "chain", std::move(f), test::symmetric(problem.partition, entries), loss});
  };
  add("first", test::constant({1, chain.loss_factor}), first, "structure");
  add("second",
      {"1 + i sqrt(w)",
       [chain](double omega) { return Complex(1, chain.wall_loss * std::sqrt(omega / 1e5)); }},
      second, "walls");
  add("joint", test::constant(1), joint, "");
  add("inertia", {"-w^2", [](double omega) { return Complex(-omega * omega); }}, masses, "");
  add("motor", test::constant(-3e3), coil, "");
  add("coil", {"-R/(i w)", [](double omega) { return -16.0 / Complex(0, omega); }},
      {{2 * n_chain, 2 * n_chain, 1}}, "coil");
  problem.loads = {
      {"voltage", {"-1/(i w)", [](double omega) { return -1.0 / Complex(0, omega); }}, {{2 * n_chain, 1.0}}}};
  problem.outputs = {{"far end", test::constant(1), {{2 * n_chain - 30, 1.0}}},
                     {"current", test::constant(1), {{2 * n_chain, 1.0}}}};
  const char *names[] = {"first", "second", "current"};
  for (int field = 0; field < 3; ++field) {
    FieldBlock block{names[field], {}};
    for (Index i = field * n_chain; i < std::min<Index>((field + 1) * n_chain, 2 * n_chain + 1); ++i)
      if (i >= problem.partition.begin && i < problem.partition.end)
        block.owned.push_back(i);
    problem.blocks.push_back(block);
  }
  return problem;
}

std::vector<Factors> band(const FrequencyProblem &problem, int n, double from = 20, double to = 2e4) {
  std::vector<Factors> points;
  for (int k = 0; k < n; ++k)
    points.push_back(problem.at(two_pi * from * std::pow(to / from, k / (n - 1.0))));
  return points;
}

FastSweepOptions goals() {
  FastSweepOptions options;
  options.goals = {{0, 1e-3}, {1, 1e-4}};
  return options;
}

} // namespace

TEST(FastSweep, StaysWithinItsToleranceOfDirectSolves) {
  const FrequencyProblem problem = coupled_chains();
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 300), goals());
  fast.run();
  EXPECT_TRUE(fast.record().converged);
  EXPECT_LT(fast.record().factorizations, 30) << "of 300 points";

  const std::vector<Factors> points = band(problem, 61, 20.5, 1.98e4); // none of these was a candidate
  DirectSweep direct(problem, points[30]);
  const std::vector<SweepPoint> found = fast.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const SweepPoint exact = direct.evaluate(points[k]);
    for (const Goal &goal : goals().goals) {
      const double size = std::abs(exact.outputs[goal.output]),
                   error = std::abs(found[k].outputs[goal.output] - exact.outputs[goal.output]) / size,
                   estimate = found[k].output_errors[goal.output] / size;
      EXPECT_LT(error, goal.tolerance) << found[k].frequency << " Hz";
      // Ten is what the estimate promises; 1e-8: round-off of the direct solve, whose condition is near 1e7.
      EXPECT_LT(error, 10 * estimate + 1e-8) << found[k].frequency << " Hz";
    }
  }
}

/// A point of another design, alone among the candidates, may be estimated well there and badly in its band.
TEST(FastSweep, RefinementMakesAPointExactWhateverIsEstimated) {
  const FrequencyProblem problem = coupled_chains();
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 200), goals());
  fast.run();
  Factors point = problem.at(two_pi * 2345);
  point.terms[1] *= 1.3; // another stiffness of the second chain
  const int before = fast.record().factorizations;
  fast.refine_at(point);
  EXPECT_EQ(fast.record().factorizations, before + 1);
  const Complex exact = DirectSweep(problem, point).evaluate(point).outputs[0];
  EXPECT_LT(std::abs(fast.evaluate({&point, 1}).front().outputs[0] / exact - 1.0), 1e-6)
      << "negligible parts are left out at 1e-7";
}

TEST(FastSweep, PowerBalanceIsThatOfTheDirectSolve) {
  const FrequencyProblem problem = coupled_chains();
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 200), goals());
  fast.run();
  const std::vector<Factors> points = band(problem, 7, 100, 9e3);
  DirectSweep direct(problem, points[3]);
  const std::vector<SweepPoint> found = fast.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const PowerBalance exact = direct.evaluate(points[k]).balance;
    ASSERT_EQ(found[k].balance.losses.size(), exact.losses.size());
    // Power is quadratic in a solution whose outputs are within 1e-4 to 1e-3.
    EXPECT_NEAR(found[k].balance.input / exact.input, 1, 2e-3);
    double sum = 0;
    for (std::size_t row = 0; row < exact.losses.size(); ++row) {
      EXPECT_EQ(found[k].balance.losses[row].first, exact.losses[row].first);
      sum += found[k].balance.losses[row].second;
    }
    EXPECT_NEAR(sum / found[k].balance.input, 1, 1e-9) << "Galerkin's solution balances by itself";
  }
}

TEST(FastSweep, BasisOfAllUnknownsIsExact) {
  const FrequencyProblem problem = coupled_chains();
  FastSweepOptions options = goals();
  options.goals = {{0, 1e-14}, {1, 1e-14}}; // cannot be met before every direction is in
  options.max_factorizations = 60;
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 60), options);
  fast.run();
  const std::vector<Factors> points = band(problem, 5, 77, 1.3e4);
  DirectSweep direct(problem, points[2]);
  const std::vector<SweepPoint> found = fast.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Complex exact = direct.evaluate(points[k]).outputs[1];
    EXPECT_LT(std::abs(found[k].outputs[1] / exact - 1.0), 1e-9) << "negligible parts are left out at 1e-7";
  }
}

TEST(FastSweep, AdjointsGiveTheChangeOfOutputsWithTheFactors) {
  const Chain nominal{0.01, 0.05};
  const double step = 1e-4 * nominal.loss_factor;
  const FrequencyProblem problem = coupled_chains(nominal),
                         more = coupled_chains({nominal.loss_factor + step, nominal.wall_loss}),
                         less = coupled_chains({nominal.loss_factor - step, nominal.wall_loss});
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 200), goals());
  fast.run();
  for (const double frequency : {150.0, 3e3, 8e3}) {
    const Factors at = problem.at(two_pi * frequency), above = more.at(two_pi * frequency),
                  below = less.at(two_pi * frequency);
    Factors change = above;
    for (std::size_t j = 0; j < change.terms.size(); ++j)
      change.terms[j] = (above.terms[j] - below.terms[j]) / (2 * step);
    for (std::size_t k = 0; k < change.loads.size(); ++k)
      change.loads[k] = (above.loads[k] - below.loads[k]) / (2 * step);
    for (std::size_t l = 0; l < change.outputs.size(); ++l)
      change.outputs[l] = (above.outputs[l] - below.outputs[l]) / (2 * step);
    const auto slope = fast.model().output_change(at, change, fast.model().solve(at));
    for (std::size_t l = 0; l < slope.size(); ++l) {
      const Complex difference =
          (fast.model().solve(above).outputs[l] - fast.model().solve(below).outputs[l]) / (2 * step);
      // Central differences: error of the order of (relative step)^2 = 1e-8, and round-off 1e-12/1e-4.
      EXPECT_LT(std::abs(slope[l] - difference), 1e-5 * std::abs(difference)) << frequency << " Hz, " << l;
    }
  }
}

TEST(FastSweep, SaysWhenItsToleranceIsNotMet) {
  const FrequencyProblem problem = coupled_chains();
  FastSweepOptions options = goals();
  options.max_factorizations = 2;
  options.correction_rounds = 0;
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, band(problem, 100), options);
  fast.run();
  EXPECT_FALSE(fast.record().converged);
  EXPECT_GT(fast.record().largest_error, 1) << "in units of the tolerance";
}

} // namespace earshot
