#include "solver/config/sweep_grid.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

std::vector<double> preferred_frequencies(double from, double to, int per_octave) {
  const double step = std::pow(10.0, 0.3 / per_octave);
  const double tolerance = std::min(1.01, std::pow(step, 0.25));
  const auto index = [&](double frequency) { return std::log(frequency / 1000.0) / std::log(step); };
  const int first = static_cast<int>(std::ceil(index(from / tolerance)));
  const int last = static_cast<int>(std::floor(index(to * tolerance)));
  std::vector<double> frequencies;
  for (int k = first; k <= last; ++k)
    frequencies.push_back(1000.0 * std::pow(10.0, 0.3 * k / per_octave));
  return frequencies;
}

} // namespace

std::vector<double> sweep_frequencies(const SweepConfig &sweep) {
  std::vector<double> frequencies(sweep.frequencies.begin(), sweep.frequencies.end());
  const double from = sweep.from, to = sweep.to;
  const int points = sweep.points;
  if (!frequencies.empty()) {
    std::sort(frequencies.begin(), frequencies.end());
    frequencies.erase(std::unique(frequencies.begin(), frequencies.end()), frequencies.end());
    return frequencies;
  }
  if (!(from > 0.0) || !(to >= from))
    return {};
  if (sweep.spacing.value == SweepSpacing::octave)
    return preferred_frequencies(from, to, sweep.points_per_octave);
  if (points == 1 || from == to)
    return {from};
  for (int i = 0; i < points; ++i) {
    const double position = static_cast<double>(i) / (points - 1);
    const double frequency = sweep.spacing.value == SweepSpacing::linear
                                 ? from + (to - from) * position
                                 : from * std::pow(to / from, position);
    frequencies.push_back(i == points - 1 ? to : frequency);
  }
  return frequencies;
}

void complete_grid(SweepConfig &sweep) {
  constexpr int few = 3, many = 48;
  const int per_octave = sweep.method.value == SweepMethod::direct ? few : many;
  if (sweep.points_per_octave.where.is_default())
    sweep.points_per_octave.value = per_octave;
  const double octaves = std::log2(sweep.to / sweep.from);
  if (sweep.spacing.value == SweepSpacing::log && sweep.points.where.is_default() && octaves > 0 &&
      octaves < 100)
    sweep.points.value = 1 + static_cast<int>(std::ceil(per_octave * octaves));
}

bool same_frequency(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(a, b);
}

std::vector<double> all_frequencies(const Case &config) {
  std::vector<double> frequencies = sweep_frequencies(config.sweep);
  frequencies.insert(frequencies.end(), config.output.field_frequencies.begin(),
                     config.output.field_frequencies.end());
  std::sort(frequencies.begin(), frequencies.end());
  frequencies.erase(std::unique(frequencies.begin(), frequencies.end(), same_frequency), frequencies.end());
  return frequencies;
}

} // namespace earshot
