#ifndef EARSHOT_APP_COMPARISON_SOURCES_H
#define EARSHOT_APP_COMPARISON_SOURCES_H

#include "solver/config/measurement.h"
#include "solver/results/curve_comparison.h"
#include "solver/results/response.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

enum class SourceKind { run, measurement, target };

/// A curve and how it came to be.
struct ComparisonSource {
  std::string label; ///< of its columns
  std::string file;  ///< as the user named it, a run's folder
  SourceKind kind;
  LevelCurve curve{};
  MeasurementConfig conditions{};
  FrequencyBand ear_band{};         ///< of a run
  std::vector<std::string> notes{}; ///< what the reader did
};

/// Reads a run's folder (response.csv or impedance.csv, config.resolved.toml), or a file of levels or
/// impedances with what is said about it: in its sidecar `<file>.toml`, or without one in its comments
/// (`# ear = "iec711"`, REW's `Smoothing: 1/12 octave`).
/// @param is_target  a file that the first curve is to follow
/// @throws UserError with file and line
ComparisonSource read_comparison_source(const std::string &path, MeasuredQuantity quantity, bool is_target);

/// The sidecar of a file.
std::filesystem::path sidecar_of(const std::filesystem::path &file);

/// Uncertainty at a frequency [dB]; NaN where none is stated.
double uncertainty_db(const MeasurementConfig &conditions, double frequency_hz);

} // namespace earshot

#endif
