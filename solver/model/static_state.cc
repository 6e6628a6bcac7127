#include "solver/model/static_state.h"

#include "solver/config/documents.h"
#include "solver/model/meridian.h"
#include "solver/model/recent_results.h"

#include <algorithm>
#include <array>

namespace earshot {

namespace {

StaticState computed_state(const DriverConfig &driver, const std::vector<MaterialConfig> &materials) {
  DriverUnderPressure under =
      driver_under_pressure(driver, materials, {driver.diaphragm->pressure_difference.value});
  auto shell =
      std::make_shared<const AxisymmetricShell>(axisymmetric_diaphragm(driver, materials, under.elements));
  return {std::move(shell), std::move(under)};
}

/// At a radius at rest; hardly off the axis on it.
AxisymmetricShell::Point point_at(const StaticState &state, std::size_t zone, double radius) {
  const double least = 1e-6 * state.shell->zones().back().outer_radius;
  return state.shell->at(zone, std::max(radius, least), state.under.curve.points.front().unknowns);
}

/// N_1 and N_2 where a zone's point has come to; its radius at rest is some strain off.
std::array<double, 2> forces_at(const StaticState &state, std::size_t zone, double radius) {
  constexpr int iterations = 4; // each leaves a strain's share of the error
  double at_rest = radius;
  for (int k = 0; k < iterations; ++k)
    at_rest = radius - point_at(state, zone, at_rest).displacement[0];
  return point_at(state, zone, at_rest).force;
}

} // namespace

std::optional<StaticState> static_state(const DriverConfig &driver,
                                        const std::vector<MaterialConfig> &materials) {
  if (!driver.diaphragm || driver.diaphragm->pressure_difference == 0)
    return std::nullopt;
  thread_local RecentResults<StaticState> recent;
  return recent.of(resolved_toml(statics_of(driver, materials)),
                   [&] { return computed_state(driver, materials); });
}

ShellMesh deflected(const ShellMesh &mesh, const StaticState &state) {
  ShellMesh moved = mesh;
  const dealii::Tensor<1, 3> along = mesh.axis->direction / mesh.axis->direction.norm();
  moved.position = [state, along, origin = mesh.axis->origin, zone = mesh.zone,
                    at_rest = mesh.position](std::size_t quad, const dealii::Point<2> &unit) {
    const dealii::Point<3> place = at_rest(quad, unit);
    const dealii::Tensor<1, 3> from_origin = place - origin;
    const dealii::Tensor<1, 3> outwards = from_origin - (from_origin * along) * along;
    const double radius = outwards.norm();
    const auto [u_r, u_z] = point_at(state, zone[quad], radius).displacement;
    return radius > 0 ? place + u_z * along + (u_r / radius) * outwards : place + u_z * along;
  };
  return moved;
}

std::vector<std::vector<ShellPrestress>> prestress_of(const StaticState &state) {
  std::vector<std::vector<ShellPrestress>> prestress;
  for (std::size_t zone = 0; zone < state.shell->zones().size(); ++zone)
    prestress.push_back({{"N", [state, zone](double radius) { return forces_at(state, zone, radius); }, 1}});
  return prestress;
}

} // namespace earshot
