#ifndef EARSHOT_APP_COMPARISON_SETTINGS_H
#define EARSHOT_APP_COMPARISON_SETTINGS_H

#include "solver/app/compare.h"
#include "solver/app/comparison_sources.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// How curves are compared.
struct ComparisonSettings {
  std::optional<AlignmentBand> alignment;
  double smoothing = 0;      ///< [octaves]
  std::vector<double> edges; ///< of bands, rising [Hz]
  bool bands_are_stated = false;
};

/// "500 Hz" or "200 Hz..2 kHz". @param name of the option, for messages @throws UserError
AlignmentBand parse_band(const std::string &text, const char *name);

/// A band where curves are aligned; nothing for "none". @throws UserError naming --align
std::optional<AlignmentBand> parse_alignment(const std::string &text);

/// "100 Hz, 1 kHz, 8 kHz": ends of bands. @throws UserError naming --bands
std::vector<double> parse_bands(const std::string &text);

/// What the options say, and where they say nothing: alignment at 500 Hz and smoothing over 1/12 octave or as
/// much as the most smoothed measurement has, but neither of them between runs; no alignment of impedances.
ComparisonSettings comparison_settings(const CompareOptions &options,
                                       const std::vector<ComparisonSource> &sources);

/// Whether all curves are runs, so that levels stand as they are.
bool are_runs(const std::vector<ComparisonSource> &sources);

/// "500 Hz", "200 Hz to 2 kHz".
std::string band_text(double lowest_hz, double highest_hz);

/// What keeps curves from being compared, whatever is forced: no common frequencies, data that end within a
/// stated band or at the alignment.
std::vector<Diagnostic> impossible(const std::vector<ComparisonSource> &sources,
                                   const ComparisonSettings &settings);

/// What was measured differently than the first curve: ear, output impedance, voltage where levels aren't
/// aligned, more smoothing than asked for; targets that don't say their ear.
std::vector<Diagnostic> mismatches(const std::vector<ComparisonSource> &sources,
                                   const ComparisonSettings &settings, MeasuredQuantity quantity);

} // namespace earshot

#endif
