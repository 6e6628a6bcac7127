#ifndef EARSHOT_MATERIALS_CONDUCTOR_PATH_H
#define EARSHOT_MATERIALS_CONDUCTOR_PATH_H

#include <array>
#include <optional>
#include <vector>

namespace earshot {

/// The middle line of a flat conductor: its corners, in order [m].
using ConductorPath = std::vector<std::array<double, 2>>;

/// Legs along y, side by side along x, joined by turns of 180 degrees.
/// @param pitch  from leg to leg, along x [m]
/// @param length of the middle line along y [m]
ConductorPath meander(int legs, double pitch, double length);

/// Rectangular turns from outside to inside.
/// @param pitch  from turn to turn [m]
/// @param breadth, length of the middle line along x and y [m]
/// @throws UserError when the turns have no room
ConductorPath rectangular_spiral(int turns, double pitch, double breadth, double length);

double length_of(const ConductorPath &path);

/// The first two edges, counted from 0, that a conductor of this width crosses or touches itself with. An
/// edge is as wide as the conductor from corner to corner; neighbours may turn by up to 150 degrees.
std::optional<std::array<std::size_t, 2>> crossing(const ConductorPath &path, double width);

} // namespace earshot

#endif
