// ranks: 1 2 3
#include "solver/sweep/fast_sweep.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
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
  problem.outputs = {{quantity::probe("far end"), test::constant(1), {{2 * n_chain - 30, 1.0}}},
                     {quantity::source_current("plug"), test::constant(1), {{2 * n_chain, 1.0}}}};
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

/// A direct solve and what one more step of refinement changes of it: round-off, whatever the processor.
struct Reference {
  std::vector<Complex> outputs;
  std::vector<double> round_off;
};

Reference solve_twice(const FrequencyProblem &problem, Factorization &factorization, const Factors &point) {
  factorization.factorize(point);
  const std::vector<std::vector<Complex>> b = {right_hand_side(problem, point)};
  const auto first = factorization.solve(b), second = factorization.refined(b, first);
  Reference reference{evaluate_outputs(problem, point, second.front()), {}};
  const std::vector<Complex> before = evaluate_outputs(problem, point, first.front());
  for (std::size_t l = 0; l < before.size(); ++l)
    reference.round_off.push_back(std::abs(before[l] - reference.outputs[l]));
  return reference;
}

FastSweepOptions goals() {
  FastSweepOptions options;
  options.goals = {{0, 1e-3}, {1, 1e-4}};
  options.overhead = 1e9; // however busy the machine is
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
  const std::vector<SweepPoint> found = fast.evaluate(points);
  std::vector<Reference> exact;
  std::vector<double> round_off(problem.outputs.size(), 0); // the largest over the band: it is scattered
  for (const Factors &point : points) {
    exact.push_back(solve_twice(problem, factorization, point));
    for (std::size_t l = 0; l < round_off.size(); ++l)
      round_off[l] = std::max(round_off[l], exact.back().round_off[l] / std::abs(exact.back().outputs[l]));
  }
  for (std::size_t k = 0; k < points.size(); ++k)
    for (const Goal &goal : goals().goals) {
      const std::size_t l = goal.output;
      const double size = std::abs(exact[k].outputs[l]),
                   error = std::abs(found[k].outputs[l] - exact[k].outputs[l]) / size,
                   estimate = found[k].output_errors[l] / size;
      EXPECT_LT(error, goal.tolerance) << found[k].frequency << " Hz";
      // Ten is what the estimate promises. A millionth of the tolerance is of no account: errors down there
      // are round-off of the projection, which scatters from point to point.
      EXPECT_LT(error, 10 * (estimate + round_off[l]) + 1e-6 * goal.tolerance) << found[k].frequency << " Hz";
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

/// What the mass between like chains does is round-off alone: the sweep ends, says so, and how large it is.
TEST(FastSweep, EndsWhereNothingIsHeardAndTellsTheRoundOff) {
  for (const double unlike : {0.0, 1e-9}) {
    const FrequencyProblem problem = test::opposed_chains(n_chain, unlike, 0.01);
    FastSweepOptions options;
    options.goals = {{0, 1e-3}, {1, 1e-4}, {2, 1e-4}};
    options.overhead = 1e9; // however busy the machine is
    const std::vector<Factors> points = band(problem, 250);
    Factorization factorization(problem, points[125]);
    FastSweep fast(problem, factorization, points, options);
    const FastAnswers answers = fast.answer(points);
    EXPECT_TRUE(answers.finished);
    EXPECT_LT(fast.record().factorizations, 20) << "of 250 points";
    if (unlike == 0) {
      EXPECT_GT(fast.record().round_off, 1) << "below which the tolerance is";
    }
    const std::vector<Factors> others = band(problem, 31, 20.5, 1.98e4);
    DirectSweep direct(problem, others[15]);
    const std::vector<SweepPoint> found = fast.evaluate(others);
    for (std::size_t k = 0; k < others.size(); ++k) {
      const SweepPoint exact = direct.evaluate(others[k]);
      for (std::size_t l = 0; l < exact.outputs.size(); ++l)
        // Round-off is scattered: measured up to eight times its estimate.
        EXPECT_LT(std::abs(found[k].outputs[l] - exact.outputs[l]), 100 * found[k].output_errors[l])
            << unlike << ", " << found[k].frequency << " Hz, output " << l;
    }
  }
}

/// A part of 1e-9 of a field may be all that is heard of it.
TEST(FastSweep, KeepsSmallPartsOfAFieldThatTheOutputNeeds) {
  const FrequencyProblem problem = test::opposed_chains(n_chain, 1e-9, 0.01);
  FastSweepOptions options;
  options.overhead = 1e9; // however busy the machine is
  options.goals = {{0, 1e-3}};
  const std::vector<Factors> points = band(problem, 250);
  Factorization factorization(problem, points[125]);
  FastSweep fast(problem, factorization, points, options);
  EXPECT_TRUE(fast.answer(points).finished);
  EXPECT_TRUE(fast.record().answered) << "every point within the tolerance";
  // With every direction in the basis what is left is round-off, which is of the tolerance's size here.
  EXPECT_TRUE(fast.record().converged || static_cast<Index>(fast.basis().size()) == problem.partition.total);
  const std::vector<Factors> others = band(problem, 31, 200.5, 1.98e4);
  DirectSweep direct(problem, others[15]);
  const std::vector<SweepPoint> found = fast.evaluate(others);
  for (std::size_t k = 0; k < others.size(); ++k) {
    const Complex exact = direct.evaluate(others[k]).outputs[0];
    EXPECT_LT(std::abs(found[k].outputs[0] / exact - 1.0), 5e-3)
        << found[k].frequency << " Hz: the tolerance and direct solves' round-off, each some 1e-3";
  }
}

/// What is left where drivers cancel is held to a tolerance of what is 100 dB below their parts, not of
/// itself.
TEST(FastSweep, WhereDriversCancelTheirPartsAreTheMeasure) {
  FrequencyProblem problem = test::opposed_chains(n_chain, 1e-9, 0.01);
  FastSweepOptions options;
  options.goals = {{0, 1e-3}};
  options.drives = {4, 5};
  options.overhead = 1e9; // however busy the machine is
  const std::vector<Factors> points = band(problem, 250);
  Factorization factorization(problem, points[125]);
  FastSweep fast(problem, factorization, points, options);
  EXPECT_TRUE(fast.answer(points).finished);
  EXPECT_TRUE(fast.record().converged);
  FastSweepOptions strict = options;
  strict.drives.clear();
  FastSweep all(problem, factorization, points, strict);
  all.answer(points);
  EXPECT_LT(fast.basis().size(), all.basis().size());
  const std::vector<Factors> others = band(problem, 31, 200.5, 1.98e4);
  DirectSweep both(problem, others[15]);
  const std::vector<SweepPoint> found = fast.evaluate(others);
  std::vector<Complex> exact;
  for (const Factors &point : others)
    exact.push_back(both.evaluate(point).outputs[0]);
  problem.loads.front().vector.pop_back(); // the first driver alone
  DirectSweep alone(problem, others[15]);
  for (std::size_t k = 0; k < others.size(); ++k) {
    const double part = std::abs(alone.evaluate(others[k]).outputs[0]);
    EXPECT_LT(std::abs(exact[k]), 1e-5 * part) << "is a null";
    EXPECT_LT(std::abs(found[k].outputs[0] - exact[k]), 2 * 1e-3 * 1e-5 * part)
        << found[k].frequency << " Hz";
    // A part counts the driver's current with the other driver there: half to twice the one alone.
    EXPECT_GT(found[k].yardsticks[0].magnitude, 0.3e-5 * part) << found[k].frequency << " Hz";
    EXPECT_LT(found[k].yardsticks[0].magnitude, 1e-4 * part) << found[k].frequency << " Hz";
  }
}

TEST(FastSweep, AnswersAPointThatWasSolvedByThatSolve) {
  const FrequencyProblem problem = coupled_chains();
  const std::vector<Factors> points = band(problem, 100);
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, points, goals());
  fast.run();
  int solved = 0;
  for (const SweepPoint &point : fast.evaluate(points)) {
    for (const double frequency : fast.record().expansion_frequencies)
      if (point.frequency == frequency) {
        ++solved;
        EXPECT_EQ(fast.excess(point), 0);
        EXPECT_EQ(point.output_errors, point.round_off);
        EXPECT_GT(point.relative_residual, 0) << "which a reduced model doesn't tell";
      }
  }
  EXPECT_EQ(solved, static_cast<int>(fast.record().expansion_frequencies.size()));
}

/// With a basis that nothing is added to, an expansion helps its own point alone.
TEST(FastSweep, GoesOnDirectlyWhereTheBasisGetsNoBetter) {
  const FrequencyProblem problem = coupled_chains();
  std::vector<Factors> points = band(problem, 60);
  FastSweepOptions options = goals();
  options.correction_rounds = 0;
  options.negligible = 1e30; // nothing is ever kept
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, points, options);
  const FastAnswers answers = fast.answer(points);
  EXPECT_TRUE(answers.finished);
  EXPECT_TRUE(fast.record().answered);
  EXPECT_FALSE(fast.record().gave_up.empty());
  EXPECT_LE(fast.record().factorizations, 60) << "none of them in vain";
  EXPECT_GT(fast.record().direct_points, 40u);
  DirectSweep direct(problem, points[30]);
  for (std::size_t k = 0; k < points.size(); k += 7) {
    const SweepPoint exact = direct.evaluate(points[k]);
    for (std::size_t l = 0; l < exact.outputs.size(); ++l)
      EXPECT_LE(std::abs(answers.points[k].outputs[l] - exact.outputs[l]), 1e-6 * std::abs(exact.outputs[l]))
          << "round-off at a condition near 1e7, with a margin of a thousand";
  }
}

