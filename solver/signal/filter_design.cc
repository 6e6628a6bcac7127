#include "solver/signal/filter_design.h"

#include "solver/signal/fourier.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

namespace earshot {

namespace {

using Complex = std::complex<double>;
constexpr double two_pi = 2 * std::numbers::pi;

double squared_length(std::span<const double> values) {
  return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

/// The signal of minimum phase with given magnitudes of its lines: the anticausal part of the logarithm's
/// inverse transform, the cepstrum, is folded onto its causal part.
std::vector<double> minimum_phase_taps(Fourier &fourier, std::span<const double> magnitudes) {
  std::vector<Complex> lines;
  for (const double magnitude : magnitudes)
    lines.emplace_back(std::log(magnitude));
  std::vector<double> cepstrum = fourier.signal(lines);
  const std::size_t half = fourier.length() / 2;
  for (std::size_t n = 1; n < half; ++n)
    cepstrum[n] *= 2;
  std::fill(cepstrum.begin() + half + 1, cepstrum.end(), 0.0);
  lines = fourier.lines(cepstrum);
  for (Complex &line : lines)
    line = std::exp(line);
  return fourier.signal(lines);
}

/// Minimizes sum_k weight_k^2 |F(h)_k - wanted_k|^2 over filters h = m * u, F the transform of twice the
/// length of u and m. Causal m has the wanted magnitude: that leaves u with a response of about 1, which
/// makes the problem as well conditioned as the weights outside of the band let it be.
class NearestFilter {
public:
  NearestFilter(const ResponseAt &wanted, double sample_rate, FilterBand band, std::size_t n_taps)
      : fourier_(2 * n_taps), n_taps_(n_taps) {
    const double spacing = sample_rate / static_cast<double>(fourier_.length());
    const double margin = 2 * spacing; // so that the ends of the band don't lie beyond its last lines
    for (std::size_t k = 0; k < fourier_.n_lines(); ++k) {
      const double frequency = spacing * static_cast<double>(k);
      wanted_.push_back(wanted(frequency));
      in_band_.push_back(frequency >= band.lowest_hz - margin && frequency <= band.highest_hz + margin);
    }
    wanted_.front() = wanted_.front().real();
    wanted_.back() = wanted_.back().real();
    set_weights();
  }

  /// Conjugate gradients on the normal equations, until the error within the band is small.
  CausalFilter solve(double tolerance_db);

private:
  void set_weights();
  /// weight F(m * u)
  std::vector<Complex> weighted_lines(std::span<const double> u) {
    std::vector<Complex> lines = fourier_.lines(u);
    for (std::size_t k = 0; k < lines.size(); ++k)
      lines[k] *= weights_[k] * shape_[k];
    return lines;
  }
  /// Its transpose.
  std::vector<double> gathered(std::vector<Complex> lines) {
    for (std::size_t k = 0; k < lines.size(); ++k)
      lines[k] *= weights_[k] * std::conj(shape_[k]);
    std::vector<double> taps = fourier_.signal(lines);
    taps.resize(n_taps_);
    return taps;
  }
  double error_db(const std::vector<Complex> &residual) const;

  Fourier fourier_;
  std::size_t n_taps_;
  std::vector<Complex> wanted_, shape_; ///< shape: F(m)
  std::vector<double> weights_;
  std::vector<bool> in_band_;
};

/// Above the band nothing is asked but that the filter doesn't grow. Below it the filter must not be far off
/// beside the band's lower end, as what it did there would go on for long.
void NearestFilter::set_weights() {
  constexpr double above = 1e-4, quiet = 1e-5; // of the weight; of the largest magnitude
  const auto first = std::find(in_band_.begin(), in_band_.end(), true);
  const auto last = std::find(first, in_band_.end(), false);
  const std::size_t lowest = first - in_band_.begin(), end = last - in_band_.begin();
  double largest = 0;
  for (std::size_t k = lowest; k < end; ++k)
    largest = std::max(largest, std::abs(wanted_[k]));
  std::vector<double> magnitudes;
  for (std::size_t k = 0; k < wanted_.size(); ++k) {
    const double least = k < lowest ? std::abs(wanted_[lowest]) : quiet * largest;
    magnitudes.push_back(std::max(std::abs(wanted_[k]), least));
    weights_.push_back((k < end ? 1 : above) / magnitudes[k]);
  }
  std::vector<double> taps = minimum_phase_taps(fourier_, magnitudes);
  taps.resize(n_taps_);
  shape_ = fourier_.lines(taps);
}

/// Largest |difference / wanted| of the band as a level. @param residual weighted
double NearestFilter::error_db(const std::vector<Complex> &residual) const {
  double largest = 0;
  for (std::size_t k = 0; k < residual.size(); ++k)
    if (in_band_[k])
      largest = std::max(largest, std::abs(residual[k]));
  return 20 * std::log10(1 + largest);
}

CausalFilter NearestFilter::solve(double tolerance_db) {
  constexpr int most_iterations = 150; // afterwards the error hardly falls
  constexpr double vanished = 1e-28;   // gradients of round-off alone
  std::vector<Complex> residual(wanted_.size());
  for (std::size_t k = 0; k < residual.size(); ++k)
    residual[k] = weights_[k] * wanted_[k];
  std::vector<double> u(n_taps_), gradient = gathered(residual), direction = gradient;
  double square = squared_length(gradient);
  const double start = square;
  for (int k = 0; k < most_iterations && square > vanished * start; ++k) {
    if (error_db(residual) < tolerance_db / 2)
      break;
    const std::vector<Complex> image = weighted_lines(direction);
    // The lines between both ends stand for two each, as the gradient's transform counts them.
    double curvature = -std::norm(image.front()) - std::norm(image.back());
    for (const Complex &line : image)
      curvature += 2 * std::norm(line);
    const double step = square / (curvature / static_cast<double>(fourier_.length()));
    for (std::size_t n = 0; n < n_taps_; ++n)
      u[n] += step * direction[n];
    for (std::size_t l = 0; l < residual.size(); ++l)
      residual[l] -= step * image[l];
    gradient = gathered(residual);
    const double next = squared_length(gradient);
    for (std::size_t n = 0; n < n_taps_; ++n)
      direction[n] = gradient[n] + next / square * direction[n];
    square = next;
  }
  std::vector<Complex> lines = fourier_.lines(u);
  for (std::size_t k = 0; k < lines.size(); ++k)
    lines[k] *= shape_[k];
  return {fourier_.signal(lines), error_db(residual)};
}

} // namespace

CausalFilter causal_filter(const ResponseAt &wanted, double sample_rate, FilterBand band,
                           double tolerance_db) {
  constexpr int doublings = 2;
  std::size_t n_taps = std::bit_ceil(static_cast<std::size_t>(2 * sample_rate / band.lowest_hz));
  CausalFilter filter = NearestFilter(wanted, sample_rate, band, n_taps).solve(tolerance_db);
  for (int k = 0; k < doublings && filter.largest_error_db > tolerance_db; ++k) {
    n_taps *= 2;
    filter = NearestFilter(wanted, sample_rate, band, n_taps).solve(tolerance_db);
  }
  return filter;
}

std::vector<double> minimum_phase_filter(const MagnitudeAt &magnitude, double sample_rate,
                                         std::size_t n_taps) {
  constexpr std::size_t finer = 8; // so that the cepstrum hardly wraps around
  Fourier fourier(std::bit_ceil(finer * n_taps));
  std::vector<double> magnitudes;
  for (std::size_t k = 0; k < fourier.n_lines(); ++k)
    magnitudes.push_back(
        magnitude(sample_rate * static_cast<double>(k) / static_cast<double>(fourier.length())));
  std::vector<double> taps = minimum_phase_taps(fourier, magnitudes);
  taps.resize(n_taps);
  // The last eighth fades out, so that the cut makes no ripple.
  const std::size_t faded = n_taps / 8;
  for (std::size_t n = 0; n < faded; ++n)
    taps[n_taps - 1 - n] *=
        std::pow(std::sin(std::numbers::pi / 2 * static_cast<double>(n) / static_cast<double>(faded)), 2);
  return taps;
}

std::vector<double> linear_phase_filter(const MagnitudeAt &magnitude, double sample_rate,
                                        std::size_t n_taps) {
  constexpr std::size_t finer = 8;
  Fourier fourier(std::bit_ceil(finer * n_taps));
  std::vector<Complex> lines;
  for (std::size_t k = 0; k < fourier.n_lines(); ++k)
    lines.emplace_back(
        magnitude(sample_rate * static_cast<double>(k) / static_cast<double>(fourier.length())));
  const std::vector<double> around_zero = fourier.signal(lines);
  const std::size_t middle = n_taps / 2;
  std::vector<double> taps(n_taps);
  for (std::size_t n = 0; n < n_taps; ++n) {
    const double phase = two_pi * (static_cast<double>(n) + 1) / (static_cast<double>(n_taps) + 1);
    const double blackman = 0.42 - 0.5 * std::cos(phase) + 0.08 * std::cos(2 * phase);
    taps[n] = blackman * around_zero[n >= middle ? n - middle : middle - n];
  }
  return taps;
}

Complex filter_response(const std::vector<double> &taps, double sample_rate, double frequency_hz) {
  const Complex step = std::polar(1.0, -two_pi * frequency_hz / sample_rate);
  Complex sum = 0; // Horner
  for (auto tap = taps.rbegin(); tap != taps.rend(); ++tap)
    sum = sum * step + *tap;
  return sum;
}

} // namespace earshot
