#include "solver/mesh/outline.h"

#include "solver/config/located.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace earshot {
namespace {

using Place = std::array<double, 2>;

std::string in_millimetres(const Place &place) {
  return fmt::format("({:.6g}, {:.6g}) mm", 1e3 * place[0], 1e3 * place[1]);
}

/// Twice the signed area of a triangle [m^2].
double turn(const Place &a, const Place &b, const Place &c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/// Whether two segments have a point in common.
bool meet(const Place &a, const Place &b, const Place &c, const Place &d) {
  const double tiny = 1e-12 * (std::hypot(b[0] - a[0], b[1] - a[1]) + std::hypot(d[0] - c[0], d[1] - c[1]));
  const double scale = std::hypot(b[0] - a[0], b[1] - a[1]) + std::hypot(d[0] - c[0], d[1] - c[1]);
  const auto side = [&](double value) { return std::abs(value) <= tiny * scale ? 0 : value > 0 ? 1 : -1; };
  const auto within = [](const Place &p, const Place &q, const Place &x) {
    return std::min(p[0], q[0]) <= x[0] && x[0] <= std::max(p[0], q[0]) && std::min(p[1], q[1]) <= x[1] &&
           x[1] <= std::max(p[1], q[1]);
  };
  const int abc = side(turn(a, b, c)), abd = side(turn(a, b, d)), cda = side(turn(c, d, a)),
            cdb = side(turn(c, d, b));
  if (abc * abd < 0 && cda * cdb < 0)
    return true;
  return (abc == 0 && within(a, b, c)) || (abd == 0 && within(a, b, d)) || (cda == 0 && within(c, d, a)) ||
         (cdb == 0 && within(c, d, b));
}

void check_crossings(const PlanePart &part, const std::vector<Place> &polygon) {
  const std::size_t n = polygon.size() - 1;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 2; j < n; ++j) {
      const bool neighbours = i == 0 && j == n - 1;
      if (!neighbours && meet(polygon[i], polygon[i + 1], polygon[j], polygon[j + 1]))
        throw UserError(fmt::format("part \"{}\": found an outline that crosses or touches itself near {}, "
                                    "expected a simple one",
                                    part.name, in_millimetres(polygon[j])));
    }
}

} // namespace

std::array<double, 2> OutlineArc::at(double fraction) const {
  const double phi = from + fraction * angle;
  return {centre[0] + radius * std::cos(phi), centre[1] + radius * std::sin(phi)};
}

std::optional<OutlineArc> arc_to(const OutlineCorner &corner, const OutlineCorner &next) {
  if (corner.bulge == 0)
    return std::nullopt;
  const Place &a = corner.place, &b = next.place;
  const double angle = 4 * std::atan(corner.bulge), dx = b[0] - a[0], dy = b[1] - a[1];
  // The centre lies on the perpendicular through the chord's middle, to the left for arcs that turn left.
  const double offset = 0.5 / std::tan(angle / 2);
  const Place centre{(a[0] + b[0]) / 2 - offset * dy, (a[1] + b[1]) / 2 + offset * dx};
  return OutlineArc{centre, std::hypot(a[0] - centre[0], a[1] - centre[1]),
                    std::atan2(a[1] - centre[1], a[0] - centre[0]), angle};
}

std::vector<OutlineCorner> rectangle_outline(double left, double bottom, double right, double top) {
  return {{{left, bottom}}, {{right, bottom}}, {{right, top}}, {{left, top}}};
}

std::vector<Place> outline_polygon(const std::vector<OutlineCorner> &outline) {
  std::vector<Place> polygon;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    polygon.push_back(outline[i].place);
    if (const auto arc = arc_to(outline[i], outline[(i + 1) % outline.size()])) {
      const int chords = static_cast<int>(std::ceil(std::abs(arc->angle) / (std::numbers::pi / 36)));
      for (int k = 1; k < chords; ++k)
        polygon.push_back(arc->at(double(k) / chords));
    }
  }
  if (!polygon.empty())
    polygon.push_back(polygon.front());
  return polygon;
}

std::vector<OutlineCircle> outline_circles(const PlaneGeometry &geometry) {
  std::vector<OutlineCircle> circles;
  for (const auto &part : geometry.parts)
    for (std::size_t i = 0; i < part.outline.size(); ++i)
      if (const auto arc = arc_to(part.outline[i], part.outline[(i + 1) % part.outline.size()]))
        circles.push_back({arc->centre, arc->radius});
  return circles;
}

void check_outline(const PlanePart &part, bool planar) {
  const auto refuse = [&](const std::string &reason) {
    throw UserError(fmt::format("part \"{}\": {}", part.name, reason));
  };
  if (part.outline.size() < 3)
    refuse(fmt::format("found an outline of {} corners, expected at least 3", part.outline.size()));
  if (!(part.size > 0))
    refuse("found a mesh size that is not positive");
  const auto polygon = outline_polygon(part.outline);
  double area = 0, length = 0;
  for (std::size_t i = 0; i + 1 < polygon.size(); ++i) {
    const double edge = std::hypot(polygon[i + 1][0] - polygon[i][0], polygon[i + 1][1] - polygon[i][1]);
    if (!(edge > 0))
      refuse(fmt::format("found the corner {} twice in a row", in_millimetres(polygon[i])));
    if (!planar && polygon[i][0] < -1e-12)
      refuse(fmt::format("found the point {}, expected r >= 0 for a body of revolution",
                         in_millimetres(polygon[i])));
    area += turn(polygon[0], polygon[i], polygon[i + 1]) / 2;
    length += edge;
  }
  check_crossings(part, polygon);
  if (std::abs(area) < 1e-9 * length * length)
    refuse("found an outline without area");
}

} // namespace earshot
