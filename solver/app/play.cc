#include "solver/app/play.h"

#include "solver/analysis/large_signal_drivers.h"
#include "solver/analysis/law_ports.h"
#include "solver/analysis/playback.h"
#include "solver/app/comparison_settings.h"
#include "solver/app/saved_designs.h"
#include "solver/config/units.h"
#include "solver/files/audio_file.h"
#include "solver/files/tables.h"
#include "solver/model/case_terms.h"
#include "solver/results/frequency_text.h"
#include "solver/results/response.h"
#include "solver/signal/filter_design.h"
#include "solver/signal/fourier.h"
#include "solver/sweep/law_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>

namespace earshot {

namespace {

namespace fs = std::filesystem;

double parse_option(const std::string &text, const char *name, const UnitKind &kind) {
  const ParsedQuantity parsed = parse_quantity(text, kind);
  if (!parsed.error.empty())
    throw UserError({"", 0, 0, name}, parsed.error);
  return parsed.value;
}

double largest_of(const std::vector<double> &values) {
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::abs(value));
  return largest;
}

double root_mean_square(const std::vector<double> &values) {
  const double square = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
  return values.empty() ? 0 : std::sqrt(square / static_cast<double>(values.size()));
}

/// The signal, if it is one that says something.
AudioSignal usable_signal(const PlayOptions &options) {
  AudioSignal signal = read_audio(options.signal);
  if (std::all_of(signal.channels.begin(), signal.channels.end(),
                  [](const auto &channel) { return largest_of(channel) == 0; }))
    throw UserError({options.signal, 0, 0, ""}, "found silence, expected a signal");
  if (const std::size_t clipped = clipped_samples(signal); clipped > 0 && !options.force)
    throw UserError(
        {options.signal, 0, 0, ""},
        fmt::format("found {} samples that were cut off at full scale, whose distortion would pass "
                    "for the earphone's, expected none (--force plays it all the same)",
                    clipped));
  return signal;
}

/// What --voltage says; nothing without it.
std::optional<double> source_voltage(const PlayOptions &options) {
  if (options.voltage.empty())
    return std::nullopt;
  const double voltage = parse_option(options.voltage, "--voltage", unit::voltage);
  if (!(voltage > 0))
    throw UserError({"", 0, 0, "--voltage"}, fmt::format("found {} V, expected more than 0", voltage));
  return voltage;
}

/// The earphone of a saved model and its drivers' laws.
class SavedEarphone {
public:
  SavedEarphone(const fs::path &file, bool linear)
      : file_(file), saved_(read_saved_model(file)), design_(saved_case(saved_, file.string())) {
    if (design_.ear.model.value == EarModel::none)
      throw UserError({file.string(), 0, 0, "ear.model"}, "found \"none\", expected an ear that hears");
    if (!linear)
      find_laws();
    ports_.emplace(saved_.model, coefficient_functions(design_, saved_.facts), design_.source.voltage,
                   large_.driver_names(), large_.vents);
  }

  const Case &design() const { return design_; }
  /// Drivers with laws, and vents.
  const LargeSignal &large_signal() const { return large_; }
  PlayedEarphone earphone() const { return played_earphone(*ports_, saved_.lowest_hz, saved_.highest_hz); }
  bool leaves_out_areas() const { return leaves_out_areas_; } ///< S_d(x) of drivers
  /// Its response as what curves are compared with.
  ComparisonSource source() const;

private:
  void find_laws();

  fs::path file_;
  SavedModel saved_;
  Case design_;
  LargeSignal large_;
  bool leaves_out_areas_ = false;
  std::optional<LawPorts> ports_;
};

void SavedEarphone::find_laws() {
  for (const DriverConfig &driver : design_.drivers)
    if (auto curves = driver_curves(driver, design_.materials); !curves.empty()) {
      leaves_out_areas_ |=
          std::erase_if(curves, [](const auto &curve) { return curve.kind == LargeSignalCurve::area; }) > 0;
      const auto stiffness = saved_.rest_stiffness.find(driver.name);
      large_.drivers.push_back(
          {driver, std::move(curves), stiffness == saved_.rest_stiffness.end() ? 0 : stiffness->second});
    }
  large_.vents = vents(design_, saved_.facts);
}

ComparisonSource SavedEarphone::source() const {
  ComparisonSource source{file_.stem().string(), file_.string(), SourceKind::run};
  source.conditions.ear = design_.ear.model;
  source.conditions.smoothing = std::string("none");
  return source;
}

/// Taps that take a level over frequency out of a signal, as much as it differs from its own level at 500 Hz.
std::vector<double> taking_out(const PlayOptions &options, const SavedEarphone &earphone,
                               double sample_rate) {
  const ComparisonSource curve = read_comparison_source(options.relative_to, MeasuredQuantity::level, true);
  if (const auto problems =
          mismatches({earphone.source(), curve}, {AlignmentBand{500, 500}, 1, {}}, MeasuredQuantity::level);
      !problems.empty() && !options.force)
    throw UserError(problems);
  constexpr double most_db = 30; // where a curve ends in nothing
  const double middle = level_at(curve.curve, 500);
  const auto magnitude = [&](double frequency) {
    const double level = level_at(curve.curve, std::max(frequency, 1.0)) - middle;
    return std::pow(10, std::clamp(-level, -most_db, most_db) / 20);
  };
  return minimum_phase_filter(magnitude, sample_rate, std::bit_ceil(static_cast<unsigned>(sample_rate / 6)));
}

/// Plays every channel of a signal and tells how it went.
class Player {
public:
  Player(const fs::path &model, const PlayOptions &options)
      : options_(options), signal_(usable_signal(options)), earphone_(model, options.linear),
        voltage_(source_voltage(options).value_or(earphone_.design().source.voltage)),
        playback_(earphone_.earphone(), earphone_.large_signal().laws(), signal_.sample_rate) {}

