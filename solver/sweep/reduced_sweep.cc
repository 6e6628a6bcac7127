#include "solver/sweep/reduced_sweep.h"

#include "solver/algebra/parallel_chunks.h"
#include "solver/sweep/reduced_solver.h"

#include <numbers>

namespace earshot {

namespace {

/// Points whose power and peaks are computed by one product of matrices: enough for BLAS, little for memory.
constexpr std::size_t at_once = 25;

std::vector<SweepPoint> with_powers(const ReducedModel &model, std::vector<EstimatedSolution> solutions,
                                    std::span<const Factors> points, unsigned threads) {
  std::vector<SweepPoint> results(points.size());
  for_chunks(points.size(), at_once, threads, [&](std::size_t first, std::size_t size) {
    const std::span<const Factors> some = points.subspan(first, size);
    std::vector<std::vector<Complex>> coordinates;
    for (std::size_t k = 0; k < size; ++k)
      coordinates.push_back(std::move(solutions[first + k].solution.coordinates));
    std::vector<PowerBalance> power_balances = model.power_balances(some, coordinates);
    std::vector<std::vector<double>> peaks = model.peaks(some, coordinates);
    for (std::size_t k = 0; k < size; ++k) {
      SweepPoint &point = results[first + k];
      point.frequency = some[k].omega / (2 * std::numbers::pi);
      point.outputs = std::move(solutions[first + k].solution.outputs);
      point.output_errors = std::move(solutions[first + k].errors);
      point.round_off = std::move(solutions[first + k].round_off);
      point.coordinates = std::move(coordinates[k]);
      point.adjoints = std::move(solutions[first + k].solution.adjoints);
      point.peaks = std::move(peaks[k]);
      point.balance = std::move(power_balances[k]);
    }
  });
  return results;
}

} // namespace

std::vector<SweepPoint> evaluate(const ReducedModel &model, const ErrorEstimate &estimate,
                                 std::span<const Factors> points, unsigned threads) {
  return with_powers(model, estimate.evaluate(points, threads), points, threads);
}

std::vector<SweepPoint> evaluate(const ReducedModel &model, std::span<const Factors> points,
                                 unsigned threads) {
  std::vector<EstimatedSolution> solutions;
  for (ReducedSolution &solution : ReducedSolver(model).solve(points, model.size, threads)) {
    solutions.emplace_back();
    solutions.back().solution = std::move(solution);
  }
  return with_powers(model, std::move(solutions), points, threads);
}

} // namespace earshot