TEST(FastSweep, ANumberThatIsNoneIsNeverWithinTheTolerance) {
  const FrequencyProblem problem = coupled_chains();
  const std::vector<Factors> points = band(problem, 50);
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, points, goals());
  fast.run();
  SweepPoint point = fast.evaluate({&points[3], 1}).front();
  point.output_errors[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(fast.excess(point) <= 1);
  point = fast.evaluate({&points[3], 1}).front();
  point.output_errors[0] = 1;
  point.outputs[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(fast.excess(point) <= 1);
  Factors broken = points[3];
  broken.terms[0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(fast.model().solve(broken), std::runtime_error);
}

/// Candidates at both ends of the band alone say nothing of the resonances between them.
TEST(FastSweep, AnswersPointsThatNoCandidateStoodFor) {
  const FrequencyProblem problem = coupled_chains();
  const std::vector<Factors> points = band(problem, 200);
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, {points.front(), points.back()}, goals());
  const FastAnswers answers = fast.answer(points);
  EXPECT_TRUE(answers.finished);
  ASSERT_EQ(answers.points.size(), points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_DOUBLE_EQ(answers.points[k].frequency, points[k].omega / two_pi);
    EXPECT_LE(fast.excess(answers.points[k]), 1) << answers.points[k].frequency << " Hz";
  }
}

TEST(FastSweep, AnswersAsFarAsItGotWhenStopped) {
  const FrequencyProblem problem = coupled_chains();
  const std::vector<Factors> points = band(problem, 200);
  Factorization factorization(problem, problem.at(two_pi * 650));
  FastSweep fast(problem, factorization, points, goals());
  int steps = 0;
  const FastAnswers answers = fast.answer(points, [&] { return ++steps < 2; });
  EXPECT_FALSE(answers.finished);
  EXPECT_EQ(fast.record().factorizations, 2);
  EXPECT_EQ(answers.points.size(), points.size());
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
  EXPECT_LE(static_cast<Index>(fast.basis().size()), problem.partition.total) << "more are not independent";
  const std::vector<Factors> points = band(problem, 5, 77, 1.3e4);
  DirectSweep direct(problem, points[2]);
  const std::vector<SweepPoint> found = fast.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Complex exact = direct.evaluate(points[k]).outputs[1];
    EXPECT_LT(std::abs(found[k].outputs[1] / exact - 1.0), 1e-10) << "round-off alone is left, some 5e-13";
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
    const ReducedSolution solution = fast.model().solve(at);
    for (std::size_t l = 0; l < problem.outputs.size(); ++l) {
      const Complex slope = fast.model().output_change(l, at, change, solution);
      const Complex difference =
          (fast.model().solve(above).outputs[l] - fast.model().solve(below).outputs[l]) / (2 * step);
      // Central differences: error of the order of (relative step)^2 = 1e-8, and round-off 1e-12/1e-4.
      EXPECT_LT(std::abs(slope - difference), 1e-5 * std::abs(difference)) << frequency << " Hz, " << l;
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