  void play() {
    describe_earphone();
    for (std::size_t c = 0; c < signal_.channels.size(); ++c)
      play_channel(c);
    if (!options_.relative_to.empty())
      take_out();
    write();
  }

private:
  void describe_earphone() const;
  void play_channel(std::size_t channel);
  void tell_range(const Played &played) const;
  void take_out();
  void write() const;

  const PlayOptions &options_;
  AudioSignal signal_;
  SavedEarphone earphone_;
  double voltage_;
  Playback playback_;
  std::vector<std::vector<double>> pressure_, of_laws_; ///< [Pa], by channel
};

void Player::describe_earphone() const {
  const PlayedEarphone earphone = earphone_.earphone();
  fmt::print("{}: {} channel{}, {:g} kHz, {:.1f} s; full scale is a sine of {}\n", options_.signal,
             signal_.channels.size(), signal_.channels.size() > 1 ? "s" : "", signal_.sample_rate / 1000,
             static_cast<double>(signal_.n_frames()) / signal_.sample_rate,
             format_quantity(voltage_, unit::voltage));
  fmt::print("response from {} to {}: within {:.2g} dB and {:.2g} degrees of the model, {} taps\n",
             frequency_text(earphone.lowest_hz), frequency_text(earphone.highest_hz),
             playback_.response().level_error_db, playback_.response().phase_error_deg,
             playback_.response().taps.size());
  constexpr double audible_db = 0.1, usual_deg = 10;
  if (playback_.response().level_error_db > audible_db)
    fmt::print(stderr, "warning: the response can't be played better than that at {:g} kHz\n",
               signal_.sample_rate / 1000);
  if (playback_.response().phase_error_deg > usual_deg)
    fmt::print(stderr, "warning: no causal response has the model's phase: large constant loss factors, or "
                       "tables that end at the sweep, are behind it\n");
  if (earphone_.leaves_out_areas())
    fmt::print(stderr, "warning: the laws of effective areas are left out\n");
  if (!playback_.ports()) {
    fmt::print("{}\n", options_.linear ? "laws at large signal are left out" : "no laws at large signal");
    return;
  }
  const PortsFit &fit = *playback_.ports();
  const double error_db = 20 * std::log10(1 + playback_.ports_error());
  fmt::print("laws act through {} poles, within {:.2g} dB of the model\n", fit.ports.responses.poles.size(),
             error_db);
  constexpr double usual_db = 1;
  if (error_db > usual_db)
    fmt::print(stderr, "warning: what laws do to themselves is unsure by that much\n");
  constexpr double least_power = -0.05; // of what the laws move, as far as the fit is unsure of it
  if (fit.least_power < least_power)
    fmt::print(stderr,
               "warning: the fit of the laws' ports isn't passive (by {:.2g}): distortion may be wrong\n",
               -fit.least_power);
}

void Player::play_channel(std::size_t channel) {
  std::vector<double> voltage = signal_.channels[channel];
  for (double &value : voltage)
    value *= std::numbers::sqrt2 * voltage_;
  const auto start = std::chrono::steady_clock::now();
  Played played;
  try {
    played = playback_.play(voltage);
  } catch (const LawStepError &error) {
    throw UserError(
        {options_.signal, 0, 0, ""},
        fmt::format("found a voltage at which the laws can't be stepped ({}), expected a lower one "
                    "(--voltage, now {})",
                    error.what(), format_quantity(voltage_, unit::voltage)));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::vector<double> pressure = played.linear;
  for (std::size_t n = 0; n < played.of_laws.size(); ++n)
    pressure[n] += played.of_laws[n];
  fmt::print("channel {}: {:.1f} dB, peak {:.1f} dB; {:.1f} times as fast as it sounds\n", channel + 1,
             sound_pressure_level(root_mean_square(pressure)),
             sound_pressure_level(largest_of(pressure) / std::numbers::sqrt2),
             static_cast<double>(voltage.size()) / signal_.sample_rate / seconds);
  if (playback_.ports()) {
    fmt::print("    the laws' share is {:.1f} dB below, {} steps a sample leave {:.1g} % of it unsure\n",
               20 * std::log10(root_mean_square(pressure) / root_mean_square(played.of_laws)),
               played.steps_per_sample, 100 * played.step_error);
    tell_range(played);
  }
  played.of_laws.resize(pressure.size());
  pressure_.push_back(std::move(pressure));
  of_laws_.push_back(std::move(played.of_laws));
}

void Player::tell_range(const Played &played) const {
  constexpr double mm = 1e-3;
  for (std::size_t k = 0; k < played.coils.size(); ++k) {
    const Played::Range &coil = played.coils[k];
    const LargeSignalDriver &driver = earphone_.large_signal().drivers[k];
    const std::string &name = driver.config.name;
    fmt::print("    coil of {}: {:.3g} to {:.3g} mm\n", name, coil.lowest / mm, coil.highest / mm);
    const DisplacementRange range = common_range(driver.curves);
    if (coil.lowest < range.lowest || coil.highest > range.highest)
      fmt::print(stderr,
                 "warning: the coil of {} leaves the {:.3g} to {:.3g} mm that its laws are known for\n", name,
                 range.lowest / mm, range.highest / mm);
  }
  for (std::size_t v = 0; v < played.vent_flows.size(); ++v) {
    const Vent &vent = earphone_.large_signal().vents[v];
    fmt::print("    air in {}: up to {:.3g} m/s\n", vent.name, played.vent_flows[v] / vent.loss.area);
  }
}

void Player::take_out() {
  const std::vector<double> taps = taking_out(options_, earphone_, signal_.sample_rate);
  for (auto *channels : {&pressure_, &of_laws_})
    for (std::vector<double> &channel : *channels)
      channel = filtered(channel, taps);
}

/// The files, both at the same scale: full scale is a sine of a whole number of decibels, unless it is
/// stated.
void Player::write() const {
  double peak = 0;
  for (const std::vector<double> &channel : pressure_)
    peak = std::max(peak, largest_of(channel));
  const double just = std::ceil(sound_pressure_level(peak / std::numbers::sqrt2)),
               level = options_.full_scale.empty()
                           ? just
                           : parse_option(options_.full_scale, "--full-scale", unit::level);
  constexpr double reference = 20e-6;
  const double full_scale = std::numbers::sqrt2 * reference * std::pow(10, level / 20);
  const auto scaled = [&](std::vector<std::vector<double>> channels) {
    for (std::vector<double> &channel : channels)
      for (double &value : channel)
        value /= full_scale;
    return AudioSignal{signal_.sample_rate, std::move(channels)};
  };
  if (peak > full_scale)
    fmt::print(stderr, "warning: the output is cut off at {:g} dB, {:g} dB would hold it\n", level, just);
  write_audio(options_.output, scaled(pressure_));
  fmt::print("{}: full scale is a sine of {:g} dB\n", options_.output, level);
  if (options_.distortion.empty())
    return;
  write_audio(options_.distortion, scaled(of_laws_));
  fmt::print("{}: what the laws add, likewise\n", options_.distortion);
}

} // namespace

void check_play(const PlayOptions &options) {
  usable_signal(options);
  source_voltage(options);
  if (!options.full_scale.empty())
    parse_option(options.full_scale, "--full-scale", unit::level);
  if (!options.relative_to.empty())
    read_comparison_source(options.relative_to, MeasuredQuantity::level, true);
  std::vector<fs::path> files{options.signal};
  for (const std::string &output : {options.output, options.distortion}) {
    if (output.empty())
      continue;
    require_audio_name(output);
    check_writable(fs::absolute(output).parent_path());
    std::error_code none;
    for (const fs::path &file : files)
      if (fs::absolute(output).lexically_normal() == fs::absolute(file).lexically_normal() ||
          fs::equivalent(output, file, none))
        throw UserError({output, 0, 0, ""},
                        "found the signal's or another output's own file, expected another name");
    files.push_back(output);
  }
}

void play(const fs::path &model, const PlayOptions &options) {
  check_play(options);
  Player(model, options).play();
}

} // namespace earshot
