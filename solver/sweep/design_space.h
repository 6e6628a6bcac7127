#ifndef EARSHOT_SWEEP_DESIGN_SPACE_H
#define EARSHOT_SWEEP_DESIGN_SPACE_H

#include "solver/algebra/types.h"

#include <span>
#include <vector>

namespace earshot {

/// Designs that lie far apart in what reaches a solver, their coefficients: each next one is the farthest
/// from `nominal` and all that were chosen before (farthest-point sampling; Gonzalez, Theor. Comput. Sci. 38,
/// 1985). The distance of two designs is the largest relative difference of a term's coefficient.
/// @param frequencies_hz where coefficients are compared
/// @return indices, fewer than `n` when the others are no different
std::vector<std::size_t> spread_designs(const CoefficientFunctions &nominal,
                                        std::span<const CoefficientFunctions> designs,
                                        std::span<const double> frequencies_hz, std::size_t n);

} // namespace earshot

#endif
