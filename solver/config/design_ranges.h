#ifndef EARSHOT_CONFIG_DESIGN_RANGES_H
#define EARSHOT_CONFIG_DESIGN_RANGES_H

#include "solver/config/dimensions.h"

#include <vector>

namespace earshot {

/// A number of a case, or several of one value, and what it may be.
struct DesignRange {
  Dimension number;
  double low, high;
  bool moves_mesh; ///< a dimension; else a number in coefficients
};

/// What a model that is kept of a case must answer for: [[saved_model.dimension]], and what [tune] and [fit]
/// may try: their bounds, or two standard deviations of what is known before. Each number once.
/// @throws UserError for keys, units and bounds that don't fit
std::vector<DesignRange> design_ranges(const Case &config);

/// A design within ranges: the first so many of each base are spread evenly (Halton, Numer. Math. 2 (1960)
/// 84), by the logarithm where the range is above 0.
/// @param number from 0
Case design_within(const Case &config, const std::vector<DesignRange> &ranges, int number);

} // namespace earshot

#endif
