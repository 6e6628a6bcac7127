#include "solver/fem/shell_space.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace earshot {

using dealii::Point;
using dealii::Tensor;

/// A box around each element, and a Newton search in those that may hold the nearest point. There are
/// hundreds of elements, so the boxes are tried in a heap instead of a tree.
class ShellSpace::Locator {
public:
  explicit Locator(const ShellSpace &space);
  /// @return element and unit point
  std::pair<std::size_t, Point<2>> closest(const ShellSpace &space, const Point<3> &x) const;

private:
  std::vector<std::pair<Point<3>, Point<3>>> boxes_; ///< lowest and highest corner
};

namespace {

/// The node of an element nearest to x, as a start for Newton.
std::size_t nearest_node(const ShellSpace &space, std::size_t cell, const Point<3> &x) {
  const auto nodes = space.cell_nodes(cell);
  const auto nearer = [&](std::size_t a, std::size_t b) {
    return space.position(a).distance_square(x) < space.position(b).distance_square(x);
  };
  return std::min_element(nodes.begin(), nodes.end(), nearer) - nodes.begin();
}

/// Newton step that minimises |X(unit) - x|^2 within the unit square: coordinates whose bound holds them
/// back stay, and the Hessian loses its curvature part where it is not convex.
Tensor<1, 2> closest_point_step(const ShellSpace &space, std::size_t cell, const ShellShapes &shapes,
                                const ShellSurface &s, const Point<2> &unit, const Point<3> &x) {
  const Tensor<1, 3> r = s.position - x;
  std::array<Tensor<1, 3>, 3> second{};
  for (unsigned k = 0; k < shapes.value.size(); ++k)
    for (int c = 0; c < 3; ++c)
      second[c] += shapes.hessian[k][c] * space.position(space.cell_nodes(cell)[k]);
  const std::array<double, 2> g{r * s.tangent[0], r * s.tangent[1]};
  const double m11 = s.tangent[0] * s.tangent[0], m12 = s.tangent[0] * s.tangent[1],
               m22 = s.tangent[1] * s.tangent[1];
  double h11 = m11 + r * second[0], h12 = m12 + r * second[1], h22 = m22 + r * second[2];
  if (h11 <= 0.1 * m11 || h22 <= 0.1 * m22 || h11 * h22 - h12 * h12 <= 0.1 * (m11 * m22 - m12 * m12))
    h11 = m11, h12 = m12, h22 = m22;
  const auto held = [&](int d) { return (unit[d] <= 0 && g[d] > 0) || (unit[d] >= 1 && g[d] < 0); };
  if (held(0) && held(1))
    return {};
  if (held(0))
    return Tensor<1, 2>({0, -g[1] / h22});
  if (held(1))
    return Tensor<1, 2>({-g[0] / h11, 0});
  const double determinant = h11 * h22 - h12 * h12;
  return Tensor<1, 2>({-(h22 * g[0] - h12 * g[1]) / determinant, -(h11 * g[1] - h12 * g[0]) / determinant});
}

std::pair<Point<2>, double> closest_in_cell(const ShellSpace &space, std::size_t cell, Point<2> unit,
                                            const Point<3> &x) {
  double distance = std::numeric_limits<double>::max();
  Point<2> best = unit;
  for (int iteration = 0; iteration < 30; ++iteration) {
    const ShellShapes shapes = space.shapes(unit);
    const ShellSurface s = space.surface(cell, shapes);
    if (s.position.distance(x) < distance) {
      distance = s.position.distance(x);
      best = unit;
    }
    const Tensor<1, 2> step = closest_point_step(space, cell, shapes, s, unit, x);
    const Point<2> old = unit;
    for (int d = 0; d < 2; ++d)
      unit[d] = std::clamp(unit[d] + step[d], 0.0, 1.0);
    if (unit.distance(old) < 1e-12)
      break;
  }
  return {best, distance};
}

} // namespace

ShellSpace::Locator::Locator(const ShellSpace &space) {
  for (std::size_t cell = 0; cell < space.n_cells(); ++cell) {
    Point<3> low = space.position(space.cell_nodes(cell)[0]), high = low;
    for (const std::size_t node : space.cell_nodes(cell))
      for (int d = 0; d < 3; ++d) {
        low[d] = std::min(low[d], space.position(node)[d]);
        high[d] = std::max(high[d], space.position(node)[d]);
      }
    // A polynomial may leave the box of its nodes by a little.
    const double margin = 0.05 * low.distance(high);
    for (int d = 0; d < 3; ++d) {
      low[d] -= margin;
      high[d] += margin;
    }
    boxes_.emplace_back(low, high);
  }
}

