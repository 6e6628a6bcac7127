#include "solver/mesh/profile_curves.h"

#include <gmsh.h>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

constexpr int points_per_half_wave = 12;

bool is_straight(const ProfileZone &zone) {
  return zone.rise == 0 || zone.shape == ProfileShape::flat || zone.shape == ProfileShape::cone;
}

/// Extends the curves by a zone.
void append_zone(const Profile &profile, std::size_t k, const AddPoint &add_point, ProfileCurves &result) {
  const ProfileZone &zone = profile.zones()[k];
  const double inner = profile.inner_radius(k), outer = zone.outer_radius;
  const int half_waves = zone.shape == ProfileShape::corrugated ? 2 * zone.waves : 1;
  const int segments = is_straight(zone) ? 1 : points_per_half_wave * half_waves;
  std::vector<int> points{result.rim_point};
  for (int i = 1; i <= segments; ++i) {
    const double r = i == segments ? outer : inner + (outer - inner) * i / segments;
    points.push_back(add_point(r, profile.height(r)));
  }
  result.curves.push_back(segments == 1 ? occ::addLine(points.front(), points.back())
                                        : occ::addSpline(points));
  result.rim_point = points.back();
}

} // namespace

ProfileCurves add_profile_curves(const Profile *profile, double radius, const AddPoint &add_point) {
  const int centre = add_point(0, profile ? profile->height(0) : 0);
  ProfileCurves result{centre, centre, {}};
  if (profile) {
    for (std::size_t k = 0; k < profile->zones().size(); ++k)
      append_zone(*profile, k, add_point, result);
  } else {
    result.rim_point = add_point(radius, 0);
    result.curves = {occ::addLine(centre, result.rim_point)};
  }
  return result;
}

} // namespace earshot
