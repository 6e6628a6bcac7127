#include "solver/mesh/shell_mesh.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <set>
#include <stdexcept>

namespace earshot {
namespace {

using dealii::Point;
using dealii::Tensor;

/// Radius of the square block's corners and how round its sides are (0 straight, 1 on a circle), in
/// the innermost zone's unit disc.
constexpr double block_radius = 0.6, block_roundness = 0.4;

/// Elements may be longer around than across: a zone's edges hold its motion, so that waves around are longer
/// than free ones.
constexpr double stretch_around = 4.0 / 3;

/// What elements of degree 4 follow so closely that finer ones change the static deflection by less than
/// 0.1 % (0.01 dB): elements on a circle around the axis, and the turn of the tangent along one.
constexpr double elements_around = 16, turn_per_element = std::numbers::pi / 4;

/// Two unit vectors across the axis. @param axis  of length 1
std::array<Tensor<1, 3>, 2> across(const ShellAxis &axis) {
  Tensor<1, 3> helper = axis.across;
  if (helper.norm() == 0)
    helper[std::abs(axis.direction[0]) < 0.9 ? 0 : 1] = 1;
  Tensor<1, 3> first = helper - (helper * axis.direction) * axis.direction;
  first /= first.norm();
  return {first, cross_product_3d(axis.direction, first)};
}

/// Radius at a fraction of a zone's width; on arcs a fraction of its angle, so that steep ends are resolved.
double station(const Profile &profile, std::size_t k, double fraction) {
  const ProfileZone &zone = profile.zones()[k];
  const double inner = profile.inner_radius(k), width = zone.outer_radius - inner;
  const bool dome = zone.shape == ProfileShape::dome;
  if ((!dome && zone.shape != ProfileShape::roll) || zone.rise == 0)
    return inner + fraction * width;
  const double half_chord = dome ? zone.outer_radius : width / 2, rise = std::abs(zone.rise);
  const double arc_radius = (half_chord * half_chord + rise * rise) / (2 * rise);
  const double half_angle = std::asin(half_chord / arc_radius);
  if (dome)
    return arc_radius * std::sin(fraction * half_angle);
  return inner + width / 2 + arc_radius * std::sin((2 * fraction - 1) * half_angle);
}

double arc_length(const Profile &profile, std::size_t k) {
  constexpr int pieces = 200;
  double length = 0, r0 = profile.inner_radius(k), z0 = profile.height(r0 + 1e-9 * profile.radius());
  for (int i = 1; i <= pieces; ++i) {
    const double r = station(profile, k, double(i) / pieces), z = profile.height(r);
    length += std::hypot(r - r0, z - z0);
    r0 = r, z0 = z;
  }
  return length;
}

/// The disc's mesh in numbers.
struct DiscGrid {
  Profile profile;
  ShellAxis axis;
  std::array<Tensor<1, 3>, 2> plane;
  DiscDivision division;

  /// What a quad is: part (i, j) of the block or of ring j at the place i around.
  struct Cell {
    bool block;
    int i, j;
    std::size_t zone;
  };
  std::vector<Cell> cells;

  Point<3> at(double x, double y, double r) const {
    return axis.origin + x * plane[0] + y * plane[1] + profile.height(r) * axis.direction;
  }

  /// A point of the innermost zone, given on the unit disc.
  Point<3> inner(const Point<2> &q) const {
    const double rho = q.norm();
    const double r = std::min(station(profile, 0, std::min(rho, 1.0)), profile.zones()[0].outer_radius);
    return rho < 1e-14 ? at(0, 0, 0) : at(q[0] / rho * r, q[1] / rho * r, r);
  }

  /// Boundary of the block at turns = 0 ... 4 sides, corners at whole numbers.
  static Point<2> block_edge(double turns) {
    const int quarter = std::min(3, int(std::floor(turns)));
    const double t = 2 * (turns - quarter) - 1, phi = std::numbers::pi / 4 * t;
    const double x = (1 - block_roundness) * std::numbers::sqrt2 / 2 + block_roundness * std::cos(phi);
    const double y = (1 - block_roundness) * std::numbers::sqrt2 / 2 * t + block_roundness * std::sin(phi);
    constexpr int c[] = {1, 0, -1, 0}, s[] = {0, 1, 0, -1};
    return block_radius * Point<2>(c[quarter] * x - s[quarter] * y, s[quarter] * x + c[quarter] * y);
  }

