#include "solver/materials/loss_model.h"

#include "solver/materials/narrow_region.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

using Complex = std::complex<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Fills in error and valid_from. @param error at an angular frequency
LossChoice judged(LossChoice choice, const Band &band, const std::function<double(double)> &error) {
  choice.valid_from = infinity;
  bool valid = true;
  const std::vector<double> points = band.points();
  for (auto omega = points.rbegin(); omega != points.rend(); ++omega) {
    const double here = error(*omega);
    choice.error = std::max(choice.error, here);
    valid = valid && here <= loss_tolerance;
    if (valid)
      choice.valid_from = *omega;
  }
  return choice;
}

/// Whether only plane-like waves propagate: the first mode across has j' = 1.84 in a tube, pi in a slit.
bool below_cut_on(const AirProperties &air, const Passage &passage, double omega) {
  const double limit = passage.kind == Passage::Kind::tube ? 1.841 : std::numbers::pi;
  return omega / air.sound_speed * passage.width < limit;
}

} // namespace

Complex layered_propagation(const AirProperties &air, const Passage &passage, bool curved, double omega) {
  const bool tube = passage.kind == Passage::Kind::tube;
  const auto lacking = [&](double layer) {
    const Complex e = Complex(0.5, -0.5) * layer / passage.width;
    return tube && curved ? 2.0 * e - e * e : 2.0 * e;
  };
  const Complex compression = 1.0 + (air.heat_capacity_ratio - 1) * lacking(air.thermal_layer(omega));
  const Complex flow = 1.0 - lacking(air.viscous_layer(omega));
  const Complex gamma = Complex(0, omega / air.sound_speed) * std::sqrt(compression / flow);
  return gamma.real() < 0 ? -gamma : gamma;
}

double layer_error(const AirProperties &air, const Passage &passage, double omega, bool curved) {
  const EquivalentFluid fluid = passage.kind == Passage::Kind::tube ? tube_fluid(air, passage.width, omega)
                                                                    : slit_fluid(air, passage.width, omega);
  return std::abs(layered_propagation(air, passage, curved, omega) / fluid.propagation_constant(omega) - 1.0);
}

double edge_deficit(double angle) {
  const double pi = std::numbers::pi, g = std::max(angle, pi / 6);
  // An even function without poles near the real axis: equal steps converge exponentially.
  constexpr double step = 0.1;
  double sum = 2 * (pi - g) / pi;
  for (double x = step; x < 60; x += step)
    sum += 4 * std::sinh((pi - g) * x) / std::sinh(pi * x) / std::cosh(g * x);
  return step * sum;
}

std::vector<double> Band::points() const {
  constexpr int per_octave = 2;
  const int steps = static_cast<int>(std::ceil(per_octave * std::log2(highest / lowest)));
  std::vector<double> points = {lowest};
  for (int k = 1; k <= steps; ++k)
    points.push_back(k == steps ? highest : lowest * std::exp2(static_cast<double>(k) / per_octave));
  return points;
}

LossChoice choose_losses(const AirProperties &air, const Passage &passage, double side_share,
                         const Band &band) {
  const LossChoice layers = judged({}, band, [&](double omega) { return layer_error(air, passage, omega); });
  if (layers.error <= loss_tolerance)
    return layers;
  const bool tube = passage.kind == Passage::Kind::tube;
  const double sides = tube ? 0 : 1 / std::sqrt(std::max(1e-6, 1 - 0.63 * side_share)) - 1;
  LossChoice narrow;
  narrow.model = tube ? VolumeModel::tube : VolumeModel::slit;
  narrow.width = passage.width;
  narrow = judged(narrow, band,
                  [&](double omega) { return below_cut_on(air, passage, omega) ? sides : infinity; });
  LossChoice best = narrow.error < layers.error ? narrow : layers;
  best.narrow_share = best.error > loss_tolerance ? 1 : 0;
  return best;
}

PassageError passage_error(const AirProperties &air, const LossChoice &choice, const std::vector<Gap> &gaps,
                           double omega) {
  if (choice.model != VolumeModel::boundary_layer)
    return {2 * std::min(choice.error, 0.5), 0};
  PassageError sum{0, 0};
  double area = 0;
  for (const Gap &gap : gaps) {
    area += gap.area;
    if (!(gap.distance < 20 * air.thermal_layer(omega))) // beyond: exp(-20)
      continue;
    const EquivalentFluid exact = slit_fluid(air, gap.distance, omega);
    // A wall takes (1-i)/2 d of the room before it, to which the other one adds as much.
    const auto lacking = [&](double layer) { return Complex(1, -1) * layer / gap.distance; };
    const double gamma = air.heat_capacity_ratio;
    const Complex flow = 1.0 - lacking(air.viscous_layer(omega));
    const Complex compression = 1.0 + (gamma - 1) * lacking(air.thermal_layer(omega));
    sum.flow += gap.area * std::abs(flow - air.density / exact.density);
    sum.compression += gap.area * std::abs(compression - air.bulk_modulus() / exact.bulk_modulus);
  }
  return area > 0 ? PassageError{sum.flow / area, sum.compression / area} : sum;
}

LossChoice boundary_layers(const AirProperties &air, const std::vector<Gap> &gaps, const Band &band) {
  double area = 0;
  for (const Gap &gap : gaps)
    area += gap.area;
  const auto error = [&](const Gap &gap, double omega) {
    const bool meet = gap.distance < 20 * air.thermal_layer(omega); // beyond: exp(-20)
    return meet ? layer_error(air, {Passage::Kind::slit, gap.distance}, omega) : 0.0;
  };
  LossChoice choice = judged({}, band, [&](double omega) {
    double sum = 0;
    for (const Gap &gap : gaps)
      sum += gap.area * error(gap, omega);
    return area > 0 ? sum / area : 0;
  });
  for (const Gap &gap : gaps)
    if (error(gap, band.lowest) > loss_tolerance)
      choice.narrow_share += gap.area / area;
  return choice;
}

} // namespace earshot
