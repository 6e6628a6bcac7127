#include "solver/materials/conductor_path.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using Place = std::array<double, 2>;

Place between(const Place &from, const Place &to) {
  return {to[0] - from[0], to[1] - from[1]};
}
double dot(const Place &a, const Place &b) {
  return a[0] * b[0] + a[1] * b[1];
}
double cross(const Place &a, const Place &b) {
  return a[0] * b[1] - a[1] * b[0];
}
double norm(const Place &a) {
  return std::hypot(a[0], a[1]);
}

double distance(const Place &x, const Place &from, const Place &to) {
  const Place edge = between(from, to), arm = between(from, x);
  const double t = std::clamp(dot(arm, edge) / dot(edge, edge), 0.0, 1.0);
  return std::hypot(arm[0] - t * edge[0], arm[1] - t * edge[1]);
}

/// Of two edges; 0 when they cross.
double distance(const Place &a, const Place &b, const Place &c, const Place &d) {
  const Place first = between(a, b), second = between(c, d);
  if (cross(first, between(a, c)) * cross(first, between(a, d)) < 0 &&
      cross(second, between(c, a)) * cross(second, between(c, b)) < 0)
    return 0;
  return std::min({distance(a, c, d), distance(b, c, d), distance(c, a, b), distance(d, a, b)});
}

/// Nearer than this along x or y alone, edges needn't be looked at.
bool far_apart(const Place &a, const Place &b, const Place &c, const Place &d, double width) {
  for (int k = 0; k < 2; ++k)
    if (std::min(a[k], b[k]) - std::max(c[k], d[k]) > width ||
        std::min(c[k], d[k]) - std::max(a[k], b[k]) > width)
      return true;
  return false;
}

} // namespace

ConductorPath meander(int legs, double pitch, double length) {
  ConductorPath path;
  for (int k = 0; k < legs; ++k) {
    const double x = (k - (legs - 1) / 2.0) * pitch, up = k % 2 == 0 ? 1 : -1;
    path.push_back({x, -up * length / 2});
    path.push_back({x, up * length / 2});
  }
  return path;
}

ConductorPath rectangular_spiral(int turns, double pitch, double breadth, double length) {
  const double room = std::min(breadth, length) / 2;
  if ((turns - 0.5) * pitch > room * (1 + 1e-12))
    throw UserError(fmt::format("found {} turns, expected at most {} within this breadth, length and gap",
                                turns, std::max(0, static_cast<int>(room / pitch + 0.5))));
  ConductorPath path{{-breadth / 2, -length / 2}};
  for (int k = 0; k < turns; ++k) {
    const double x = breadth / 2 - k * pitch, y = length / 2 - k * pitch;
    path.push_back({-x, y});
    path.push_back({x, y});
    path.push_back({x, -y});
    if (k + 1 < turns) // the last turn ends here
      path.push_back({-x + pitch, -y});
  }
  return path;
}

double length_of(const ConductorPath &path) {
  double sum = 0;
  for (std::size_t k = 0; k + 1 < path.size(); ++k)
    sum += norm(between(path[k], path[k + 1]));
  return sum;
}

std::optional<std::array<std::size_t, 2>> crossing(const ConductorPath &path, double width) {
  const double sharpest = std::cos(150 * std::acos(-1.0) / 180), touching = width * (1 - 1e-9);
  for (std::size_t k = 0; k + 1 < path.size(); ++k) {
    const Place own = between(path[k], path[k + 1]);
    if (k + 2 < path.size()) {
      const Place next = between(path[k + 1], path[k + 2]);
      if (dot(own, next) < sharpest * norm(own) * norm(next))
        return {{k, k + 1}};
    }
    for (std::size_t j = k + 2; j + 1 < path.size(); ++j)
      if (!far_apart(path[k], path[k + 1], path[j], path[j + 1], width) &&
          distance(path[k], path[k + 1], path[j], path[j + 1]) < touching)
        return {{k, j}};
  }
  return {};
}

} // namespace earshot
