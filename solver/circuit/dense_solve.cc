#include "solver/circuit/dense_solve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// The power of two next to 1 / x, which scales without rounding.
double scale_of(double x) {
  return x > 0 && std::isfinite(x) ? std::ldexp(1.0, -std::ilogb(x)) : 1.0;
}

} // namespace

std::vector<Complex> solve_dense(std::vector<Complex> matrix, std::vector<Complex> b) {
  const std::size_t n = b.size();
  const auto a = [&](std::size_t i, std::size_t j) -> Complex & { return matrix[i * n + j]; };
  std::vector<double> column_scale(n);
  for (std::size_t i = 0; i < n; ++i) {
    double largest = 0;
    for (std::size_t j = 0; j < n; ++j)
      largest = std::max(largest, std::abs(a(i, j)));
    const double scale = scale_of(largest);
    for (std::size_t j = 0; j < n; ++j)
      a(i, j) *= scale;
    b[i] *= scale;
  }
  for (std::size_t j = 0; j < n; ++j) {
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i)
      largest = std::max(largest, std::abs(a(i, j)));
    column_scale[j] = scale_of(largest);
    for (std::size_t i = 0; i < n; ++i)
      a(i, j) *= column_scale[j];
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(a(i, k)) > std::abs(a(pivot, k)))
        pivot = i;
    if (!(std::abs(a(pivot, k)) > std::numeric_limits<double>::min()))
      throw std::runtime_error("the circuit's matrix is singular: a node has no way to ground, or ideal "
                               "elements contradict each other");
    for (std::size_t j = 0; j < n; ++j)
      std::swap(a(k, j), a(pivot, j));
    std::swap(b[k], b[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const Complex factor = a(i, k) / a(k, k);
      if (factor == 0.0)
        continue;
      for (std::size_t j = k; j < n; ++j)
        a(i, j) -= factor * a(k, j);
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j)
      b[k] -= a(k, j) * b[j];
    b[k] /= a(k, k);
  }
  for (std::size_t k = 0; k < n; ++k)
    b[k] *= column_scale[k];
  return b;
}

} // namespace earshot
