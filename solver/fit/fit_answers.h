#ifndef EARSHOT_FIT_FIT_ANSWERS_H
#define EARSHOT_FIT_FIT_ANSWERS_H

#include "solver/fit/case_fit.h"
#include "solver/fit/fit_solution.h"
#include "solver/results/fit_results.h"

namespace earshot {

/// What a solved fit says of each number, of each state and of the changes that are predicted, and what it
/// doesn't say.
FitResults fit_answers(const CaseFit &fit, const FitSolution &solution, int seed);

} // namespace earshot

#endif
