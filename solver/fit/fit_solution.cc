#include "solver/fit/fit_solution.h"

#include "solver/algebra/parallel_chunks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>

namespace earshot {

namespace {

constexpr double farthest_start = 2; ///< spreads of the prior

/// Starts and members don't depend on each other, nor on which thread takes them.
unsigned threads() {
  return std::max(1U, std::thread::hardware_concurrency());
}

/// Streams of random numbers that don't depend on each other's length.
NormalDraws stream(int seed, int purpose, int number) {
  return NormalDraws(static_cast<std::uint64_t>(seed) * 1000003 +
                     static_cast<std::uint64_t>(purpose) * 10007 + static_cast<std::uint64_t>(number));
}

std::vector<double> start_of(const FitProblem &problem, int seed, int number) {
  std::vector<double> guess(problem.n_unknowns(), 0.0);
  NormalDraws draws = stream(seed, 1, number);
  for (std::size_t k = 0; number > 0 && k < problem.priors().size(); ++k)
    guess[k] = std::clamp(draws.next(), -farthest_start, farthest_start);
  return guess;
}

/// First with large errors, under which the prior rules and there are few minima, then with smaller ones.
LeastSquaresPoint solve_by_degrees(const FitProblem &problem, std::vector<double> guess) {
  FitData data = problem.data();
  int steps = 0;
  for (const double noise : {10.0, 3.0}) {
    data.noise = noise;
    const LeastSquaresPoint point = problem.solve(data, std::move(guess), {20, 1e-2});
    guess = point.x;
    steps += point.steps;
  }
  data.noise = 1;
  LeastSquaresPoint point = problem.solve(data, std::move(guess), {100, 1e-4});
  point.steps += steps;
  return point;
}

/// Leaves a minimum for others nearby, and keeps the least: basin hopping (Wales and Doye, J. Phys. Chem. A
/// 101, 1997). Curves often have two explanations, such as which of two resonances makes a peak.
/// @param minima  gets all of them
LeastSquaresPoint hopped(const FitProblem &problem, LeastSquaresPoint point, NormalDraws draws,
                         std::vector<std::vector<double>> &minima) {
  constexpr int hops = 4;
  constexpr double length = 0.7; ///< spreads of the prior
  for (int k = 0; k < hops; ++k) {
    std::vector<double> guess = point.x;
    for (std::size_t j = 0; j < problem.priors().size(); ++j)
      guess[j] += length * std::clamp(draws.next(), -farthest_start, farthest_start);
    LeastSquaresPoint there = problem.solve(problem.data(), std::move(guess), {40, 1e-4});
    const int steps = point.steps + there.steps;
    minima.push_back(there.x);
    if (there.cost < point.cost)
      point = std::move(there);
    point.steps = steps;
  }
  return point;
}

/// From a start to the least of the minima that it finds.
struct StartOutcome {
  LeastSquaresPoint point;
  std::vector<std::vector<double>> minima; ///< that it passed
};

StartOutcome solve_start(const FitProblem &problem, int seed, int number) {
  StartOutcome outcome;
  const LeastSquaresPoint first = solve_by_degrees(problem, start_of(problem, seed, number));
  outcome.minima.push_back(first.x);
  const LeastSquaresPoint found = hopped(problem, first, stream(seed, 3, number), outcome.minima);
  outcome.point = problem.solve(problem.data(), found.x);
  outcome.point.steps += found.steps;
  outcome.minima.push_back(outcome.point.x);
  return outcome;
}

std::vector<StartOutcome> solve_starts(const FitProblem &problem, const FitOptions &options,
                                       const std::function<void(const std::string &)> &progress) {
  std::vector<StartOutcome> starts(options.starts);
  for_chunks(starts.size(), 1, threads(), [&](std::size_t k, std::size_t) {
    starts[k] = solve_start(problem, options.seed, static_cast<int>(k));
  });
  for (std::size_t k = 0; progress && k < starts.size(); ++k)
    progress(fmt::format("start {} of {}: cost {:.6g} after {} steps", k + 1, options.starts,
                         starts[k].point.cost, starts[k].point.steps));
  return starts;
}

/// By which errors are larger than stated; never smaller.
double noise_of(const FitProblem &problem, const Posterior &as_stated, const std::vector<double> &best) {
  double sum = 0;
  for (std::size_t s = 0; s < problem.states().size(); ++s)
    sum += chi_square(problem, s, best);
  const double left = std::max(static_cast<double>(problem.n_levels()) - as_stated.effective_number(), 1.0);
  return std::sqrt(std::max(sum / left, 1.0));
}

/// States whose curves together are followed much worse than each by itself: Maltoni and Schwetz, Phys. Rev.
/// D 68 (2003) 033020. The sum of squares that is lost is compared with what chance makes of as many numbers
/// as the states have in common.
std::vector<std::string> conflicts_of(const FitProblem &problem, const std::vector<double> &best,
                                      const Posterior &joint) {
  const std::size_t n = problem.states().size();
  std::vector<std::string> found;
  std::vector<double> lost(n);
  double total = 0, numbers = 0;
  for (std::size_t s = 0; n > 1 && s < n; ++s) {
    FitData alone = problem.data();
    alone.counts.assign(n, false);
    alone.counts[s] = true;
    const std::vector<double> own = problem.solve(alone, best).x;
    lost[s] = chi_square(problem, s, best) - chi_square(problem, s, own);
    total += lost[s];
    numbers += posterior_at(problem, own, 1, s).effective_number();
  }
  if (n < 2 || total < largest_chi_square(std::max(numbers - joint.effective_number(), 1.0)))
    return found;
  for (std::size_t s = 0; s < n; ++s)
    if (lost[s] > total / static_cast<double>(2 * n))
      found.push_back(problem.states()[s].curve.state);
  return found;
}

std::vector<std::vector<double>> ensemble_of(const FitProblem &problem, const FitOptions &options,
                                             const FitSolution &solution,
                                             const std::function<void(const std::string &)> &progress) {
  std::vector<std::vector<double>> members(options.ensemble);
  for_chunks(members.size(), 1, threads(), [&](std::size_t k, std::size_t) {
    FitData data = problem.data();
    NormalDraws draws = stream(options.seed, 2, static_cast<int>(k));
    for (std::size_t s = 0; s < problem.states().size(); ++s) {
      const std::vector<double> errors = problem.errors(s).draw(draws);
      for (std::size_t i = 0; i < errors.size(); ++i)
        data.measured_db[s][i] += solution.posterior.noise() * errors[i];
    }
    for (std::size_t j = 0; j < problem.offsets().size(); ++j)
      data.calibration_db[j] = problem.offsets()[j].known_to_db.value_or(0) * draws.next();
    data.centre = draws.next(problem.n_unknowns());
    data.noise = solution.posterior.noise();
    const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(members.size());
    members[k] = problem.solve(data, solution.explanations.at(share).x, {20, 1e-4}).x;
  });
  if (progress && options.ensemble > 0)
    progress(fmt::format("ensemble of {}", options.ensemble));
  return members;
}

} // namespace

FitSolution solve_fit(const FitProblem &problem, const FitOptions &options,
                      const std::function<void(const std::string &)> &progress) {
  const std::vector<StartOutcome> outcomes = solve_starts(problem, options, progress);
  std::vector<LeastSquaresPoint> starts;
  std::vector<std::vector<double>> minima;
  for (const StartOutcome &outcome : outcomes) {
    starts.push_back(outcome.point);
    minima.insert(minima.end(), outcome.minima.begin(), outcome.minima.end());
  }
  const auto best = std::min_element(starts.begin(), starts.end(),
                                     [](const auto &a, const auto &b) { return a.cost < b.cost; });
  const Posterior as_stated = posterior_at(problem, best->x, 1);
  const double noise = noise_of(problem, as_stated, best->x);
  FitSolution solution{best->x,
                       best->cost,
                       starts,
                       posterior_at(problem, best->x, noise),
                       Explanations(problem, minima, noise),
                       {},
                       {}};
  solution.conflicts = conflicts_of(problem, solution.best, as_stated);
  solution.members = ensemble_of(problem, options, solution, progress);
  return solution;
}

double chi_square(const FitProblem &problem, std::size_t state, const std::vector<double> &unknowns) {
  const FitState &own = problem.states()[state];
  std::vector<double> residual = problem.level_db(state, unknowns);
  const double offset = problem.offset_db(state, unknowns);
  for (std::size_t i = 0; i < residual.size(); ++i)
    residual[i] = own.curve.measured_db[i] - residual[i] - offset;
  double sum = 0;
  for (const double value : problem.errors(state).whitened(residual))
    sum += value * value;
  return sum;
}

double largest_chi_square(double n) {
  constexpr double deviations = 3.09; // 1 in 1000
  const double c = 2 / (9 * n), root = 1 - c + deviations * std::sqrt(c);
  return n * root * root * root;
}

} // namespace earshot
