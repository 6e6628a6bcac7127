#include "solver/algebra/bordered_system.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace earshot {
namespace {

/// Two blocks and a border of random numbers, with something on the diagonal that keeps blocks regular.
BorderedMatrix random_matrix(Complex diagonal) {
  std::mt19937 generator(3);
  std::uniform_real_distribution<double> number(-1, 1);
  const auto fill = [&](std::vector<Complex> &values, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
      values.emplace_back(number(generator), number(generator));
  };
  BorderedMatrix matrix;
  matrix.border_size = 70; // more than the columns that are subtracted at once
  for (const std::size_t n : {4u, 9u}) {
    BorderedMatrix::Block block{n, {}, {}};
    fill(block.lower, n * n);
    for (std::size_t i = 0; i < n; ++i)
      block.lower[i * (n + 1)] += diagonal;
    fill(block.coupling, n * matrix.border_size);
    matrix.blocks.push_back(block);
  }
  fill(matrix.border, matrix.border_size * matrix.border_size);
  return matrix;
}

std::vector<Complex> two_vectors(std::size_t n) {
  std::vector<Complex> vectors;
  for (std::size_t i = 0; i < 2 * n; ++i)
    vectors.emplace_back(1 + 0.1 * i, i % 3);
  return vectors;
}

double largest_difference(const BorderedMatrix &matrix) {
  const std::size_t n = matrix.size();
  std::vector<Complex> blocked = two_vectors(n), dense = blocked;
  BorderedSystem(matrix).solve(blocked);
  DenseSystem(matrix.dense(), n).solve(dense);
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < dense.size(); ++i) {
    difference = std::max(difference, std::abs(blocked[i] - dense[i]));
    size = std::max(size, std::abs(dense[i]));
  }
  return difference / size;
}

// The round-off of a condition of some 1e3 at most.
TEST(BorderedSystem, SolvesAsTheDenseOne) {
  EXPECT_LT(largest_difference(random_matrix(3)), 1e-11);
}

TEST(BorderedSystem, NeedsNoBlocksAndNoBorder) {
  BorderedMatrix border = random_matrix(3), blocks = border;
  border.blocks.clear();
  EXPECT_LT(largest_difference(border), 1e-11);
  blocks.border_size = 0;
  blocks.border.clear();
  for (BorderedMatrix::Block &block : blocks.blocks)
    block.coupling.clear();
  EXPECT_LT(largest_difference(blocks), 1e-11);
}

// A block at its resonance: alone it is singular, or nearly so, the whole is not.
TEST(BorderedSystem, ABlockThatIsSingularAloneDoesNoHarm) {
  for (const double rest : {0.0, 1e-13}) {
    BorderedMatrix matrix = random_matrix(3);
    BorderedMatrix::Block &block = matrix.blocks.front();
    std::fill(block.lower.begin(), block.lower.end(), Complex(0));
    for (std::size_t i = 0; i < block.size; ++i)
      block.lower[i * (block.size + 1)] = i == 2 ? rest : 1.0;
    EXPECT_LT(largest_difference(matrix), 1e-11) << rest;
  }
}

TEST(BorderedSystem, ASingularMatrixIsRefused) {
  BorderedMatrix matrix = random_matrix(3);
  std::fill(matrix.border.begin(), matrix.border.end(), Complex(0));
  for (BorderedMatrix::Block &block : matrix.blocks)
    std::fill(block.coupling.begin(), block.coupling.end(), Complex(0));
  EXPECT_THROW(BorderedSystem{matrix}, std::runtime_error);
}

} // namespace
} // namespace earshot
