#include "solver/mesh/part_size.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

constexpr double tolerance = 1e-9; // [m]

/// A part in the half-plane, behind the template.
struct Outline {
  double z0, z1, inner, radius, end_radius;
};

/// Radii at which an end opens into a mouth narrower than itself.
void add_rim(double z, double radius, const Outline &beyond, double beyond_radius, SizedRegion region,
             std::vector<SizedRegion> &regions) {
  if (radius < beyond.inner + tolerance || radius > beyond_radius - tolerance)
    return;
  region.z0 = region.z1 = z;
  region.inner = region.outer = radius;
  regions.push_back(region);
}

/// Rims where `one` ends and `next` begins in the same plane.
void add_end_rims(const Outline &one, const Outline &next, const SizedRegion &rim,
                  std::vector<SizedRegion> &regions) {
  if (std::abs(one.z1 - next.z0) > tolerance)
    return;
  for (const double radius : {one.inner, one.end_radius})
    if (radius > 0)
      add_rim(one.z1, radius, next, next.radius, rim, regions);
  for (const double radius : {next.inner, next.radius})
    if (radius > 0)
      add_rim(one.z1, radius, one, one.end_radius, rim, regions);
}

/// Rims where `outer` lies around the cylinder `inner`.
void add_side_rims(const Outline &inner, const Outline &outer, const SizedRegion &rim,
                   std::vector<SizedRegion> &regions) {
  if (std::abs(inner.radius - outer.inner) > tolerance ||
      std::abs(inner.end_radius - outer.inner) > tolerance)
    return;
  for (const auto &[section, other] : {std::pair(&inner, &outer), std::pair(&outer, &inner)})
    for (const double z : {section->z0, section->z1})
      if (z > other->z0 + tolerance && z < other->z1 - tolerance) {
        SizedRegion region = rim;
        region.z0 = region.z1 = z;
        region.inner = region.outer = outer.inner;
        regions.push_back(region);
      }
}

/// Edges around an axis that keep two concentric walls apart, whose distance is `gap`: straight edges of
/// length h on a circle of radius r cut h^2 / (8 r) off it, here half of the gap.
double edge_between_walls(double radius, double gap) {
  return std::sqrt(4 * radius * gap);
}

/// The thin wall between two parts that lie in each other.
void add_wall(const Outline &inner, const Outline &outer, double largest, std::vector<SizedRegion> &regions) {
  const double radius = std::max(inner.radius, inner.end_radius), gap = outer.inner - radius;
  const double z0 = std::max(inner.z0, outer.z0), z1 = std::min(inner.z1, outer.z1);
  if (gap > tolerance && z1 > z0 - tolerance && edge_between_walls(radius, gap) < largest)
    regions.push_back(
        {.size = edge_between_walls(radius, gap), .z0 = z0, .z1 = z1, .inner = radius, .outer = outer.inner});
}

/// The sectors of the narrower of two parts, where their mouth lies.
SizedRegion mouth_of(const PartConfig &one, const PartConfig &other, double size) {
  const PartConfig &narrow = one.sectors * one.angle < other.sectors * other.angle ? one : other;
  return {.size = size,
          .z0 = 0,
          .z1 = 0,
          .inner = 0,
          .outer = 0,
          .sectors = narrow.sectors,
          .angle = narrow.angle,
          .direction = narrow.direction};
}

} // namespace

std::vector<SizedRegion> part_sizes(const std::vector<PartConfig> &parts, const TemplateLayout *layout,
                                    const MeshConfig &mesh) {
  const double shift = layout ? layout->cylinders.back().to.value : 0, rim = edge_refinement * mesh.size;
  std::vector<SizedRegion> regions;
  std::vector<Outline> sections;
  for (const PartConfig &part : parts) {
    const double end_radius = part.end_radius ? part.end_radius->value : part.radius.value;
    sections.push_back({part.from + shift, part.to + shift, part.inner_radius, part.radius, end_radius});
    const double widest = std::max(part.radius.value, end_radius),
                 narrowest = std::min(part.radius.value, end_radius),
                 width = part.inner_radius > 0
                             ? edge_between_walls(part.inner_radius, narrowest - part.inner_radius)
                             : widest;
    regions.push_back({.size = volume_size(mesh, part.name, width),
                       .z0 = sections.back().z0,
                       .z1 = sections.back().z1,
                       .inner = part.inner_radius,
                       .outer = widest,
                       .sectors = part.sectors,
                       .angle = part.angle,
                       .direction = part.direction});
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t k = 0; k < parts.size(); ++k) {
      if (i == k)
        continue;
      const SizedRegion mouth = mouth_of(parts[i], parts[k], rim);
      add_end_rims(sections[i], sections[k], mouth, regions);
      add_side_rims(sections[i], sections[k], mouth, regions);
      add_wall(sections[i], sections[k], mesh.size, regions);
    }
  if (layout) {
    const PartConfig &canal = layout->cylinders.back();
    for (const Outline &section : sections)
      add_end_rims({canal.from, canal.to, 0, canal.radius, canal.radius}, section,
                   {.size = rim, .z0 = 0, .z1 = 0, .inner = 0, .outer = 0}, regions);
  }
  return regions;
}

} // namespace earshot
