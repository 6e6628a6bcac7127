#include "solver/analysis/playback.h"

#include "solver/analysis/coil_ports.h"
#include "solver/signal/fourier.h"
#include "solver/signal/resampler.h"
#include "solver/sweep/law_steps.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;

/// Angular frequencies for fits: from the static limit to the top of the band, forty-eight an octave.
std::vector<double> fit_grid(double highest_hz) {
  constexpr double per_octave = 48;
  const double octaves = std::log2(highest_hz / CoilPorts::static_frequency);
  const int points = static_cast<int>(std::ceil(per_octave * octaves)) + 1;
  std::vector<double> omega;
  for (int k = 0; k < points; ++k)
    omega.push_back(two_pi * CoilPorts::static_frequency * std::exp2(octaves * k / (points - 1.0)));
  return omega;
}

/// The rational fit goes on where the response isn't known, below the band and above it.
RationalFit fit_pressure(const PlayedEarphone &earphone) {
  const std::vector<double> omega = fit_grid(earphone.highest_hz);
  std::vector<std::complex<double>> pressure;
  for (const double w : omega)
    pressure.push_back(earphone.pressure_per_volt(w));
  RationalFitOptions options;
  options.quiet = 1e-5; // 100 dB below its peak a response is of no use
  return fit_rational(omega, {pressure}, {false}, options);
}

/// The band that a filter of this rate can be right in: its own upper end belongs to the converters.
FilterBand filter_band(const PlayedEarphone &earphone, double sample_rate) {
  constexpr double usable = 0.92; // of half the sample rate: 20.3 kHz at 44.1 kHz
  return {earphone.lowest_hz, std::min(earphone.highest_hz, usable * sample_rate / 2)};
}

double error_over_band(const CausalFilter &filter, const PlayedEarphone &earphone, double sample_rate) {
  const FilterBand band = filter_band(earphone, sample_rate);
  constexpr int points = 200;
  double largest = 0;
  for (int k = 0; k < points; ++k) {
    const double frequency = band.lowest_hz * std::pow(band.highest_hz / band.lowest_hz, k / (points - 1.0));
    const std::complex<double> ratio =
        filter_response(filter.taps, sample_rate, frequency) / earphone.pressure_per_volt(two_pi * frequency);
    largest = std::max(largest, std::abs(20 * std::log10(std::abs(ratio))));
  }
  return largest;
}

double root_mean_square(std::span<const double> values) {
  const double square = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
  return values.empty() ? 0 : std::sqrt(square / static_cast<double>(values.size()));
}

/// The quarter of a second with most energy, so that a short test stands for the signal.
std::span<const double> loudest_part(std::span<const double> signal, double sample_rate) {
  const auto length = std::min(signal.size(), static_cast<std::size_t>(sample_rate / 4));
  double energy = 0, most = -1;
  std::size_t best = 0;
  for (std::size_t n = 0; n < signal.size(); ++n) {
    energy += signal[n] * signal[n];
    if (n >= length)
      energy -= signal[n - length] * signal[n - length];
    if (n + 1 >= length && energy > most) {
      most = energy;
      best = n + 1 - length;
    }
  }
  return signal.subspan(best, length);
}

} // namespace

PlayedEarphone played_earphone(const CoilPorts &ports, double lowest_hz, double highest_hz) {
  const std::size_t n = ports.n_scalars();
  return {[&ports](double omega) { return ports.at(omega); },
          [&ports, n](double omega) { return ports.eardrum(omega, 1, std::vector<Complex>(n)); },
          [&ports, n](double omega) {
            std::vector<Complex> heard;
            for (std::size_t b = 0; b < n; ++b) {
              std::vector<Complex> law(n); // peak phasors make RMS pressures
              law[b] = std::numbers::sqrt2;
              heard.push_back(ports.eardrum(omega, 0, law));
            }
            return heard;
          },
          n,
          lowest_hz,
          highest_hz};
}

