#ifndef EARSHOT_SWEEP_REDUCED_SURPLUS_H
#define EARSHOT_SWEEP_REDUCED_SURPLUS_H

#include "solver/algebra/types.h"

#include <span>
#include <vector>

namespace earshot {

/// The part f of a term that stands in a group's divisor sum f c(w).
struct DivisorShare {
  std::size_t term;
  double share;
};

/// sum over some of a divisor's terms, a number of one frequency.
Complex divisor(const std::vector<DivisorShare> &shares, const Factors &factors);

/// A SurplusError on a reduced basis: what the surplus adds to an output, by small dense matrices with the
/// problem's own coefficients c,
///
///   sum over groups and pairs  c_j c_k / (sum f c)  p^T E_jk q,   E_jk = (A_j V)^T d^-1 (A_k V),
///
/// with the coordinates q of the solution and p of the output's adjoint.
struct ReducedSurplus {
  /// E_jk of terms j <= k: row-major (rows, columns), numbers of coordinates.
  struct Pair {
    std::size_t j, k;
    std::vector<std::size_t> rows, columns;
    std::vector<double> matrix;
  };
  struct Group {
    std::vector<DivisorShare> divisor;
    std::vector<Pair> pairs;
  };
  std::vector<Group> groups;

  /// What the output would gain, but for its own coefficient.
  Complex error(const Factors &factors, std::span<const Complex> coordinates,
                std::span<const Complex> adjoint) const;
};

} // namespace earshot

#endif