std::pair<std::size_t, Point<2>> ShellSpace::Locator::closest(const ShellSpace &space,
                                                              const Point<3> &x) const {
  std::vector<std::pair<double, std::size_t>> heap;
  for (std::size_t cell = 0; cell < boxes_.size(); ++cell) {
    const auto &[low, high] = boxes_[cell];
    double square = 0;
    for (int d = 0; d < 3; ++d)
      square += std::pow(std::max({low[d] - x[d], 0.0, x[d] - high[d]}), 2);
    heap.emplace_back(std::sqrt(square), cell);
  }
  std::make_heap(heap.begin(), heap.end(), std::greater<>());
  std::pair<std::size_t, Point<2>> found;
  double distance = std::numeric_limits<double>::max();
  while (!heap.empty() && heap.front().first < distance) {
    std::pop_heap(heap.begin(), heap.end(), std::greater<>());
    const std::size_t cell = heap.back().second;
    heap.pop_back();
    const std::size_t k = nearest_node(space, cell, x), n = space.degree() + 1;
    const Point<2> start(space.lobatto_[k % n], space.lobatto_[k / n]);
    const auto [unit, d] = closest_in_cell(space, cell, start, x);
    if (d < distance) {
      distance = d;
      found = {cell, unit};
    }
  }
  return found;
}

ShellSpace::ShellSpace(ShellMesh mesh, unsigned degree, const EdgeConstraint &constraint)
    : mesh_(std::move(mesh)), degree_(degree) {
  if (degree < 2)
    throw std::invalid_argument("shell elements need a degree of at least 2");
  const dealii::QGaussLobatto<1> points(degree + 1);
  for (const Point<1> &p : points.get_points())
    lobatto_.push_back(p[0]);
  basis_ = dealii::Polynomials::generate_complete_Lagrange_basis(points.get_points());
  number_nodes();
  place_nodes();
  number_unknowns(constraint);
  locator_ = std::make_unique<Locator>(*this);
}

ShellSpace::~ShellSpace() = default;
ShellSpace::ShellSpace(ShellSpace &&) noexcept = default;

void ShellSpace::number_nodes() {
  const std::size_t n = degree_ + 1;
  // End vertices of the sides, and an element's node at place k along a side, in their direction.
  constexpr int ends[4][2] = {{0, 2}, {1, 3}, {0, 1}, {2, 3}};
  const auto on_side = [n](int side, std::size_t k) {
    const std::size_t at[] = {k * n, (n - 1) + k * n, k, k + n * (n - 1)};
    return at[side];
  };
  std::map<int, std::size_t> vertex_node;
  std::map<std::pair<int, int>, std::size_t> edge_first; // node next to the lower vertex
  std::map<std::pair<int, int>, Edge> lone;
  std::size_t next = 0;
  cell_nodes_.assign(n_cells() * n * n, 0);
  for (std::size_t cell = 0; cell < n_cells(); ++cell) {
    std::size_t *nodes = &cell_nodes_[cell * n * n];
    const std::array<int, 4> &v = mesh_.quads[cell];
    const std::size_t corner[] = {0, n - 1, n * (n - 1), n * n - 1};
    for (int k = 0; k < 4; ++k) {
      const auto [it, fresh] = vertex_node.try_emplace(v[k], next);
      next += fresh;
      nodes[corner[k]] = it->second;
    }
    for (int side = 0; side < 4; ++side) {
      const int a = v[ends[side][0]], b = v[ends[side][1]];
      const auto key = std::minmax(a, b);
      const auto [it, fresh] = edge_first.try_emplace(key, next);
      if (fresh) {
        next += n - 2;
        lone[key] = {cell, side};
      } else
        lone.erase(key);
      for (std::size_t k = 1; k + 1 < n; ++k)
        nodes[on_side(side, k)] = it->second + (a < b ? k - 1 : n - 2 - k);
    }
    for (std::size_t j = 1; j + 1 < n; ++j)
      for (std::size_t i = 1; i + 1 < n; ++i)
        nodes[i + n * j] = next++;
  }
  positions_.resize(next);
  for (const auto &[key, edge] : lone)
    edges_.push_back(edge);
}

void ShellSpace::place_nodes() {
  const std::size_t n = degree_ + 1;
  for (std::size_t cell = 0; cell < n_cells(); ++cell)
    for (std::size_t k = 0; k < n * n; ++k)
      positions_[cell_nodes(cell)[k]] = mesh_.position(cell, Point<2>(lobatto_[k % n], lobatto_[k / n]));
}

void ShellSpace::number_unknowns(const EdgeConstraint &constraint) {
  const std::size_t n = degree_ + 1;
  std::vector<std::array<bool, 6>> fixed(n_nodes(), std::array<bool, 6>{});
  for (const Edge &edge : edges_)
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t at[] = {k * n, (n - 1) + k * n, k, k + n * (n - 1)};
      const std::size_t node = cell_nodes(edge.cell)[at[edge.side]];
      fixed[node] = constraint(positions_[node]);
    }
  unknowns_.resize(n_nodes());
  for (std::size_t node = 0; node < n_nodes(); ++node)
    for (int c = 0; c < 6; ++c)
      unknowns_[node][c] = fixed[node][c] ? no_unknown : n_unknowns_++;
}

