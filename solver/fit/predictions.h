#ifndef EARSHOT_FIT_PREDICTIONS_H
#define EARSHOT_FIT_PREDICTIONS_H

#include "solver/fit/case_fit.h"
#include "solver/fit/fit_solution.h"
#include "solver/results/fit_results.h"

namespace earshot {

/// What a change does to the level: the spread over the ensemble, with errors of two seatings and of the
/// model added. A measurement scores it and has no part in it.
FitPrediction predicted(const FitProblem &problem, const FitSolution &solution, const Prediction &prediction,
                        int seed);

} // namespace earshot

#endif
