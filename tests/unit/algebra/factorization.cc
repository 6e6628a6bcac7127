// ranks: 1 2 3
#include "solver/algebra/factorization.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <numbers>
#include <random>

using namespace earshot;
using test::constant_problem;

namespace {

/// A value for every unknown that does not depend on the number of ranks.
std::vector<Complex> manufactured(Index n) {
  std::vector<Complex> x(n);
  for (Index i = 0; i < n; ++i)
    x[i] = Complex(std::sin(1.0 + i), std::cos(0.7 * i));
  return x;
}

double relative_error(const std::vector<Complex> &x, const std::vector<Complex> &reference) {
  double error = 0, size = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    error += std::norm(x[i] - reference[i]);
    size += std::norm(reference[i]);
  }
  return std::sqrt(error / size);
}

/// Solves A x = b with b made from a known x; returns the error of x.
double error_of_solution(const FrequencyProblem &problem, Factorization &factorization, double omega) {
  const std::vector<Complex> x = manufactured(problem.partition.total);
  factorization.factorize(problem.at(omega));
  return relative_error(factorization.solve(apply(problem, problem.at(omega), x)), x);
}

double error_of_solution(const FrequencyProblem &problem) {
  Factorization factorization(problem, problem.at(1));
  return error_of_solution(problem, factorization, 1);
}

/// Lossy Helmholtz equation in a cube by seven-point differences, m^3 unknowns, three terms, with one
/// extra unknown that holds the mean of the first plane at 0 (a Lagrange multiplier).
FrequencyProblem helmholtz_cube(Index m, bool multiplier) {
  FrequencyProblem problem;
  const Index n = m * m * m;
  problem.partition = test::share_out(n + multiplier);
  const Partition &part = problem.partition;
  MatrixBuilder stiffness(part), mass(part), absorber(part), constraint(part);
  const double h = 1.0 / static_cast<double>(m);
  for (Index i = part.begin; i < std::min(part.end, n); ++i) {
    mass.add_symmetric(i, i, h * h * h);
    const Index place[3] = {i % m, i / m % m, i / m / m}, stride[3] = {1, m, m * m};
    for (int d = 0; d < 3; ++d)
      if (place[d] + 1 < m)
        stiffness.add_element(std::vector<Index>{i, i + stride[d]}, std::vector<double>{h, -h, -h, h});
    if (place[2] == 0)
      absorber.add_symmetric(i, i, h * h);
    if (multiplier && place[2] == m - 1)
      constraint.add_symmetric(i, n, h * h);
  }
  const auto over_omega_squared = [](double omega) { return Complex(1 / (omega * omega)); };
  const auto over_omega = [](double omega) { return Complex(0, 1 / omega); };
  problem.terms = {{"stiffness", "cube", {"1/w^2", over_omega_squared}, stiffness.finish(), ""},
                   {"mass", "cube", test::constant(-1), mass.finish(), ""},
                   {"absorber", "wall", {"i/w", over_omega}, absorber.finish(), "wall"},
                   {"constraint", "lid", test::constant(1), constraint.finish(), ""}};
  return problem;
}

std::string failure(const FrequencyProblem &problem, double frequency) {
  const Factors factors = problem.at(2 * std::numbers::pi * frequency);
  try {
    Factorization factorization(problem, factors);
    factorization.factorize(factors);
    factorization.solve(std::vector<Complex>(problem.partition.total, 1));
  } catch (const FactorizationError &error) {
    return error.what();
  }
  return "no error";
}

} // namespace

TEST(Factorization, SolvesTwoByTwoByHand) {
  // [2+i 1; 1 3i] x = [1; 0] has x = [3i, -1] / det, det = (2+i) 3i - 1 = -4 + 6i.
  const FrequencyProblem problem = constant_problem(2, {{0, 0, 2}, {0, 1, 1}}, {{0, 0, 1}, {1, 1, 3}});
  Factorization factorization(problem, problem.at(1));
  factorization.factorize(problem.at(1));
  const std::vector<Complex> x = factorization.solve(std::vector<Complex>{1, 0});
  const Complex determinant(-4, 6);
  EXPECT_LT(std::abs(x[0] - Complex(0, 3) / determinant), 1e-14) << "round-off, some 2e-16";
  EXPECT_LT(std::abs(x[1] + 1.0 / determinant), 1e-14);
}

TEST(Factorization, TransposesWithoutConjugating) {
  // A Hermitian solver would take i on both sides of the diagonal as i and -i.
  EXPECT_LT(error_of_solution(constant_problem(2, {{0, 0, 1}, {1, 1, 1}}, {{0, 1, 1}})), 1e-14);
}

