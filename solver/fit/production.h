#ifndef EARSHOT_FIT_PRODUCTION_H
#define EARSHOT_FIT_PRODUCTION_H

#include "solver/config/tune_case.h"
#include "solver/fit/tuning_problem.h"
#include "solver/results/tuning_results.h"

#include <vector>

namespace earshot {

/// What one sigma of each number does to the level [dB], [number][frequency].
std::vector<std::vector<double>> effects_of_tolerances(const TuningProblem &problem,
                                                       const std::vector<double> &values);

/// Units whose numbers deviate from the tuned ones, each by its tolerance, as independent normal draws:
/// levels go with the slopes at the tuned numbers, and some units are solved to tell what that leaves out.
ProductionFigures produce(const TuningProblem &problem, const std::vector<double> &values,
                          const TuneProductionConfig &production, int seed);

} // namespace earshot

#endif
