#ifndef EARSHOT_ALGEBRA_DENSE_LEAST_SQUARES_H
#define EARSHOT_ALGEBRA_DENSE_LEAST_SQUARES_H

#include <cstddef>
#include <vector>

namespace earshot {

/// A dense real matrix of more rows than columns.
struct TallMatrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values; ///< column-major

  TallMatrix(std::size_t rows, std::size_t columns) : rows(rows), columns(columns), values(rows * columns) {}
  double &operator()(std::size_t row, std::size_t column) { return values[column * rows + row]; }
  double operator()(std::size_t row, std::size_t column) const { return values[column * rows + row]; }
};

/// x that makes |A x - b| least, and is the shortest of those where columns depend on each other to 1e-13
/// (LAPACK's dgelsy). The columns are brought to length 1 first, so that their units don't matter.
/// @throws std::invalid_argument when b hasn't a value for each row, or there are more columns than rows
std::vector<double> dense_least_squares(TallMatrix matrix, std::vector<double> b);

/// R of A = Q R, upper triangular and square (LAPACK's dgeqrf): |A x| = |R x|.
/// @throws std::invalid_argument when there are more columns than rows
TallMatrix triangular_factor(TallMatrix matrix);

} // namespace earshot

#endif
