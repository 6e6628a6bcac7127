#include "solver/mesh/cad_model.h"

#include <algorithm>

namespace earshot {
namespace {

/// Whether a ray from `point` meets a triangle (Moeller and Trumbore 1997).
bool meets(const Vector3 &point, const Vector3 &direction, const Vector3 &a, const Vector3 &b,
           const Vector3 &c) {
  const Vector3 ab = b - a, ac = c - a, p = cross(direction, ac);
  const double determinant = dot(ab, p);
  if (determinant == 0)
    return false;
  const Vector3 from_a = point - a, q = cross(from_a, ab);
  const double u = dot(from_a, p) / determinant, v = dot(direction, q) / determinant;
  return u >= 0 && v >= 0 && u + v <= 1 && dot(ac, q) / determinant > 0;
}

double distance_to_segment(const Vector3 &point, const Vector3 &a, const Vector3 &b) {
  const Vector3 ab = b - a;
  const double length2 = dot(ab, ab);
  const double t = length2 > 0 ? std::clamp(dot(point - a, ab) / length2, 0.0, 1.0) : 0.0;
  return norm(point - a - t * ab);
}

double distance_to_triangle(const Vector3 &point, const Vector3 &a, const Vector3 &b, const Vector3 &c) {
  const Vector3 normal = cross(b - a, c - a);
  const double area2 = dot(normal, normal);
  const auto beside = [&](const Vector3 &from, const Vector3 &to) {
    return dot(cross(to - from, point - from), normal) >= 0;
  };
  if (area2 > 0 && beside(a, b) && beside(b, c) && beside(c, a))
    return std::abs(dot(point - a, normal)) / std::sqrt(area2);
  return std::min(
      {distance_to_segment(point, a, b), distance_to_segment(point, b, c), distance_to_segment(point, c, a)});
}

} // namespace

void Box::include(const Vector3 &point) {
  for (int d = 0; d < 3; ++d) {
    low[d] = std::min(low[d], point[d]);
    high[d] = std::max(high[d], point[d]);
  }
}

bool Box::contains(const Box &other, double tolerance) const {
  for (int d = 0; d < 3; ++d)
    if (other.low[d] < low[d] - tolerance || other.high[d] > high[d] + tolerance)
      return false;
  return true;
}

Box CadModel::box() const {
  Box box;
  for (const CadFace &face : faces) { // of parts, there are points beyond
    box.include(face.box.low);
    box.include(face.box.high);
  }
  return box;
}

bool is_inside(const CadModel &model, int solid, const Vector3 &point) {
  Box here;
  here.include(point);
  if (!model.solids[solid].box.contains(here, 0))
    return false;
  // Three rays in no special direction: one of them may graze an edge.
  constexpr std::array<Vector3, 3> directions{
      {{0.5773, 0.2113, 0.7887}, {-0.3141, 0.8776, -0.3623}, {0.1618, -0.7071, -0.6884}}};
  int votes = 0;
  for (const Vector3 &direction : directions) {
    bool inside = false;
    for (const int face : model.solids[solid].faces)
      for (const auto &[a, b, c] : model.faces[face].facets)
        inside ^= meets(point, direction, model.points[a], model.points[b], model.points[c]);
    votes += inside;
  }
  return votes >= 2;
}

double distance_to_face(const CadModel &model, int face, const Vector3 &point) {
  double least = 1e30;
  for (const auto &[a, b, c] : model.faces[face].facets)
    least = std::min(least, distance_to_triangle(point, model.points[a], model.points[b], model.points[c]));
  return least;
}

} // namespace earshot
