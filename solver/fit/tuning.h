#ifndef EARSHOT_FIT_TUNING_H
#define EARSHOT_FIT_TUNING_H

#include "solver/fit/tuning_problem.h"
#include "solver/results/tuning_results.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

struct TuningSolution {
  TuningPoint best;
  std::vector<TuningPoint> starts; ///< in their order, with their catalogues' values
};

/// Searches from several starts: the first from the case's values, the others drawn from within the bounds.
/// Then numbers with a catalogue take its values one after the other, each time the better of the two beside
/// the value so far, with all others searched anew; last, single steps along the catalogues, while they help.
/// @param progress  is told what is done, and may be empty
/// @throws UserError when no start has an answer
TuningSolution solve_tuning(const TuningProblem &problem, int starts, int seed,
                            const std::function<void(const std::string &)> &progress = {});

/// What was found, as plain numbers.
TuningResults tuning_results(const TuningProblem &problem, const TuningSolution &solution);

} // namespace earshot

#endif
