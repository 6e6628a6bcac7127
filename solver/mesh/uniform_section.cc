#include "solver/mesh/uniform_section.h"

#include <deal.II/base/symmetric_tensor.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace earshot {
namespace {

constexpr double width_tolerance = 0.03;  // of radius or gap along a volume: 2 % of a loss at most
constexpr double volume_tolerance = 0.05; // of the volume that width and wall area require

constexpr double largest_ends = 0.25; // area of closed ends of a tube over that of its side

using Faces = std::vector<const WallFace *>;

double area_of(const Faces &faces) {
  double area = 0;
  for (const WallFace *face : faces)
    area += face->area;
  return area;
}

/// Principal axes of the walls' normals, weighted by area.
std::array<Vector3, 3> normal_axes(const Faces &faces) {
  dealii::SymmetricTensor<2, 3> moment;
  for (const WallFace *face : faces)
    for (int i = 0; i < 3; ++i)
      for (int j = i; j < 3; ++j)
        moment[i][j] += face->area * face->normal[i] * face->normal[j];
  std::array<Vector3, 3> axes;
  const auto pairs = dealii::eigenvectors(moment);
  for (int k = 0; k < 3; ++k)
    for (int i = 0; i < 3; ++i)
      axes[k][i] = pairs[k].second[i];
  return axes;
}

struct Circle {
  double radius, deviation; ///< mean and root mean square deviation of the points' distance from the centre
};

/// Circle through the corners of faces as seen along an axis: least squares of |x|^2 = 2 c.x + d (Kasa, IEEE
/// Trans. Instrum. Meas. 25, 1976), each corner with its face's area.
std::optional<Circle> fit_circle(const Faces &faces, const Vector3 &axis) {
  Vector3 other{};
  other[std::abs(axis[0]) < 0.7 ? 0 : 1] = 1;
  Vector3 u = cross(axis, other);
  u = (1 / norm(u)) * u;
  const Vector3 v = cross(axis, u), origin = faces.front()->corners[0];
  double size = 0; // to make the equations free of units
  for (const WallFace *face : faces)
    for (const Vector3 &corner : face->corners)
      size = std::max({size, std::abs(dot(corner - origin, u)), std::abs(dot(corner - origin, v))});
  const auto for_each_point = [&](const auto &visit) {
    for (const WallFace *face : faces)
      for (const Vector3 &corner : face->corners)
        visit(dot(corner - origin, u) / size, dot(corner - origin, v) / size, face->area);
  };
  double sum = 0;
  dealii::SymmetricTensor<2, 3> normal_matrix;
  dealii::Tensor<1, 3> right;
  for_each_point([&](double x, double y, double weight) {
    const std::array<double, 3> row = {2 * x, 2 * y, 1};
    sum += weight;
    for (int i = 0; i < 3; ++i) {
      right[i] += weight * row[i] * (x * x + y * y);
      for (int j = i; j < 3; ++j)
        normal_matrix[i][j] += weight * row[i] * row[j];
    }
  });
  if (determinant(normal_matrix) < 1e-8 * sum * sum * sum)
    return std::nullopt; // all points on one line
  const dealii::Tensor<1, 3> centre = invert(normal_matrix) * right;
  double sum_r = 0, sum_r2 = 0;
  for_each_point([&](double x, double y, double weight) {
    const double r = std::hypot(x - centre[0], y - centre[1]);
    sum_r += weight * r, sum_r2 += weight * r * r;
  });
  const double mean = sum_r / sum;
  return Circle{size * mean, size * std::sqrt(std::max(0.0, sum_r2 / sum - mean * mean))};
}

std::optional<UniformSection> tube_about(const Faces &faces, double volume, const Vector3 &axis) {
  Faces side;
  double undecided = 0, ends = 0;
  for (const WallFace *face : faces) {
    const double along = std::abs(dot(face->normal, axis));
    if (along < 0.1)
      side.push_back(face);
    else
      (along < 0.95 ? undecided : ends) += face->area;
  }
  const double sides = area_of(side);
  if (side.size() < 4 || undecided > width_tolerance * sides || ends > largest_ends * sides)
    return std::nullopt;
  const auto circle = fit_circle(side, axis);
  if (!circle || circle->deviation > width_tolerance * circle->radius ||
      std::abs(2 * volume / (sides * circle->radius) - 1) > volume_tolerance)
    return std::nullopt;
  return UniformSection{UniformSection::Kind::tube, circle->radius, 0};
}

std::optional<UniformSection> tube(const Faces &faces, double volume) {
  for (const Vector3 &axis : normal_axes(faces))
    if (const auto found = tube_about(faces, volume, axis))
      return found;
  return std::nullopt;
}

std::optional<UniformSection> slit(Faces faces, double volume) {
  std::sort(faces.begin(), faces.end(), [](const auto *a, const auto *b) { return a->gap < b->gap; });
  const double total = area_of(faces);
  double below = 0, gap = 0;
  for (const WallFace *face : faces)
    if ((below += face->area) >= total / 2) {
      gap = face->gap;
      break;
    }
  if (!std::isfinite(gap))
    return std::nullopt;
  double wide = 0;
  for (const WallFace *face : faces)
    if (std::abs(face->gap / gap - 1) < width_tolerance)
      wide += face->area;
  if (std::abs(2 * volume / (wide * gap) - 1) > volume_tolerance)
    return std::nullopt;
  return UniformSection{UniformSection::Kind::slit, gap, (total - wide) / wide};
}

UniformSection section_of_piece(const Faces &faces, double volume) {
  if (faces.empty())
    return {};
  if (const auto found = tube(faces, volume))
    return *found;
  return slit(faces, volume).value_or(UniformSection{});
}

} // namespace

UniformSection uniform_section(const WallGaps &gaps, int volume) {
  std::vector<Faces> faces(gaps.piece_volumes.size());
  for (const WallFace &face : gaps.faces)
    faces[face.piece].push_back(&face);
  std::optional<UniformSection> common;
  for (std::size_t piece = 0; piece < faces.size(); ++piece) {
    if (gaps.volume_of_piece[piece] != volume)
      continue;
    const UniformSection found = section_of_piece(faces[piece], gaps.piece_volumes[piece]);
    if (!common)
      common = found;
    else if (found.kind != common->kind || std::abs(found.width / common->width - 1) > width_tolerance)
      return {};
    common->side_share = std::max(common->side_share, found.side_share);
  }
  return common.value_or(UniformSection{});
}

} // namespace earshot
