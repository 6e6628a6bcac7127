#ifndef EARSHOT_CONFIG_TUNE_CASE_H
#define EARSHOT_CONFIG_TUNE_CASE_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"
#include "solver/config/measurement.h"

#include <optional>
#include <string>
#include <vector>

/// The part of a case that says which numbers are tuned towards which target. Names equal the file's keys.
namespace earshot {

/// [[tune.parameter]]: a number that is free within bounds.
struct TuneParameterConfig {
  Located<std::string> key;          ///< as `--set` takes it
  Located<std::string> lower, upper; ///< hard bounds with unit; of a catalogue its ends
  std::vector<Located<std::string>>
      catalogue;                  ///< values that can be had, with unit; none: all within the bounds
  Located<std::string> tolerance; ///< one sigma among units that are built; none: all alike
};

/// [[tune.limit]]: what a key figure of the tuned case may be.
struct TuneLimitConfig {
  Located<std::string> figure;                ///< name as in summary.json and the tables of studies
  std::optional<Located<double>> least, most; ///< in the figure's unit
};

/// [tune.production]: units that differ by their tolerances.
struct TuneProductionConfig {
  Located<int> units{10000};
  Located<double> window{1.5}; ///< [dB] a unit is good within this of the tuned level
  Located<double> pair{1.0};   ///< [dB] two units are a pair within this of each other
};

/// [tune]
struct TuneConfig {
  Located<std::string> target; ///< file of a level: FRD, REW text, CSV
  Located<TargetLevel> level{TargetLevel::free};
  Located<double> from{20.0}, to{10e3}; ///< [Hz]
  Located<int> points_per_octave{12};
  Located<int> starts{8}, seed{1};
  Located<double> robustness{0.0};          ///< [1] weight of what tolerances do to the deviation
  std::vector<UncertaintyConfig> deviation; ///< that counts as 1, by rising frequency; none: 1 dB
  std::vector<TuneParameterConfig> parameters;
  std::vector<TuneLimitConfig> limits;
  TuneProductionConfig production;
};

} // namespace earshot

#endif
