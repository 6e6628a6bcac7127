#include "solver/sweep/direct_sweep.h"

#include <numbers>

namespace earshot {

DirectSweep::DirectSweep(const FrequencyProblem &problem, const Factors &analysis,
                         const FactorizationOptions &options)
    : problem_(problem), factorization_(problem, analysis, options) {}

SweepPoint DirectSweep::evaluate(const Factors &factors) {
  SweepPoint result;
  result.frequency = factors.omega / (2 * std::numbers::pi);
  factorization_.factorize(factors);
  result.solution = factorization_.solve(right_hand_side(problem_, factors));
  result.relative_residual = factorization_.relative_residual();
  result.outputs = evaluate_outputs(problem_, factors, result.solution);
  result.peaks = evaluate_peaks(problem_, factors, result.solution);
  result.balance = power_balance(problem_, factors, result.solution);
  return result;
}

} // namespace earshot
