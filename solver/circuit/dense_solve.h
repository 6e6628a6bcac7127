#ifndef EARSHOT_CIRCUIT_DENSE_SOLVE_H
#define EARSHOT_CIRCUIT_DENSE_SOLVE_H

#include <complex>
#include <vector>

namespace earshot {

/// Solves the small dense system A x = b by Gaussian elimination with row pivoting, after rows and columns
/// have been scaled to largest entries of 1 (volts beside pascals differ by ten orders of magnitude).
/// @param matrix row-major, size b.size()^2 @throws std::runtime_error if singular
std::vector<std::complex<double>> solve_dense(std::vector<std::complex<double>> matrix,
                                              std::vector<std::complex<double>> b);

} // namespace earshot

#endif
