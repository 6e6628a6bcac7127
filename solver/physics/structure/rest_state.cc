#include "solver/physics/structure/rest_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

std::size_t most_bent_zone(const AxisymmetricShell &shell, std::span<const double> u) {
  const std::vector<AxisymmetricShell::Point> points = shell.points(u);
  const auto bending = [&](const AxisymmetricShell::Point &point) {
    return shell.zones()[point.zone].section.thickness *
           std::max(std::abs(point.curvature[0]), std::abs(point.curvature[1]));
  };
  return std::max_element(points.begin(), points.end(),
                          [&](const auto &a, const auto &b) { return bending(a) < bending(b); })
      ->zone;
}

} // namespace

std::vector<double> rest_state(const AxisymmetricShell &shell) {
  const std::size_t n = shell.n_unknowns();
  const PathPoint stretched{std::vector<double>(n), 0};
  const bool any_tension = std::any_of(shell.zones().begin(), shell.zones().end(),
                                       [](const MeridianZone &zone) { return zone.section.tension != 0; });
  if (!any_tension)
    return stretched.u;
  PathOptions options;
  options.scales = shell.scales();
  // The path is all but straight where the tension is borne: one step, and as many more as it takes.
  options.largest_step = options.first_step = 10 * std::sqrt(static_cast<double>(n));
  options.most_steps = 400;
  const PathOutcome outcome = Continuation(shell.over_tension(), options).follow(stretched, 1);
  const std::size_t zone = most_bent_zone(shell, outcome.point.u);
  if (!outcome.failure.empty())
    throw NoRestState(fmt::format("\"{}\" gives way at {:.3g} of the tension", shell.zones()[zone].name,
                                  outcome.point.lambda),
                      zone);
  if (!outcome.folds.empty())
    throw NoRestState(fmt::format("\"{}\" snaps through under the tension", shell.zones()[zone].name), zone);
  return outcome.point.u;
}

} // namespace earshot
