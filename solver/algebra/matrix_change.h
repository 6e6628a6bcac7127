#ifndef EARSHOT_ALGEBRA_MATRIX_CHANGE_H
#define EARSHOT_ALGEBRA_MATRIX_CHANGE_H

#include "solver/algebra/real_matrix.h"

namespace earshot {

/// B - A without the entries that hardly differ: where two matrices are assembled on meshes of which a part
/// was moved, it holds that part alone. Collective.
/// @param partition   of both, either of which may be empty
/// @param negligible  changes below this part of the largest entry in the row or column of `a`
RealMatrix change_of_matrix(const RealMatrix &a, const RealMatrix &b, const Partition &partition,
                            double negligible);

} // namespace earshot

#endif
