#ifndef EARSHOT_MESH_PROFILE_H
#define EARSHOT_MESH_PROFILE_H

#include "solver/config/kinds.h"

#include <cstddef>
#include <string>
#include <vector>

namespace earshot {

/// A ring of the profile; the first one is a disc.
struct ProfileZone {
  std::string name;
  double outer_radius; ///< [m]
  ProfileShape shape = ProfileShape::flat;
  double rise = 0; ///< [m], along the axis
  int waves = 1;   ///< periods of a corrugated zone
};

/// Midsurface z(r) of an axisymmetric diaphragm; z = 0 at the rim.
class Profile {
public:
  /// @param zones from the centre outwards
  /// @throws std::invalid_argument when radii do not grow, a dome is not innermost or an arc is half a
  /// circle or more
  explicit Profile(std::vector<ProfileZone> zones);

  /// Radius of the rim [m].
  double radius() const { return zones_.back().outer_radius; }
  /// z(r) [m]; zero beyond the rim.
  double height(double r) const;
  /// dz/dr; at an edge between zones that of the inner one, zero beyond the rim.
  double slope(double r) const;
  /// The zone that holds r; an edge belongs to the inner zone, what lies beyond the rim to the last one.
  std::size_t zone(double r) const;
  double inner_radius(std::size_t zone) const { return zone == 0 ? 0 : zones_[zone - 1].outer_radius; }
  const std::vector<ProfileZone> &zones() const { return zones_; }

private:
  std::vector<ProfileZone> zones_;
  std::vector<double> outer_height_; ///< z at the outer edge of each zone
};

} // namespace earshot

#endif
