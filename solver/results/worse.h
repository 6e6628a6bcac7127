#ifndef EARSHOT_RESULTS_WORSE_H
#define EARSHOT_RESULTS_WORSE_H

#include <cmath>

namespace earshot {

/// The larger of two errors. One that is not a number counts as the largest, where std::max would drop it. As
/// comparisons with it are false, ask whether an error is within a tolerance, not whether it is beyond.
inline double worse(double a, double b) {
  return std::isnan(a) || a > b ? a : b;
}

} // namespace earshot

#endif
