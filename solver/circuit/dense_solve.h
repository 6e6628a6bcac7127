#ifndef EARSHOT_CIRCUIT_DENSE_SOLVE_H
#define EARSHOT_CIRCUIT_DENSE_SOLVE_H

#include <complex>
#include <vector>

namespace earshot {

/// L U of a small dense system by Gaussian elimination with row pivoting, after rows and columns have been
/// scaled to largest entries of 1 (volts beside pascals differ by ten orders of magnitude).
class DenseFactors {
public:
  /// @param matrix row-major, n x n @throws std::runtime_error if singular
  DenseFactors(std::vector<std::complex<double>> matrix, std::size_t n);

  /// x of A x = b.
  std::vector<std::complex<double>> solve(const std::vector<std::complex<double>> &b) const;
  /// z of A^T z = c: what a change of A or b does to c^T x is z^T (db - dA x).
  std::vector<std::complex<double>> solve_transposed(std::vector<std::complex<double>> c) const;

private:
  std::size_t n_;
  std::vector<std::complex<double>> factors_; ///< L below the diagonal, of which it has 1, and U
  std::vector<std::size_t> rows_;             ///< of A, in the order of elimination
  std::vector<double> row_scale_, column_scale_;
};

/// x of A x = b. @param matrix row-major, size b.size()^2 @throws std::runtime_error if singular
std::vector<std::complex<double>> solve_dense(std::vector<std::complex<double>> matrix,
                                              std::vector<std::complex<double>> b);

} // namespace earshot

#endif
