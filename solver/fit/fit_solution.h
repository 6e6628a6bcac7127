#ifndef EARSHOT_FIT_FIT_SOLUTION_H
#define EARSHOT_FIT_FIT_SOLUTION_H

#include "solver/fit/explanations.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

struct FitOptions {
  int starts = 10, seed = 1, ensemble = 48;
};

struct FitSolution {
  std::vector<double> best;                 ///< unknowns of the least cost
  double cost = 0;                          ///< half of the sum of squares there
  std::vector<LeastSquaresPoint> starts;    ///< in the order of the starts
  Posterior posterior;                      ///< with errors as large as the misfit says
  Explanations explanations;                ///< all minima that were found, the best among them
  std::vector<std::vector<double>> members; ///< of the ensemble
  std::vector<std::string> conflicts;       ///< states that no common numbers answer
};

/// Minimises from several starts (the first from the medians, the others drawn from the priors), tells how
/// the errors compare with what was stated, and draws an ensemble by randomised maximum likelihood: each
/// member is fitted to curves with noise added and to a prior about a draw from it (Chen and Oliver, Math.
/// Geosci. 44, 2012), from one of the minima, as often as the curves speak for it. The same seed gives the
/// same numbers.
/// @param progress  is told what is done, and may be empty
/// @throws std::runtime_error when no start has an answer
FitSolution solve_fit(const FitProblem &problem, const FitOptions &options,
                      const std::function<void(const std::string &)> &progress = {});

/// Sum of squares of the whitened residuals of a state at some unknowns.
double chi_square(const FitProblem &problem, std::size_t state, const std::vector<double> &unknowns);

/// What a sum of squares of n independent errors exceeds by chance once in 1000 (Wilson and Hilferty, PNAS
/// 17, 1931).
double largest_chi_square(double n);

} // namespace earshot

#endif
