#ifndef EARSHOT_MESH_PROFILE_CURVES_H
#define EARSHOT_MESH_PROFILE_CURVES_H

#include "solver/mesh/profile.h"

#include <functional>
#include <vector>

namespace earshot {

/// Adds a point at distance r from the axis and height z [m] to gmsh's model. @return its tag
using AddPoint = std::function<int(double r, double z)>;

/// Curves of gmsh's model in a half-plane that begins at the axis, from there outwards.
struct ProfileCurves {
  int axis_point, rim_point;
  std::vector<int> curves;
};

/// The midsurface of a diaphragm, zone by zone so that its kinks are edges of the surface of revolution.
/// @param profile null: flat
/// @param radius of the rim [m]
ProfileCurves add_profile_curves(const Profile *profile, double radius, const AddPoint &add_point);

} // namespace earshot

#endif
