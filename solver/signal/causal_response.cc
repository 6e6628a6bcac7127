#include "solver/signal/causal_response.h"

#include "solver/signal/fourier.h"
#include "solver/signal/rational_responses.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

using Complex = std::complex<double>;

constexpr double two_pi = 2 * std::numbers::pi;

constexpr double per_octave = 36; ///< frequencies

RationalResponses fitted(const ResponseAt &response, double lowest_hz, double highest_hz) {
  std::vector<double> omega;
  std::vector<Complex> values;
  for (const double frequency : octave_grid(lowest_hz, highest_hz, per_octave)) {
    omega.push_back(two_pi * frequency);
    values.push_back(response(frequency));
  }
  RationalFitOptions options;
  options.quiet = 1e-5; // 100 dB below its peak a response is of no use
  return fit_rational(omega, {values}, {false}, options).responses;
}

/// A response over a filter's, over the band.
struct Ratio {
  std::vector<double> frequency_hz;
  std::vector<Complex> values;
};

Ratio ratio_to(const std::vector<double> &taps, const ResponseAt &response, double sample_rate,
               FilterBand band) {
  Ratio ratio{octave_grid(band.lowest_hz, band.highest_hz, per_octave), {}};
  for (const double frequency : ratio.frequency_hz)
    ratio.values.push_back(response(frequency) / filter_response(taps, sample_rate, frequency));
  return ratio;
}

/// Its magnitude, linear over the logarithms between the rows, constant beyond them.
double magnitude_at(const Ratio &ratio, double frequency) {
  const auto &f = ratio.frequency_hz;
  const auto above = std::upper_bound(f.begin(), f.end(), frequency);
  const std::size_t i = std::clamp<std::ptrdiff_t>(above - f.begin(), 1, std::ssize(f) - 1);
  const double within = std::clamp(frequency, f.front(), f.back()),
               t = std::log(within / f[i - 1]) / std::log(f[i] / f[i - 1]);
  return std::exp((1 - t) * std::log(std::abs(ratio.values[i - 1])) +
                  t * std::log(std::abs(ratio.values[i])));
}

} // namespace

CausalResponse causal_response(const ResponseAt &response, double sample_rate, FilterBand band,
                               double lowest_hz) {
  const RationalResponses fit = fitted(response, lowest_hz, band.highest_hz);
  const auto wanted = [&](double frequency) {
    return fit.at(0, two_pi * std::max(frequency, lowest_hz)); // nothing is known below
  };
  constexpr double close_db = 0.02; // 0.1 degrees of phase; the level is made up for
  std::vector<double> taps = causal_filter(wanted, sample_rate, band, close_db).taps;
  const Ratio ratio = ratio_to(taps, response, sample_rate, band);
  const std::vector<double> factor = minimum_phase_filter(
      [&](double frequency) { return magnitude_at(ratio, frequency); }, sample_rate, taps.size());
  taps.resize(2 * taps.size()); // for the factor's tail
  CausalResponse causal{filtered(taps, factor), 0, 0};
  for (const Complex &value : ratio_to(causal.taps, response, sample_rate, band).values) {
    causal.level_error_db = std::max(causal.level_error_db, std::abs(20 * std::log10(std::abs(value))));
    causal.phase_error_deg =
        std::max(causal.phase_error_deg, std::abs(std::arg(value)) * 180 / std::numbers::pi);
  }
  return causal;
}

} // namespace earshot
