#ifndef EARSHOT_CONFIG_BODY_CASE_H
#define EARSHOT_CONFIG_BODY_CASE_H

#include "solver/config/located.h"

#include <optional>
#include <vector>

/// What a case file says of solids that are placed in the air of a CAD file. See case.h.
namespace earshot {

/// Three numbers: a place [m] or a direction [1]; empty when not given.
using TripleConfig = std::vector<Located<double>>;

/// Where something lies, and how it is turned.
struct PlacementConfig {
  TripleConfig position;     ///< [m]
  TripleConfig axis;         ///< [1] of any length
  Located<double> roll{0.0}; ///< [rad] about the axis
};

/// Round holes, evenly on a circle about a body's axis.
struct HolesConfig {
  Located<int> number{1};
  Located<double> radius;         ///< [m] of each
  Located<double> circle{0.0};    ///< [m] radius of the circle that their middles lie on
  Located<double> direction{0.0}; ///< [rad] of the first, from the body's x towards its y
  Located<std::string> surface;   ///< of their outer ends; empty: after the driver
};

/// [driver.body.flange]: a plate around a body; what of it lies beyond the air is in the wall.
struct FlangeConfig {
  Located<double> radius;    ///< [m]
  Located<double> thickness; ///< [m] from the rim's plane backwards
};

/// [driver.body]: the solid of a driver, round about its axis, from the rim's plane backwards and forwards.
struct BodyConfig {
  Located<double> radius;                  ///< [m] outer one
  Located<double> rear_depth, front_depth; ///< [m] from the rim's plane to the outer planes
  Located<double> wall;                    ///< [m] thickness of the back, and of a cover
  Located<double> diaphragm_radius{0.0};   ///< [m] of a piston, which has no zones
  Located<double> motor_radius{0.0};       ///< [m] 0: none
  Located<double> motor_height{0.0};       ///< [m] from the back's outer plane
  std::vector<HolesConfig> rear_openings;  ///< through the back
  std::vector<HolesConfig> front_openings; ///< through the cover; none: the front is open
  std::optional<FlangeConfig> flange;
};

/// [[geometry.box]]: a solid box with a round spout, such as a balanced armature's. It reaches backwards from
/// its front, where the spout stands.
struct BoxConfig {
  Located<std::string> name;
  PlacementConfig place;             ///< middle of the spout's mouth; where sound leaves it
  Located<double> length;            ///< [m] along the axis, without the spout
  Located<double> width, height;     ///< [m] along the body's x and y
  Located<double> spout_length;      ///< [m]
  Located<double> spout_radius;      ///< [m] outer one
  Located<double> mouth_radius;      ///< [m] of its bore
  Located<double> spout_offset{0.0}; ///< [m] of the spout from the box' axis, along the body's y
  Located<std::string> surface;      ///< of the mouth; empty: after the box
};

} // namespace earshot

#endif
