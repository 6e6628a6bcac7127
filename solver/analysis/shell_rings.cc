#include "solver/analysis/shell_rings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

using dealii::Tensor;

constexpr int n_rings = 48, points_per_ring = 96;

/// Two unit vectors across the axis and one along it.
struct Basis {
  Tensor<1, 3> across_1, across_2, along;

  explicit Basis(const ShellAxis &axis) : along(axis.direction / axis.direction.norm()) {
    across_1[std::abs(along[0]) < 0.9 ? 0 : 1] = 1;
    across_1 -= (across_1 * along) * along;
    across_1 /= across_1.norm();
    across_2 = cross_product_3d(along, across_1);
  }
  Tensor<1, 3> radial(double phi) const { return std::cos(phi) * across_1 + std::sin(phi) * across_2; }
};

/// Distance from the axis.
double radius_of(const dealii::Point<3> &x, const ShellAxis &axis, const Basis &basis) {
  const Tensor<1, 3> arm = x - axis.origin;
  return (arm - (arm * basis.along) * basis.along).norm();
}

std::array<Complex, 3> displacement(const ShellPoint &point, const std::vector<Complex> &shape) {
  std::array<Complex, 3> u{};
  for (std::size_t k = 0; k < point.values.size(); ++k)
    for (int c = 0; c < 3; ++c)
      if (point.unknowns[k][c] != no_unknown)
        u[c] += point.values[k] * shape[point.unknowns[k][c]];
  return u;
}

Complex along(const std::array<Complex, 3> &u, const Tensor<1, 3> &direction) {
  return u[0] * direction[0] + u[1] * direction[1] + u[2] * direction[2];
}

} // namespace

ShellRings::ShellRings(const ShellSpace &space, const ShellAxis &axis) {
  const Basis basis(axis);
  double largest = 0;
  for (std::size_t node = 0; node < space.n_nodes(); ++node)
    largest = std::max(largest, radius_of(space.position(node), axis, basis));
  for (int k = 0; k < n_rings; ++k)
    if (auto found = ring(space, axis, (k + 0.5) / n_rings * largest))
      rings_.push_back(std::move(*found));
}

/// Nothing where the surface doesn't reach around the whole circle.
std::optional<ShellRings::Ring> ShellRings::ring(const ShellSpace &space, const ShellAxis &axis,
                                                 double radius) const {
  const Basis basis(axis);
  Ring ring{radius, {}};
  for (int k = 0; k < points_per_ring; ++k) {
    const double phi = 2 * std::numbers::pi * k / points_per_ring;
    const dealii::Point<3> target = axis.origin + radius * basis.radial(phi);
    // The height of the surface there is about that of the node nearest to this line along the axis.
    double nearest = std::numeric_limits<double>::max(), height = 0;
    for (std::size_t node = 0; node < space.n_nodes(); ++node) {
      const Tensor<1, 3> arm = space.position(node) - target;
      const double h = arm * basis.along, distance = (arm - h * basis.along).norm_square();
      if (distance < nearest) {
        nearest = distance;
        height = h;
      }
    }
    ShellPoint point = space.closest(target + height * basis.along);
    if (std::abs(radius_of(point.position, axis, basis) - radius) > 0.02 * radius + 0.25 * point.distance)
      return std::nullopt;
    ring.points.push_back({std::move(point), cross_product_3d(basis.along, basis.radial(phi))});
  }
  return ring;
}

ShellRings::Content ShellRings::expand(const std::vector<Complex> &values) {
  const std::size_t n = values.size();
  Content content(n / 2);
  for (std::size_t m = 0; m < n / 2; ++m)
    for (std::size_t k = 0; k < n; ++k) {
      const Complex wave = std::polar(1.0, 2 * std::numbers::pi * double(m * k % n) / double(n));
      content[m][0] += values[k] * std::conj(wave) / double(n);
      content[m][1] += m == 0 ? 0.0 : values[k] * wave / double(n);
    }
  return content;
}

ShellRings::Orders ShellRings::orders(const std::vector<Complex> &shape) const {
  Orders orders;
  if (rings_.empty())
    return orders;
  double normal_motion = 0, all_motion = 0;
  std::vector<Content> normal, tangential;
  for (const Ring &ring : rings_) {
    std::vector<Complex> across, around;
    for (const Point &p : ring.points) {
      const auto u = displacement(p.point, shape);
      across.push_back(along(u, p.point.normal));
      around.push_back(along(u, p.along));
      normal_motion += ring.radius * std::norm(across.back());
      for (const Complex component : u)
        all_motion += ring.radius * std::norm(component);
    }
    normal.push_back(expand(across));
    tangential.push_back(expand(around));
  }
  orders.in_plane = normal_motion < 0.5 * all_motion;
  const auto &contents = orders.in_plane ? tangential : normal;
  std::vector<double> of_order(points_per_ring / 2, 0);
  double total = 0;
  for (std::size_t k = 0; k < rings_.size(); ++k)
    for (std::size_t m = 0; m < of_order.size(); ++m) {
      const double part = rings_[k].radius * (std::norm(contents[k][m][0]) + std::norm(contents[k][m][1]));
      of_order[m] += part;
      total += part;
    }
  orders.m = int(std::max_element(of_order.begin(), of_order.end()) - of_order.begin());
  orders.purity = total > 0 ? of_order[orders.m] / total : 0;
  orders.n = count_nodal_circles(contents, orders.m);
  return orders;
}

int ShellRings::count_nodal_circles(const std::vector<Content> &contents, int m) const {
  const auto square = [&](const Content &c) { return std::norm(c[m][0]) + std::norm(c[m][1]); };
  const Content &largest = *std::max_element(
      contents.begin(), contents.end(), [&](const auto &a, const auto &b) { return square(a) < square(b); });
  int changes = 0;
  double last = 0;
  for (const Content &ring : contents) {
    // The motion in phase and in orientation with that of the ring that moves most.
    const double value =
        (std::conj(largest[m][0]) * ring[m][0] + std::conj(largest[m][1]) * ring[m][1]).real();
    if (std::abs(value) < 0.02 * square(largest))
      continue;
    if (last * value < 0)
      ++changes;
    last = value;
  }
  return changes;
}

} // namespace earshot
