#ifndef EARSHOT_CONFIG_MEASUREMENT_H
#define EARSHOT_CONFIG_MEASUREMENT_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// Uncertainty of a level up to a frequency.
struct UncertaintyConfig {
  std::optional<Located<double>> to; ///< [Hz]; none: to the end
  Located<double> value{};           ///< [dB]
};

/// How a curve came to be: what a measurement's sidecar says, or a run's case. What isn't said is empty.
struct MeasurementConfig {
  Located<EarModel> ear;
  Located<std::string> fixture{""};
  std::optional<Located<double>> voltage;          ///< [V] RMS
  std::optional<Located<double>> output_impedance; ///< [ohm]
  Located<std::string> smoothing{""};              ///< as `smoothing_octaves` reads it
  Located<int> seatings{0};
  std::vector<UncertaintyConfig> uncertainty; ///< by rising frequency
  Located<std::string> columns{""};           ///< heading in place of the file's own
};

/// Reads a sidecar (TOML): all keys of MeasurementConfig, values with units; `uncertainty` may be one level.
/// @param file stands in messages
/// @throws UserError with every problem at once
MeasurementConfig read_measurement(const std::string &text, const std::string &file);

/// The ear that a model of it stands for: another model of the same coupler is no other ear.
EarModel published_ear(EarModel model);

/// Octaves of "1/12 octave", "1/12" or "none". @throws UserError naming `where`
double smoothing_octaves(const std::string &text, const SourcePosition &where);

/// "1/12 octave" or "no smoothing".
std::string smoothing_text(double octaves);

} // namespace earshot

#endif
