// How a fast sweep's basis grows: direct solves that join it, and corrections around them.
#include "solver/algebra/agreement.h"
#include "solver/results/worse.h"
#include "solver/sweep/fast_sweep.h"
#include "solver/sweep/vector_norm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

std::vector<Complex> dense(const SparseVector &vector, Index n) {
  std::vector<Complex> values(n);
  for (const auto &[unknown, value] : vector)
    if (unknown != no_unknown)
      values[unknown] += value;
  return values;
}

Complex product(std::span<const Complex> a, std::span<const Complex> b) {
  Complex sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i] * b[i];
  return sum;
}

std::vector<double> distances(const std::vector<Complex> &a, const std::vector<Complex> &b) {
  std::vector<double> result;
  for (std::size_t k = 0; k < a.size(); ++k)
    result.push_back(std::abs(a[k] - b[k]));
  return result;
}

} // namespace

/// A(k)^-1 b(k), and A(k)^-1 c of the goals. What one step of refinement changes, and what b^T z differs by
/// from c^T x, is round-off.
FastSweep::DirectSolve FastSweep::solve_directly(const Factors &point, bool with_adjoints) {
  ++record_.factorizations;
  std::vector<std::vector<Complex>> right_hand_sides = {right_hand_side(problem_, point)};
  for (const std::size_t output : with_adjoints ? adjoints_ : std::vector<std::size_t>())
    right_hand_sides.push_back(dense(problem_.outputs[output].vector, problem_.partition.total));
  RecordedSolves::Direct direct = solves_.solve(point, right_hand_sides);
  DirectSolve solve{std::move(direct.vectors), {}};
  const std::vector<Complex> &solution = solve.vectors.front();
  SweepPoint &answer = solve.answer;
  answer.frequency = point.omega / (2 * std::numbers::pi);
  answer.relative_residual = direct.relative_residual;
  answer.outputs = evaluate_outputs(problem_, point, solution);
  answer.peaks = evaluate_peaks(problem_, point, solution);
  answer.balance = power_balance(problem_, point, solution);
  answer.round_off = distances(evaluate_outputs(problem_, point, direct.first), answer.outputs);
  for (std::size_t k = 1; k < solve.vectors.size(); ++k) {
    const std::size_t l = adjoints_[k - 1];
    const Complex dual = point.outputs[l] * product(solve.vectors[k], right_hand_sides.front());
    answer.round_off[l] = worse(answer.round_off[l], std::abs(dual - answer.outputs[l]));
  }
  answer.output_errors = answer.round_off;
  solved_.add(point, answer);
  for (Watched *watched : {&candidates_, &asked_})
    for (std::size_t k = 0; k < watched->points.size(); ++k)
      if (same_point(watched->points[k], point))
        watched->errors[k] = 0;
  return solve;
}

/// Solves directly, compares with what the model says, and gives the solution to the basis.
/// @return how far the model was off, beyond round-off
std::vector<double> FastSweep::learn(const Factors &point) {
  const bool first = record_.factorizations == 0; // before it the basis holds currents and nodes alone
  const ReducedSolution before = first ? ReducedSolution() : model().solve(point);
  const DirectSolve solve = solve_directly(point, true);
  const SweepPoint &exact = solve.answer;
  std::vector<double> errors(exact.outputs.size(), 0);
  Calibration calibration{point.omega, errors, errors};
  if (!first) {
    levels_.push_back(basis_->size());
    errors = distances(before.outputs, exact.outputs);
  }
  extend(point, solve);
  const ReducedSolution after = model().solve(point);
  for (std::size_t l = 0; l < errors.size(); ++l) {
    const double left = worse(exact.round_off[l], std::abs(after.outputs[l] - exact.outputs[l]));
    if (const double scale = norm(after.coordinates) * norm(after.adjoints[l]); scale > 0) {
      calibration.round_off[l] = left / scale;
      noise_[l] = worse(noise_[l], exact.round_off[l] / scale);
    }
    constexpr double clearly = 3;
    if (errors[l] <= clearly * left || before.adjoint_residuals[l] == 0)
      errors[l] = 0;
    else
      calibration.amplification[l] = errors[l] / (before.residual * before.adjoint_residuals[l]);
  }
  calibrations_.push_back(std::move(calibration));
  return agreed(std::move(errors), problem_.partition.communicator);
}

