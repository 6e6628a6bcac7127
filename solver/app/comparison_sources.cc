#include "solver/app/comparison_sources.h"

#include "solver/config/reader.h"
#include "solver/config/text_file.h"
#include "solver/files/import_files.h"
#include "solver/files/tables.h"
#include "solver/files/user_text.h"
#include "solver/results/phase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <regex>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_sidecar = 1024 * 1024; ///< [bytes]; thousands of lines of uncertainty

LevelCurve curve_of(const ImportedCurve &imported, bool has_phase) {
  LevelCurve curve{imported.frequency_hz, {}, {}};
  for (const auto &value : imported.values)
    curve.level_db.push_back(20 * std::log10(std::abs(value)));
  if (has_phase)
    curve.phase_rad = unwrapped_phase(imported.values);
  return curve;
}

/// The rows of a run's table that hold a level.
LevelCurve curve_of(const std::vector<double> &frequency_hz, const std::vector<double> &level_db,
                    const std::vector<double> &phase_deg) {
  LevelCurve curve;
  std::vector<std::complex<double>> direction;
  for (std::size_t i = 0; i < frequency_hz.size(); ++i)
    if (std::isfinite(level_db[i]) && std::isfinite(phase_deg[i])) {
      curve.frequency_hz.push_back(frequency_hz[i]);
      curve.level_db.push_back(level_db[i]);
      direction.push_back(std::polar(1.0, phase_deg[i] * std::numbers::pi / 180));
    }
  curve.phase_rad = unwrapped_phase(direction);
  return curve;
}

void require_curve(const LevelCurve &curve, const std::string &file) {
  if (curve.frequency_hz.size() < 2)
    throw UserError({file, 0, 0, ""}, fmt::format("found {} frequencies with a value, expected two or more",
                                                  curve.frequency_hz.size()));
  constexpr double greatest = 1000; // [dB]; whose power is still a number, as are sums of it
  for (std::size_t i = 0; i < curve.frequency_hz.size(); ++i)
    if (std::isfinite(curve.level_db[i]) && std::abs(curve.level_db[i]) > greatest)
      throw UserError({file, 0, 0, ""},
                      fmt::format("found {:g} dB at {:g} Hz, expected a level between {:g} and {:g} dB",
                                  curve.level_db[i], curve.frequency_hz[i], -greatest, greatest));
    else if (!std::isfinite(curve.level_db[i]))
      throw UserError({file, 0, 0, ""},
                      fmt::format("found the value 0 at {:g} Hz, which has no level", curve.frequency_hz[i]));
}

/// The level at the eardrum, or the impedance, of a run.
LevelCurve run_curve(const fs::path &folder, MeasuredQuantity quantity) {
  const bool level = quantity == MeasuredQuantity::level;
  const fs::path file = folder / (level ? "response.csv" : "impedance.csv");
  if (!fs::exists(file))
    throw UserError({folder.string(), 0, 0, ""},
                    fmt::format("found no {}, expected the folder of a run {}", file.filename().string(),
                                level ? "with an ear" : "with a source"));
  const Table table = read_table(file);
  const std::string name = level ? "spl_db" : "magnitude_ohm";
  if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end())
    throw UserError({file.string(), 1, 0, ""},
                    fmt::format("found no column \"{}\", expected the response of a case with an ear", name));
  std::vector<double> levels = table.column(name);
  if (!level)
    for (double &value : levels)
      value = 20 * std::log10(value);
  return curve_of(table.column("frequency_hz"), levels, table.column("phase_deg"));
}

MeasurementConfig run_conditions(const Case &config) {
  MeasurementConfig conditions;
  conditions.ear = published_ear(config.ear.model);
  conditions.voltage = config.source.voltage;
  conditions.output_impedance = config.source.output_impedance;
  conditions.smoothing = std::string("none");
  return conditions;
}

/// The part of the response that the run's ear is meant for.
FrequencyBand ear_band(const fs::path &folder) {
  const Table table = read_table(folder / "response.csv");
  FrequencyBand band;
  if (std::find(table.columns.begin(), table.columns.end(), "in_ear_band") == table.columns.end())
    return band;
  const std::vector<double> f = table.column("frequency_hz"), within = table.column("in_ear_band");
  const auto first = std::find(within.begin(), within.end(), 1.0);
  const auto last = std::find(within.rbegin(), within.rend(), 1.0);
  if (first != within.end())
    band = {f[first - within.begin()], f[within.rend() - last - 1]};
  return band;
}

