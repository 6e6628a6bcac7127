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

/// Where in its parameter space an affine problem is evaluated.
struct OperatingPoint {
  double omega = 0; ///< angular frequency [rad/s]
};

/// Scalar factor f(w) in front of a real matrix or vector, with its formula for the log.
struct Coefficient {
  std::string symbol; ///< e.g. "-w^2" or "1/(rho w^2)"
  std::function<Complex(const OperatingPoint &)> value;
};

} // namespace earshot

#endif
