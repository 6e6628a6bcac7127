// Dense complex symmetric systems, with pivots of two rows where diagonals vanish.
#include "solver/algebra/dense_system.h"

#include <gtest/gtest.h>

#include <complex>
#include <random>

namespace earshot {
namespace {

constexpr std::size_t n = 40;

double random_part(std::mt19937 &engine) {
  return static_cast<double>(engine()) / 0x1p31 - 1;
}

/// Symmetric, every third diagonal entry zero.
std::vector<Complex> symmetric_matrix(std::mt19937 &engine) {
  std::vector<Complex> matrix(n * n);
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t column = 0; column <= row; ++column)
      matrix[column * n + row] = matrix[row * n + column] =
          row == column && row % 3 == 0 ? Complex(0) : Complex(random_part(engine), random_part(engine));
  return matrix;
}

std::vector<Complex> random_vectors(std::mt19937 &engine, std::size_t count) {
  std::vector<Complex> values(count * n);
  for (Complex &value : values)
    value = {random_part(engine), random_part(engine)};
  return values;
}

TEST(DenseSystem, HalvesOfASolveMakeTheSameProductsAsTheWhole) {
  std::mt19937 engine(1);
  const std::size_t n_vectors = 3;
  const DenseSystem system(symmetric_matrix(engine), n);
  const std::vector<Complex> b = random_vectors(engine, n_vectors);
  std::vector<Complex> solved = b, forward = b;
  system.solve(solved);
  system.substitute_forward(forward);
  std::vector<Complex> scaled = forward;
  system.solve_diagonal(scaled);
  for (std::size_t i = 0; i < n_vectors; ++i)
    for (std::size_t k = 0; k < n_vectors; ++k) {
      Complex whole = 0, halves = 0;
      double size = 0;
      for (std::size_t row = 0; row < n; ++row) {
        whole += b[i * n + row] * solved[k * n + row];
        halves += forward[i * n + row] * scaled[k * n + row];
        size += std::abs(b[i * n + row] * solved[k * n + row]);
      }
      // Round-off over n rows, times the condition of a random matrix, some n: 40^2 * 1e-16.
      EXPECT_LT(std::abs(whole - halves), 1e-11 * size) << i << ", " << k;
    }
}

} // namespace
} // namespace earshot
