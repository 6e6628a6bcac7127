#ifndef EARSHOT_FIT_MEASURED_CURVE_H
#define EARSHOT_FIT_MEASURED_CURVE_H

#include "solver/config/case.h"
#include "solver/config/measurement.h"
#include "solver/results/curve_comparison.h"

#include <utility>
#include <vector>

/// Curves of files on the frequencies at which a model is compared with them.
namespace earshot {

/// A curve as its file has it.
struct MeasuredCurve {
  LevelCurve curve;
  MeasurementConfig conditions;
};

/// Levels of a curve between its own frequencies [dB]. The model isn't smoothed either.
/// @param file  that it is of, for messages @throws UserError where it ends within the frequencies
std::vector<double> levels_at(const MeasuredCurve &measured, const Located<std::string> &file,
                              const std::vector<double> &frequencies_hz);

/// @throws UserError for a curve of another ear than the case's
void require_same_ear(const MeasurementConfig &conditions, const Case &config,
                      const Located<std::string> &file);

/// Levels up to a frequency [Hz, dB].
using Steps = std::vector<std::pair<double, double>>;

Steps steps_of(const std::vector<UncertaintyConfig> &entries);

/// The steps' levels at frequencies; beyond the last one that holds.
std::vector<double> at_each(const Steps &steps, const std::vector<double> &frequencies_hz);

} // namespace earshot

#endif
