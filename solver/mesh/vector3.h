#ifndef EARSHOT_MESH_VECTOR3_H
#define EARSHOT_MESH_VECTOR3_H

#include <array>
#include <cmath>

/// Points and vectors in space as the mesh files hold them.
namespace earshot {

using Vector3 = std::array<double, 3>;

inline Vector3 operator+(const Vector3 &a, const Vector3 &b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}
inline Vector3 operator-(const Vector3 &a, const Vector3 &b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
inline Vector3 operator*(double s, const Vector3 &a) {
  return {s * a[0], s * a[1], s * a[2]};
}
inline double dot(const Vector3 &a, const Vector3 &b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
inline Vector3 cross(const Vector3 &a, const Vector3 &b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline double norm(const Vector3 &a) {
  return std::sqrt(dot(a, a));
}

} // namespace earshot

#endif
