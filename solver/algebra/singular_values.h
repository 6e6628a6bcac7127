#ifndef EARSHOT_ALGEBRA_SINGULAR_VALUES_H
#define EARSHOT_ALGEBRA_SINGULAR_VALUES_H

#include "solver/algebra/dense_least_squares.h"

#include <vector>

namespace earshot {

/// A = U S V^T without U. There is a direction for every column, those that A doesn't see last.
struct SingularValues {
  std::vector<double> values;                  ///< falling, one for each column; 0 beyond A's rows
  std::vector<std::vector<double>> directions; ///< columns of V, of length 1
};

/// @throws std::runtime_error if LAPACK's dgesvd doesn't converge
SingularValues singular_values(TallMatrix matrix);

} // namespace earshot

#endif
