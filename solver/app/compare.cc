#include "solver/app/compare.h"

#include "solver/app/comparison_settings.h"
#include "solver/config/units.h"
#include "solver/output/comparison_files.h"
#include "solver/results/frequency_text.h"
#include "solver/results/laboratory_spread.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace earshot {

namespace {

namespace fs = std::filesystem;

MeasuredQuantity quantity_of(const CompareOptions &options) {
  const auto quantity = kind_of<MeasuredQuantity>(options.quantity);
  if (quantity == MeasuredQuantity::unset)
    throw UserError({"", 0, 0, "--quantity"},
                    fmt::format("found \"{}\", {}", options.quantity,
                                expected_one_of(options.quantity, choice_names<MeasuredQuantity>())));
  return quantity;
}

/// Labels begin the names of columns, so none may stand twice.
void make_labels_differ(std::vector<ComparisonSource> &sources) {
  std::set<std::string> taken;
  for (ComparisonSource &source : sources) {
    const std::string label = source.label;
    for (int number = 2; !taken.insert(source.label).second; ++number)
      source.label = fmt::format("{}_{}", label, number);
  }
}

/// Every source, or everything that keeps them from being read.
std::vector<ComparisonSource> read_sources(const CompareOptions &options, MeasuredQuantity quantity) {
  std::vector<ComparisonSource> sources;
  std::vector<Diagnostic> problems;
  const auto read = [&](const std::string &path, bool is_target) {
    try {
      sources.push_back(read_comparison_source(path, quantity, is_target));
    } catch (const UserError &error) {
      problems.insert(problems.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  };
  read(options.first, false);
  for (const std::string &other : options.others)
    read(other, false);
  for (const std::string &target : options.targets)
    read(target, true);
  if (!options.targets.empty() && quantity == MeasuredQuantity::impedance)
    problems.push_back({{"", 0, 0, "--target"}, "found a target of impedances, expected one of levels"});
  if (!problems.empty())
    throw UserError(problems);
  make_labels_differ(sources);
  return sources;
}

/// Results must not replace what they are made of.
void protect_sources(const CompareOptions &options, const std::vector<ComparisonSource> &sources) {
  for (const char *name : {"compare.csv", "differences.csv", "compare.txt"})
    for (const ComparisonSource &source : sources) {
      std::error_code none;
      if (fs::equivalent(options.directory / name, source.file, none))
        throw UserError({source.file, 0, 0, ""}, "found a file that the results would replace, expected "
                                                 "another folder for them (-o)");
    }
}

std::vector<ComparedBand> compared_bands(const ComparisonFiles &files, std::size_t k,
                                         const std::vector<double> &edges) {
  const auto &f = files.comparison.frequency_hz;
  const ComparedCurve &curve = files.comparison.curves[k];
  const auto &uncertainty = files.curves[k].uncertainty_db;
  std::vector<ComparedBand> bands;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const double from = edges[i], to = edges[i + 1];
    const auto share = [&](const std::vector<double> &limit) {
      return limit.empty() ? std::nan("") : share_within(f, curve.difference_db, limit, from, to);
    };
    if (const auto level = band_difference(f, curve.difference_db, from, to))
      bands.push_back({from, to, *level,
                       curve.group_delay_difference_ms.empty()
                           ? std::nullopt
                           : band_difference(f, curve.group_delay_difference_ms, from, to),
                       share(files.laboratory_spread_db), share(uncertainty)});
  }
  return bands;
}

ComparisonFiles compared(const std::vector<ComparisonSource> &sources, const ComparisonSettings &settings,
                         MeasuredQuantity quantity) {
  std::vector<CurveToCompare> curves;
  for (const ComparisonSource &source : sources)
    curves.push_back({source.curve, remaining_smoothing(smoothing_octaves(source.conditions.smoothing, {}),
                                                        settings.smoothing)});
  ComparisonFiles files{compare_curves(curves, settings.alignment), {}};
  const auto over_grid = [&](const auto &function) {
    std::vector<double> values;
    for (const double f : files.comparison.frequency_hz)
      values.push_back(function(f));
    return values;
  };
  if (quantity == MeasuredQuantity::level && !are_runs(sources))
    files.laboratory_spread_db = over_grid(laboratory_spread_db);
  for (std::size_t k = 0; k < sources.size(); ++k) {
    ComparedCurveText &text = files.curves.emplace_back(ComparedCurveText{sources[k].label, sources[k].file});
    if (!sources[k].conditions.uncertainty.empty())
      text.uncertainty_db = over_grid([&](double f) { return uncertainty_db(sources[k].conditions, f); });
    if (k > 0)
      text.bands = compared_bands(files, k, settings.edges);
  }
  return files;
}

/// "iec711, 1 V, 0.5 ohm, 1/12 octave, mean of 5 seatings": what is known.
std::string conditions_text(const ComparisonSource &source) {
  const MeasurementConfig &c = source.conditions;
  std::vector<std::string> parts{source.kind == SourceKind::run      ? "run"
                                 : source.kind == SourceKind::target ? "target"
                                                                     : "file"};
  parts.push_back(c.ear.value == EarModel::unset ? "ear not stated" : name_of(c.ear.value));
  if (!c.fixture.value.empty())
    parts.push_back(c.fixture);
  if (c.voltage)
    parts.push_back(format_quantity(c.voltage->value, unit::voltage));
  if (c.output_impedance)
    parts.push_back(format_quantity(c.output_impedance->value, unit::electrical_resistance));
  if (!c.smoothing.value.empty())
    parts.push_back(smoothing_text(smoothing_octaves(c.smoothing, {})));
  if (c.seatings > 0)
    parts.push_back(fmt::format("mean of {} seatings", c.seatings.value));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// What is nearer to zero than half a digit is zero, not -0.00.
double rounded(double value, int digits) {
  const double scale = std::pow(10, digits);
  return std::round(value * scale) / scale + 0.0;
}

std::string percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.0f} %", 100 * share) : "";
}

std::string bands_text(const ComparedCurveText &curve) {
  const auto any = [&](double ComparedBand::*share) {
    return std::any_of(curve.bands.begin(), curve.bands.end(),
                       [&](const ComparedBand &band) { return std::isfinite(band.*share); });
  };
  const bool spread = any(&ComparedBand::within_laboratory_spread),
             uncertainty = any(&ComparedBand::within_uncertainty);
  const bool delay = std::any_of(curve.bands.begin(), curve.bands.end(),
                                 [](const ComparedBand &band) { return band.delay.has_value(); });
  std::string text = fmt::format("    {:<20}{:>10}{:>12}{:>12}", "band", "rms", "largest", "at");
  text += (delay ? fmt::format("{:>16}", "group delay") : "") +
          (spread ? fmt::format("{:>14}", "within labs") : "") +
          (uncertainty ? fmt::format("{:>20}", "within uncertainty") : "") + "\n";
  for (const ComparedBand &band : curve.bands) {
    text += fmt::format("    {:<20}{:>7.2f} dB{:>9.2f} dB{:>12}", band_text(band.lowest_hz, band.highest_hz),
                        band.level.rms, rounded(band.level.largest, 2), frequency_text(band.level.at_hz));
    if (delay)
      text += band.delay ? fmt::format("{:>13.3f} ms", band.delay->rms) : fmt::format("{:>16}", "");
    text += (spread ? fmt::format("{:>14}", percent(band.within_laboratory_spread)) : "") +
            (uncertainty ? fmt::format("{:>20}", percent(band.within_uncertainty)) : "");
    constexpr double step = 1.015; // of the grid
    if (band.level.lowest_hz > band.lowest_hz * step || band.level.highest_hz * step < band.highest_hz)
      text += fmt::format("  (data from {})", band_text(band.level.lowest_hz, band.level.highest_hz));
    text += "\n";
  }
  return text;
}

/// What keeps a comparison from saying what it seems to.
std::vector<std::string> notes_of(const std::vector<ComparisonSource> &sources,
                                  const ComparisonFiles &files) {
  std::vector<std::string> notes;
  for (const ComparisonSource &source : sources) {
    notes.insert(notes.end(), source.notes.begin(), source.notes.end());
    if (source.ear_band.bounded() && (!source.ear_band.contains(files.comparison.frequency_hz.front()) ||
                                      !source.ear_band.contains(files.comparison.frequency_hz.back())))
      notes.push_back(fmt::format("{}: its ear is meant for {}", source.file,
                                  band_text(source.ear_band.lowest_hz, source.ear_band.highest_hz)));
  }
  const auto &fixture = sources.front().conditions.fixture.value;
  for (const ComparisonSource &source : sources)
    if (!fixture.empty() && !source.conditions.fixture.value.empty() &&
        source.conditions.fixture.value != fixture)
      notes.push_back(fmt::format("{}: its fixture is {}, that of {} is {}", source.file,
                                  source.conditions.fixture.value, sources.front().file, fixture));
  return notes;
}

std::string printed_text(const std::vector<ComparisonSource> &sources, const ComparisonSettings &settings,
                         const ComparisonFiles &files, const std::vector<Diagnostic> &forced) {
  const auto &band = settings.alignment;
  std::string text =
      fmt::format("compared with {} ({})\n", sources.front().file, conditions_text(sources.front()));
  text += fmt::format("{}, {}; difference = curve less {}\n",
                      band ? "aligned at " + band_text(band->lowest_hz, band->highest_hz) : "not aligned",
                      settings.smoothing > 0 ? "smoothed over " + smoothing_text(settings.smoothing)
                                             : "not smoothed",
                      sources.front().label);
  for (const Diagnostic &problem : forced)
    text += "warning: " + to_string(problem) + "\n";
  for (const std::string &note : notes_of(sources, files))
    text += "note: " + note + "\n";
  for (std::size_t k = 1; k < sources.size(); ++k) {
    const ComparedCurve &curve = files.comparison.curves[k];
    text += fmt::format("\n  {} ({})", sources[k].file, conditions_text(sources[k]));
    if (band)
      text += fmt::format("\n    offset {:+.2f} dB", rounded(curve.offset_db, 2)) +
              (curve.group_delay_ms.empty()
                   ? ""
                   : fmt::format(", less a delay of {:.3f} ms", rounded(curve.delay_ms, 3)));
    text += "\n" + bands_text(files.curves[k]);
  }
  return text;
}

} // namespace

void compare(const CompareOptions &options) {
  const MeasuredQuantity quantity = quantity_of(options);
  const std::vector<ComparisonSource> sources = read_sources(options, quantity);
  const ComparisonSettings settings = comparison_settings(options, sources);
  std::vector<Diagnostic> problems = impossible(sources, settings);
  const std::vector<Diagnostic> differing = mismatches(sources, settings, quantity);
  if (!options.force)
    problems.insert(problems.end(), differing.begin(), differing.end());
  if (!problems.empty())
    throw UserError(problems);
  check_writable(options.directory);
  protect_sources(options, sources);
  const ComparisonFiles files = compared(sources, settings, quantity);
  const std::string text = printed_text(sources, settings, files, differing);
  write_comparison(options.directory, files, text);
  fmt::print("{}\nresults: {}\n", text, options.directory.string());
}

} // namespace earshot
