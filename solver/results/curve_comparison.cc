#include "solver/results/curve_comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double points_per_octave = 48;
constexpr double rounding = 1e-9; ///< of frequencies, which files hold with six digits or more

bool holds(const LevelCurve &curve, double frequency) {
  return frequency >= curve.frequency_hz.front() * (1 - rounding) &&
         frequency <= curve.frequency_hz.back() * (1 + rounding);
}

/// The row that a frequency lies behind, so that the next one is there, too.
std::size_t row_below(const LevelCurve &curve, double frequency) {
  const auto &f = curve.frequency_hz;
  const auto above = std::upper_bound(f.begin(), f.end(), frequency);
  return std::clamp<std::ptrdiff_t>(above - f.begin() - 1, 0, static_cast<std::ptrdiff_t>(f.size()) - 2);
}

} // namespace

double level_at(const LevelCurve &curve, double frequency) {
  const auto &f = curve.frequency_hz;
  const std::size_t i = row_below(curve, frequency);
  const double t = std::clamp(std::log(frequency / f[i]) / std::log(f[i + 1] / f[i]), 0.0, 1.0);
  return curve.level_db[i] + t * (curve.level_db[i + 1] - curve.level_db[i]);
}

namespace {

double phase_at(const LevelCurve &curve, double frequency) {
  const auto &f = curve.frequency_hz;
  const std::size_t i = row_below(curve, frequency);
  const double t = std::clamp((frequency - f[i]) / (f[i + 1] - f[i]), 0.0, 1.0);
  return curve.phase_rad[i] + t * (curve.phase_rad[i + 1] - curve.phase_rad[i]);
}

/// Mean power over log f between two frequencies where the level is linear over log f.
double mean_power(double first_db, double second_db) {
  const double first = std::pow(10, first_db / 10), ratio_log = (second_db - first_db) * std::log(10.0) / 10;
  return ratio_log == 0 ? first : first * std::expm1(ratio_log) / ratio_log;
}

/// Mean power over log f of a curve from one frequency to a higher one, piece by piece.
double mean_power(const LevelCurve &curve, double from, double to) {
  const auto &f = curve.frequency_hz;
  double sum = 0, low = from, low_db = level_at(curve, from);
  for (std::size_t i = row_below(curve, from); low < to; ++i) {
    const bool last = i + 2 >= f.size() || f[i + 1] >= to;
    const double high = last ? to : f[i + 1], high_db = last ? level_at(curve, to) : curve.level_db[i + 1];
    sum += std::log(high / low) * mean_power(low_db, high_db);
    low = high, low_db = high_db;
  }
  return sum / std::log(to / from);
}

/// Half of the window at a frequency [octaves], narrowed near the curve's ends.
double half_window(const LevelCurve &curve, double octaves, double frequency) {
  const double below = std::log2(frequency / curve.frequency_hz.front()),
               above = std::log2(curve.frequency_hz.back() / frequency);
  return std::max(0.0, std::min({octaves / 2, below, above}));
}

/// Least window in which a mean differs from the value in the middle by more than rounding [octaves].
constexpr double least_window = 1e-6;

using OfCurve = std::vector<double> (*)(const LevelCurve &, double, std::span<const double>);

/// Mean over log f of a smoothed quantity of a curve in a band.
double mean_in_band(const CurveToCompare &input, const AlignmentBand &band, OfCurve quantity) {
  const double octaves = std::log2(band.highest_hz / band.lowest_hz);
  const int steps = static_cast<int>(std::ceil(points_per_octave * octaves));
  std::vector<double> frequencies;
  for (int k = 0; k <= steps; ++k)
    frequencies.push_back(steps == 0 ? band.lowest_hz
                                     : band.lowest_hz * std::exp2(octaves * static_cast<double>(k) / steps));
  double sum = 0, weights = 0;
  const std::vector<double> values = quantity(input.curve, input.smoothing, frequencies);
  for (int k = 0; k <= steps; ++k) {
    const double weight = steps > 0 && (k == 0 || k == steps) ? 0.5 : 1.0; // trapezoids
    if (std::isfinite(values[k]))
      sum += weight * values[k], weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

std::vector<double> less(const std::vector<double> &a, const std::vector<double> &b) {
  std::vector<double> difference(a.size());
  std::transform(a.begin(), a.end(), b.begin(), difference.begin(), std::minus<>());
  return difference;
}

void add(double offset, std::vector<double> &values) {
  for (double &value : values)
    value += offset;
}

std::vector<double> phase_difference(const LevelCurve &curve, const LevelCurve &reference, double delay_ms,
                                     const std::vector<double> &grid) {
  std::vector<double> difference;
  for (const double f : grid) {
    const double turns =
        (phase_at(curve, f) - phase_at(reference, f)) / (2 * std::numbers::pi) + f * delay_ms * 1e-3;
    const bool known = holds(curve, f) && holds(reference, f);
    difference.push_back(known ? 360 * (turns - std::ceil(turns - 0.5)) : nan);
  }
  return difference;
}

std::vector<double> common_grid(const std::vector<CurveToCompare> &curves) {
  double lowest = HUGE_VAL, highest = 0;
  for (std::size_t k = 1; k < curves.size(); ++k) {
    lowest = std::min(lowest, curves[k].curve.frequency_hz.front());
    highest = std::max(highest, curves[k].curve.frequency_hz.back());
  }
  const auto &reference = curves.front().curve.frequency_hz;
  return comparison_grid(std::max(lowest, reference.front()), std::min(highest, reference.back()));
}

} // namespace

std::vector<double> comparison_grid(double lowest_hz, double highest_hz, int points_per_octave) {
  const auto position = [=](double f) { return points_per_octave * std::log2(f / 1000); };
  std::vector<double> grid;
  const double last = std::floor(position(highest_hz * (1 + rounding)));
  for (double k = std::ceil(position(lowest_hz * (1 - rounding))); k <= last; ++k)
    grid.push_back(1000 * std::exp2(k / points_per_octave));
  return grid;
}

std::vector<double> smoothed_level(const LevelCurve &curve, double octaves, std::span<const double> at_hz) {
  std::vector<double> levels;
  for (const double f : at_hz) {
    const double half = half_window(curve, octaves, f);
    levels.push_back(!holds(curve, f) ? nan
                     : 2 * half <= least_window
                         ? level_at(curve, f)
                         : 10 * std::log10(mean_power(curve, f * std::exp2(-half), f * std::exp2(half))));
  }
  return levels;
}

std::vector<double> smoothed_group_delay(const LevelCurve &curve, double octaves,
                                         std::span<const double> at_hz) {
  std::vector<double> delays;
  for (const double f : at_hz) {
    const double half = half_window(curve, std::max(octaves, 1 / points_per_octave), f);
    const double from = f * std::exp2(-half), to = f * std::exp2(half);
    delays.push_back(!holds(curve, f) || 2 * half <= least_window
                         ? nan
                         : -1e3 * (phase_at(curve, to) - phase_at(curve, from)) /
                               (2 * std::numbers::pi * (to - from)));
  }
  return delays;
}

double remaining_smoothing(double done, double wanted) {
  return std::sqrt(std::max(0.0, wanted * wanted - done * done));
}

Comparison compare_curves(const std::vector<CurveToCompare> &curves,
                          const std::optional<AlignmentBand> &alignment) {
  Comparison comparison{common_grid(curves), {}};
  const auto &grid = comparison.frequency_hz;
  const CurveToCompare &reference = curves.front();
  for (const CurveToCompare &input : curves) {
    ComparedCurve curve;
    const bool has_phase = input.curve.has_phase() && reference.curve.has_phase();
    const auto less_than_reference = [&](OfCurve quantity) {
      return mean_in_band(input, *alignment, quantity) - mean_in_band(reference, *alignment, quantity);
    };
    if (alignment) {
      curve.offset_db = 0.0 - less_than_reference(smoothed_level);
      curve.delay_ms = has_phase ? less_than_reference(smoothed_group_delay) : 0;
    }
    curve.level_db = smoothed_level(input.curve, input.smoothing, grid);
    add(curve.offset_db, curve.level_db);
    if (has_phase) {
      curve.group_delay_ms = smoothed_group_delay(input.curve, input.smoothing, grid);
      add(-curve.delay_ms, curve.group_delay_ms);
      curve.phase_difference_deg = phase_difference(input.curve, reference.curve, curve.delay_ms, grid);
    }
    comparison.curves.push_back(std::move(curve));
    ComparedCurve &compared = comparison.curves.back();
    const ComparedCurve &first = comparison.curves.front();
    compared.difference_db = less(compared.level_db, first.level_db);
    if (has_phase)
      compared.group_delay_difference_ms = less(compared.group_delay_ms, first.group_delay_ms);
  }
  return comparison;
}

std::optional<BandDifference> band_difference(std::span<const double> frequency_hz,
                                              std::span<const double> difference, double lowest_hz,
                                              double highest_hz) {
  std::optional<BandDifference> band;
  double squares = 0;
  int count = 0;
  for (std::size_t i = 0; i < frequency_hz.size(); ++i) {
    const double f = frequency_hz[i], d = difference[i];
    if (f < lowest_hz * (1 - rounding) || f > highest_hz * (1 + rounding) || !std::isfinite(d))
      continue;
    if (!band)
      band = BandDifference{f, f, 0, d, f};
    if (std::abs(d) > std::abs(band->largest))
      band->largest = d, band->at_hz = f;
    band->highest_hz = f;
    squares += d * d, ++count;
  }
  if (band)
    band->rms = std::sqrt(squares / count);
  return band;
}

double share_within(std::span<const double> frequency_hz, std::span<const double> difference,
                    std::span<const double> limit, double lowest_hz, double highest_hz) {
  int within = 0, count = 0;
  for (std::size_t i = 0; i < frequency_hz.size(); ++i) {
    const double f = frequency_hz[i];
    const bool in_band = f >= lowest_hz * (1 - rounding) && f <= highest_hz * (1 + rounding);
    if (in_band && std::isfinite(difference[i]) && std::isfinite(limit[i])) {
      ++count;
      within += std::abs(difference[i]) <= limit[i];
    }
  }
  return count == 0 ? nan : static_cast<double>(within) / count;
}

} // namespace earshot
