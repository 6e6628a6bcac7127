#include "solver/mesh/profile.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

/// Height and slope of a circular arc of half-chord c and rise s, at the distance x from its middle.
struct Arc {
  double half_chord, rise;
  double radius() const { return (half_chord * half_chord + rise * rise) / (2 * std::abs(rise)); }
  double height(double x) const {
    if (rise == 0)
      return 0;
    const double R = radius();
    return std::copysign(std::sqrt(R * R - x * x) - (R - std::abs(rise)), rise);
  }
  double slope(double x) const {
    const double R = radius();
    return rise == 0 ? 0 : std::copysign(1.0, rise) * -x / std::sqrt(R * R - x * x);
  }
};

Arc arc_of(const ProfileZone &zone, double inner) {
  return {zone.shape == ProfileShape::dome ? zone.outer_radius : (zone.outer_radius - inner) / 2, zone.rise};
}

double arc_middle(const ProfileZone &zone, double inner) {
  return zone.shape == ProfileShape::dome ? 0 : (zone.outer_radius + inner) / 2;
}

void check(const ProfileZone &zone, double inner, bool innermost) {
  const std::string where = "zone '" + zone.name + "': ";
  if (!(zone.outer_radius > inner))
    throw std::invalid_argument(where + "the outer radius must exceed that of the zone inside it");
  if (zone.shape == ProfileShape::dome && !innermost)
    throw std::invalid_argument(where + "only the innermost zone may be a dome");
  if ((zone.shape == ProfileShape::dome || zone.shape == ProfileShape::roll) &&
      std::abs(zone.rise) >= arc_of(zone, inner).half_chord)
    throw std::invalid_argument(where + "an arc must rise by less than half its width");
  if (zone.shape == ProfileShape::corrugated && zone.waves < 1)
    throw std::invalid_argument(where + "a corrugated zone needs at least one wave");
}

} // namespace

Profile::Profile(std::vector<ProfileZone> zones) : zones_(std::move(zones)), outer_height_(zones_.size(), 0) {
  if (zones_.empty())
    throw std::invalid_argument("a profile needs at least one zone");
  for (std::size_t k = 0; k < zones_.size(); ++k)
    check(zones_[k], inner_radius(k), k == 0);
  for (std::size_t k = zones_.size() - 1; k > 0; --k)
    outer_height_[k - 1] = outer_height_[k] + (zones_[k].shape == ProfileShape::cone ? zones_[k].rise : 0);
}

std::size_t Profile::zone(double r) const {
  std::size_t k = 0;
  while (k + 1 < zones_.size() && r > zones_[k].outer_radius)
    ++k;
  return k;
}

double Profile::height(double r) const {
  if (r >= radius())
    return 0;
  const std::size_t k = zone(r);
  const ProfileZone &z = zones_[k];
  const double inner = inner_radius(k), width = z.outer_radius - inner, base = outer_height_[k];
  switch (z.shape) {
  case ProfileShape::unset:
  case ProfileShape::flat:
    return base;
  case ProfileShape::cone:
    return base + z.rise * (z.outer_radius - r) / width;
  case ProfileShape::dome:
  case ProfileShape::roll:
    return base + arc_of(z, inner).height(r - arc_middle(z, inner));
  case ProfileShape::corrugated:
    return base + z.rise * std::sin(2 * std::numbers::pi * z.waves * (r - inner) / width);
  }
  return base;
}

double Profile::slope(double r) const {
  if (r > radius())
    return 0;
  const std::size_t k = zone(r);
  const ProfileZone &z = zones_[k];
  const double inner = inner_radius(k), width = z.outer_radius - inner;
  const double wave_number = 2 * std::numbers::pi * z.waves / width;
  switch (z.shape) {
  case ProfileShape::unset:
  case ProfileShape::flat:
    return 0;
  case ProfileShape::cone:
    return -z.rise / width;
  case ProfileShape::dome:
  case ProfileShape::roll:
    return arc_of(z, inner).slope(r - arc_middle(z, inner));
  case ProfileShape::corrugated:
    return z.rise * wave_number * std::cos(wave_number * (r - inner));
  }
  return 0;
}

} // namespace earshot
