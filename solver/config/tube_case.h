#ifndef EARSHOT_CONFIG_TUBE_CASE_H
#define EARSHOT_CONFIG_TUBE_CASE_H

#include "solver/config/body_case.h"
#include "solver/config/located.h"

#include <string>

/// What a case file says of tubes that are drilled out of its air. See case.h.
namespace earshot {

/// [[tube]]: a straight round hole out of a wall of [geometry] or of a [[part]].
struct TubeConfig {
  Located<std::string> name; ///< of its volume; its ends are <name>_inlet and <name>_opening
  PlacementConfig place;     ///< where its axis leaves the wall, and outwards; turning it changes nothing
  Located<double> radius;    ///< [m]
  Located<double> length;    ///< [m] along the axis, from the wall on
};

} // namespace earshot

#endif
