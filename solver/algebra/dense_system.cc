#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

// The Fortran interfaces of LAPACK and BLAS, which come without a header.
extern "C" {
void zsytrf_rk_(const char *uplo, const int *n, earshot::Complex *a, const int *lda, earshot::Complex *e,
                int *ipiv, earshot::Complex *work, const int *lwork, int *info);
void zsytrs_3_(const char *uplo, const int *n, const int *nrhs, const earshot::Complex *a, const int *lda,
               const earshot::Complex *e, const int *ipiv, earshot::Complex *b, const int *ldb, int *info);
void ztrsm_(const char *side, const char *uplo, const char *transa, const char *diag, const int *m,
            const int *n, const earshot::Complex *alpha, const earshot::Complex *a, const int *lda,
            earshot::Complex *b, const int *ldb);
void zgeev_(const char *jobvl, const char *jobvr, const int *n, earshot::Complex *a, const int *lda,
            earshot::Complex *w, earshot::Complex *vl, const int *ldvl, earshot::Complex *vr, const int *ldvr,
            earshot::Complex *work, const int *lwork, double *rwork, int *info);
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info);
void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *ipiv, int *info);
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda,
             const int *ipiv, double *b, const int *ldb, int *info);
void dgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k,
            const double *alpha, const double *a, const int *lda, const double *b, const int *ldb,
            const double *beta, double *c, const int *ldc);
void zgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k,
            const earshot::Complex *alpha, const earshot::Complex *a, const int *lda,
            const earshot::Complex *b, const int *ldb, const earshot::Complex *beta, earshot::Complex *c,
            const int *ldc);
void zsymm_(const char *side, const char *uplo, const int *m, const int *n, const earshot::Complex *alpha,
            const earshot::Complex *a, const int *lda, const earshot::Complex *b, const int *ldb,
            const earshot::Complex *beta, earshot::Complex *c, const int *ldc);
}

