#ifndef EARSHOT_TESTS_SUPPORT_PLANE_MESHES_H
#define EARSHOT_TESTS_SUPPORT_PLANE_MESHES_H

#include "solver/mesh/plane_mesh.h"

#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace earshot::testing {

/// Builds structured plane meshes from quadrilaterals; corners that coincide are joined.
class PlaneMeshBuilder {
public:
  using Point = std::array<double, 2>;

  int region(const std::string &name) {
    const int known = region_index(mesh_, name);
    if (known >= 0)
      return known;
    mesh_.regions.push_back(name);
    return static_cast<int>(mesh_.regions.size()) - 1;
  }

  /// Corners in either sense.
  void add_quad(const std::array<Point, 4> &corners, const std::string &name) {
    PlaneMesh::Quad quad{{}, region(name)};
    for (int i = 0; i < 4; ++i)
      quad.vertices[i] = node(corners[i]);
    mesh_.quads.push_back(quad);
  }

  /// Quadrilaterals between grid lines, named by their centres.
  void add_grid(const std::vector<double> &x, const std::vector<double> &y,
                const std::function<std::string(double, double)> &name) {
    for (std::size_t i = 0; i + 1 < x.size(); ++i)
      for (std::size_t j = 0; j + 1 < y.size(); ++j)
        add_quad({Point{x[i], y[j]}, {x[i + 1], y[j]}, {x[i + 1], y[j + 1]}, {x[i], y[j + 1]}},
                 name((x[i] + x[i + 1]) / 2, (y[j] + y[j + 1]) / 2));
  }

  /// A layer of quadrilaterals between two rows of points.
  void add_layer(const std::vector<Point> &from, const std::vector<Point> &to, const std::string &name) {
    for (std::size_t i = 0; i + 1 < from.size(); ++i)
      add_quad({from[i], to[i], to[i + 1], from[i + 1]}, name);
  }

  /// Air from a row of points around `centre` out to a circle in some layers, and the open annulus outside.
  void add_open_air(const std::vector<Point> &row, const Point &centre, double inner, double outer,
                    int layers, const std::string &name = plane_air_region) {
    mesh_.open_inner_radius = inner;
    mesh_.open_outer_radius = outer;
    mesh_.open_centre = centre;
    std::vector<Point> last = row;
    const auto circle = on_circle(row, centre, inner);
    for (int k = 1; k <= layers; ++k) {
      std::vector<Point> next(row.size());
      for (std::size_t i = 0; i < row.size(); ++i)
        for (int c = 0; c < 2; ++c)
          next[i][c] = row[i][c] + (circle[i][c] - row[i][c]) * k / layers;
      add_layer(last, next, name);
      last = next;
    }
    const auto middle = on_circle(row, centre, (inner + outer) / 2);
    add_layer(last, middle, plane_open_region);
    add_layer(middle, on_circle(row, centre, outer), plane_open_region);
  }

  static std::vector<Point> on_circle(const std::vector<Point> &row, const Point &centre, double radius) {
    std::vector<Point> circle;
    for (const Point &p : row) {
      const double distance = std::hypot(p[0] - centre[0], p[1] - centre[1]);
      circle.push_back({centre[0] + radius * (p[0] - centre[0]) / distance,
                        centre[1] + radius * (p[1] - centre[1]) / distance});
    }
    return circle;
  }

  PlaneMesh mesh() const {
    PlaneMesh mesh = mesh_;
    orient_quads(mesh, "a test's mesh");
    return mesh;
  }

private:
  int node(const Point &p) {
    const auto key = std::pair{std::llround(p[0] * 1e10), std::llround(p[1] * 1e10)};
    const auto [at, is_new] = nodes_.try_emplace(key, static_cast<int>(mesh_.nodes.size()));
    if (is_new)
      mesh_.nodes.push_back(p);
    return at->second;
  }

  PlaneMesh mesh_;
  std::map<std::pair<long long, long long>, int> nodes_;
};

/// Points on the lower, right and upper side of a grid that begins at x = 0: what faces the open air.
inline std::vector<std::array<double, 2>> open_sides(const std::vector<double> &x,
                                                     const std::vector<double> &y) {
  std::vector<std::array<double, 2>> row;
  for (const double value : x)
    row.push_back({value, y.front()});
  for (std::size_t j = 1; j + 1 < y.size(); ++j)
    row.push_back({x.back(), y[j]});
  for (auto value = x.rbegin(); value != x.rend(); ++value)
    row.push_back({*value, y.back()});
  return row;
}

/// A half-plane's grid in open air. @param scale factor of the lines [m]
inline PlaneMesh grid_in_open_air(std::vector<double> r, std::vector<double> z, double scale,
                                  const std::function<std::string(double r, double z)> &name) {
  PlaneMeshBuilder builder;
  const auto grid_name = [&](double x, double y) { return name(x / scale, y / scale); };
  for (auto *lines : {&r, &z})
    for (double &line : *lines)
      line *= scale;
  builder.add_grid(r, z, grid_name);
  const double middle = (z.front() + z.back()) / 2;
  const double reach = std::hypot(r.back(), z.back() - middle);
  builder.add_open_air(open_sides(r, z), {0, middle}, 1.3 * reach, 2 * reach, 2);
  return builder.mesh();
}

} // namespace earshot::testing

#endif
