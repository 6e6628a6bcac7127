#include "solver/physics/structure/suspension_curve.h"

#include "solver/algebra/dense_system.h"
#include "solver/physics/structure/rest_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

/// Unknowns (u, force), over the displacement x from rest: dU/du - force g = 0, g.u - g.u_rest - x = 0.
PathProblem over_displacement(const AxisymmetricShell &shell, const std::vector<double> &weights,
                              double at_rest) {
  return [&shell, &weights, at_rest](std::span<const double> state, double x) {
    const std::size_t n = shell.n_unknowns(), width = n + 1;
    const auto u = state.first(n);
    const double force = state[n];
    const AxisymmetricShell::Energy energy = shell.energy(u);
    PathEquations equations{std::vector<double>(width), std::vector<double>(width * width),
                            std::vector<double>(width)};
    for (std::size_t i = 0; i < n; ++i) {
      equations.residual[i] = energy.gradient[i] - force * weights[i];
      std::copy_n(energy.hessian.begin() + i * n, n, equations.jacobian.begin() + i * width);
      equations.jacobian[i * width + n] = -weights[i];
      equations.jacobian[n * width + i] = weights[i];
    }
    equations.residual[n] = std::inner_product(u.begin(), u.end(), weights.begin(), -at_rest - x);
    equations.slope[n] = -1;
    return equations;
  };
}

SuspensionPoint point_at(const AxisymmetricShell &shell, const PathProblem &problem, const PathPoint &at) {
  const std::size_t n = shell.n_unknowns();
  std::vector<double> change(n + 1); // of (u, force) per displacement
  change[n] = 1;
  DenseLu(problem(at.u, at.lambda).jacobian, n + 1).solve(change);
  SuspensionPoint point{at.lambda, at.u[n], 0, change[n], 0, {at.u.begin(), at.u.end() - 1}};
  const std::vector<double> gradient = shell.volume_gradient(point.unknowns);
  point.stiffness = at.lambda == 0 ? change[n] : at.u[n] / at.lambda;
  point.effective_area = std::inner_product(gradient.begin(), gradient.end(), change.begin(), 0.0);
  return point;
}

} // namespace

std::vector<SuspensionPoint> suspension_curve(const AxisymmetricShell &shell, std::size_t coil_zone,
                                              std::span<const double> positions) {
  const std::size_t n = shell.n_unknowns();
  const std::vector<double> weights = shell.displacement_weights(coil_zone);
  std::vector<double> rest_unknowns = rest_state(shell);
  const PathProblem problem = over_displacement(shell, weights, shell.displacement(rest_unknowns, coil_zone));
  rest_unknowns.push_back(0); // the force
  const PathPoint rest{std::move(rest_unknowns), 0};
  const SuspensionPoint at_rest = point_at(shell, problem, rest);
  PathOptions options;
  options.scales = shell.scales();
  const double largest = std::max(std::abs(positions.front()), std::abs(positions.back())),
               thickness = options.scales[1];
  options.lambda_scale = thickness;
  options.scales.push_back(at_rest.stiffness * thickness);
  options.largest_step = 0.5 * std::sqrt(static_cast<double>(n)) * std::max(1.0, 0.1 * largest / thickness);
  options.first_step = 0.1 * options.largest_step;

  std::vector<SuspensionPoint> points(positions.size());
  const auto follow = [&](auto from, auto to, auto out) {
    PathPoint point = rest;
    for (; from != to; ++from, ++out) {
      const PathOutcome outcome = Continuation(problem, options).follow(point, *from);
      if (!outcome.failure.empty())
        throw std::runtime_error(
            fmt::format("the suspension cannot be followed beyond {:.4g} mm", 1e3 * outcome.point.lambda));
      point = outcome.point;
      *out = point_at(shell, problem, point);
    }
  };
  const auto middle = std::lower_bound(positions.begin(), positions.end(), 0.0) - positions.begin();
  follow(positions.begin() + middle, positions.end(), points.begin() + middle);
  follow(positions.rend() - middle, positions.rend(), points.rend() - middle);
  return points;
}

} // namespace earshot
