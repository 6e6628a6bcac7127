// ranks: 1 2 3
// Bases of vectors that are nearly one another: what differs by less than round-off of their size counts too.
#include "solver/sweep/reduced_basis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace earshot {
namespace {

constexpr Index n_unknowns = 300;

FrequencyProblem one_field() {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  FrequencyProblem problem;
  problem.partition = {MPI_COMM_WORLD, n_unknowns * rank / n_ranks, n_unknowns * (rank + 1) / n_ranks,
                       n_unknowns};
  return problem;
}

std::vector<Complex> random_vector(std::mt19937 &engine) {
  std::vector<Complex> vector(n_unknowns);
  for (Complex &value : vector)
    value = static_cast<double>(engine()) / 0x1p31 - 1;
  return vector;
}

/// max |V^T W V - I|
double worst_product(const ReducedBasis &basis) {
  const ReducedBasis::Field &field = basis.fields().front();
  const std::size_t n = field.n_columns;
  std::vector<double> products(n * n);
  for (std::size_t row = 0; row < field.rows.size(); ++row)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < n; ++k)
        products[i * n + k] +=
            field.weights[row] * field.values[row * field.stride + i] * field.values[row * field.stride + k];
  MPI_Allreduce(MPI_IN_PLACE, products.data(), static_cast<int>(n * n), MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  double worst = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k)
      worst = std::max(worst, std::abs(products[i * n + k] - (i == k ? 1 : 0)));
  return worst;
}

TEST(ReducedBasis, IsOrthonormalWhereNewVectorsHardlyDiffer) {
  const FrequencyProblem problem = one_field();
  std::vector<double> weights(n_unknowns);
  std::mt19937 engine(1);
  for (double &weight : weights)
    weight = 1 + static_cast<double>(engine() % 1000);
  ReducedBasis basis(problem, weights);
  std::vector<std::vector<Complex>> old;
  for (int k = 0; k < 20; ++k)
    old.push_back(random_vector(engine));
  basis.extend(old, old, 1e-14);
  EXPECT_EQ(basis.size(), 20U);
  for (const double part : {1e-5, 1e-9, 1e-12}) {
    const std::vector<Complex> first = random_vector(engine), change = random_vector(engine);
    std::vector<Complex> second = first;
    for (Index i = 0; i < n_unknowns; ++i)
      second[i] += part * change[i];
    basis.extend({first, second}, {first, second}, 1e-14);
  }
  EXPECT_EQ(basis.size(), 26U) << "none is left out";
  // Products of unit vectors err by some 1e-15. Of the last direction round-off of its former size would be
  // 1e-4.
  EXPECT_LT(worst_product(basis), 1e-10);
}

/// Candidates that shrink among each other, then ones that hardly leave the span: what one falls short of
/// orthogonal must not be magnified by the next.
TEST(ReducedBasis, StaysOrthonormalWhileSmallPartsAreAdded) {
  const FrequencyProblem problem = one_field();
  ReducedBasis basis(problem, std::vector<double>(n_unknowns, 1.0));
  std::mt19937 engine(2);
  std::vector<Complex> all = random_vector(engine);
  for (int generation = 0; generation < 8; ++generation) {
    const std::vector<Complex> first = random_vector(engine);
    std::vector<Complex> second = first;
    for (std::vector<Complex> *vector : {&second, &all}) {
      const std::vector<Complex> change = random_vector(engine);
      for (Index i = 0; i < n_unknowns; ++i)
        (*vector)[i] += (vector == &second ? 3e-8 : 1e-12) * change[i];
    }
    basis.extend({first, second}, {first, second}, 1e-14);
    for (Index i = 0; i < n_unknowns; ++i)
      all[i] += first[i] + second[i];
    basis.extend({all}, {all}, 1e-14);
  }
  EXPECT_EQ(basis.size(), 24U) << "none is left out";
  // A column is left with 1e-16 of what is a thousand times its size, some 1e-12 over these rows and columns.
  EXPECT_LT(worst_product(basis), 1e-10);
}

} // namespace
} // namespace earshot
