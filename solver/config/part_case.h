#ifndef EARSHOT_CONFIG_PART_CASE_H
#define EARSHOT_CONFIG_PART_CASE_H

#include "solver/config/located.h"

#include <numbers>
#include <optional>
#include <string>

/// What a case file says of pieces of air about one axis. See case.h.
namespace earshot {

/// [[part]]: air between two planes across the z axis, a solid of revolution or sectors of one. Its outer
/// wall is straight from `radius` to `end_radius`, its inner one a cylinder.
struct PartConfig {
  Located<std::string> name;
  Located<double> from, to;                          ///< [m] along z; z = 0 is the end of the [geometry]
  Located<double> radius;                            ///< [m] outer one, at `from`
  std::optional<Located<double>> end_radius;         ///< [m] outer one, at `to`
  Located<double> inner_radius{0.0};                 ///< [m]
  Located<double> angle{2 * std::numbers::pi};       ///< [rad] of each sector
  Located<double> direction{0.0};                    ///< [rad] of the middle of the first sector, from x to y
  Located<int> sectors{1};                           ///< so many, evenly around the axis
  Located<std::string> from_surface, to_surface;     ///< names of its ends; empty: none
  Located<std::string> inner_surface, outer_surface; ///< names of its round walls; empty: none
};

} // namespace earshot

#endif
