#ifndef EARSHOT_CONFIG_TUNE_CHECK_H
#define EARSHOT_CONFIG_TUNE_CHECK_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// What [tune] gets wrong: keys, bounds, catalogues and limits.
void check_tune(const Case &c, std::vector<Diagnostic> &diagnostics);

/// A number that is tuned, in the units of the case's parameter.
struct TunedNumber {
  std::string key; ///< the parameter's own, items of lists by their names
  std::string unit;
  double start = 0;               ///< the case's value, brought within the bounds
  double lower = 0, upper = 0;    ///< hard bounds
  std::vector<double> catalogue;  ///< rising; empty: every value within the bounds
  double tolerance = 0;           ///< one sigma among units that are built, at the case's value
  bool tolerance_is_share = true; ///< of the value: it goes with it

  double sigma_at(double value) const; ///< one sigma of its tolerance at a value of it
};

/// @throws UserError for an unknown key, with the nearest one; units that don't fit; bounds that don't rise
TunedNumber tuned_number(const Case &c, const TuneParameterConfig &config);

} // namespace earshot

#endif
