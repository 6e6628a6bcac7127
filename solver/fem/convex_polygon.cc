#include "solver/fem/convex_polygon.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>

namespace earshot {
namespace {

using Point = std::array<double, 2>;

/// Twice the area of the triangle a, b, c: positive when c lies to the left of the way from a to b.
double twice_area(const Point &a, const Point &b, const Point &c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

} // namespace

ConvexPolygon rectangle(double left, double right, double bottom, double top) {
  return {{left, bottom}, {right, bottom}, {right, top}, {left, top}};
}

ConvexPolygon intersection(const ConvexPolygon &a, const ConvexPolygon &b) {
  ConvexPolygon result = a;
  for (std::size_t edge = 0; edge < b.size() && !result.empty(); ++edge) {
    const Point &from = b[edge], &to = b[(edge + 1) % b.size()];
    ConvexPolygon kept;
    for (std::size_t i = 0; i < result.size(); ++i) {
      const Point &p = result[i], &q = result[(i + 1) % result.size()];
      const double at_p = twice_area(from, to, p), at_q = twice_area(from, to, q);
      if (at_p >= 0)
        kept.push_back(p);
      if ((at_p > 0 && at_q < 0) || (at_p < 0 && at_q > 0)) {
        const double t = at_p / (at_p - at_q);
        kept.push_back({p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])});
      }
    }
    result = std::move(kept);
  }
  const double shared = area(result);
  return shared > 1e-12 * std::min(area(a), area(b)) ? result : ConvexPolygon{};
}

bool contains(const ConvexPolygon &polygon, const std::array<double, 2> &point) {
  for (std::size_t i = 0; i < polygon.size(); ++i)
    if (twice_area(polygon[i], polygon[(i + 1) % polygon.size()], point) < 0)
      return false;
  return true;
}

double area(const ConvexPolygon &polygon) {
  double sum = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i)
    sum += twice_area(polygon[0], polygon[i - 1], polygon[i]) / 2;
  return sum;
}

PolygonQuadrature polygon_quadrature(const ConvexPolygon &polygon) {
  static const dealii::QGaussSimplex<2> triangle(4);
  PolygonQuadrature result;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    const Point &a = polygon[0], &b = polygon[i - 1], &c = polygon[i];
    const double jacobian = twice_area(a, b, c);
    for (unsigned q = 0; q < triangle.size(); ++q) {
      const auto &unit = triangle.point(q);
      result.points.push_back({a[0] + unit[0] * (b[0] - a[0]) + unit[1] * (c[0] - a[0]),
                               a[1] + unit[0] * (b[1] - a[1]) + unit[1] * (c[1] - a[1])});
      result.weights.push_back(jacobian * triangle.weight(q));
    }
  }
  return result;
}

} // namespace earshot
