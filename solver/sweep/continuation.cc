#include "solver/sweep/continuation.h"

#include "solver/algebra/dense_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

constexpr int most_iterations = 10; // Newton's method is quadratic or lost
constexpr int few_iterations = 4;
/// Of the angle between successive tangents: beyond it a step may have left its branch for another.
constexpr double least_cosine = 0.9;

double length(std::span<const double> v) {
  return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
}

} // namespace

/// The scaled [dF/du dF/dlambda; border].
std::vector<double> Continuation::bordered(const PathEquations &equations, const Direction &border) const {
  const std::size_t n = equations.residual.size(), width = n + 1;
  std::vector<double> matrix(width * width);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      matrix[i * width + j] = equations.jacobian[i * n + j] * options_.scales[j] / options_.scales[i];
    matrix[i * width + n] = equations.slope[i] * options_.lambda_scale / options_.scales[i];
  }
  std::copy(border.begin(), border.end(), matrix.begin() + n * width);
  return matrix;
}

Continuation::Direction Continuation::tangent(const PathPoint &point, const Direction &previous) const {
  const std::size_t n = point.u.size();
  Direction direction(n + 1);
  direction[n] = 1;
  DenseLu(bordered(problem_(point.u, point.lambda), previous), n + 1).solve(direction);
  const double size = length(direction);
  for (double &part : direction)
    part /= size;
  return direction;
}

PathPoint Continuation::moved(const PathPoint &point, const Direction &by, double length) const {
  PathPoint result = point;
  for (std::size_t k = 0; k < point.u.size(); ++k)
    result.u[k] += length * by[k] * options_.scales[k];
  result.lambda += length * by.back() * options_.lambda_scale;
  return result;
}

double Continuation::distance(const PathPoint &a, const PathPoint &b) const {
  double square = std::pow((a.lambda - b.lambda) / options_.lambda_scale, 2);
  for (std::size_t k = 0; k < a.u.size(); ++k)
    square += std::pow((a.u[k] - b.u[k]) / options_.scales[k], 2);
  return std::sqrt(square);
}

/// Newton's method in the plane through the point at right angles to the border.
bool Continuation::correct(PathPoint &point, const Direction &border, int &iterations) const {
  const std::size_t n = point.u.size();
  const PathPoint origin{std::vector<double>(n), 0};
  try {
    for (iterations = 1; iterations <= most_iterations; ++iterations) {
      const PathEquations equations = problem_(point.u, point.lambda);
      Direction change(n + 1);
      for (std::size_t k = 0; k < n; ++k)
        change[k] = equations.residual[k] / options_.scales[k];
      DenseLu(bordered(equations, border), n + 1).solve(change);
      point = moved(point, change, -1);
      const double size = length(change);
      if (!std::isfinite(size))
        return false;
      if (size <= options_.tolerance * (1 + distance(point, origin)))
        return true;
    }
  } catch (const std::runtime_error &) { // a singular matrix: the step was too long
  }
  return false;
}

bool Continuation::settle(PathPoint &point) const {
  Direction border(point.u.size() + 1);
  border.back() = 1;
  PathPoint settled = point;
  int iterations = 0;
  const bool converged = correct(settled, border, iterations);
  if (converged) {
    settled.lambda = point.lambda;
    point = settled;
  }
  return converged;
}

/// Between two points on either side of a target. @return false when Newton's method doesn't lead there
bool Continuation::arrive(const PathPoint &before, const PathPoint &after, double target,
                          PathPoint &at_target) const {
  const double share = (target - before.lambda) / (after.lambda - before.lambda);
  at_target = before;
  at_target.lambda = target;
  for (std::size_t k = 0; k < before.u.size(); ++k)
    at_target.u[k] += share * (after.u[k] - before.u[k]);
  const PathPoint guess = at_target;
  return settle(at_target) && distance(guess, at_target) <= distance(before, after);
}

/// Where lambda turns on a step: the zero of the tangent's last part over the step's length, by secants that
/// enclose it. Lambda is flat there, so that its error is the square of the length's.
/// @param turned tangent at the step's end
double Continuation::turning_point(const PathPoint &point, const Direction &direction, double step,
                                   const Direction &turned) const {
  constexpr int secants = 4;
  double before = 0, after = step, slope_before = direction.back(), slope_after = turned.back();
  PathPoint best = point;
  for (int k = 0; k < secants; ++k) {
    const double length = before + (after - before) * slope_before / (slope_before - slope_after);
    PathPoint between = moved(point, direction, length);
    int iterations = 0;
    if (!correct(between, direction, iterations))
      break;
    best = between;
    const double slope = tangent(between, direction).back();
    if (slope == 0)
      break;
    const bool not_yet = slope * slope_before > 0;
    (not_yet ? before : after) = length;
    (not_yet ? slope_before : slope_after) = slope;
  }
  return best.lambda;
}

PathOutcome Continuation::follow(const PathPoint &start, double target,
                                 const std::function<bool(const PathPoint &)> &visit) const {
  PathOutcome outcome{start, 0, {}, ""};
  PathPoint &point = outcome.point;
  if (point.lambda == target)
    return outcome;
  Direction towards(point.u.size() + 1);
  towards.back() = target > point.lambda ? 1 : -1;
  Direction direction = tangent(point, towards);
  double step = options_.first_step;
  for (outcome.steps = 1; outcome.steps <= options_.most_steps; ++outcome.steps) {
    PathPoint next = moved(point, direction, step);
    int iterations = 0;
    bool good = correct(next, direction, iterations);
    Direction turned = good ? tangent(next, direction) : direction;
    good = good && std::inner_product(turned.begin(), turned.end(), direction.begin(), 0.0) >= least_cosine;
    PathPoint at_target;
    const bool passes = good && (next.lambda - target) * (point.lambda - target) <= 0;
    good = good && (!passes || arrive(point, next, target, at_target));
    if (!good) {
      step /= 2;
      if (step < options_.smallest_step) {
        outcome.failure =
            fmt::format("the path cannot be followed beyond {:.5g} of {:.5g}", point.lambda, target);
        return outcome;
      }
      continue;
    }
    if (turned.back() * direction.back() < 0)
      outcome.folds.push_back(turning_point(point, direction, step, turned));
    point = passes ? at_target : next;
    if ((visit && !visit(point)) || passes)
      return outcome;
    direction = std::move(turned);
    step = std::clamp(iterations <= few_iterations ? 1.5 * step : 0.7 * step, options_.smallest_step,
                      options_.largest_step);
  }
  outcome.failure =
      fmt::format("{} steps lead to {:.5g}, short of {:.5g}", options_.most_steps, point.lambda, target);
  return outcome;
}

} // namespace earshot
