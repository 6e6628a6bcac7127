#ifndef EARSHOT_CONFIG_STUDY_CASE_H
#define EARSHOT_CONFIG_STUDY_CASE_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"

#include <string>
#include <vector>

/// The part of a case that says which designs are compared. Names equal the file's keys.
namespace earshot {

/// [[study.parameter]]: a key of the case that designs differ in.
struct StudyParameterConfig {
  Located<std::string> key;                 ///< as `--set` takes it
  std::vector<Located<std::string>> values; ///< grid: all are combined; list: one after the other
  Located<std::string> from, to;            ///< with unit; grid, random, latin_hypercube
  Located<int> points{5};                   ///< grid
  Located<StudySpacing> spacing{StudySpacing::linear};
};

/// [[study]]
struct StudyConfig {
  Located<std::string> name; ///< of its files
  Located<StudyMethod> method{StudyMethod::grid};
  Located<int> samples{100}; ///< random, latin_hypercube
  Located<int> seed{1};      ///< random, latin_hypercube
  std::vector<StudyParameterConfig> parameters;
};

} // namespace earshot

#endif
