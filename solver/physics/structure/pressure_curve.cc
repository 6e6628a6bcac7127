#include "solver/physics/structure/pressure_curve.h"

#include "solver/algebra/dense_system.h"
#include "solver/physics/structure/rest_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

double dot(const std::vector<double> &a, const std::vector<double> &b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// With the tangent J at a pressure that stays, a force on the mean displacement g.u moves du = J^-1 g.
PressurePoint point_at(const AxisymmetricShell &shell, const PathProblem &problem,
                       const std::vector<double> &weights, const PathPoint &at, const PathPoint &rest) {
  std::vector<double> change = weights;
  DenseLu(problem(at.u, at.lambda).jacobian, weights.size()).solve(change);
  const double compliance = dot(weights, change);
  return {.pressure = -at.lambda,
          .displacement = dot(weights, at.u) - dot(weights, rest.u),
          .volume = shell.volume(at.u) - shell.volume(rest.u),
          .tangent_stiffness = 1 / compliance,
          .effective_area = dot(shell.volume_gradient(at.u), change) / compliance,
          .unknowns = at.u};
}

/// Steps are lengths in thicknesses, over all nodes; the pressure that moves the coil by one of them at rest
/// is the path's unit.
PathOptions path_options(const AxisymmetricShell &shell, const PressurePoint &at_rest) {
  PathOptions options;
  options.scales = shell.scales();
  const double thickness = *std::max_element(options.scales.begin(), options.scales.end());
  options.lambda_scale = std::abs(thickness * at_rest.tangent_stiffness / at_rest.effective_area);
  options.largest_step = std::sqrt(static_cast<double>(shell.n_unknowns()));
  options.first_step = 0.1 * options.largest_step;
  return options;
}

} // namespace

PressureCurve pressure_curve(const AxisymmetricShell &shell, std::size_t coil_zone,
                             std::span<const double> pressures) {
  const std::vector<double> weights = shell.displacement_weights(coil_zone);
  const PathProblem problem = shell.over_load(AxisymmetricShell::Load::pressure, coil_zone);
  const PathPoint rest{rest_state(shell), 0};
  const auto state = [&](const PathPoint &at) { return point_at(shell, problem, weights, at, rest); };
  const Continuation path(problem, path_options(shell, state(rest)));

  PressureCurve curve{std::vector<PressurePoint>(pressures.size()), {}, {}};
  const auto follow = [&](auto from, auto to, auto out, PressureCurve::Side &side) {
    PathPoint point = rest;
    const auto go_on = [&](double pressure) {
      PathOutcome outcome = path.follow(point, -pressure);
      if (!side.snap && !outcome.folds.empty())
        side.snap = -outcome.folds.front();
      point = std::move(outcome.point);
      side.followed = -point.lambda;
      return outcome.failure.empty();
    };
    for (; from != to; ++from, ++out) {
      if (!go_on(*from))
        throw std::runtime_error(
            fmt::format("the diaphragm cannot be followed beyond a pressure of {:.4g} Pa", side.followed));
      *out = state(point);
    }
    if (!side.snap && side.followed != 0)
      go_on(snap_reach * side.followed);
  };
  const auto middle = std::lower_bound(pressures.begin(), pressures.end(), 0.0) - pressures.begin();
  follow(pressures.begin() + middle, pressures.end(), curve.points.begin() + middle, curve.in_front);
  follow(pressures.rend() - middle, pressures.rend(), curve.points.rend() - middle, curve.behind);
  return curve;
}

} // namespace earshot
