#ifndef EARSHOT_FIT_NEXT_MEASUREMENT_H
#define EARSHOT_FIT_NEXT_MEASUREMENT_H

#include "solver/fit/case_fit.h"
#include "solver/fit/fit_solution.h"
#include "solver/results/fit_results.h"

#include <vector>

namespace earshot {

/// Ranks curves that could be measured by what they are expected to tell. With the covariance P = L L^T of
/// today and the whitened Jacobian J of a curve, B = J L, the covariance would become L (1 + B^T B)^-1 L^T,
/// and the parameters' entropy falls by 1/2 log2 det(1 + B^T B) bits. The one that leaves the predictions
/// least open comes first, without predictions the one of most bits.
std::vector<NextMeasurement> next_measurements(const CaseFit &fit, const FitSolution &solution);

} // namespace earshot

#endif