// x_0 is given, x_1 = 2 x_0 follows it without acting back: only rows, not columns, tell that.
TEST(Factorization, SolvesWhatIsNotSymmetricByHand) {
  FrequencyProblem problem = constant_problem(2, {{0, 0, 1}, {1, 1, 1}}, {{0, 0, 1}});
  MatrixBuilder follower(problem.partition, Symmetry::none);
  if (problem.partition.begin <= 1 && 1 < problem.partition.end)
    follower.add_entry(1, 0, -2);
  problem.terms.push_back({"follower", "all", test::constant(1), follower.finish(), ""});
  Factorization factorization(problem, problem.at(1));
  factorization.factorize(problem.at(1));
  const std::vector<Complex> x = factorization.solve(std::vector<Complex>{1, 0});
  EXPECT_LT(std::abs(x[0] - Complex(0.5, -0.5)), 1e-14);
  EXPECT_LT(std::abs(x[1] - Complex(1, -1)), 1e-14);
}

// Convection makes the difference equations of the cube unsymmetric; rows of all ranks take part.
TEST(Factorization, SolvesWhatIsNotSymmetric) {
  FrequencyProblem problem = helmholtz_cube(8, true);
  const Partition &part = problem.partition;
  MatrixBuilder convection(part, Symmetry::none);
  for (Index i = part.begin; i < std::min<Index>(part.end, 8 * 8 * 8 - 1); ++i) {
    convection.add_entry(i, i + 1, 0.02);
    convection.add_entry(i + 1, i, -0.01);
  }
  problem.terms.push_back({"convection", "cube", test::constant(1), convection.finish(), ""});
  EXPECT_FALSE(is_symmetric(problem));
  EXPECT_LT(error_of_solution(problem), 1e-11);
}

TEST(Factorization, SolvesWithLagrangeMultipliersAndChainsOfRowsWithoutDiagonal) {
  // Unknowns 3, 4, 5 have no diagonal; 4 touches only 3, and 5 only 4, as nodes of a network do.
  EXPECT_LT(
      error_of_solution(constant_problem(
          7, {{0, 0, 4}, {1, 1, 5}, {0, 1, 1}, {2, 2, 3}, {2, 3, 1e5}, {3, 4, 1e-3}, {4, 5, 2}, {5, 6, 1}},
          {{0, 0, 1}, {6, 6, 2}, {1, 3, 1e4}})),
      1e-12)
      << "condition of the equilibrated system is about 1e3";
  EXPECT_LT(error_of_solution(constant_problem(2, {{0, 1, 1e-7}}, {})), 1e-14) << "no diagonal at all";
}

TEST(Factorization, EquilibratesRowsEighteenOrdersApart) {
  // D^-1 T D^-1 with a well conditioned T and D^-2 = 1e-12, 1, 1e6.
  const double a = 1e-6, b = 1, c = 1e3;
  const FrequencyProblem problem = constant_problem(
      3, {{0, 0, 2 * a * a}, {0, 1, a * b}, {1, 1, 3 * b * b}, {1, 2, b * c}, {2, 2, 2 * c * c}},
      {{0, 0, a * a}, {0, 2, 0.5 * a * c}});
  const std::vector<Complex> x{Complex(1, 1) / a, Complex(2, -1) / b, Complex(0, 1) / c};
  Factorization factorization(problem, problem.at(1));
  factorization.factorize(problem.at(1));
  const std::vector<Complex> solved = factorization.solve(apply(problem, problem.at(1), x));
  for (int i = 0; i < 3; ++i)
    EXPECT_LT(std::abs(solved[i] - x[i]), 1e-13 * std::abs(x[i])) << "each row to round-off: unknown " << i;
}

TEST(Factorization, OneAnalysisServesAllFrequenciesOfALossyCube) {
  for (const bool multiplier : {false, true}) {
    const FrequencyProblem problem = helmholtz_cube(16, multiplier);
    Factorization factorization(problem, problem.at(6));
    for (const double omega : {0.5, 6.0, 9.3, 20.0}) {
      EXPECT_LT(error_of_solution(problem, factorization, omega), 1e-10)
          << "round-off times the condition number, about 1e4, at w = " << omega;
      EXPECT_LT(factorization.relative_residual(), 1e-12);
    }
    EXPECT_EQ(factorization.timings().factorizations, 4);
    EXPECT_GT(factorization.factor_entries(), 4096);
    EXPECT_LT(factorization.factor_entries(), 1.5 * factorization.estimated_factor_entries());
    EXPECT_GT(factorization.used_bytes(), 16 * factorization.factor_entries());
  }
}

