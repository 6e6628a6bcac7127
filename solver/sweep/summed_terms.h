#ifndef EARSHOT_SWEEP_SUMMED_TERMS_H
#define EARSHOT_SWEEP_SUMMED_TERMS_H

#include "solver/sweep/reduced_model.h"

namespace earshot {

/// sum_j f_j V^T A_j V and sum_j f_j T^T D A_j V at a point, for the first so many coordinates.
struct SummedTerms {
  std::vector<Complex> lower;  ///< lower triangle, column-major
  std::vector<Complex> sketch; ///< row-major (coordinate, probe); empty where it isn't asked for
};

/// The sums at several points, coordinate by coordinate: of all terms that touch it one product of matrices,
/// where a pass over the terms for each point would wait for memory.
std::vector<SummedTerms> summed_terms(const ReducedModel &model, std::span<const Factors> points,
                                      std::size_t leading, bool with_sketch);

} // namespace earshot

#endif
