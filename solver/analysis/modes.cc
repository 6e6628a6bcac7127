#include "solver/analysis/modes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace earshot {

namespace {

bool are_pair(const Mode &a, const Mode &b, double tolerance) {
  return a.m > 0 && a.m == b.m && a.n == b.n && a.kind == b.kind && a.shapes.size() == 1 &&
         b.shapes.size() == 1 && b.frequency - a.frequency < tolerance * b.frequency;
}

void join(Mode &mode, Mode &other) {
  mode.frequency = (mode.frequency + other.frequency) / 2;
  mode.modal_force_factor = std::hypot(mode.modal_force_factor, other.modal_force_factor);
  mode.modal_volume_displacement =
      std::hypot(mode.modal_volume_displacement, other.modal_volume_displacement);
  mode.shapes.push_back(std::move(other.shapes[0]));
}

} // namespace

std::size_t ModeSet::count() const {
  std::size_t sum = 0;
  for (const Mode &mode : modes)
    sum += mode.shapes.size();
  return sum;
}

void join_pairs(ModeSet &set, double tolerance) {
  std::vector<Mode> joined;
  for (Mode &mode : set.modes) {
    const auto partner = std::find_if(joined.rbegin(), joined.rend(),
                                      [&](const Mode &other) { return are_pair(other, mode, tolerance); });
    if (partner == joined.rend())
      joined.push_back(std::move(mode));
    else
      join(*partner, mode);
  }
  std::stable_sort(joined.begin(), joined.end(),
                   [](const Mode &a, const Mode &b) { return a.frequency < b.frequency; });
  set.modes = std::move(joined);
}

std::vector<Eigenpair> undamped_eigenpairs(const FrequencyProblem &problem, int power, double up_to) {
  const double omega = 2 * std::numbers::pi * up_to, limit = omega * omega;
  // Below zero there is nothing but the rounding of rigid motions.
  return eigenpairs_between(undamped_pencil(problem, power, omega), -1e-4 * limit, limit);
}

std::vector<double> energy_shares(const std::vector<Pencil> &zones, RealMatrix Pencil::*part,
                                  const std::vector<Complex> &shape) {
  std::vector<double> energies;
  for (const Pencil &zone : zones)
    energies.push_back((zone.*part).quadratic_form(shape));
  const double total = std::accumulate(energies.begin(), energies.end(), 0.0);
  for (double &energy : energies)
    energy /= total > 0 ? total : 1;
  return energies;
}

std::string main_zones(const std::vector<std::string> &zones, const std::vector<double> &shares) {
  constexpr double better_part = 0.6;
  std::vector<std::size_t> order(zones.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return shares[a] > shares[b]; });
  const bool alone = zones.size() == 1 || shares[order[0]] > better_part;
  return alone ? zones[order[0]] : zones[order[0]] + " and " + zones[order[1]];
}

double frequency_of(double eigenvalue, double up_to) {
  const double frequency = std::sqrt(std::max(0.0, eigenvalue)) / (2 * std::numbers::pi);
  return frequency < 1e-4 * up_to ? 0 : frequency;
}

} // namespace earshot
