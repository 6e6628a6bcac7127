#include "solver/app/equalize.h"

#include "solver/app/comparison_settings.h"
#include "solver/config/units.h"
#include "solver/files/audio_file.h"
#include "solver/files/tables.h"
#include "solver/results/frequency_text.h"
#include "solver/signal/filter_design.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr int fewest_taps = 255, most_taps = 1 << 18;

double decibels(double ratio) {
  return 20 * std::log10(ratio);
}

SourcePosition option(const char *name) {
  return {"", 0, 0, name};
}

/// What the options say, once they make sense.
struct Settings {
  AlignmentBand band;
  double most_boost_db;
  bool linear_phase;
};

Settings settings_of(const EqualizeOptions &options) {
  require_audio_name(options.output, SampleFormat::floating);
  const std::vector<std::string> phases{"minimum", "linear"};
  if (std::find(phases.begin(), phases.end(), options.phase) == phases.end())
    throw UserError(option("--phase"),
                    fmt::format("found \"{}\", {}", options.phase, expected_one_of(options.phase, phases)));
  if (options.n_taps < fewest_taps || options.n_taps > most_taps)
    throw UserError(option("--taps"),
                    fmt::format("found {}, expected {} to {}", options.n_taps, fewest_taps, most_taps));
  if (!(options.sample_rate >= lowest_sample_rate && options.sample_rate <= highest_sample_rate))
    throw UserError(option("--rate"),
                    fmt::format("found {:g} Hz, expected {:g} to {:g} Hz", options.sample_rate,
                                lowest_sample_rate, highest_sample_rate));
  const ParsedQuantity boost =
      parse_quantity(options.most_boost.empty() ? "12 dB" : options.most_boost, unit::level);
  if (!boost.error.empty())
    throw UserError(option("--most-boost"), boost.error);
  const AlignmentBand band = parse_band(options.band.empty() ? "20 Hz..16 kHz" : options.band, "--band");
  if (!(band.highest_hz < options.sample_rate / 2))
    throw UserError(option("--band"),
                    fmt::format("found a band up to {}, expected one below half the sample "
                                "rate, {}",
                                frequency_text(band.highest_hz), frequency_text(options.sample_rate / 2)));
  return {band, std::max(0.0, boost.value), options.phase == "linear"};
}

fs::path table_of(const EqualizeOptions &options) {
  return fs::path(options.output).replace_extension(".csv");
}

/// Results must not replace what they are made of.
void protect_sources(const EqualizeOptions &options) {
  std::error_code none;
  for (const std::string &source : {options.source, options.target})
    if (fs::equivalent(table_of(options), source, none))
      throw UserError({source, 0, 0, ""},
                      "found a file that the filter's table would replace, expected another "
                      "name for the filter (-o)");
}

/// The curve and its target, aligned and smoothed alike.
Comparison compared(const EqualizeOptions &options) {
  const std::vector<ComparisonSource> sources{
      read_comparison_source(options.source, MeasuredQuantity::level, false),
      read_comparison_source(options.target, MeasuredQuantity::level, true)};
  CompareOptions of_comparison;
  of_comparison.alignment = options.alignment.empty() ? "500 Hz" : options.alignment;
  of_comparison.smoothing = options.smoothing.empty() ? "1/12" : options.smoothing;
  const ComparisonSettings settings = comparison_settings(of_comparison, sources);
  std::vector<Diagnostic> problems = impossible(sources, settings);
  if (!options.force)
    for (Diagnostic &problem : mismatches(sources, settings, MeasuredQuantity::level))
      problems.push_back(std::move(problem));
  if (!problems.empty())
    throw UserError(problems);
  std::vector<CurveToCompare> curves;
  for (const ComparisonSource &source : sources)
    curves.push_back({source.curve, remaining_smoothing(smoothing_octaves(source.conditions.smoothing, {}),
                                                        settings.smoothing)});
  return compare_curves(curves, settings.alignment);
}

