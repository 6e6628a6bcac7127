#ifndef EARSHOT_ALGEBRA_TYPES_H
#define EARSHOT_ALGEBRA_TYPES_H

#include <petscsystypes.h>

#include <complex>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

using Complex = std::complex<double>;

/// Global number of an unknown; each rank owns a contiguous range of them.
using Index = PetscInt;

/// Stands for "not an unknown": a constrained degree of freedom. Assembly skips it.
inline constexpr Index no_unknown = -1;

/// Entries of a mostly empty real vector, the same on every rank.
using SparseVector = std::vector<std::pair<Index, double>>;

/// Scalar factor f(w) in front of a real matrix or vector, with its formula for the log.
struct Coefficient {
  std::string symbol; ///< e.g. "-w^2" or "1/(rho w^2)"
  std::function<Complex(double omega)> value;
};

/// The numbers that stand in front of a problem's matrices and vectors at one frequency of one design.
/// Nothing else of frequency and design reaches a solver.
struct Factors {
  double omega = 0; ///< angular frequency [rad/s]
  std::vector<Complex> terms, loads, outputs, monitors;
};

/// The coefficients of a problem apart from its matrices. Two designs that differ in nothing but these
/// share every matrix, and whatever was computed from them.
struct CoefficientFunctions {
  std::vector<Coefficient> terms, loads, outputs, monitors;

  Factors at(double omega) const;
};

} // namespace earshot

#endif
