// Matrices that a rank holds whole, and Newton's method for them.
#include "solver/algebra/local_system.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <stdexcept>

namespace earshot {
namespace {

/// A chain of springs between n masses, the first one tied to a wall.
struct Chain {
  explicit Chain(Index n) : size(n) {
    elements.push_back({no_unknown, 0});
    for (Index i = 0; i + 1 < n; ++i)
      elements.push_back({i, i + 1});
  }
  LocalMatrix matrix() const {
    std::vector<std::span<const Index>> patterns(elements.begin(), elements.end());
    return {size, patterns};
  }
  Index size;
  std::vector<std::array<Index, 2>> elements;
};

TEST(LocalMatrix, AddsElementsAndSolves) {
  const Chain chain(5);
  LocalMatrix matrix = chain.matrix();
  for (int pass = 0; pass < 2; ++pass) { // the second one must forget the first
    matrix.set_zero();
    for (const auto &element : chain.elements)
      matrix.add_element(element, std::array{1.0, -1.0, -1.0, 1.0});
    matrix.finish();
  }
  // A unit force on the last mass moves mass i by i + 1.
  const LocalFactorization factorization(matrix);
  const auto x = factorization.solve(std::vector{0.0, 0.0, 0.0, 0.0, 1.0});
  for (Index i = 0; i < chain.size; ++i)
    EXPECT_NEAR(x[i], i + 1, 1e-12);
  const auto b = matrix.multiply(x);
  EXPECT_NEAR(b[4], 1, 1e-12);
  EXPECT_NEAR(b[2], 0, 1e-12);
}

TEST(LocalFactorization, RefusesASingularMatrix) {
  const Chain chain(3);
  LocalMatrix matrix = chain.matrix();
  matrix.set_zero();
  for (std::size_t e = 1; e < chain.elements.size(); ++e) // free at both ends
    matrix.add_element(chain.elements[e], std::array{1.0, -1.0, -1.0, 1.0});
  matrix.finish();
  const LocalFactorization factorization(matrix);
  EXPECT_THROW(factorization.solve(std::vector{1.0, 0.0, 0.0}), std::runtime_error);
}

/// Springs of force sinh(elongation): the chain pulled by f stretches by asinh(f) per spring.
TEST(Newton, SolvesStiffeningSpringsFromAfar) {
  const Chain chain(4);
  constexpr double force = 20;
  const auto elongation = [](const std::array<Index, 2> &element, std::span<const double> x) {
    return x[element[1]] - (element[0] == no_unknown ? 0 : x[element[0]]);
  };
  const NonlinearSystem system{[&](std::span<const double> x) {
                                 std::vector<double> r(x.size(), 0.0);
                                 r.back() = -force;
                                 for (const auto &element : chain.elements) {
                                   const double pull = std::sinh(elongation(element, x));
                                   r[element[1]] += pull;
                                   if (element[0] != no_unknown)
                                     r[element[0]] -= pull;
                                 }
                                 return r;
                               },
                               [&](std::span<const double> x, LocalMatrix &matrix) {
                                 matrix.set_zero();
                                 for (const auto &element : chain.elements) {
                                   const double k = std::cosh(elongation(element, x));
                                   matrix.add_element(element, std::array{k, -k, -k, k});
                                 }
                                 matrix.finish();
                               }};
  LocalMatrix matrix = chain.matrix();
  std::vector<double> x(chain.size, 0.0);
  const NewtonReport report = solve_by_newton(system, matrix, x);
  EXPECT_TRUE(report.converged) << report.reason;
  for (Index i = 0; i < chain.size; ++i)
    EXPECT_NEAR(x[i], (i + 1) * std::asinh(force), 1e-8);
  ASSERT_GE(report.steps(), 3);
  EXPECT_LT(report.residuals.back(), 1e-9 * force);

  x.assign(chain.size, 0.0);
  EXPECT_FALSE(solve_by_newton(system, matrix, x, {.most_steps = 2}).converged);
}

/// They would have to pass PETSc's frames of C, which know nothing of them.
TEST(Newton, LetsExceptionsOfTheSystemOut) {
  const Chain chain(2);
  LocalMatrix matrix = chain.matrix();
  std::vector<double> x(chain.size, 1.0);
  int calls = 0;
  const auto fail = [&](int call) {
    if (++calls == call)
      throw std::domain_error("no such field strength");
  };
  for (const int call : {2, 3}) { // 1 is the scale, before PETSc
    calls = 0;
    const NonlinearSystem system{[&](std::span<const double> values) {
                                   fail(call);
                                   return std::vector<double>(values.begin(), values.end());
                                 },
                                 [&](std::span<const double>, LocalMatrix &derivative) {
                                   fail(call);
                                   derivative.set_zero();
                                   derivative.finish();
                                 }};
    EXPECT_THROW(solve_by_newton(system, matrix, x), std::domain_error) << call;
  }
}

} // namespace
} // namespace earshot
