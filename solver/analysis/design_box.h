#ifndef EARSHOT_ANALYSIS_DESIGN_BOX_H
#define EARSHOT_ANALYSIS_DESIGN_BOX_H

#include "solver/analysis/dimension_box.h"
#include "solver/config/design_ranges.h"
#include "solver/sweep/fast_sweep.h"

#include <functional>
#include <span>
#include <vector>

namespace earshot {

/// Coefficients of a design of a sweep's problem.
using DesignFunctions = std::function<CoefficientFunctions(const Case &design)>;

/// Fits a sweep to designs spread evenly within ranges, then to such of others as have errors above the
/// tolerance. Collective.
/// @param go_on  is asked after each step @return false when it was stopped
bool fit_to_ranges(FastSweep &sweep, const Case &config, const std::vector<DesignRange> &ranges,
                   std::span<const double> frequencies_hz, const DesignFunctions &functions,
                   const FastSweep::GoOn &go_on);

/// Differences of levels at the eardrum [dB] by rising frequency.
struct LevelError {
  std::vector<double> frequency_hz, db;
};

/// What interpolated matrices do to the level at the eardrum: against matrices that are assembled of designs
/// with all dimensions within their ranges, both projected on a sweep's basis, so that the basis' own error
/// drops out. Three times the largest of two designs. Collective.
LevelError interpolation_error(const Model &model, const DimensionBox &box, const FastSweep &sweep,
                               const std::vector<DesignRange> &dimensions,
                               std::span<const double> frequencies_hz);

} // namespace earshot

#endif
