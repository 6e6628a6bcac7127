#include "solver/analysis/playback.h"

#include "solver/analysis/law_ports.h"
#include "solver/signal/filter_design.h"
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
/// Fits go down to where all leaks have had their time.
constexpr double slowest_hz = 0.02;

/// Angular frequencies for fits.
std::vector<double> fit_grid(double lowest_hz, double highest_hz) {
  constexpr double per_octave = 48;
  return octave_grid(two_pi * lowest_hz, two_pi * highest_hz, per_octave);
}

/// The band that a filter of this rate can be right in: its own upper end belongs to the converters. What
/// lies an octave below the earphone's band is still in music, and moves the coil.
FilterBand filter_band(const PlayedEarphone &earphone, double sample_rate) {
  constexpr double usable = 0.92; // of half the sample rate: 20.3 kHz at 44.1 kHz
  return {earphone.lowest_hz / 2, std::min(earphone.highest_hz, usable * sample_rate / 2)};
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

PlayedEarphone played_earphone(const LawPorts &ports, double lowest_hz, double highest_hz) {
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
          ports.n_coils(),
          n - 2 * ports.n_coils(),
          lowest_hz,
          highest_hz};
}

Playback::Playback(const PlayedEarphone &earphone, std::vector<Law> laws, double sample_rate)
    : sample_rate_(sample_rate), n_coils_(earphone.n_coils), laws_(std::move(laws)) {
  const auto filter = [&](const std::function<Complex(double omega)> &response) {
    return causal_response([&](double frequency) { return response(two_pi * frequency); }, sample_rate,
                           filter_band(earphone, sample_rate), slowest_hz);
  };
  response_ = filter(earphone.pressure_per_volt);
  if (laws_.empty())
    return;
  std::vector<bool> is_current;
  for (std::size_t a = 0; a < earphone.n_scalars(); ++a) {
    is_current.push_back(earphone.is_current(a));
    // Level 1 has a peak of sqrt(2) V.
    to_scalars_.push_back(
        filter([&](double omega) { return earphone.rest(omega).source[a] / std::numbers::sqrt2; }).taps);
    from_laws_.push_back(filter([&](double omega) { return earphone.pressure_of_laws(omega)[a]; }).taps);
  }
  // Beyond its band the model isn't right, but passive: a fit that knows it there feeds no law.
  constexpr double faster = 4;
  RationalFitOptions options;
  options.tolerance = 1e-3; // 0.01 dB of what laws do to themselves
  ports_ = fit_ports(fit_grid(slowest_hz, faster * earphone.highest_hz), earphone.rest, is_current, options);
  ports_error_ =
      earshot::ports_error(ports_->ports, earphone.rest, fit_grid(earphone.lowest_hz, earphone.highest_hz));
}

namespace {

/// Takes blocks of linear scalars through the laws at a multiple of the sample rate.
class LawStage {
public:
  LawStage(const PortsInTime &ports, std::size_t n_coils, const std::vector<Law> &laws, double sample_rate,
           int steps_per_sample)
      : steps_(ports, laws, 1 / (sample_rate * steps_per_sample)), linear_(ports.n_scalars),
        law_values_(ports.n_scalars), coils_(n_coils), vent_flows_(ports.n_scalars - 2 * n_coils) {
    for (std::size_t a = 0; a < ports.n_scalars; ++a) {
      up_.emplace_back(sample_rate, sample_rate * steps_per_sample);
      down_.emplace_back(sample_rate * steps_per_sample, sample_rate);
    }
  }

  void take(const std::vector<std::vector<double>> &scalars, std::size_t start, std::size_t size) {
    std::vector<std::vector<double>> fine;
    for (std::size_t a = 0; a < up_.size(); ++a)
      fine.push_back(up_[a].next(std::span(scalars[a]).subspan(start, size)));
    step(fine);
  }
  void finish() {
    std::vector<std::vector<double>> fine;
    for (Resampler &up : up_)
      fine.push_back(up.rest());
    step(fine);
    for (std::size_t b = 0; b < down_.size(); ++b)
      append(down_[b].rest(), law_values_[b]);
  }

  /// By scalar, at the sample rate.
  const std::vector<std::vector<double>> &law_values() const { return law_values_; }
  const std::vector<Played::Range> &coils() const { return coils_; }
  const std::vector<double> &vent_flows() const { return vent_flows_; }

private:
  static void append(const std::vector<double> &more, std::vector<double> &values) {
    values.insert(values.end(), more.begin(), more.end());
  }

