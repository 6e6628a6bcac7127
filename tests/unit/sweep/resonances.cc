// ranks: 1 2
#include "solver/sweep/resonances.h"
#include "solver/sweep/projection.h"
#include "tests/support/quantities.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr Index n = 12;
constexpr double stiffness = 4e7, damping = 2e-5;

/// Masses of one between springs and walls, with damping in proportion to the springs: T(w) = (1 + i w d) K -
/// w^2, with eigenvalues of K at 4 k sin^2(j pi / (2 (n + 1))).
FrequencyProblem chain() {
  FrequencyProblem problem;
  problem.partition = test::share_out(n);
  std::vector<test::Entry> springs, masses;
  for (Index i = 0; i < n; ++i) {
    springs.push_back({i, i, 2 * stiffness});
    masses.push_back({i, i, 1});
    if (i + 1 < n)
      springs.push_back({i, i + 1, -stiffness});
  }
  problem.terms.push_back({"springs",
                           "chain",
                           {"1 + i w d", [](double omega) { return Complex(1, omega * damping); }},
                           test::symmetric(problem.partition, springs),
                           "damping"});
  problem.terms.push_back({"masses",
                           "chain",
                           {"-w^2", [](double omega) { return Complex(-omega * omega); }},
                           test::symmetric(problem.partition, masses),
                           ""});
  problem.loads = {{"force", test::constant(1), {{1, 1.0}}}};
  problem.outputs = {{quantity::probe("far end"), test::constant(1), {{n - 3, 1.0}}}};
  return problem;
}

/// w^2 - i w d lambda - lambda = 0.
Complex exact(int j) {
  const double lambda = 4 * stiffness * std::pow(std::sin(j * std::numbers::pi / (2 * (n + 1))), 2);
  return {std::sqrt(lambda - std::pow(damping * lambda / 2, 2)), damping * lambda / 2};
}

/// All unknowns are the basis, so that the reduced model is the problem itself.
ReducedModel whole(const FrequencyProblem &problem) {
  const std::vector<double> ones(n, 1.0);
  const ReducedBasis basis(problem, ones);
  return Projection(problem, basis, ones, {}).model();
}

} // namespace

TEST(Resonances, AreThoseOfAChain) {
  const FrequencyProblem problem = chain();
  const std::vector<Resonance> found = find_resonances(whole(problem), problem.functions(), 50, 5e3);
  ASSERT_EQ(found.size(), static_cast<std::size_t>(n)) << "each one once";
  for (int j = 1; j <= n; ++j) {
    // Newton stops at 1e-12; coefficients are polynomials, which the continuation has exactly.
    EXPECT_LT(std::abs(found[j - 1].omega / exact(j) - 1.0), 1e-10) << j;
    EXPECT_LT(found[j - 1].residual, 1e-9);
  }
}

TEST(Resonances, AddUpToTheResponse) {
  const FrequencyProblem problem = chain();
  const ReducedModel model = whole(problem);
  const std::vector<Resonance> found = find_resonances(model, problem.functions(), 50, 5e3);
  for (const double frequency : {80.0, 300.0, 900.0, 2500.0}) {
    const Factors factors = problem.at(2 * std::numbers::pi * frequency);
    Complex sum = 0;
    for (const Resonance &resonance : found)
      sum += contribution(model, resonance, 0, factors);
    const Complex response = model.solve(factors).outputs[0];
    EXPECT_LT(std::abs(sum - response), 1e-8 * std::abs(response) + 1e-16) << frequency << " Hz";
  }
}

// Two bodies on springs of their own: at 2000 rad/s the matrix is singular to the last digit.
TEST(Resonances, AreConfirmedWhereTheMatrixIsSingular) {
  FrequencyProblem problem;
  problem.partition = test::share_out(2);
  problem.terms = {{"springs", "bodies", test::constant(1),
                    test::symmetric(problem.partition, {{0, 0, 4e6}, {1, 1, 9e6}}), ""},
                   {"masses",
                    "bodies",
                    {"-w^2", [](double omega) { return Complex(-omega * omega); }},
                    test::symmetric(problem.partition, {{0, 0, 1}, {1, 1, 1}}),
                    ""}};
  Factorization factorization(problem, problem.at(1000));
  Resonance resonance{2000, {1, 0.1}, 0};
  confirm(problem, problem.functions(), factorization, resonance, 1e-10);
  EXPECT_NEAR(std::abs(resonance.omega - 2000.0), 0,
              1e-6); // the residual's bound, times half of the frequency
  EXPECT_LT(std::abs(resonance.shape[1]), 1e-6 * std::abs(resonance.shape[0]));
}

TEST(Resonances, AreConfirmedOnTheFullProblem) {
  const FrequencyProblem problem = chain();
  Factorization factorization(problem, problem.at(2 * std::numbers::pi * 500));
  Resonance resonance{exact(5) * Complex(1.001, 1e-4), std::vector<Complex>(n), 0};
  for (Index i = 0; i < n; ++i) // the fifth shape, not quite
    resonance.shape[i] = std::sin(5 * (i + 1) * std::numbers::pi / (n + 1)) + 0.02 * (i % 3);
  confirm(problem, problem.functions(), factorization, resonance, 1e-10);
  EXPECT_LT(resonance.residual, 1e-10);
  EXPECT_LT(std::abs(resonance.omega / exact(5) - 1.0), 1e-10);
}

TEST(ContinuedFactors, HoldBesideTheRealAxis) {
  CoefficientFunctions functions;
  functions.terms = {{"sqrt(w)", [](double omega) { return Complex(std::sqrt(omega)); }},
                     {"1/(i w)", [](double omega) { return 1.0 / Complex(0, omega); }}};
  const ContinuedFactors factors(functions, 1e4);
  for (const Complex omega : {Complex(1e4, 300), Complex(9e3, 1500), Complex(1.1e4, 2500)}) {
    // Interpolation's error grows with the distance from the axis; Q = 2 is 0.25 of the frequency away.
    const double tolerance = omega.imag() < 2e3 ? 1e-8 : 1e-6;
    EXPECT_LT(std::abs(factors.at(omega).terms[0] / std::sqrt(omega) - 1.0), tolerance) << omega;
    EXPECT_LT(std::abs(factors.at(omega).terms[1] * Complex(0, 1) * omega - 1.0), tolerance) << omega;
    EXPECT_LT(std::abs(factors.derivative(omega).terms[0] * 2.0 * std::sqrt(omega) - 1.0), 100 * tolerance);
  }
}

} // namespace earshot
