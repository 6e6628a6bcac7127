#ifndef EARSHOT_ALGEBRA_DENSE_SYSTEM_H
#define EARSHOT_ALGEBRA_DENSE_SYSTEM_H

#include "solver/algebra/types.h"

#include <span>

namespace earshot {

/// L D L^T of a small dense complex-symmetric matrix with rook pivoting, which bounds L (LAPACK's zsytrf_rk).
class DenseSystem {
public:
  /// @param matrix n x n, column-major, of which the lower triangle is read; is overwritten
  /// @throws std::runtime_error if a pivot is exactly zero
  DenseSystem(std::vector<Complex> matrix, std::size_t n);

  /// A^-1 b in place, for any number of vectors of length n one after the other.
  void solve(std::span<Complex> b) const;

  /// The halves of a solve, in place: A = P L D L^T P^T, so that b^T A^-1 c = y^T D^-1 z with the forward
  /// substitutions y = L^-1 P^T b and z of c.
  void substitute_forward(std::span<Complex> b) const;
  void solve_diagonal(std::span<Complex> b) const; ///< D^-1 b

private:
  int n_;
  std::vector<Complex> factor_, beside_diagonal_; ///< L with D's diagonal, and what D has beside it
  std::vector<int> pivots_;
};

/// Eigenvalues of a small dense complex matrix and its right eigenvectors, one after the other.
struct DenseEigenpairs {
  std::vector<Complex> values, vectors;

  /// @param n size of the matrix
  std::vector<Complex> vector(std::size_t k, std::size_t n) const {
    return {vectors.begin() + k * n, vectors.begin() + (k + 1) * n};
  }
};

/// @param matrix n x n, column-major @throws std::runtime_error if LAPACK's zgeev doesn't converge
DenseEigenpairs dense_eigenpairs(std::vector<Complex> matrix, std::size_t n);

/// Eigenvalues of a small dense real symmetric matrix, ascending, and its orthonormal eigenvectors, one after
/// the other (LAPACK's dsyev).
struct SymmetricEigenpairs {
  std::vector<double> values, vectors;
};

/// @param matrix n x n, of which the lower triangle by columns is read @throws std::runtime_error if LAPACK
/// doesn't converge
SymmetricEigenpairs symmetric_eigenpairs(std::vector<double> matrix, std::size_t n);

/// L U of a small dense real matrix with row pivoting (LAPACK's dgetrf).
class DenseLu {
public:
  /// @param matrix n x n, row-major; is overwritten @throws std::runtime_error if a pivot is exactly zero
  DenseLu(std::vector<double> matrix, std::size_t n);

  /// A^-1 b in place, for any number of vectors of length n one after the other.
  void solve(std::span<double> b) const;

private:
  int n_;
  std::vector<double> factor_; ///< of A^T, as LAPACK counts by columns
  std::vector<int> pivots_;
};

/// C = C - A B by BLAS; A is m x k, B is k x n and C is m x n, all column-major and dense.
void subtract_product(std::size_t m, std::size_t n, std::size_t k, const Complex *a, const Complex *b,
                      Complex *c);

/// C = C - A^T B likewise, of A that is k x m.
void subtract_transposed_product(std::size_t m, std::size_t n, std::size_t k, const Complex *a,
                                 const Complex *b, Complex *c);

/// C = C - A B by BLAS, of a symmetric m x m matrix A of which the lower triangle is read; B and C are m x n.
void subtract_symmetric_product(std::size_t m, std::size_t n, const Complex *a, const Complex *b, Complex *c);

/// The lower triangle of C = C - A^T B, of a product that is symmetric; A and B are k x n and C is n x n,
/// all column-major and dense. What is above the diagonal is left undefined.
void subtract_lower_product(std::size_t n, std::size_t k, const Complex *a, const Complex *b, Complex *c);

/// C = alpha A^T B + beta C by BLAS; A is k x m, B is k x n and C is m x n, all row-major with the given
/// distances between rows.
void multiply_transposed(std::size_t m, std::size_t n, std::size_t k, double alpha, const double *a,
                         std::size_t a_stride, const double *b, std::size_t b_stride, double beta, double *c,
                         std::size_t c_stride);

/// C = alpha A B + beta C by BLAS; A is m x k, B is k x n and C is m x n, all row-major.
void multiply(std::size_t m, std::size_t n, std::size_t k, double alpha, const double *a,
              std::size_t a_stride, const double *b, std::size_t b_stride, double beta, double *c,
              std::size_t c_stride);

} // namespace earshot

#endif
