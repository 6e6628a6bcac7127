// ranks: 1 2 3
#include "solver/algebra/eigenproblem.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace earshot;
using earshot::test::Entry;
using earshot::test::share_out;
using earshot::test::symmetric;

namespace {

/// `copies` equal chains of n unit masses and springs, clamped at both ends or free at one of them:
/// lambda_k = 4 sin^2(k pi / (2 (n + 1))), or 4 sin^2((2 k - 1) pi / (2 (2 n + 1))).
struct Chains {
  Index n;
  int copies;
  bool free_end = false;

  Pencil pencil() const {
    const Partition partition = share_out(n * copies);
    std::vector<Entry> stiffness, mass;
    for (int copy = 0; copy < copies; ++copy)
      for (Index i = 0; i < n; ++i) {
        const Index row = copy * n + i;
        stiffness.push_back({row, row, i + 1 == n && free_end ? 1.0 : 2.0});
        mass.push_back({row, row, 1});
        if (i + 1 < n)
          stiffness.push_back({row, row + 1, -1});
      }
    return {symmetric(partition, stiffness), symmetric(partition, mass)};
  }
  double exact(int k) const {
    const double angle =
        free_end ? (2 * k - 1) * std::numbers::pi / (2 * (2 * n + 1)) : k * std::numbers::pi / (2 * (n + 1));
    return std::pow(2 * std::sin(angle), 2);
  }
};

double residual(const Pencil &pencil, const Eigenpair &pair) {
  const std::vector<Complex> x(pair.vector.begin(), pair.vector.end());
  const Partition rows = pencil.stiffness.partition();
  std::vector<Complex> r(rows.end - rows.begin);
  pencil.stiffness.apply_add(1, x, r);
  pencil.mass.apply_add(-pair.value, x, r);
  double square = 0;
  for (const Complex value : r)
    square += std::norm(value);
  MPI_Allreduce(MPI_IN_PLACE, &square, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  return std::sqrt(square);
}

} // namespace

TEST(Eigenproblem, InertiaCountsTheEigenvaluesBelow) {
  const Chains chain{200, 1};
  const Pencil pencil = chain.pencil();
  for (const int k : {0, 1, 50, 199, 200}) {
    const double shift = k == 0 ? -1 : k == 200 ? 5 : (chain.exact(k) + chain.exact(k + 1)) / 2;
    EXPECT_EQ(eigenvalues_below(pencil, shift), k);
  }
}

TEST(Eigenproblem, EveryEigenvalueOfAnIntervalIsFoundEqualOnesToo) {
  const Chains chains{150, 3};
  const Pencil pencil = chains.pencil();
  EigenOptions options;
  options.eigenvalues_per_shift = 20; // several slices
  const double upper = (chains.exact(40) + chains.exact(41)) / 2;
  const auto pairs = eigenpairs_between(pencil, -1e-3, upper, options);
  ASSERT_EQ(pairs.size(), 120u);
  for (int k = 1; k <= 40; ++k)
    for (int copy = 0; copy < 3; ++copy) {
      const Eigenpair &pair = pairs[3 * (k - 1) + copy];
      // The solver's tolerance, 1e-9 of the residual, goes into the eigenvalue by its square.
      EXPECT_NEAR(pair.value, chains.exact(k), 1e-12);
      EXPECT_LT(residual(pencil, pair), 1e-8);
      double square = 0;
      for (const double x : pair.vector)
        square += x * x;
      EXPECT_NEAR(square, 1, 1e-10) << "x^T M x = 1";
    }
}

TEST(Eigenproblem, RowsWithoutMassBringNoEigenvalues) {
  // Unknown n hangs by springs between the last mass and the ground: it follows without inertia.
  const Index n = 40;
  const Partition partition = share_out(n + 1);
  std::vector<Entry> stiffness, mass;
  for (Index i = 0; i <= n; ++i) {
    stiffness.push_back({i, i, 2});
    if (i < n) {
      stiffness.push_back({i, i + 1, -1});
      mass.push_back({i, i, 1});
    }
  }
  const Pencil pencil{symmetric(partition, stiffness), symmetric(partition, mass)};
  const auto pairs = eigenpairs_between(pencil, -1, 10);
  ASSERT_EQ(pairs.size(), static_cast<std::size_t>(n));
  for (const Eigenpair &pair : pairs) {
    EXPECT_LT(residual(pencil, pair), 1e-7);
    EXPECT_NEAR(pair.vector[n], pair.vector[n - 1] / 2, 1e-8) << "the massless unknown is in equilibrium";
  }
}

TEST(Eigenproblem, RigidMotionsAreEigenvectorsOfZero) {
  // A chain that nothing holds, free at both ends.
  const Index n = 30;
  std::vector<Entry> stiffness, mass;
  for (Index i = 0; i < n; ++i) {
    stiffness.push_back({i, i, i == 0 || i + 1 == n ? 1.0 : 2.0});
    mass.push_back({i, i, 1});
    if (i + 1 < n)
      stiffness.push_back({i, i + 1, -1});
  }
  const auto pairs =
      eigenpairs_between({symmetric(share_out(n), stiffness), symmetric(share_out(n), mass)}, -1e-3, 1);
  ASSERT_FALSE(pairs.empty());
  EXPECT_NEAR(pairs[0].value, 0, 1e-12);
  for (const double x : pairs[0].vector)
    EXPECT_NEAR(x, pairs[0].vector[0], 1e-9);
}

TEST(Eigenproblem, NearestOnesAreAscending) {
  const Chains chain{100, 1, true};
  const auto pairs = eigenpairs_nearest(chain.pencil(), 0, 5);
  ASSERT_EQ(pairs.size(), 5u);
  for (int k = 1; k <= 5; ++k)
    EXPECT_NEAR(pairs[k - 1].value, chain.exact(k), 1e-12);
}

TEST(Eigenproblem, MissingEigenvaluesAreAnError) {
  // A Krylov space holds one vector of an eigenvalue, however often that occurs; only restarts bring more.
  const Chains chains{10, 60};
  EigenOptions options;
  options.restarts = 1;
  const double lower = (chains.exact(3) + chains.exact(4)) / 2,
               upper = (chains.exact(4) + chains.exact(5)) / 2;
  EXPECT_THROW(eigenpairs_between(chains.pencil(), lower, upper, options), EigenproblemError);
}

TEST(Eigenproblem, NegativeMassIsAnError) {
  const Partition partition = share_out(2);
  const Pencil pencil{symmetric(partition, {{0, 0, 1}, {1, 1, 1}}),
                      symmetric(partition, {{0, 0, -1}, {1, 1, 1}})};
  EXPECT_THROW(eigenpairs_between(pencil, -2, 0.5), EigenproblemError);
}

TEST(UndampedPencil, IsToldFromTheCoefficientsAlone) {
  const Partition partition = share_out(2);
  const RealMatrix one = symmetric(partition, {{0, 0, 1}, {1, 1, 1}});
  const auto term = [&](const char *symbol, std::function<Complex(double)> value) {
    return Term{"term", "all", {symbol, std::move(value)}, one, ""};
  };
  FrequencyProblem structure, air;
  structure.partition = air.partition = partition;
  structure.terms = {term("1 + 0.1i", [](double) { return Complex(7, 0.7); }),
                     term("-w^2", [](double w) { return Complex(-3 * w * w); }),
                     term("i w", [](double w) { return Complex(0, w); })};
  air.terms = {term("1/(rho w^2)", [](double w) { return Complex(7 / (w * w)); }),
               term("-1/(rho c^2)", [](double) { return Complex(-3); })};
  for (const auto &[problem, power] : {std::pair{&structure, 0}, {&air, 2}}) {
    const Pencil pencil = undamped_pencil(*problem, power, 1000);
    const std::vector<Complex> x{1, 0};
    EXPECT_NEAR(pencil.stiffness.quadratic_form(x), 7, 1e-9);
    EXPECT_NEAR(pencil.mass.quadratic_form(x), 3, 1e-9);
  }
  structure.terms.push_back(term("w", [](double w) { return Complex(w); }));
  EXPECT_THROW(undamped_pencil(structure, 0, 1000), std::invalid_argument);
}
