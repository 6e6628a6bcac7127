#ifndef EARSHOT_RESULTS_TUNING_RESULTS_H
#define EARSHOT_RESULTS_TUNING_RESULTS_H

#include "solver/results/curve_comparison.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

/// What tuning answers, as plain numbers.
namespace earshot {

struct TunedParameter {
  std::string key, unit;
  double start = 0, tuned = 0, lower = 0, upper = 0;
  bool is_of_catalogue = false, is_at_bound = false;
  double spread_db = 0; ///< rms over the band of what one sigma of its tolerance does to the level
};

struct TunedFigure {
  std::string name; ///< ends in its unit
  double start = 0, tuned = 0;
  double least = -std::numeric_limits<double>::infinity(), most = std::numeric_limits<double>::infinity();
  bool is_kept = true; ///< within its limits
};

/// Units that differ by their tolerances.
struct ProductionFigures {
  int units = 0;
  double window_db = 0, pair_db = 0;
  double yield = 1;                    ///< share of units within the window about the tuned level
  double random_pairs = 1;             ///< share of pairs of any two units within `pair_db` of each other
  double matched_pairs = 1;            ///< the same of units that are neighbours along their main deviation
  std::vector<double> low_db, high_db; ///< 5 and 95 % of the units' levels
  double linear_error_db =
      0;           ///< largest error of the levels, which go linearly with the numbers, of `checked`
  int checked = 0; ///< units that were solved
  /// From the target, in units of what counts as 1, root mean square: of the tuned level; of all units, to
  /// first order of their tolerances; of the units that were solved.
  double deviation = 0, expected_deviation = 0, solved_deviation = 0;
};

struct TuningResults {
  std::vector<TunedParameter> parameters;
  std::vector<TunedFigure> figures; ///< those with limits
  double offset_db = 0;             ///< that the target is raised by, where its shape counts alone
  std::vector<double> frequency_hz, target_db, start_db, tuned_db; ///< the target with its offset
  std::vector<BandDifference> start_bands, bands;                  ///< of level less target, the same bands
  int n_starts = 0, n_same = 0; ///< starts, and those that end within 0.05 dB rms of the best
  double model_error_db = 0;    ///< of a reduced model at the tuned numbers
  std::optional<ProductionFigures> production;
  std::vector<std::string> warnings;
};

} // namespace earshot

#endif
