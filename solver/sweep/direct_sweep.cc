#include "solver/sweep/direct_sweep.h"

#include <numbers>

namespace earshot {

SweepPoint DirectSweep::evaluate(const OperatingPoint &point) {
  factorization_.factorize(point);
  SweepPoint result;
  result.frequency = point.omega / (2 * std::numbers::pi);
  result.solution = factorization_.solve(right_hand_side(problem_, point));
  result.outputs = evaluate_outputs(problem_, point, result.solution);
  result.ledger = energy_ledger(problem_, point, result.solution);
  return result;
}

} // namespace earshot
