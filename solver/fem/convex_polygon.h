#ifndef EARSHOT_FEM_CONVEX_POLYGON_H
#define EARSHOT_FEM_CONVEX_POLYGON_H

#include <array>
#include <vector>

namespace earshot {

/// Corners of a convex polygon, counter-clockwise [m].
using ConvexPolygon = std::vector<std::array<double, 2>>;

ConvexPolygon rectangle(double left, double right, double bottom, double top);

/// What two convex polygons share (Sutherland and Hodgman, Comm. ACM 17, 1974); empty when it has no area.
ConvexPolygon intersection(const ConvexPolygon &a, const ConvexPolygon &b);

/// Whether a point lies in the polygon or on its edge.
bool contains(const ConvexPolygon &polygon, const std::array<double, 2> &point);

double area(const ConvexPolygon &polygon);

/// Points and weights that integrate polynomials of degree 7 over the polygon.
struct PolygonQuadrature {
  std::vector<std::array<double, 2>> points;
  std::vector<double> weights;
};
PolygonQuadrature polygon_quadrature(const ConvexPolygon &polygon);

} // namespace earshot

#endif
