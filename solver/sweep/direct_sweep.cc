#include "solver/sweep/direct_sweep.h"

#include <numbers>

namespace earshot {

DirectSweep::DirectSweep(const FrequencyProblem &problem, const OperatingPoint &analysis,
                         const FactorizationOptions &options)
    : problem_(problem), factorization_(problem, analysis, options) {}

SweepPoint DirectSweep::evaluate(const OperatingPoint &point) {
  SweepPoint result;
  result.frequency = point.omega / (2 * std::numbers::pi);
  factorization_.factorize(point);
  result.solution = factorization_.solve(right_hand_side(problem_, point));
  result.relative_residual = factorization_.relative_residual();
  result.outputs = evaluate_outputs(problem_, point, result.solution);
  result.ledger = energy_ledger(problem_, point, result.solution);
  return result;
}

} // namespace earshot