ComparisonSource read_run(const std::string &path, MeasuredQuantity quantity) {
  const fs::path folder = fs::absolute(path).lexically_normal();
  const fs::path resolved = fs::path(path) / "config.resolved.toml";
  ComparisonSource source{(folder.has_filename() ? folder : folder.parent_path()).filename().string(), path,
                          SourceKind::run};
  if (!fs::exists(resolved))
    throw UserError({path, 0, 0, ""}, "found a folder without config.resolved.toml, expected the folder of a "
                                      "run or a file of a curve");
  source.conditions = run_conditions(read_resolved_case(read_text(resolved), resolved.string()));
  source.curve = run_curve(path, quantity);
  if (quantity == MeasuredQuantity::level)
    source.ear_band = ear_band(path);
  return source;
}

/// What comments say about a curve, as TOML on the same lines, so that messages name them.
std::string conditions_in_comments(const std::string &text, const std::string &file,
                                   std::vector<std::string> &notes) {
  static const std::regex ear("^[#*!%; \t]+ear[ \t]*=[ \t]*\"?([^\"]*?)\"?[ \t]*$"),
      smoothing("^[#*!%; \t]+Smoothing[ \t]*:[ \t]*(.*?)[ \t]*$");
  constexpr std::size_t longest = 200; // of a line that says one of these
  std::string toml;
  for (const std::string &line : lines_of(text)) {
    std::smatch match;
    if (line.size() <= longest && std::regex_match(line, match, ear))
      toml += fmt::format("ear = \"{}\"", match[1].str());
    else if (line.size() <= longest && std::regex_match(line, match, smoothing)) {
      const std::string value = lower_case(match[1]);
      try {
        smoothing_octaves(value, {});
        toml += fmt::format("smoothing = \"{}\"", value);
      } catch (const UserError &) { // such as REW's "Psychoacoustic"
        notes.push_back(fmt::format("{}: smoothing \"{}\" is no part of an octave and counts as none", file,
                                    excerpt(match[1])));
      }
    }
    toml += "\n";
  }
  return toml;
}

MeasurementConfig conditions_of(const fs::path &file, const std::string &bytes,
                                std::vector<std::string> &notes) {
  const fs::path sidecar = sidecar_of(file);
  if (fs::exists(sidecar))
    return read_measurement(read_text_file(sidecar.string(), largest_sidecar), sidecar.string());
  return read_measurement(conditions_in_comments(decoded_text(bytes, file.string()), file.string(), notes),
                          file.string());
}

/// The other quantity by a file's name, which would be read as nonsense or refused as a table.
void refuse_other_quantity(const std::string &file, MeasuredQuantity quantity) {
  const std::string extension = lower_case(fs::path(file).extension().string());
  const bool impedance = extension == ".zma" || extension == ".s1p";
  if (impedance && quantity == MeasuredQuantity::level)
    throw UserError({file, 0, 0, ""}, "found an impedance, expected a level (--quantity impedance compares "
                                      "impedances)");
  if (extension == ".frd" && quantity == MeasuredQuantity::impedance)
    throw UserError({file, 0, 0, ""},
                    "found levels, expected an impedance (--quantity level compares levels)");
}

ComparisonSource read_file(const std::string &file, MeasuredQuantity quantity, SourceKind kind) {
  refuse_other_quantity(file, quantity);
  ComparisonSource source{fs::path(file).stem().string(), file, kind};
  const std::string bytes = read_user_bytes(file);
  source.conditions = conditions_of(file, bytes, source.notes);
  const std::string &columns = source.conditions.columns;
  std::vector<std::string> notes;
  if (quantity == MeasuredQuantity::level) {
    const ImportedCurve curve = parse_frd(bytes, file, columns);
    source.curve = curve_of(curve, curve.has_phase);
    notes = curve.notes;
  } else {
    const ImportedImpedance impedance = read_impedance(file, columns);
    if (impedance.quantity != TableQuantity::electrical)
      throw UserError({file, 0, 0, ""}, "found an acoustic impedance, expected ohm");
    source.curve = curve_of(impedance.curve, impedance.has_phase());
    notes = impedance.curve.notes;
  }
  source.notes.insert(source.notes.end(), notes.begin(), notes.end());
  return source;
}

} // namespace

ComparisonSource read_comparison_source(const std::string &path, MeasuredQuantity quantity, bool is_target) {
  std::error_code error;
  if (!fs::exists(path, error))
    throw UserError({path, 0, 0, ""}, "there is no such file or folder");
  ComparisonSource source =
      !is_target && fs::is_directory(path, error)
          ? read_run(path, quantity)
          : read_file(path, quantity, is_target ? SourceKind::target : SourceKind::measurement);
  require_curve(source.curve, path);
  return source;
}

fs::path sidecar_of(const fs::path &file) {
  return file.string() + ".toml";
}

double uncertainty_db(const MeasurementConfig &conditions, double frequency_hz) {
  for (const UncertaintyConfig &entry : conditions.uncertainty)
    if (!entry.to || frequency_hz <= entry.to->value)
      return entry.value;
  return std::numeric_limits<double>::quiet_NaN();
}

} // namespace earshot
