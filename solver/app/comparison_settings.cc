#include "solver/app/comparison_settings.h"

#include "solver/config/units.h"
#include "solver/files/user_text.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

const std::vector<double> default_edges{20, 100, 1000, 4000, 8000, 10000, 20000};
constexpr AlignmentBand default_alignment{500, 500}; ///< where 711 couplers are calibrated (IEC 60318-4)
constexpr double default_smoothing = 1.0 / 12;
constexpr double end_slack = 1.03; ///< files begin and end at rounded frequencies

SourcePosition option(const char *name) {
  return {"", 0, 0, name};
}

double parse_frequency(const std::string &text, const char *name) {
  const ParsedQuantity parsed = parse_quantity(trimmed(text), unit::frequency);
  if (!parsed.error.empty())
    throw UserError(option(name), parsed.error);
  if (!(parsed.value > 0))
    throw UserError(option(name), fmt::format("found \"{}\", expected more than 0", text));
  return parsed.value;
}

/// @param where of `found`, where a file says it
void add_mismatch(SourcePosition where, const std::string &key, const std::string &found,
                  const std::string &expected, const ComparisonSource &source, const ComparisonSource &first,
                  std::vector<Diagnostic> &problems) {
  if (where.is_default())
    where = {source.file, 0, 0, key};
  problems.push_back({where, fmt::format("found {}, expected {} as {} has (--force compares all the same)",
                                         found, expected, first.file)});
}

/// Values that both state must be the same but for the rounding of units.
void require_same(const std::string &key, const std::optional<Located<double>> &found,
                  const std::optional<Located<double>> &expected, const UnitKind &kind,
                  const ComparisonSource &source, const ComparisonSource &first,
                  std::vector<Diagnostic> &problems) {
  constexpr double rounding = 1e-9;
  if (found && expected &&
      std::abs(found->value - expected->value) > rounding * std::abs(found->value + expected->value))
    add_mismatch(found->where, key, format_quantity(found->value, kind),
                 format_quantity(expected->value, kind), source, first, problems);
}

void require_same_ear(const ComparisonSource &source, const ComparisonSource &first,
                      std::vector<Diagnostic> &problems) {
  const auto &ear = source.conditions.ear, &expected = first.conditions.ear;
  if (ear.value == EarModel::unset && source.kind == SourceKind::target)
    problems.push_back(
        {{source.file, 0, 0, ""},
         fmt::format("found a target that doesn't say which ear it is made for, expected a line "
                     "such as '# ear = \"iec711\"' in it, or ear = \"iec711\" in {} (--force "
                     "compares all the same)",
                     sidecar_of(source.file).string())});
  else if (ear.value != EarModel::unset && expected.value != EarModel::unset && ear.value != expected.value)
    add_mismatch(ear.where, "ear", fmt::format("the ear {}", ear.value), name_of(expected.value), source,
                 first, problems);
}

} // namespace

std::string band_text(double lowest_hz, double highest_hz) {
  return lowest_hz == highest_hz
             ? frequency_text(lowest_hz)
             : fmt::format("{} to {}", frequency_text(lowest_hz), frequency_text(highest_hz));
}

AlignmentBand parse_band(const std::string &text, const char *name) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    const double frequency = parse_frequency(text, name);
    return {frequency, frequency};
  }
  const AlignmentBand band{parse_frequency(text.substr(0, dots), name),
                           parse_frequency(text.substr(dots + 2), name)};
  if (band.highest_hz < band.lowest_hz)
    throw UserError(option(name),
                    fmt::format("found \"{}\", expected the lower frequency first", excerpt(text)));
  return band;
}

std::optional<AlignmentBand> parse_alignment(const std::string &text) {
  if (trimmed(text) == "none")
    return std::nullopt;
  return parse_band(text, "--align");
}

std::vector<double> parse_bands(const std::string &text) {
  std::vector<double> edges;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    edges.push_back(parse_frequency(text.substr(begin, end - begin), "--bands"));
    begin = end + 1;
  }
  if (edges.size() < 2 ||
      std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) != edges.end())
    throw UserError(
        option("--bands"),
        fmt::format("found \"{}\", expected two or more rising frequencies, the ends of the bands, "
                    "such as \"100 Hz, 1 kHz, 8 kHz\"",
                    excerpt(text)));
  return edges;
}