  /// The block, (a, b) in the unit square, by transfinite interpolation of its four sides.
  static Point<2> block(double a, double b) {
    const auto east = [](double t) { return block_edge(t); };
    const auto north = [](double t) { return block_edge(2 - t); };
    const auto west = [](double t) { return block_edge(3 - t); };
    const auto south = [](double t) { return block_edge(3 + t); };
    const Tensor<1, 2> sides = (1 - a) * west(b) + a * east(b) + (1 - b) * south(a) + b * north(a);
    const Tensor<1, 2> corners =
        (1 - a) * (1 - b) * west(0) + a * (1 - b) * east(0) + (1 - a) * b * west(1) + a * b * east(1);
    return Point<2>(sides - corners);
  }

  Point<3> position(std::size_t quad, const Point<2> &unit) const {
    const Cell &cell = cells[quad];
    if (cell.block)
      return inner(block((cell.i + unit[0]) / division.side, (cell.j + unit[1]) / division.side));
    const double turns = (cell.i + unit[1]) / division.side,
                 fraction = (cell.j + unit[0]) / division.rings[cell.zone];
    const double phi = (turns - 0.5) * std::numbers::pi / 2;
    const Point<2> rim(std::cos(phi), std::sin(phi));
    if (cell.zone == 0)
      return inner(Point<2>((1 - fraction) * block_edge(turns) + fraction * rim));
    const double r = station(profile, cell.zone, fraction);
    return at(r * rim[0], r * rim[1], r);
  }