/// Adds a solve's vectors, and more of their small parts as long as the model doesn't give back what was
/// solved: what is next to nothing of a field may be all that is heard of it.
void FastSweep::extend(const Factors &point, const DirectSolve &solve) {
  constexpr double least = 1e-13, step = 1e-2;
  double previous = std::numeric_limits<double>::infinity();
  while (true) {
    basis_->extend(solve.vectors, solve.vectors, options_.negligible);
    projection_->update();
    const ReducedSolution found = model().solve(point);
    const double left = agreed(excess(yardsticks(point, found),
                                      distances(found.outputs, solve.answer.outputs), solve.answer.round_off),
                               problem_.partition.communicator);
    if (left <= good_enough || !(left < previous / 2) || options_.negligible <= least)
      return;
    previous = left;
    options_.negligible = std::max(least, step * options_.negligible);
  }
}

void FastSweep::expand_at(const Factors &point) {
  learn(point);
  record_.expansion_frequencies.push_back(point.omega / (2 * std::numbers::pi));
  correct_around(point);
}

void FastSweep::correct_around(const Factors &point) {
  for (int round = 0; round < options_.correction_rounds; ++round) {
    const std::vector<Correction> corrections = points_to_correct(point);
    if (corrections.empty())
      return;
    levels_.push_back(basis_->size());
    add_corrections(corrections);
    projection_->update();
  }
}

/// Each point's excess of each goal. The same on every rank.
std::vector<double> FastSweep::goal_errors(std::span<const Factors> points) const {
  std::vector<double> errors;
  const std::vector<EstimatedSolution> found = estimate().evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const std::vector<Yardstick> sizes = yardsticks(points[k], found[k].solution);
    for (const Goal &goal : options_.goals)
      errors.push_back(excess(goal, sizes, found[k].errors, found[k].round_off));
  }
  return agreed(std::move(errors), problem_.partition.communicator);
}

/// Points spread over the neighbourhood that are not good enough yet.
std::vector<FastSweep::Correction> FastSweep::points_to_correct(const Factors &point) {
  std::vector<std::size_t> near;
  for (const std::size_t k : candidates_.in_doubt(scouts_stride()))
    if (std::abs(std::log(candidates_.points[k].omega / point.omega)) <= std::log(options_.neighbourhood))
      near.push_back(k);
  const std::vector<Factors> factors = candidates_.at(near);
  if (near.empty())
    return {};
  const std::vector<double> errors = goal_errors(factors);
  std::vector<Correction> wanting;
  for (std::size_t k = 0; k < near.size(); ++k) {
    Correction correction{near[k], {}};
    double &largest = candidates_.errors[near[k]] = 0;
    for (std::size_t g = 0; g < options_.goals.size(); ++g) {
      const double error = errors[k * options_.goals.size() + g];
      largest = worse(largest, error);
      if (!(error <= good_enough))
        correction.outputs.push_back(options_.goals[g].output);
    }
    if (!correction.outputs.empty())
      wanting.push_back(std::move(correction));
  }
  std::vector<Correction> chosen;
  const auto n_chosen = std::min<std::size_t>(wanting.size(), options_.corrected_points);
  for (std::size_t k = 0; k < n_chosen; ++k) // Even shares of the neighbourhood, as it stands in order.
    chosen.push_back(wanting[(2 * k + 1) * wanting.size() / (2 * n_chosen)]);
  return chosen;
}

/// One block of right-hand sides: the solutions' residuals, and those of the adjoints of what is wanting.
void FastSweep::add_corrections(const std::vector<Correction> &corrections) {
  std::vector<Factors> points, factors;
  for (const Correction &correction : corrections)
    points.push_back(candidates_.points[correction.candidate]);
  const std::vector<ReducedSolution> solutions = ReducedSolver(model()).solve(points, model().size, 1);
  std::vector<std::vector<Complex>> coordinates, right_hand_sides;
  for (std::size_t c = 0; c < corrections.size(); ++c) {
    const Factors &point = points[c];
    const ReducedSolution &solution = solutions[c];
    const std::vector<std::size_t> &outputs = corrections[c].outputs;
    factors.push_back(point);
    coordinates.push_back(solution.coordinates);
    right_hand_sides.push_back(right_hand_side(problem_, point));
    for (const std::size_t output : adjoints_) {
      if (std::find(outputs.begin(), outputs.end(), output) == outputs.end())
        continue;
      factors.push_back(point);
      coordinates.push_back(solution.adjoints[output]);
      right_hand_sides.push_back(dense(problem_.outputs[output].vector, problem_.partition.total));
    }
  }
  const std::vector<std::vector<Complex>> approximate = basis_->expand(coordinates);
  const std::vector<std::vector<Complex>> images = apply(problem_, factors, approximate);
  for (std::size_t k = 0; k < images.size(); ++k)
    for (std::size_t i = 0; i < images[k].size(); ++i)
      right_hand_sides[k][i] -= images[k][i];
  basis_->extend(solves_.correct(right_hand_sides), approximate, options_.negligible);
}

} // namespace earshot