TEST(Factorization, SolvesSeveralRightHandSidesAtOnce) {
  const FrequencyProblem problem = helmholtz_cube(8, true);
  Factorization factorization(problem, problem.at(5));
  factorization.factorize(problem.at(5));
  std::vector<std::vector<Complex>> b(40, std::vector<Complex>(problem.partition.total));
  for (std::size_t k = 1; k < b.size(); ++k)
    b[k][7 * k] = Complex(1, static_cast<double>(k));
  const std::vector<std::vector<Complex>> x = factorization.solve(b);
  for (const Complex value : x[0])
    EXPECT_EQ(value, Complex()) << "nothing in, nothing out";
  for (std::size_t k = 1; k < b.size(); ++k)
    EXPECT_LT(relative_error(x[k], factorization.solve(b[k])), 1e-12);
}

TEST(Factorization, RefinesWhatBlockLowRankCompressionLoses) {
  const FrequencyProblem problem = helmholtz_cube(16, false);
  Factorization factorization(problem, problem.at(6), {.low_rank_tolerance = 1e-5});
  EXPECT_LT(error_of_solution(problem, factorization, 9.3), 1e-9);
  EXPECT_LT(factorization.relative_residual(), 1e-12);
}

TEST(Factorization, GrowsItsWorkspaceWhenPivotsAreDelayed) {
  // Many multipliers at random on a nearly massless matrix: the factor outgrows what the analysis foresaw.
  const Index n = 1500, n_multipliers = 700;
  std::vector<test::Entry> entries;
  std::mt19937 random(1);
  const auto unknown = [&random] { return static_cast<Index>(random() % n); };
  for (Index i = 0; i < n; ++i) {
    entries.push_back({i, i, 1e-3});
    for (int k = 0; k < 4; ++k)
      entries.push_back({i, unknown(), 1});
  }
  for (Index i = 0; i < n_multipliers; ++i)
    for (int k = 1; k <= 3; ++k)
      entries.push_back({unknown(), n + i, double(k)});
  const FrequencyProblem problem = constant_problem(n + n_multipliers, entries, {});
  Factorization factorization(problem, problem.at(1));
  error_of_solution(problem, factorization, 1);
  EXPECT_GT(factorization.timings().retries, 0);
  EXPECT_LT(factorization.relative_residual(), 1e-12);
}

TEST(Factorization, SingularMatricesNameFrequencyAndField) {
  // Two floating springs: each row sums to zero, but nothing else tells.
  FrequencyProblem springs =
      constant_problem(3, {{0, 0, 1}, {0, 1, -1}, {1, 1, 3}, {1, 2, -2}, {2, 2, 2}}, {});
  const Partition &part = springs.partition;
  FieldBlock block{"shell", {}};
  for (Index i = part.begin; i < part.end; ++i)
    block.owned.push_back(i);
  springs.blocks = {block};
  const std::string message = failure(springs, 1250);
  EXPECT_NE(message.find("1250 Hz"), std::string::npos) << message;
  EXPECT_NE(message.find("singular"), std::string::npos) << message;
  EXPECT_NE(message.find("'shell'"), std::string::npos) << message;

  // An unknown that no term touches.
  const std::string empty_row = failure(constant_problem(3, {{0, 0, 1}, {2, 2, 1}}, {}), 40);
  EXPECT_NE(empty_row.find("at 40 Hz: the matrix is singular"), std::string::npos) << empty_row;

  // The same constraint twice.
  const std::string twice =
      failure(constant_problem(4, {{0, 0, 2}, {0, 1, 1}, {1, 1, 3}, {1, 2, 0.3}, {1, 3, 0.3}}, {}), 77);
  EXPECT_NE(twice.find("at 77 Hz: the matrix is singular"), std::string::npos) << twice;

  // A closed cube without mass: the constant pressure is free, 512 unknowns.
  FrequencyProblem cube = helmholtz_cube(8, false);
  cube.terms.resize(1);
  const std::string floating = failure(cube, 100);
  EXPECT_NE(floating.find("at 100 Hz: the matrix is singular"), std::string::npos) << floating;
}

TEST(Factorization, ACoefficientThatIsNotFiniteIsNamed) {
  FrequencyProblem problem = helmholtz_cube(3, false);
  problem.terms[1].coefficient = {"1/0", [](double) { return Complex(1.0 / 0.0); }};
  const std::string message = failure(problem, 0);
  EXPECT_NE(message.find("1/w^2"), std::string::npos) << "1/w^2 is infinite at 0 Hz: " << message;
  EXPECT_NE(failure(problem, 10).find("term 'mass'"), std::string::npos);
}