  /// Vertex number of the block's grid point (i, j), and of the point i around on the n-th circle.
  int block_vertex(int i, int j) const { return i + (division.side + 1) * j; }
  int circle_vertex(int circle, int i) const {
    const int around = 4 * division.side, place = i % around;
    if (circle > 0)
      return (division.side + 1) * (division.side + 1) + (circle - 1) * around + place;
    const int along = place % division.side;
    switch (place / division.side) {
    case 0:
      return block_vertex(division.side, along);
    case 1:
      return block_vertex(division.side - along, division.side);
    case 2:
      return block_vertex(0, division.side - along);
    default:
      return block_vertex(along, 0);
    }
  }
};

/// Many more elements than any diaphragm needs; more of them is a slip in the input.
constexpr double most_elements = 2e5;

void require_few_elements(double side, double rings) {
  const double elements = side * side + 4 * side * rings;
  if (!(elements <= most_elements))
    throw std::invalid_argument("the diaphragm would need " + std::to_string(std::llround(elements / 1000)) +
                                " thousand elements, expected at most " +
                                std::to_string(std::llround(most_elements / 1000)) +
                                " thousand; is the highest frequency too high, a layer too thin or soft, or "
                                "elements_per_wavelength too large?");
}

DiscDivision divide_disc(const Profile &profile, const std::vector<double> &sizes) {
  DiscDivision division;
  double all_rings = 0;
  for (std::size_t k = 0; k < profile.zones().size(); ++k) {
    const ProfileZone &zone = profile.zones()[k];
    if (!(sizes[k] > 0))
      throw std::invalid_argument("the element size of zone '" + zone.name + "' must be positive");
    const double quarter = std::numbers::pi / 2 * zone.outer_radius / (stretch_around * sizes[k]);
    require_few_elements(quarter, 0);
    division.side = std::max(division.side, 2 * int(std::ceil(quarter / 2 - 1e-6)));
    // Without the block, the innermost zone's rings span a little less than half of its arc.
    const double length = arc_length(profile, k) * (k == 0 ? 1 - block_radius * 0.85 : 1);
    const int least = zone.shape == ProfileShape::corrugated ? 2 * zone.waves : 1;
    all_rings += std::max<double>(least, length / sizes[k]);
    require_few_elements(division.side, all_rings);
    division.rings.push_back(std::max(least, int(std::ceil(length / sizes[k] - 1e-6))));
  }
  return division;
}

} // namespace

int ShellMesh::zone_index(const std::string &name) const {
  const auto found = std::find(zones.begin(), zones.end(), name);
  return found == zones.end() ? -1 : int(found - zones.begin());
}

double geometric_size(const Profile &profile, std::size_t zone) {
  const ProfileZone &shape = profile.zones()[zone];
  double turn = 0; // of the tangent along the zone
  const double inner = profile.inner_radius(zone), width = shape.outer_radius - inner,
               rise = std::abs(shape.rise);
  if (shape.shape == ProfileShape::dome)
    turn = 2 * std::atan2(rise, shape.outer_radius);
  else if (shape.shape == ProfileShape::roll)
    turn = 4 * std::atan2(rise, width / 2);
  const double along = arc_length(profile, zone) / std::max(1.0, turn / turn_per_element);
  const double around = 2 * std::numbers::pi * shape.outer_radius / (stretch_around * elements_around);
  return std::min(along, around);
}

ShellMesh disc_shell(const Profile &profile, const ShellAxis &axis,
                     const std::vector<double> &element_sizes) {
  if (element_sizes.size() != profile.zones().size())
    throw std::invalid_argument("a disc needs one element size per zone of its profile");
  return disc_shell(profile, axis, divide_disc(profile, element_sizes));
}

ShellMesh disc_shell(const Profile &profile, const ShellAxis &axis, const DiscDivision &division) {
  if (division.rings.size() != profile.zones().size())
    throw std::invalid_argument("a disc needs a number of rings per zone of its profile");
  const ShellAxis unit{axis.origin, axis.direction / axis.direction.norm(), axis.across};
  auto grid = std::make_shared<DiscGrid>(DiscGrid{profile, unit, across(unit), division, {}});
  ShellMesh mesh;
  mesh.division = division;
  for (const ProfileZone &zone : profile.zones())
    mesh.zones.push_back(zone.name);
  const int side = division.side;
  for (int j = 0; j < side; ++j)
    for (int i = 0; i < side; ++i) {
      grid->cells.push_back({true, i, j, 0});
      mesh.quads.push_back({grid->block_vertex(i, j), grid->block_vertex(i + 1, j),
                            grid->block_vertex(i, j + 1), grid->block_vertex(i + 1, j + 1)});
      mesh.zone.push_back(0);
    }
  int circle = 0;
  for (std::size_t k = 0; k < division.rings.size(); ++k)
    for (int ring = 0; ring < division.rings[k]; ++ring, ++circle)
      for (int i = 0; i < 4 * side; ++i) {
        grid->cells.push_back({false, i, ring, k});
        mesh.quads.push_back({grid->circle_vertex(circle, i), grid->circle_vertex(circle + 1, i),
                              grid->circle_vertex(circle, i + 1), grid->circle_vertex(circle + 1, i + 1)});
        mesh.zone.push_back(int(k));
      }
  mesh.axis = grid->axis;
  mesh.position = [grid](std::size_t quad, const Point<2> &unit) { return grid->position(quad, unit); };
  return mesh;
}

ShellMesh surface_shell(QuadSurface surface) {
  ShellMesh mesh;
  std::set<std::pair<int, int>> directed_edges;
  for (const std::vector<int> &q : surface.quads) {
    if (q.size() != 4 && q.size() != 9)
      throw std::invalid_argument("a shell surface takes quadrilaterals of 4 or 9 nodes");
    for (int k = 0; k < 4; ++k)
      if (!directed_edges.insert({q[k], q[(k + 1) % 4]}).second)
        throw std::invalid_argument(
            "two quadrilaterals run along an edge in the same sense: turn them all to "
            "the same side, and let no edge have more than two");
    mesh.quads.push_back({q[0], q[1], q[3], q[2]});
  }
  mesh.zone = surface.zone;
  mesh.zones = surface.zones;
  mesh.position = [s = std::make_shared<QuadSurface>(std::move(surface))](std::size_t quad,
                                                                          const Point<2> &unit) {
    const std::vector<int> &q = s->quads[quad];
    const double x = unit[0], y = unit[1];
    if (q.size() == 4)
      return Point<3>((1 - x) * (1 - y) * s->nodes[q[0]] + x * (1 - y) * s->nodes[q[1]] +
                      x * y * s->nodes[q[2]] + (1 - x) * y * s->nodes[q[3]]);
    const double a[] = {(1 - x) * (1 - 2 * x), 4 * x * (1 - x), x * (2 * x - 1)};
    const double b[] = {(1 - y) * (1 - 2 * y), 4 * y * (1 - y), y * (2 * y - 1)};
    constexpr int order[] = {0, 4, 1, 7, 8, 5, 3, 6, 2};
    Tensor<1, 3> sum;
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i)
        sum += a[i] * b[j] * s->nodes[q[order[i + 3 * j]]];
    return Point<3>(sum);
  };
  return mesh;
}

} // namespace earshot
