#ifndef EARSHOT_SWEEP_REDUCED_SWEEP_H
#define EARSHOT_SWEEP_REDUCED_SWEEP_H

#include "solver/sweep/error_estimate.h"
#include "solver/sweep/sweep_point.h"

namespace earshot {

/// A reduced model's answers at points that follow one another along the frequency axis, design by design,
/// with the error of every output; `solution` is left empty.
std::vector<SweepPoint> evaluate(const ReducedModel &model, const ErrorEstimate &estimate,
                                 std::span<const Factors> points, unsigned threads = 1);

/// The same without errors.
std::vector<SweepPoint> evaluate(const ReducedModel &model, std::span<const Factors> points,
                                 unsigned threads = 1);

} // namespace earshot

#endif
