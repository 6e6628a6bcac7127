#ifndef EARSHOT_CONFIG_FIT_CASE_H
#define EARSHOT_CONFIG_FIT_CASE_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"
#include "solver/config/measurement.h"

#include <optional>
#include <string>
#include <vector>

/// The part of a case that says what is fitted to which measurements, and what is predicted from it. Names
/// equal the file's keys.
namespace earshot {

/// [[fit.state]]: the earphone as it was when a curve was measured.
struct FitStateConfig {
  Located<std::string> name;
  Located<std::string> measurement; ///< file: FRD, ZMA, REW text, CSV
  Located<MeasuredQuantity> quantity{MeasuredQuantity::level};
  std::vector<Located<std::string>> set;   ///< "key = value": how it differs from the case
  Located<std::string> level{"free"};      ///< free | given | name of what shares an offset
  std::optional<Located<double>> from, to; ///< [Hz] band, instead of that of [fit]
};

/// [[fit.parameter]]: a number of the case that isn't known.
struct FitParameterConfig {
  Located<std::string> key;                 ///< as `--set` takes it
  Located<std::string> start;               ///< with unit: median of the prior; none: the case's value
  std::optional<Located<double>> factor;    ///< [1] prior: ln p is normal, one sigma is ln(factor)
  Located<std::string> spread;              ///< instead: p is normal, one sigma is this
  Located<std::string> lower, upper;        ///< hard bounds with unit; none: what the key allows
  std::vector<Located<std::string>> states; ///< states and predictions that it belongs to; none: all
};

/// [fit]
struct FitConfig {
  Located<double> from{20.0}, to{10e3}; ///< [Hz]
  Located<int> points_per_octave{12};
  Located<std::string> correlation{"1/3 octave"}; ///< length over which errors of a curve are alike
  Located<int> starts{10}, seed{1};
  Located<int> ensemble{48};                  ///< members; 0: none
  Located<double> level_uncertainty{0.5};     ///< [dB] of a given level
  Located<std::string> population;            ///< table of units: priors of parameters that say none
  std::vector<UncertaintyConfig> uncertainty; ///< of measurements that don't say theirs
  std::vector<UncertaintyConfig> model_error; ///< of the model at its best
  std::vector<FitStateConfig> states;
  std::vector<FitParameterConfig> parameters;
};

/// [[predict]]: what a change does to the level at the eardrum.
struct PredictConfig {
  Located<std::string> name;
  Located<std::string> state;            ///< of [fit] that is changed; none: the case
  std::vector<Located<std::string>> set; ///< the change
  Located<std::string> measurement;      ///< file of the changed state: scored, never fitted to
  Located<double> tolerance{2.0};        ///< [dB] half of the 90 % band beyond which nothing is determined
};

} // namespace earshot

#endif