Playback::Playback(const PlayedEarphone &earphone, std::vector<Law> laws, double sample_rate)
    : sample_rate_(sample_rate), laws_(std::move(laws)) {
  const RationalFit pressure = fit_pressure(earphone);
  filter_ = causal_filter([&](double frequency) { return pressure.responses.at(0, two_pi * frequency); },
                          sample_rate, filter_band(earphone, sample_rate));
  error_db_ = error_over_band(filter_, earphone, sample_rate);
  if (laws_.empty())
    return;
  std::vector<bool> is_current(earphone.n_scalars);
  for (std::size_t a = 1; a < is_current.size(); a += 2)
    is_current[a] = true;
  // A law's share needs not be as exact as the linear answer: 0.01 dB of each harmonic.
  RationalFitOptions options;
  options.tolerance = 1e-3;
  ports_ = fit_ports(fit_grid(earphone.highest_hz), earphone.rest, earphone.pressure_of_laws, is_current,
                     is_current, options);
}

Playback::LawsShare Playback::add_laws(std::span<const double> voltage, int steps_per_sample) const {
  constexpr std::size_t block = 4096;
  const double rate = sample_rate_ * steps_per_sample;
  Resampler up(sample_rate_, rate), down(rate, sample_rate_);
  LawSteps steps(ports_->ports, laws_, 1 / rate);
  LawsShare share;
  share.coils.resize(ports_->ports.n_scalars / 2);
  const auto take = [&](const std::vector<double> &fine_voltage) {
    std::vector<double> heard;
    heard.reserve(fine_voltage.size());
    for (const double volt : fine_voltage) {
      heard.push_back(steps.advance(volt / std::numbers::sqrt2)); // level 1 has a peak of sqrt(2) V
      for (std::size_t k = 0; k < share.coils.size(); ++k) {
        Played::Range &coil = share.coils[k];
        coil.lowest = std::min(coil.lowest, steps.scalars()[2 * k]);
        coil.highest = std::max(coil.highest, steps.scalars()[2 * k]);
      }
    }
    const std::vector<double> ready = down.next(heard);
    share.pressure.insert(share.pressure.end(), ready.begin(), ready.end());
  };
  for (std::size_t start = 0; start < voltage.size(); start += block)
    take(up.next(voltage.subspan(start, std::min(block, voltage.size() - start))));
  take(up.rest());
  const std::vector<double> rest = down.rest();
  share.pressure.insert(share.pressure.end(), rest.begin(), rest.end());
  share.pressure.resize(voltage.size());
  return share;
}

/// Doubles the steps until halving them changes the laws' share by less than a hundredth, 0.1 dB of each
/// harmonic, or by nothing that is heard beside the linear answer.
void Playback::choose_steps(std::span<const double> voltage, Played &played) const {
  constexpr int fewest = 2, most = 32;
  constexpr double close = 1e-2, unheard = 1e-6;
  const std::span<const double> part = loudest_part(voltage, sample_rate_);
  const double linear = root_mean_square(filtered(part, filter_.taps));
  std::vector<double> coarse = add_laws(part, fewest).pressure;
  for (played.steps_per_sample = 2 * fewest;; played.steps_per_sample *= 2) {
    const std::vector<double> fine = add_laws(part, played.steps_per_sample).pressure;
    std::vector<double> change(fine.size());
    std::transform(fine.begin(), fine.end(), coarse.begin(), change.begin(), std::minus<>());
    const double size = root_mean_square(fine), difference = root_mean_square(change);
    // Second order: what is left is a third of the change.
    played.step_error = size > 0 ? difference / size / 3 : 0;
    if (played.step_error < close || difference / 3 < unheard * linear || played.steps_per_sample == most)
      return;
    coarse = fine;
  }
}

Played Playback::play(std::span<const double> voltage) const {
  Played played;
  played.linear = filtered(voltage, filter_.taps);
  if (laws_.empty() || voltage.empty())
    return played;
  choose_steps(voltage, played);
  LawsShare share = add_laws(voltage, played.steps_per_sample);
  played.of_laws = std::move(share.pressure);
  played.coils = std::move(share.coils);
  return played;
}

} // namespace earshot