/// The gain that a filter is to have [dB], at most 0: where target and curve are known within the band, held
/// beyond.
LevelCurve wanted_gain(const Comparison &comparison, const Settings &settings) {
  LevelCurve gain;
  for (std::size_t i = 0; i < comparison.frequency_hz.size(); ++i) {
    const double f = comparison.frequency_hz[i], difference = comparison.curves[1].difference_db[i];
    if (f < settings.band.lowest_hz || f > settings.band.highest_hz || !std::isfinite(difference))
      continue;
    gain.frequency_hz.push_back(f);
    gain.level_db.push_back(std::min(difference, settings.most_boost_db));
  }
  if (gain.frequency_hz.size() < 2)
    throw UserError(option("--band"),
                    fmt::format("found {}, expected a band that curve and target share",
                                band_text(settings.band.lowest_hz, settings.band.highest_hz)));
  const double largest = *std::max_element(gain.level_db.begin(), gain.level_db.end());
  for (double &level : gain.level_db)
    level -= largest;
  return gain;
}

/// What the filter makes of the curve, and how far that is from the target within the band [dB].
struct Outcome {
  Table table{{"frequency_hz", "response_db", "target_db", "filter_db", "equalized_db"}, {}};
  double rms_before = 0, rms_after = 0;
};

Outcome outcome_of(const Comparison &comparison, const std::vector<double> &taps, const LevelCurve &gain,
                   const EqualizeOptions &options) {
  Outcome outcome;
  std::vector<double> before, after;
  double offset = 0; // both curves are aligned: what is left is a common gain
  for (std::size_t i = 0; i < comparison.frequency_hz.size(); ++i) {
    const double f = comparison.frequency_hz[i];
    if (f >= options.sample_rate / 2)
      break;
    const double response = comparison.curves[0].level_db[i], target = comparison.curves[1].level_db[i],
                 filter = decibels(std::abs(filter_response(taps, options.sample_rate, f)));
    outcome.table.rows.push_back({f, response, target, filter, response + filter});
    if (f < gain.frequency_hz.front() || f > gain.frequency_hz.back() || !std::isfinite(response + target))
      continue;
    before.push_back(target - response);
    after.push_back(target - response - filter);
    offset += after.back();
  }
  offset /= static_cast<double>(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    outcome.rms_before += before[i] * before[i] / static_cast<double>(before.size());
    outcome.rms_after += (after[i] - offset) * (after[i] - offset) / static_cast<double>(after.size());
  }
  outcome.rms_before = std::sqrt(outcome.rms_before);
  outcome.rms_after = std::sqrt(outcome.rms_after);
  return outcome;
}

} // namespace

void equalize(const EqualizeOptions &options) {
  const Settings settings = settings_of(options);
  protect_sources(options);
  const Comparison comparison = compared(options);
  const LevelCurve gain = wanted_gain(comparison, settings);
  const auto magnitude = [&](double frequency) {
    return std::pow(10, level_at(gain, std::max(frequency, gain.frequency_hz.front())) / 20);
  };
  const auto n_taps = static_cast<std::size_t>(options.n_taps);
  const std::vector<double> taps =
      settings.linear_phase ? linear_phase_filter(magnitude, options.sample_rate, n_taps | 1)
                            : minimum_phase_filter(magnitude, options.sample_rate, n_taps + n_taps % 2);
  const Outcome outcome = outcome_of(comparison, taps, gain, options);
  write_audio(options.output, {options.sample_rate, {taps}}, SampleFormat::floating);
  const fs::path table = table_of(options);
  write_table(table, outcome.table);
  fmt::print("{}: {} taps of {} phase at {:g} kHz{}\n", options.output, taps.size(), options.phase,
             options.sample_rate / 1000,
             settings.linear_phase
                 ? fmt::format(", a delay of {:.1f} ms",
                               500 * static_cast<double>(taps.size() - 1) / options.sample_rate)
                 : "");
  fmt::print("from the target over {}: {:.2f} dB rms before, {:.2f} dB after; least gain {:.1f} dB\n",
             band_text(gain.frequency_hz.front(), gain.frequency_hz.back()), outcome.rms_before,
             outcome.rms_after, *std::min_element(gain.level_db.begin(), gain.level_db.end()));
  fmt::print("{}: response, target, filter and what they make\n", table.string());
}

} // namespace earshot
