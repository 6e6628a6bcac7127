#include "solver/sweep/reduced_sweep.h"

#include <algorithm>
#include <numbers>

namespace earshot {

namespace {

/// Points whose power and peaks are computed by one product of matrices: enough for BLAS, little for memory.
constexpr std::size_t at_once = 64;

} // namespace

std::vector<SweepPoint> evaluate(const ReducedModel &model, const ErrorEstimate &estimate,
                                 std::span<const Factors> points, unsigned threads) {
  std::vector<SweepPoint> results;
  std::vector<EstimatedSolution> solutions = estimate.evaluate(points, threads);
  for (std::size_t first = 0; first < points.size(); first += at_once) {
    const auto some = points.subspan(first, std::min(at_once, points.size() - first));
    std::vector<std::vector<Complex>> coordinates;
    for (std::size_t k = 0; k < some.size(); ++k)
      coordinates.push_back(std::move(solutions[first + k].solution.coordinates));
    const std::vector<PowerBalance> power_balances = model.power_balances(some, coordinates);
    const std::vector<std::vector<double>> peaks = model.peaks(some, coordinates);
    for (std::size_t k = 0; k < some.size(); ++k) {
      SweepPoint point;
      point.frequency = some[k].omega / (2 * std::numbers::pi);
      point.outputs = solutions[first + k].solution.outputs;
      point.output_errors = solutions[first + k].errors;
      point.round_off = solutions[first + k].round_off;
      point.coordinates = std::move(coordinates[k]);
      point.peaks = peaks[k];
      point.balance = power_balances[k];
      results.push_back(std::move(point));
    }
  }
  return results;
}

} // namespace earshot
