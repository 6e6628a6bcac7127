#include "solver/results/third_octaves.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace earshot {
namespace {

constexpr double end_slack = 1.03;

double linear_in_log(std::span<const double> f, std::span<const double> values, double frequency) {
  const auto above = std::upper_bound(f.begin(), f.end(), frequency);
  if (above == f.begin())
    return values.front();
  if (above == f.end())
    return values.back();
  const std::size_t i = above - f.begin();
  const double t = std::log(frequency / f[i - 1]) / std::log(f[i] / f[i - 1]);
  // An end with no weight doesn't count, though it be infinite.
  return t == 0 ? values[i - 1] : (1 - t) * values[i - 1] + t * values[i];
}

} // namespace

std::vector<ThirdOctave> third_octaves_within(double lowest_hz, double highest_hz) {
  constexpr std::array mantissas{1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0};
  constexpr int first = -19, last = 13; // 12.5 Hz and 20 kHz
  std::vector<ThirdOctave> bands;
  for (int k = first; k <= last; ++k) {
    const int decade = static_cast<int>(std::floor(k / 10.0));
    const double lower = 1000 * std::pow(10, k / 10.0 - 0.05), upper = 1000 * std::pow(10, k / 10.0 + 0.05);
    if (lower * end_slack >= lowest_hz && upper <= highest_hz * end_slack)
      bands.push_back(
          {std::round(1e4 * mantissas[k - 10 * decade] * std::pow(10, 3 + decade)) / 1e4, lower, upper});
  }
  return bands;
}

double band_attenuation(std::span<const double> frequencies_hz, std::span<const double> attenuation_db,
                        const ThirdOctave &band) {
  constexpr int steps = 64; // trapezoids: 0.003 dB of a slope of 20 dB over the band
  double transmitted = 0;
  for (int k = 0; k <= steps; ++k) {
    const double f = band.lower_hz * std::pow(band.upper_hz / band.lower_hz, static_cast<double>(k) / steps);
    transmitted += (k == 0 || k == steps ? 0.5 : 1.0) *
                   std::pow(10, -linear_in_log(frequencies_hz, attenuation_db, f) / 10);
  }
  return -10 * std::log10(transmitted / steps);
}

} // namespace earshot
