#ifndef EARSHOT_CONFIG_DIMENSIONS_H
#define EARSHOT_CONFIG_DIMENSIONS_H

#include "solver/config/parameters.h"

#include <string>
#include <vector>

namespace earshot {

/// A length of the geometry: one number of a case, or several of one value that change together, such as the
/// radii of two tubes in one bore.
struct Dimension {
  std::string name;                  ///< its keys, joined by " = "
  std::vector<Parameter> parameters; ///< at least one

  double value() const { return parameters.front().value; }
};

/// The dimension that a text such as "geometry.nozzle.radius = geometry.tip.radius" names.
/// @throws UserError for an unknown key, for one of the mesh's own and for keys of different values
Dimension find_dimension(const std::vector<Parameter> &parameters, const Located<std::string> &text);

/// A number, or several of one value that change together, as one parameter of the joined key.
/// @throws UserError as find_dimension
Parameter find_number(const std::vector<Parameter> &parameters, const Located<std::string> &text);

/// Whether a number, or joined numbers, are among all_dimensions().
bool is_dimension(const std::vector<Parameter> &parameters, const std::string &name);

/// The numbers of [geometry], of parts and of diaphragms that move a mesh: lengths and angles.
std::vector<Dimension> all_dimensions(const std::vector<Parameter> &parameters);

/// Others of one kind and value with which a dimension may have to change, as a step between two parts would
/// else open: radii with radii, places along the axis with each other. Empty: none.
std::vector<Parameter> partners_of(const Dimension &dimension, const std::vector<Parameter> &parameters);

/// The case with the dimension changed. @throws UserError
Case with_dimension(const Case &config, const Dimension &dimension, double value);

} // namespace earshot

#endif