  void step(const std::vector<std::vector<double>> &fine) {
    std::vector<std::vector<double>> values(fine.size());
    for (std::size_t n = 0; n < fine.front().size(); ++n) {
      for (std::size_t a = 0; a < fine.size(); ++a)
        linear_[a] = fine[a][n];
      steps_.advance(linear_);
      for (std::size_t b = 0; b < fine.size(); ++b)
        values[b].push_back(steps_.law_values()[b]);
      for (std::size_t k = 0; k < coils_.size(); ++k) {
        coils_[k].lowest = std::min(coils_[k].lowest, steps_.scalars()[2 * k]);
        coils_[k].highest = std::max(coils_[k].highest, steps_.scalars()[2 * k]);
      }
      for (std::size_t v = 0; v < vent_flows_.size(); ++v)
        vent_flows_[v] = std::max(vent_flows_[v], std::abs(steps_.rates()[2 * coils_.size() + v]));
    }
    for (std::size_t b = 0; b < values.size(); ++b)
      append(down_[b].next(values[b]), law_values_[b]);
  }

  LawSteps steps_;
  std::vector<Resampler> up_, down_;
  std::vector<double> linear_;
  std::vector<std::vector<double>> law_values_;
  std::vector<Played::Range> coils_;
  std::vector<double> vent_flows_;
};

} // namespace

namespace {

/// A scalar over a signal and what fades of it afterwards: a jump at the signal's end would be an impulse to
/// laws of rates, which resampling would spread to before its end.
std::vector<double> with_fading_end(std::span<const double> voltage, const std::vector<double> &taps,
                                    std::size_t fade) {
  std::vector<double> longer(voltage.begin(), voltage.end());
  longer.resize(voltage.size() + fade);
  std::vector<double> scalar = filtered(longer, taps);
  for (std::size_t n = 0; n < fade; ++n)
    scalar[voltage.size() + n] *=
        (1 + std::cos(std::numbers::pi * (n + 1.0) / static_cast<double>(fade))) / 2;
  return scalar;
}

} // namespace

Playback::LawsShare Playback::laws_share(std::span<const double> voltage, int steps_per_sample) const {
  constexpr std::size_t block = 4096;
  constexpr double fade = 0.02; // [s]
  std::vector<std::vector<double>> scalars;
  for (const std::vector<double> &taps : to_scalars_)
    scalars.push_back(with_fading_end(voltage, taps, static_cast<std::size_t>(fade * sample_rate_)));
  const std::size_t n_samples = scalars.front().size();
  LawStage stage(ports_->ports, n_coils_, laws_, sample_rate_, steps_per_sample);
  for (std::size_t start = 0; start < n_samples; start += block)
    stage.take(scalars, start, std::min(block, n_samples - start));
  stage.finish();
  LawsShare share{std::vector<double>(voltage.size()), stage.coils(), stage.vent_flows()};
  for (std::size_t b = 0; b < from_laws_.size(); ++b) {
    const std::vector<double> heard = filtered(stage.law_values()[b], from_laws_[b]);
    for (std::size_t n = 0; n < share.pressure.size(); ++n)
      share.pressure[n] += heard[n];
  }
  return share;
}

/// Doubles the steps until halving them changes the laws' share by less than a hundredth, 0.1 dB of each
/// harmonic, or by nothing that is heard beside the linear answer.
void Playback::choose_steps(std::span<const double> voltage, Played &played) const {
  constexpr int fewest = 2, most = 32;
  constexpr double close = 1e-2, unheard = 1e-6;
  const std::span<const double> part = loudest_part(voltage, sample_rate_);
  const double linear = root_mean_square(filtered(part, response_.taps));
  std::vector<double> coarse = laws_share(part, fewest).pressure;
  for (played.steps_per_sample = 2 * fewest;; played.steps_per_sample *= 2) {
    const std::vector<double> fine = laws_share(part, played.steps_per_sample).pressure;
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
  played.linear = filtered(voltage, response_.taps);
  if (laws_.empty() || voltage.empty())
    return played;
  choose_steps(voltage, played);
  LawsShare share = laws_share(voltage, played.steps_per_sample);
  played.of_laws = std::move(share.pressure);
  played.coils = std::move(share.coils);
  played.vent_flows = std::move(share.vent_flows);
  return played;
}

} // namespace earshot
