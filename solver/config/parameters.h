#ifndef EARSHOT_CONFIG_PARAMETERS_H
#define EARSHOT_CONFIG_PARAMETERS_H

#include "solver/config/case.h"
#include "solver/config/specification.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// A number of a case.
struct Parameter {
  std::string key;          ///< as `--set` takes it: items of lists by their names where they have one
  std::string numbered_key; ///< the same with items by their numbers
  double value = 0;         ///< in `unit`
  std::string unit;         ///< the SI unit; of a text such as a network element's "680 acoustic_ohm" its own
  Range allowed, usual;
  bool is_default = false; ///< the user didn't write it
};

/// Every number of a case that stands for something, in the order of the declaration: quantities, and texts
/// that begin with a number, as values of network elements do. Whole numbers aren't among them.
std::vector<Parameter> parameters_of(const Case &config);

/// The keys of a text such as "geometry.nozzle.radius = geometry.tip.radius".
std::vector<std::string> joined_keys(const std::string &text);

/// The case with one number changed, of a key in either form. @throws UserError for an unknown key
Case with_value(const Case &config, const std::string &key, double value);

/// The case with several numbers changed, by their keys as `Parameter::key` has them. A key "a = b" changes
/// both.
/// @throws UserError for an unknown key
Case with_values(const Case &config, const std::map<std::string, double> &values);

/// The parameter of a key in either form. @throws UserError with the nearest key
const Parameter &find_parameter(const std::vector<Parameter> &parameters, const Located<std::string> &key);

/// A text such as "25 um" in the parameter's unit. @throws UserError
double value_in_unit(const Parameter &parameter, const Located<std::string> &text);

/// A tolerance as a change of the parameter, in its unit: "5 %" of its value, or a difference such as "2 um".
/// @throws UserError
double tolerance_of(const Parameter &parameter, const Located<std::string> &tolerance);

} // namespace earshot

#endif
