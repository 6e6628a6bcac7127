#include "solver/sweep/reduced_sweep.h"

#include <numbers>

namespace earshot {

std::vector<SweepPoint> evaluate(const ReducedModel &model, const ErrorEstimate &estimate,
                                 std::span<const Factors> points) {
  std::vector<SweepPoint> results;
  const std::vector<EstimatedSolution> solutions = estimate.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const ReducedSolution &solution = solutions[k].solution;
    SweepPoint point;
    point.frequency = points[k].omega / (2 * std::numbers::pi);
    point.outputs = solution.outputs;
    point.output_errors = solutions[k].errors;
    point.coordinates = solution.coordinates;
    point.peaks = model.peaks(solution.coordinates);
    point.ledger = model.ledger(points[k], solution.coordinates);
    results.push_back(std::move(point));
  }
  return results;
}

} // namespace earshot
