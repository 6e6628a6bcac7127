#ifndef EARSHOT_CONFIG_STUDY_DESIGNS_H
#define EARSHOT_CONFIG_STUDY_DESIGNS_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// A value that one design has for one parameter.
struct DesignValue {
  std::string override_text; ///< what `--set key=` takes
  double number = 0;         ///< in the column's unit; NaN where it isn't a number
};

/// What a study's designs differ in.
struct DesignColumn {
  std::string key;
  std::string unit; ///< as the user writes it; "1" for plain numbers, "" for texts
};

/// A family of designs.
struct StudyDesigns {
  std::vector<DesignColumn> columns;
  std::vector<std::vector<DesignValue>> designs; ///< one value per column

  /// `key=value` texts of a design.
  std::vector<std::string> overrides(std::size_t design) const;
  /// "surface.screen.resistance = 50 Pa s/m, ..." for messages.
  std::string describe(std::size_t design) const;
};

/// The designs of a study, in the order of its table. Latin hypercubes: McKay, Beckman and Conover,
/// Technometrics 21 (1979). The same seed gives the same designs on every machine.
/// @throws UserError for keys, values and ranges that don't fit the case
StudyDesigns study_designs(const Case &config, const StudyConfig &study);

/// What a study asks of a design: the case without studies, fields, and analyses but those of isolation
/// and distortion, which add figures to the study's table.
Case without_requests(Case config);

/// The cases of all designs, `without_requests`.
/// @throws UserError for a design that contradicts itself
std::vector<Case> cases_of(const Case &config, const StudyConfig &study, const StudyDesigns &designs);

} // namespace earshot

#endif