ShellShapes ShellSpace::shapes(const Point<2> &unit) const {
  const unsigned n = degree_ + 1;
  std::array<std::vector<std::array<double, 3>>, 2> along; // value, first and second derivative
  for (int d = 0; d < 2; ++d) {
    along[d].resize(n);
    for (unsigned i = 0; i < n; ++i)
      basis_[i].value(unit[d], 2, along[d][i].data());
  }
  ShellShapes shapes;
  for (unsigned j = 0; j < n; ++j)
    for (unsigned i = 0; i < n; ++i) {
      const auto &a = along[0][i], &b = along[1][j];
      shapes.value.push_back(a[0] * b[0]);
      shapes.gradient.push_back({a[1] * b[0], a[0] * b[1]});
      shapes.hessian.push_back({a[2] * b[0], a[1] * b[1], a[0] * b[2]});
    }
  return shapes;
}

ShellSurface ShellSpace::surface(std::size_t cell, const ShellShapes &shapes) const {
  ShellSurface s{};
  std::array<Tensor<1, 3>, 3> second{};
  const auto nodes = cell_nodes(cell);
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const Point<3> &x = positions_[nodes[k]];
    s.position += shapes.value[k] * x;
    for (int a = 0; a < 2; ++a)
      s.tangent[a] += shapes.gradient[k][a] * x;
    for (int c = 0; c < 3; ++c)
      second[c] += shapes.hessian[k][c] * x;
  }
  const Tensor<1, 3> cross = cross_product_3d(s.tangent[0], s.tangent[1]);
  s.area = cross.norm();
  s.normal = cross / s.area;
  for (int a = 0; a < 2; ++a) {
    const Tensor<1, 3> change =
        cross_product_3d(second[a], s.tangent[1]) + cross_product_3d(s.tangent[0], second[a + 1]);
    s.normal_derivative[a] = (change - (change * s.normal) * s.normal) / s.area;
  }
  return s;
}

std::array<Tensor<1, 3>, 2> ShellSpace::frame(const ShellSurface &s) const {
  Tensor<1, 3> first = mesh_.reference_direction;
  if (mesh_.axis) {
    const Tensor<1, 3> hoop = cross_product_3d(mesh_.axis->direction, s.position - mesh_.axis->origin);
    // On the axis itself every direction is as good as another.
    if (hoop.norm() > 1e-9 * std::sqrt(s.area) * mesh_.axis->direction.norm())
      first = cross_product_3d(hoop, s.normal);
  }
  first -= (first * s.normal) * s.normal;
  if (first.norm() < 1e-9)
    first = s.tangent[0];
  first /= first.norm();
  return {first, cross_product_3d(s.normal, first)};
}

ShellPoint ShellSpace::evaluate(std::size_t cell, const Point<2> &unit) const {
  ShellShapes shapes = this->shapes(unit);
  const ShellSurface s = surface(cell, shapes);
  ShellPoint point{cell, unit, {}, std::move(shapes.value), s.position, s.normal, 0};
  for (const std::size_t node : cell_nodes(cell))
    point.unknowns.push_back(unknowns_[node]);
  return point;
}

ShellPoint ShellSpace::closest(const Point<3> &x) const {
  const auto [cell, unit] = locator_->closest(*this, x);
  ShellPoint point = evaluate(cell, unit);
  point.distance = point.position.distance(x);
  return point;
}

double ShellSpace::area(int zone) const {
  const dealii::QGauss<2> quadrature(degree_ + 1);
  double area = 0;
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = this->shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < n_cells(); ++cell)
      if (mesh_.zone[cell] == zone)
        area += surface(cell, shapes).area * quadrature.weight(q);
  }
  return area;
}

SparseVector ShellSpace::mean_displacement(int zone, const Tensor<1, 3> &direction) const {
  const dealii::QGauss<2> quadrature(degree_ + 1);
  std::map<Index, double> weights;
  double area = 0;
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = this->shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < n_cells(); ++cell) {
      if (mesh_.zone[cell] != zone)
        continue;
      const double part = surface(cell, shapes).area * quadrature.weight(q);
      area += part;
      for (unsigned k = 0; k < nodes_per_cell(); ++k)
        for (int c = 0; c < 3; ++c)
          weights[unknowns_[cell_nodes(cell)[k]][c]] += part * shapes.value[k] * direction[c];
    }
  }
  weights.erase(no_unknown);
  SparseVector result;
  for (const auto &[unknown, weight] : weights)
    if (weight != 0)
      result.emplace_back(unknown, weight / area);
  return result;
}

} // namespace earshot
