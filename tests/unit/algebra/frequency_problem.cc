// ranks: 1 2 3
#include "solver/algebra/factorization.h"
#include "tests/support/quantities.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <numbers>

using namespace earshot;

namespace {

constexpr double resistance = 32, inductance = 80e-6, capacitance = 2e-6, voltage = 0.5;

Coefficient over_i_omega(const std::string &symbol, double factor) {
  return {symbol, [factor](double omega) { return factor / Complex(0, omega); }};
}

/// Branch current i of a series R-L-C with its source, -Z/(i w) i - lambda = -V/(i w), and the node that
/// it feeds, with lambda = potential / (i w) and a second resistor to ground: -i + i w / R lambda = 0.
FrequencyProblem series_circuit() {
  FrequencyProblem problem;
  problem.partition = test::share_out(2);
  const Partition &all = problem.partition;
  problem.terms = {
      {"resistor", "circuit", over_i_omega("-1/(i w)", -1), test::symmetric(all, {{0, 0, resistance}}),
       "coil heat"},
      {"inductor", "circuit", test::constant(-inductance), test::symmetric(all, {{0, 0, 1}}), ""},
      {"capacitor",
       "circuit",
       {"1/w^2", [](double omega) { return Complex(1 / (omega * omega)); }},
       test::symmetric(all, {{0, 0, 1 / capacitance}}),
       ""},
      {"branch", "circuit", test::constant(-1), test::symmetric(all, {{0, 1, 1}}), ""},
      {"shunt",
       "load",
       {"i w", [](double omega) { return Complex(0, omega); }},
       test::symmetric(all, {{1, 1, 1 / resistance}}),
       "load"}};
  problem.loads = {{"source", over_i_omega("-1/(i w)", -1), {{0, voltage}}}};
  problem.outputs = {{quantity::source_current("plug"), test::constant(1), {{0, 1}}},
                     {quantity::probe("twice the potential"),
                      {"2 i w", [](double omega) { return Complex(0, 2 * omega); }},
                      {{1, 1}}}};
  return problem;
}

} // namespace

TEST(FrequencyProblem, ApplySumsTheTermsOnEveryRank) {
  const FrequencyProblem problem = test::constant_problem(3, {{0, 0, 2}, {0, 2, 1}}, {{1, 1, 4}, {2, 2, -1}});
  const std::vector<Complex> x{1, Complex(0, 1), 2};
  const std::vector<Complex> y = apply(problem, problem.at(1), x);
  // By hand: rows (2, 0, 1), (0, 4i, 0), (1, 0, -i).
  EXPECT_EQ(y[0], Complex(4));
  EXPECT_EQ(y[1], Complex(-4));
  EXPECT_EQ(y[2], Complex(1, -2));
}

TEST(FrequencyProblem, PowerBalanceOfACircuitBooksItsOhmicPowersAndCloses) {
  const FrequencyProblem problem = series_circuit();
  for (const double frequency : {20.0, 1000.0, 12582.0, 40000.0}) {
    const Factors factors = problem.at(2 * std::numbers::pi * frequency);
    Factorization factorization(problem, factors);
    factorization.factorize(factors);
    const std::vector<Complex> x = factorization.solve(right_hand_side(problem, factors));
    // The circuit seen from its source: Z = R + i w L + 1/(i w C) + R_load.
    const Complex z(2 * resistance, factors.omega * inductance - 1 / (factors.omega * capacitance));
    const Complex current = voltage / z;
    EXPECT_LT(std::abs(x[0] - current), 1e-12 * std::abs(current)) << "round-off of two equations";

    const std::vector<Complex> outputs = evaluate_outputs(problem, factors, x);
    EXPECT_EQ(outputs[0], x[0]);
    EXPECT_LT(std::abs(outputs[1] - 2 * resistance * current), 1e-12 * std::abs(outputs[1]));

    const PowerBalance balance = power_balance(problem, factors, x);
    ASSERT_EQ(balance.losses.size(), 2u);
    EXPECT_EQ(balance.losses[0].first, "coil heat");
    EXPECT_EQ(balance.losses[1].first, "load");
    const double heat = resistance * std::norm(current);
    EXPECT_NEAR(balance.losses[0].second, heat, 1e-12 * heat);
    EXPECT_NEAR(balance.losses[1].second, heat, 1e-12 * heat);
    EXPECT_NEAR(balance.input, 2 * heat, 1e-12 * heat) << "input = all losses, to round-off";
  }
}

TEST(FrequencyProblem, LossesOfOneRowAreAddedUp) {
  FrequencyProblem problem = test::constant_problem(1, {}, {{0, 0, 3}});
  problem.terms.push_back({"more", "all", test::constant(Complex(7, 2)),
                           test::symmetric(problem.partition, {{0, 0, 1}}), "loss"});
  const PowerBalance balance = power_balance(problem, problem.at(10), std::vector<Complex>{Complex(0, 2)});
  ASSERT_EQ(balance.losses.size(), 1u);
  EXPECT_DOUBLE_EQ(balance.losses[0].second, 10 * (3 + 2) * 4);
}

TEST(FrequencyProblem, TableOfTermsNamesEachTermWithItsSize) {
  const std::string table = describe_terms(series_circuit());
  for (const char *text : {"coefficient", "resistor", "circuit", "-1/(i w)", "shunt", "i w", "1/w^2"})
    EXPECT_NE(table.find(text), std::string::npos) << text << " is missing in\n" << table;
}
