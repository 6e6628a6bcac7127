#include "solver/algebra/bordered_system.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

/// Growth by elimination that is let pass: so many times the round-off of a dense factorisation.
constexpr double tolerable_growth = 1e3;

double largest(const std::vector<Complex> &values) {
  double square = 0;
  for (const Complex value : values)
    square = std::max(square, std::norm(value));
  return std::sqrt(square);
}

double largest(const BorderedMatrix &matrix) {
  double value = largest(matrix.border);
  for (const BorderedMatrix::Block &block : matrix.blocks)
    value = std::max({value, largest(block.lower), largest(block.coupling)});
  return value;
}

/// m x n, column-major, to n x m.
std::vector<Complex> transposed(const std::vector<Complex> &matrix, std::size_t m, std::size_t n) {
  std::vector<Complex> result(matrix.size());
  for (std::size_t column = 0; column < n; ++column)
    for (std::size_t row = 0; row < m; ++row)
      result[row * n + column] = matrix[column * m + row];
  return result;
}

} // namespace

std::size_t BorderedMatrix::size() const {
  std::size_t sum = border_size;
  for (const Block &block : blocks)
    sum += block.size;
  return sum;
}

std::vector<Complex> BorderedMatrix::dense() const {
  const std::size_t n = size(), border_row = n - border_size;
  std::vector<Complex> whole(n * n);
  std::size_t first = 0;
  for (const Block &block : blocks) {
    for (std::size_t column = 0; column < block.size; ++column) {
      Complex *const to = whole.data() + (first + column) * n;
      std::copy_n(block.lower.data() + column * block.size, block.size, to + first);
      std::copy_n(block.coupling.data() + column * border_size, border_size, to + border_row);
    }
    first += block.size;
  }
  for (std::size_t column = 0; column < border_size; ++column)
    std::copy_n(border.data() + column * border_size, border_size,
                whole.data() + (border_row + column) * n + border_row);
  return whole;
}

BorderedSystem::BorderedSystem(BorderedMatrix matrix) : matrix_(std::move(matrix)), border_({}, 0) {
  if (!eliminate()) {
    blocks_.clear();
    const std::size_t n = matrix_.size();
    matrix_ = {{}, n, matrix_.dense()};
    border_ = DenseSystem(matrix_.border, n);
  }
}

/// S - C B^-1 C^T = S - Y^T D^-1 Y with B = P L D L^T P^T and Y = L^-1 P^T C^T: half of a solve for each row
/// of C.
/// @return false where elimination is unstable
bool BorderedSystem::eliminate() {
  const std::size_t n_border = matrix_.border_size;
  std::vector<Complex> border = matrix_.border;
  for (const BorderedMatrix::Block &block : matrix_.blocks)
    try {
      blocks_.emplace_back(block.lower, block.size);
      std::vector<Complex> forward = transposed(block.coupling, n_border, block.size);
      blocks_.back().substitute_forward(forward);
      std::vector<Complex> scaled = forward;
      blocks_.back().solve_diagonal(scaled);
      subtract_lower_product(n_border, block.size, forward.data(), scaled.data(), border.data());
    } catch (const std::runtime_error &) { // the block alone is singular
      return false;
    }
  if (!(largest(border) <= tolerable_growth * largest(matrix_)))
    return false;
  border_ = DenseSystem(std::move(border), n_border);
  return true;
}

BorderedSystem::Parts BorderedSystem::split(std::span<const Complex> vectors) const {
  const std::size_t n = matrix_.size(), n_vectors = vectors.size() / n;
  Parts parts;
  std::size_t first = 0;
  const auto take = [&](std::size_t rows) {
    std::vector<Complex> &part = parts.emplace_back(rows * n_vectors);
    for (std::size_t k = 0; k < n_vectors; ++k)
      std::copy_n(vectors.begin() + k * n + first, rows, part.begin() + k * rows);
    first += rows;
  };
  for (const BorderedMatrix::Block &block : matrix_.blocks)
    take(block.size);
  take(matrix_.border_size);
  return parts;
}

void BorderedSystem::eliminate_and_substitute(Parts &parts, std::size_t n_vectors) const {
  std::vector<Complex> &border = parts.back();
  for (std::size_t k = 0; k < blocks_.size(); ++k) {
    const BorderedMatrix::Block &block = matrix_.blocks[k];
    std::vector<Complex> solved = parts[k];
    blocks_[k].solve(solved);
    subtract_product(matrix_.border_size, n_vectors, block.size, block.coupling.data(), solved.data(),
                     border.data());
  }
  border_.solve(border);
  for (std::size_t k = 0; k < blocks_.size(); ++k) {
    const BorderedMatrix::Block &block = matrix_.blocks[k];
    subtract_transposed_product(block.size, n_vectors, matrix_.border_size, block.coupling.data(),
                                border.data(), parts[k].data());
    blocks_[k].solve(parts[k]);
  }
}

void BorderedSystem::subtract_image(const Parts &of, Parts &from, std::size_t n_vectors) const {
  for (std::size_t k = 0; k < matrix_.blocks.size(); ++k) {
    const BorderedMatrix::Block &block = matrix_.blocks[k];
    subtract_symmetric_product(block.size, n_vectors, block.lower.data(), of[k].data(), from[k].data());
    subtract_transposed_product(block.size, n_vectors, matrix_.border_size, block.coupling.data(),
                                of.back().data(), from[k].data());
    subtract_product(matrix_.border_size, n_vectors, block.size, block.coupling.data(), of[k].data(),
                     from.back().data());
  }
  subtract_symmetric_product(matrix_.border_size, n_vectors, matrix_.border.data(), of.back().data(),
                             from.back().data());
}

void BorderedSystem::solve(std::span<Complex> b) const {
  const std::size_t n = matrix_.size(), n_vectors = n == 0 ? 0 : b.size() / n;
  if (n_vectors == 0)
    return;
  Parts residual = split(b), solution = residual;
  eliminate_and_substitute(solution, n_vectors);
  subtract_image(solution, residual, n_vectors);
  eliminate_and_substitute(residual, n_vectors);
  std::size_t first = 0;
  for (std::size_t part = 0; part < solution.size(); ++part) {
    const std::size_t rows = solution[part].size() / n_vectors;
    for (std::size_t k = 0; k < n_vectors; ++k)
      for (std::size_t i = 0; i < rows; ++i)
        b[k * n + first + i] = solution[part][k * rows + i] + residual[part][k * rows + i];
    first += rows;
  }
}

} // namespace earshot
