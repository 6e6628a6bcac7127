#include "solver/circuit/dense_solve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// A power of two near 1 / |x|, which scales without rounding. @param square |x|^2
double scale_of(double square) {
  return square > 0 && std::isfinite(square) ? std::ldexp(1.0, -std::ilogb(square) / 2) : 1.0;
}

} // namespace

DenseFactors::DenseFactors(std::vector<Complex> matrix, std::size_t n)
    : n_(n), factors_(std::move(matrix)), rows_(n), row_scale_(n), column_scale_(n) {
  const auto a = [&](std::size_t i, std::size_t j) -> Complex & { return factors_[i * n + j]; };
  std::iota(rows_.begin(), rows_.end(), std::size_t(0));
  for (std::size_t i = 0; i < n; ++i) {
    double largest = 0;
    for (std::size_t j = 0; j < n; ++j)
      largest = std::max(largest, std::norm(a(i, j)));
    row_scale_[i] = scale_of(largest);
    for (std::size_t j = 0; j < n; ++j)
      a(i, j) *= row_scale_[i];
  }
  for (std::size_t j = 0; j < n; ++j) {
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i)
      largest = std::max(largest, std::norm(a(i, j)));
    column_scale_[j] = scale_of(largest);
    for (std::size_t i = 0; i < n; ++i)
      a(i, j) *= column_scale_[j];
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::norm(a(i, k)) > std::norm(a(pivot, k)))
        pivot = i;
    if (!(std::abs(a(pivot, k)) > std::numeric_limits<double>::min()))
      throw std::runtime_error("the circuit's matrix is singular: a node has no way to ground, or ideal "
                               "elements contradict each other");
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j)
        std::swap(a(k, j), a(pivot, j));
      std::swap(rows_[k], rows_[pivot]);
    }
    const Complex reciprocal = 1.0 / a(k, k);
    for (std::size_t i = k + 1; i < n; ++i) {
      if (a(i, k) == 0.0)
        continue;
      const Complex factor = a(i, k) *= reciprocal;
      for (std::size_t j = k + 1; j < n; ++j)
        a(i, j) -= factor * a(k, j);
    }
  }
}

std::vector<Complex> DenseFactors::solve(const std::vector<Complex> &b) const {
  std::vector<Complex> x(n_);
  for (std::size_t k = 0; k < n_; ++k) {
    x[k] = row_scale_[rows_[k]] * b[rows_[k]];
    for (std::size_t j = 0; j < k; ++j)
      x[k] -= factors_[k * n_ + j] * x[j];
  }
  for (std::size_t k = n_; k-- > 0;) {
    for (std::size_t j = k + 1; j < n_; ++j)
      x[k] -= factors_[k * n_ + j] * x[j];
    x[k] /= factors_[k * n_ + k];
  }
  for (std::size_t k = 0; k < n_; ++k)
    x[k] *= column_scale_[k];
  return x;
}

std::vector<Complex> DenseFactors::solve_transposed(std::vector<Complex> c) const {
  // P S A T = L U with scalings S, T: A^T z = c is U^T L^T y = T c, z = S P^T y.
  for (std::size_t k = 0; k < n_; ++k) {
    c[k] *= column_scale_[k];
    for (std::size_t j = 0; j < k; ++j)
      c[k] -= factors_[j * n_ + k] * c[j];
    c[k] /= factors_[k * n_ + k];
  }
  for (std::size_t k = n_; k-- > 0;)
    for (std::size_t j = k + 1; j < n_; ++j)
      c[k] -= factors_[j * n_ + k] * c[j];
  std::vector<Complex> z(n_);
  for (std::size_t k = 0; k < n_; ++k)
    z[rows_[k]] = row_scale_[rows_[k]] * c[k];
  return z;
}

std::vector<Complex> solve_dense(std::vector<Complex> matrix, std::vector<Complex> b) {
  return DenseFactors(std::move(matrix), b.size()).solve(b);
}

} // namespace earshot