bool are_runs(const std::vector<ComparisonSource> &sources) {
  return std::all_of(sources.begin(), sources.end(),
                     [](const ComparisonSource &source) { return source.kind == SourceKind::run; });
}

ComparisonSettings comparison_settings(const CompareOptions &options,
                                       const std::vector<ComparisonSource> &sources) {
  const bool runs = are_runs(sources);
  ComparisonSettings settings;
  if (!options.alignment.empty())
    settings.alignment = parse_alignment(options.alignment);
  else if (!runs && options.quantity == "level")
    settings.alignment = default_alignment;
  if (!options.smoothing.empty())
    settings.smoothing = smoothing_octaves(options.smoothing, option("--smooth"));
  else if (!runs)
    settings.smoothing = default_smoothing;
  if (options.smoothing.empty())
    for (const ComparisonSource &source : sources)
      settings.smoothing = std::max(settings.smoothing, smoothing_octaves(source.conditions.smoothing, {}));
  settings.bands_are_stated = !options.bands.empty();
  settings.edges = settings.bands_are_stated ? parse_bands(options.bands) : default_edges;
  return settings;
}

std::vector<Diagnostic> impossible(const std::vector<ComparisonSource> &sources,
                                   const ComparisonSettings &settings) {
  std::vector<Diagnostic> problems;
  const auto &first = sources.front().curve.frequency_hz;
  for (const ComparisonSource &source : sources) {
    const auto &f = source.curve.frequency_hz;
    const auto add = [&](const std::string &expected) {
      problems.push_back(
          {{source.file, 0, 0, ""},
           fmt::format("found data from {}, expected {}", band_text(f.front(), f.back()), expected)});
    };
    const auto holds = [&](double lowest, double highest, double slack) {
      return f.front() <= lowest * slack && f.back() * slack >= highest;
    };
    if (comparison_grid(std::max(f.front(), first.front()), std::min(f.back(), first.back())).empty())
      add(fmt::format("some of what {} has, {}", sources.front().file,
                      band_text(first.front(), first.back())));
    else if (const auto &band = settings.alignment;
             band &&
             !holds(band->lowest_hz, band->highest_hz, band->lowest_hz == band->highest_hz ? 1 : end_slack))
      add(fmt::format("{}, where curves are aligned (--align says where)",
                      band_text(band->lowest_hz, band->highest_hz)));
    else if (settings.bands_are_stated && !holds(settings.edges.front(), settings.edges.back(), end_slack))
      add(fmt::format("{} (--bands)", band_text(settings.edges.front(), settings.edges.back())));
  }
  return problems;
}

std::vector<Diagnostic> mismatches(const std::vector<ComparisonSource> &sources,
                                   const ComparisonSettings &settings, MeasuredQuantity quantity) {
  std::vector<Diagnostic> problems;
  const ComparisonSource &first = sources.front();
  for (const ComparisonSource &source : sources) {
    const double smoothing = smoothing_octaves(source.conditions.smoothing, {});
    if (smoothing > settings.smoothing * (1 + 1e-9)) // 1/12 as one number or another
      problems.push_back(
          {{source.file, 0, 0, "smoothing"},
           fmt::format("found {}, expected no more than --smooth asks for, {} (--force compares "
                       "all the same)",
                       smoothing_text(smoothing), smoothing_text(settings.smoothing))});
    if (&source == &first)
      continue;
    require_same_ear(source, first, problems);
    if (quantity == MeasuredQuantity::impedance)
      continue; // of a linear earphone it has nothing to do with the source
    require_same("output_impedance", source.conditions.output_impedance, first.conditions.output_impedance,
                 unit::electrical_resistance, source, first, problems);
    if (!settings.alignment)
      require_same("voltage", source.conditions.voltage, first.conditions.voltage, unit::voltage, source,
                   first, problems);
  }
  return problems;
}

} // namespace earshot
