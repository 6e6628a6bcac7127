#ifndef EARSHOT_MESH_PLACED_BODY_H
#define EARSHOT_MESH_PLACED_BODY_H

#include "solver/config/case.h"
#include "solver/mesh/profile.h"
#include "solver/mesh/vector3.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace earshot {

/// A body's own right-handed axes. x lies in the plane of the global x (y where z is along that) and z,
/// turned about z by the roll.
struct BodyFrame {
  Vector3 origin{};                                 ///< [m]
  Vector3 x{{1, 0, 0}}, y{{0, 1, 0}}, z{{0, 0, 1}}; ///< [1]
  Vector3 at(double u, double v, double w) const;   ///< of own coordinates [m]
  Vector3 local(const Vector3 &point) const;        ///< own coordinates of a point [m]
};

/// @param axis of any length @param roll [rad]
BodyFrame frame_along(const Vector3 &axis, double roll);

BodyFrame frame_of(const PlacementConfig &place);

/// A driver with a body.
struct PlacedDriver {
  Located<std::string> name;
  SourcePosition position; ///< where its place is stated
  std::string diaphragm;   ///< name of its surface
  BodyFrame frame;         ///< in the middle of the rim's plane, z towards the front
  BodyConfig body;
  std::optional<Profile> profile; ///< nothing: flat
  double radius = 0;              ///< [m] of the rim

  std::string front() const { return name.value + "_front"; } ///< air in front of the diaphragm
  std::string rear() const { return name.value + "_rear"; }   ///< air behind it
  std::string front_hole() const { return name.value + "_front_hole"; }
  std::string rear_hole() const { return name.value + "_rear_hole"; }
};

/// Height above the rim's plane where the air in front ends: at the cover, or the front's plane [m].
double front_end(const BodyConfig &body);

/// A box with a spout, its frame in the middle of the spout's mouth.
struct PlacedBox {
  BoxConfig box;
  BodyFrame frame;
};

/// What a case places in the air of its CAD file.
struct PlacedBodies {
  std::vector<PlacedDriver> drivers;
  std::vector<PlacedBox> boxes;
  std::set<std::string> ends; ///< names of surfaces that may have air on one side: openings, ports, the ear

  bool empty() const { return drivers.empty() && boxes.empty(); }
};

/// @throws UserError for diaphragms that have no room in their baskets
PlacedBodies placed_bodies(const Case &config);

} // namespace earshot

#endif
