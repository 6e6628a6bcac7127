#include "solver/analysis/design_box.h"

#include "solver/results/response.h"
#include "solver/sweep/projection.h"
#include "solver/sweep/reduced_solver.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

/// Frequencies of a design that a basis is fitted to: corrections make it good between them.
constexpr std::size_t trained_frequencies = 25;
constexpr int least_designs = 8, most_designs = 24, tested_designs = 6, most_rounds = 2;

/// An even choice of so many.
std::vector<double> thinned(std::span<const double> values, std::size_t n) {
  std::vector<double> some;
  const std::size_t count = std::min(n, values.size());
  for (std::size_t k = 0; k < count; ++k)
    some.push_back(values[count == 1 ? 0 : k * (values.size() - 1) / (count - 1)]);
  return some;
}

std::vector<Factors> points_of(const CoefficientFunctions &functions,
                               std::span<const double> frequencies_hz) {
  std::vector<Factors> points;
  for (const double frequency : frequencies_hz)
    points.push_back(functions.at(2 * std::numbers::pi * frequency));
  return points;
}

std::vector<double> levels_of(const ReducedModel &model, const std::vector<Factors> &points) {
  const std::size_t eardrum = model.output_index({QuantityKind::eardrum_pressure});
  std::vector<double> levels;
  for (const ReducedSolution &solution : ReducedSolver(model).solve(points, model.size, 1))
    levels.push_back(sound_pressure_level(solution.outputs[eardrum]));
  return levels;
}

} // namespace

bool fit_to_ranges(FastSweep &sweep, const Case &config, const std::vector<DesignRange> &ranges,
                   std::span<const double> frequencies_hz, const DesignFunctions &functions,
                   const FastSweep::GoOn &go_on) {
  const std::vector<double> frequencies = thinned(frequencies_hz, trained_frequencies);
  int number = 0;
  const auto next_points = [&] {
    return points_of(functions(design_within(config, ranges, number++)), frequencies);
  };
  for (const int n = std::clamp(2 * static_cast<int>(ranges.size()), least_designs, most_designs);
       number < n;)
    sweep.add_candidates(next_points());
  if (!sweep.run(go_on))
    return false;
  for (int round = 0; round < most_rounds; ++round) {
    bool is_good = true;
    for (int k = 0; k < tested_designs; ++k) {
      const std::vector<Factors> points = next_points();
      const std::vector<SweepPoint> found = sweep.evaluate(points);
      if (std::all_of(found.begin(), found.end(),
                      [&](const SweepPoint &point) { return sweep.excess(point) <= 1; }))
        continue;
      is_good = false;
      sweep.add_candidates(points);
    }
    if (is_good)
      break;
    if (!sweep.run(go_on))
      return false;
  }
  return true;
}

LevelError interpolation_error(const Model &model, const DimensionBox &box, const FastSweep &sweep,
                               const std::vector<DesignRange> &dimensions,
                               std::span<const double> frequencies_hz) {
  constexpr int n_designs = 2, first_design = 100; // others than those that the basis was fitted to
  constexpr double unseen = 3;                     // two designs hardly see where in all ranges it is largest
  const std::vector<double> no_scaling(model.problem().partition.total, 1.0); // nothing is asked of residuals
  LevelError error{{frequencies_hz.begin(), frequencies_hz.end()},
                   std::vector<double>(frequencies_hz.size(), 0.0)};
  for (int k = 0; k < n_designs; ++k) {
    const Case design = design_within(model.config(), dimensions, first_design + k);
    const FollowingModel following = follow_case(model, design);
    FrequencyProblem problem = following.model->problem();
    problem.monitors.clear(); // nothing is asked of them
    const ReducedModel assembled = Projection(problem, sweep.basis(), no_scaling, {}).model();
    const std::vector<double> exact = levels_of(assembled, points_of(problem.functions(), frequencies_hz)),
                              found =
                                  levels_of(sweep.model(), points_of(box.functions(design), frequencies_hz));
    for (std::size_t i = 0; i < exact.size(); ++i)
      error.db[i] = std::max(error.db[i], unseen * std::abs(found[i] - exact[i]));
  }
  return error;
}

} // namespace earshot
