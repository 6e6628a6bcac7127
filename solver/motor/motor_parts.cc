#include "solver/motor/motor_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {
namespace {

using std::numbers::pi;

/// Heights along the axis of the layers that all parametric types share, z = 0 in the gap's middle [m].
struct Stack {
  double top, washer_bottom, magnet_bottom, bottom;
  Stack(const MagneticMotorConfig &c)
      : top(c.washer->thickness / 2), washer_bottom(-top), magnet_bottom(washer_bottom - c.magnet->height),
        bottom(magnet_bottom - c.yoke->bottom_thickness) {}
};

/// Collects parts; elements are as small as a part is thin, and refined later where the field asks for it.
class Builder {
public:
  void add(const std::string &name, const Located<std::string> &material, std::vector<OutlineCorner> outline,
           double size, double magnetization = 0) {
    result.geometry.parts.push_back({name, std::move(outline), size});
    const bool known = std::any_of(result.parts.begin(), result.parts.end(),
                                   [&](const MotorPart &part) { return part.name == name; });
    if (!known)
      result.parts.push_back({name, material, magnetization});
  }
  void add_rectangle(const std::string &name, const Located<std::string> &material, double inner,
                     double outer, double bottom, double top, double magnetization = 0) {
    add(name, material, rectangle_outline(inner, bottom, outer, top),
        std::min(outer - inner, top - bottom) / 2, magnetization);
  }
  /// A copper ring on the inner wall, and the space that is left to the coil.
  void add_gap(const MagneticMotorConfig &c, const Stack &z, double inner, double outer) {
    if (c.copper_ring >= c.gap_width)
      throw UserError(c.copper_ring.where,
                      fmt::format("found a ring of {:g} mm, expected less than the gap of "
                                  "{:g} mm",
                                  1e3 * c.copper_ring, 1e3 * c.gap_width));
    if (c.copper_ring > 0)
      add_rectangle("copper_ring", {"copper", c.copper_ring.where}, inner, inner + c.copper_ring,
                    z.washer_bottom, z.top);
    result.gap = {inner + c.copper_ring, outer};
    const double size = (outer - inner) / 2;
    result.geometry.fine.push_back({{inner, z.washer_bottom - size}, {outer, z.top + size}, size});
  }
  MotorParts result;
};

double washer_radius(const MagneticMotorConfig &c) {
  return c.washer->outer_radius > 0 ? c.washer->outer_radius : c.magnet->outer_radius;
}

void require_less(const Located<double> &value, double limit, const std::string &meaning) {
  if (value >= limit)
    throw UserError(value.where, fmt::format("found {:g} mm, expected less than {:g} mm, {}", 1e3 * value,
                                             1e3 * limit, meaning));
}

void add_inner_magnet(const MagneticMotorConfig &c, Builder &builder) {
  const Stack z(c);
  const double hole = c.magnet->inner_radius, washer = washer_radius(c), wall = washer + c.gap_width,
               outer = wall + c.yoke->wall_thickness;
  require_less(c.magnet->outer_radius, wall, "the inner radius of the cup");
  builder.add_rectangle("magnet", c.magnet->material, hole, c.magnet->outer_radius, z.magnet_bottom,
                        z.washer_bottom);
  builder.add_rectangle("washer", c.washer->material, hole, washer, z.washer_bottom, z.top);
  builder.add("yoke", c.yoke->material,
              {{{hole, z.bottom}},
               {{outer, z.bottom}},
               {{outer, z.top}},
               {{wall, z.top}},
               {{wall, z.magnet_bottom}},
               {{hole, z.magnet_bottom}}},
              std::min(c.yoke->bottom_thickness.value, c.yoke->wall_thickness.value) / 2);
  builder.add_gap(c, z, washer, wall);
}

void add_outer_ring(const MagneticMotorConfig &c, Builder &builder) {
  const Stack z(c);
  const double pole = c.yoke->pole_radius, washer = pole + c.gap_width, outer = washer_radius(c);
  if (c.magnet->inner_radius <= pole)
    throw UserError(c.magnet->inner_radius.where,
                    fmt::format("found {:g} mm, expected more than {:g} mm, the pole's radius",
                                1e3 * c.magnet->inner_radius, 1e3 * pole));
  if (washer >= outer)
    throw UserError(c.gap_width.where, fmt::format("found a gap that reaches to {:g} mm, expected less than "
                                                   "{:g} mm, the washer's outer radius",
                                                   1e3 * washer, 1e3 * outer));
  builder.add_rectangle("magnet", c.magnet->material, c.magnet->inner_radius, c.magnet->outer_radius,
                        z.magnet_bottom, z.washer_bottom);
  builder.add_rectangle("washer", c.washer->material, washer, outer, z.washer_bottom, z.top);
  const double plate = std::max(outer, c.magnet->outer_radius.value);
  builder.add("yoke", c.yoke->material,
              {{{0, z.bottom}},
               {{plate, z.bottom}},
               {{plate, z.magnet_bottom}},
               {{pole, z.magnet_bottom}},
               {{pole, z.top}},
               {{0, z.top}}},
              std::min(c.yoke->bottom_thickness.value, pole) / 2);
  builder.add_gap(c, z, pole, washer);
}

void add_dual_magnet(const MagneticMotorConfig &c, Builder &builder) {
  const Stack z(c);
  const MagnetConfig &ring = *c.outer_magnet;
  const double hole = c.magnet->inner_radius, washer = washer_radius(c), wall = washer + c.gap_width;
  if (ring.height != c.magnet->height.value)
    throw UserError(ring.height.where,
                    fmt::format("found {:g} mm, expected {:g} mm, as high as the magnet in the "
                                "middle",
                                1e3 * ring.height, 1e3 * c.magnet->height));
  require_less(c.magnet->outer_radius, ring.inner_radius, "the inner radius of outer_magnet");
  if (wall >= ring.outer_radius)
    throw UserError(c.gap_width.where, fmt::format("found a gap that reaches to {:g} mm, expected less than "
                                                   "{:g} mm, the outer radius of outer_magnet",
                                                   1e3 * wall, 1e3 * ring.outer_radius));
  builder.add_rectangle("magnet", c.magnet->material, hole, c.magnet->outer_radius, z.magnet_bottom,
                        z.washer_bottom);
  builder.add_rectangle("outer_magnet", ring.material, ring.inner_radius, ring.outer_radius, z.magnet_bottom,
                        z.washer_bottom, pi);
  builder.add_rectangle("washer", c.washer->material, hole, washer, z.washer_bottom, z.top);
  builder.add_rectangle("outer_washer", c.washer->material, wall, ring.outer_radius, z.washer_bottom, z.top);
  builder.add_rectangle("yoke", c.yoke->material, hole, ring.outer_radius, z.bottom, z.magnet_bottom);
  builder.add_gap(c, z, washer, wall);
}

/// A part's thickness, as what its area and its perimeter would be of a long strip [m].
double thickness(const std::vector<OutlineCorner> &outline) {
  const auto polygon = outline_polygon(outline);
  double area = 0, length = 0;
  for (std::size_t i = 0; i + 1 < polygon.size(); ++i) {
    area += (polygon[i][0] * polygon[i + 1][1] - polygon[i + 1][0] * polygon[i][1]) / 2;
    length += std::hypot(polygon[i + 1][0] - polygon[i][0], polygon[i + 1][1] - polygon[i][1]);
  }
  return 2 * std::abs(area) / length;
}

void add_parts(const MagneticMotorConfig &c, Builder &builder) {
  for (const MotorPartConfig &part : c.parts) {
    std::vector<OutlineCorner> outline;
    for (std::size_t i = 0; i < part.r.size(); ++i)
      outline.push_back({{part.r[i], part.z[i]}, part.bulge.empty() ? 0.0 : part.bulge[i].value});
    const double size = part.size ? part.size->value : thickness(outline) / 2;
    builder.add(part.name, part.material, outline, size, part.magnetization);
  }
}

} // namespace

MotorParts motor_parts(const MagneticMotorConfig &config) {
  Builder builder;
  builder.result.geometry.planar = config.planar;
  const MotorType type = config.type;
  if (type == MotorType::inner_magnet)
    add_inner_magnet(config, builder);
  else if (type == MotorType::outer_ring)
    add_outer_ring(config, builder);
  else if (type == MotorType::dual_magnet)
    add_dual_magnet(config, builder);
  else if (type == MotorType::parts)
    add_parts(config, builder);
  else
    for (const MotorPartConfig &part : config.parts)
      builder.result.parts.push_back({part.name, part.material, part.magnetization});
  return builder.result;
}

} // namespace earshot
