#include "solver/algebra/dense_least_squares.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

// The Fortran interfaces of LAPACK, which come without a header.
extern "C" {
void dgelsy_(const int *m, const int *n, const int *nrhs, double *a, const int *lda, double *b,
             const int *ldb, int *jpvt, const double *rcond, int *rank, double *work, const int *lwork,
             int *info);
void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work,
             const int *lwork, int *info);
}

namespace earshot {

namespace {

constexpr int block = 64; ///< columns that LAPACK treats at once

void require_tall(const TallMatrix &matrix) {
  if (matrix.rows < matrix.columns)
    throw std::invalid_argument("a least-squares problem has fewer equations than unknowns");
}

/// Brings every column to length 1. @return what it was multiplied by; 1 for a column of zeros
std::vector<double> normalize_columns(TallMatrix &matrix) {
  std::vector<double> factors(matrix.columns, 1.0);
  for (std::size_t column = 0; column < matrix.columns; ++column) {
    double square = 0;
    for (std::size_t row = 0; row < matrix.rows; ++row)
      square += matrix(row, column) * matrix(row, column);
    if (square > 0)
      factors[column] = 1 / std::sqrt(square);
    for (std::size_t row = 0; row < matrix.rows; ++row)
      matrix(row, column) *= factors[column];
  }
  return factors;
}

} // namespace

std::vector<double> dense_least_squares(TallMatrix matrix, std::vector<double> b) {
  require_tall(matrix);
  if (b.size() != matrix.rows)
    throw std::invalid_argument("a least-squares problem needs a value for each equation");
  const std::vector<double> factors = normalize_columns(matrix);
  const int m = static_cast<int>(matrix.rows), n = static_cast<int>(matrix.columns), one = 1;
  const int work_size = std::max(1, 2 * n + block * (n + 1));
  constexpr double dependent = 1e-13; // a few hundred roundings
  std::vector<double> work(work_size);
  std::vector<int> pivots(n);
  int rank = 0, info = 0;
  dgelsy_(&m, &n, &one, matrix.values.data(), &m, b.data(), &m, pivots.data(), &dependent, &rank, work.data(),
          &work_size, &info);
  b.resize(matrix.columns);
  for (std::size_t k = 0; k < b.size(); ++k)
    b[k] *= factors[k];
  return b;
}

TallMatrix triangular_factor(TallMatrix matrix) {
  require_tall(matrix);
  const int m = static_cast<int>(matrix.rows), n = static_cast<int>(matrix.columns);
  const int work_size = std::max(1, block * n);
  std::vector<double> reflectors(matrix.columns), work(work_size);
  int info = 0;
  dgeqrf_(&m, &n, matrix.values.data(), &m, reflectors.data(), work.data(), &work_size, &info);
  TallMatrix triangle(matrix.columns, matrix.columns);
  for (std::size_t column = 0; column < matrix.columns; ++column)
    for (std::size_t row = 0; row <= column; ++row)
      triangle(row, column) = matrix(row, column);
  return triangle;
}

} // namespace earshot