namespace earshot {

DenseSystem::DenseSystem(std::vector<Complex> matrix, std::size_t n)
    : n_(static_cast<int>(n)), factor_(std::move(matrix)), beside_diagonal_(n), pivots_(n) {
  if (n == 0)
    return;
  constexpr int block = 64; // columns that LAPACK treats at once
  const int work_size = block * n_;
  std::vector<Complex> work(work_size);
  int info = 0;
  zsytrf_rk_("L", &n_, factor_.data(), &n_, beside_diagonal_.data(), pivots_.data(), work.data(), &work_size,
             &info);
  if (info != 0)
    throw std::runtime_error("a dense system of " + std::to_string(n) + " unknowns is singular");
}

void DenseSystem::solve(std::span<Complex> b) const {
  if (n_ == 0 || b.empty())
    return;
  const int n_vectors = static_cast<int>(b.size()) / n_;
  int info = 0;
  zsytrs_3_("L", &n_, &n_vectors, factor_.data(), &n_, beside_diagonal_.data(), pivots_.data(), b.data(), &n_,
            &info);
}

void DenseSystem::substitute_forward(std::span<Complex> b) const {
  if (n_ == 0 || b.empty())
    return;
  const int n_vectors = static_cast<int>(b.size()) / n_;
  for (int k = 0; k < n_; ++k) // P^T b; LAPACK counts from 1, below 0 in blocks of two
    if (const int other = std::abs(pivots_[k]) - 1; other != k)
      for (int vector = 0; vector < n_vectors; ++vector)
        std::swap(b[vector * n_ + k], b[vector * n_ + other]);
  const Complex one = 1;
  ztrsm_("L", "L", "N", "U", &n_, &n_vectors, &one, factor_.data(), &n_, b.data(), &n_);
}

void DenseSystem::solve_diagonal(std::span<Complex> b) const {
  const auto diagonal = [&](int k) { return factor_[static_cast<std::size_t>(k) * n_ + k]; };
  for (int k = 0; k < n_; ++k) {
    if (pivots_[k] > 0) {
      const Complex inverse = 1.0 / diagonal(k);
      for (std::size_t first = 0; first < b.size(); first += n_)
        b[first + k] *= inverse;
      continue;
    }
    // Two rows [a c; c d], whose c is the largest: divided by it, as products might overflow.
    const Complex c = beside_diagonal_[k], a = diagonal(k) / c, d = diagonal(k + 1) / c,
                  inverse = 1.0 / (c * (a * d - 1.0));
    for (std::size_t first = 0; first < b.size(); first += n_) {
      const Complex upper = b[first + k], lower = b[first + k + 1];
      b[first + k] = (d * upper - lower) * inverse;
      b[first + k + 1] = (a * lower - upper) * inverse;
    }
    ++k;
  }
}

SymmetricEigenpairs symmetric_eigenpairs(std::vector<double> matrix, std::size_t n) {
  SymmetricEigenpairs pairs{std::vector<double>(n), std::move(matrix)};
  if (n == 0)
    return pairs;
  constexpr int block = 64; // columns that LAPACK treats at once
  const int size = static_cast<int>(n), work_size = (block + 2) * size;
  std::vector<double> work(work_size);
  int info = 0;
  dsyev_("V", "L", &size, pairs.vectors.data(), &size, pairs.values.data(), work.data(), &work_size, &info);
  if (info != 0)
    throw std::runtime_error("eigenvalues of a dense symmetric matrix did not converge");
  return pairs;
}

DenseLu::DenseLu(std::vector<double> matrix, std::size_t n)
    : n_(static_cast<int>(n)), factor_(std::move(matrix)), pivots_(n) {
  int info = 0;
  if (n > 0)
    dgetrf_(&n_, &n_, factor_.data(), &n_, pivots_.data(), &info);
  if (info != 0)
    throw std::runtime_error("a dense system of " + std::to_string(n) + " unknowns is singular");
}

void DenseLu::solve(std::span<double> b) const {
  if (n_ == 0 || b.empty())
    return;
  const int n_vectors = static_cast<int>(b.size()) / n_;
  int info = 0;
  dgetrs_("T", &n_, &n_vectors, factor_.data(), &n_, pivots_.data(), b.data(), &n_, &info);
}

DenseEigenpairs dense_eigenpairs(std::vector<Complex> matrix, std::size_t n) {
  DenseEigenpairs pairs{std::vector<Complex>(n), std::vector<Complex>(n * n)};
  const int size = static_cast<int>(n), work_size = 64 * size, one = 1;
  std::vector<Complex> work(work_size);
  std::vector<double> real_work(2 * n);
  int info = 0;
  zgeev_("N", "V", &size, matrix.data(), &size, pairs.values.data(), nullptr, &one, pairs.vectors.data(),
         &size, work.data(), &work_size, real_work.data(), &info);
  if (info != 0)
    throw std::runtime_error("the eigenvalues of a dense matrix of size " + std::to_string(n) +
                             " do not converge");
  return pairs;
}

namespace {

/// BLAS counts by columns: a row-major matrix is the transpose of a column-major one, and C^T = B^T A^(T).
void row_major_product(const char *transpose_a, std::size_t m, std::size_t n, std::size_t k, double alpha,
                       const double *a, std::size_t a_stride, const double *b, std::size_t b_stride,
                       double beta, double *c, std::size_t c_stride) {
  if (m == 0 || n == 0)
    return;
  const int rows = static_cast<int>(m), columns = static_cast<int>(n), depth = static_cast<int>(k),
            lda = static_cast<int>(a_stride), ldb = static_cast<int>(b_stride),
            ldc = static_cast<int>(c_stride);
  dgemm_("N", transpose_a, &columns, &rows, &depth, &alpha, b, &ldb, a, &lda, &beta, c, &ldc);
}

} // namespace

void subtract_product(std::size_t m, std::size_t n, std::size_t k, const Complex *a, const Complex *b,
                      Complex *c) {
  if (m == 0 || n == 0 || k == 0)
    return;
  const int rows = static_cast<int>(m), columns = static_cast<int>(n), depth = static_cast<int>(k);
  const Complex minus_one = -1, one = 1;
  zgemm_("N", "N", &rows, &columns, &depth, &minus_one, a, &rows, b, &depth, &one, c, &rows);
}

void subtract_transposed_product(std::size_t m, std::size_t n, std::size_t k, const Complex *a,
                                 const Complex *b, Complex *c) {
  if (m == 0 || n == 0 || k == 0)
    return;
  const int rows = static_cast<int>(m), columns = static_cast<int>(n), depth = static_cast<int>(k);
  const Complex minus_one = -1, one = 1;
  zgemm_("T", "N", &rows, &columns, &depth, &minus_one, a, &depth, b, &depth, &one, c, &rows);
}

void subtract_symmetric_product(std::size_t m, std::size_t n, const Complex *a, const Complex *b,
                                Complex *c) {
  if (m == 0 || n == 0)
    return;
  const int rows = static_cast<int>(m), columns = static_cast<int>(n);
  const Complex minus_one = -1, one = 1;
  zsymm_("L", "L", &rows, &columns, &minus_one, a, &rows, b, &rows, &one, c, &rows);
}

void subtract_lower_product(std::size_t n, std::size_t k, const Complex *a, const Complex *b, Complex *c) {
  constexpr std::size_t panel = 64; // columns: above their diagonal little is computed in vain
  const int stride = static_cast<int>(n), depth = static_cast<int>(k);
  const Complex minus_one = -1, one = 1;
  for (std::size_t first = 0; first < n && k > 0; first += panel) {
    const int rows = static_cast<int>(n - first), columns = static_cast<int>(std::min(panel, n - first));
    zgemm_("T", "N", &rows, &columns, &depth, &minus_one, a + first * k, &depth, b + first * k, &depth, &one,
           c + first * n + first, &stride);
  }
}

void multiply_transposed(std::size_t m, std::size_t n, std::size_t k, double alpha, const double *a,
                         std::size_t a_stride, const double *b, std::size_t b_stride, double beta, double *c,
                         std::size_t c_stride) {
  row_major_product("T", m, n, k, alpha, a, a_stride, b, b_stride, beta, c, c_stride);
}

void multiply(std::size_t m, std::size_t n, std::size_t k, double alpha, const double *a,
              std::size_t a_stride, const double *b, std::size_t b_stride, double beta, double *c,
              std::size_t c_stride) {
  row_major_product("N", m, n, k, alpha, a, a_stride, b, b_stride, beta, c, c_stride);
}

} // namespace earshot
