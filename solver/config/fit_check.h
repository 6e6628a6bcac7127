#ifndef EARSHOT_CONFIG_FIT_CHECK_H
#define EARSHOT_CONFIG_FIT_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// What [fit] and [[predict]] get wrong: names, keys, priors and their bounds.
void check_fit(const Case &c, std::vector<Diagnostic> &diagnostics);

/// Levels by rising frequency, of which the last alone may go without an end.
void check_steps(const std::vector<UncertaintyConfig> &entries, std::vector<Diagnostic> &diagnostics);

/// What the case is apart from its fit, predictions and tuning, whose own texts are no numbers of an
/// earphone.
Case without_searches(Case c);

/// What is known of a number before it is fitted, in the units of the case's parameter.
struct FitPrior {
  std::string key; ///< the parameter's own, items of lists by their names
  std::string unit;
  double start = 0;  ///< median
  double spread = 0; ///< one sigma: of ln p where `is_factor`, else of p
  bool is_factor = true;
  double lower, upper; ///< hard bounds
};

/// Whether nothing is said of a parameter but its key, as a population tells the rest.
bool has_no_prior(const FitParameterConfig &parameter);

/// @throws UserError for an unknown key, with the nearest one; units that don't fit; a start that isn't
/// within the bounds; a prior by a factor of what isn't positive
FitPrior fit_prior(const Case &c, const FitParameterConfig &parameter);

} // namespace earshot

#endif
