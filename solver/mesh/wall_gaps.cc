#include "solver/mesh/wall_gaps.h"

#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <algorithm>
#include <limits>

namespace earshot {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What lies behind each face of each tetrahedron.
class Neighbours {
public:
  explicit Neighbours(const AirMesh &mesh) : neighbour_(4 * mesh.cells.size(), -1) {
    keys_.reserve(neighbour_.size());
    for (std::size_t c = 0; c < mesh.cells.size(); ++c)
      for (int f = 0; f < 4; ++f)
        keys_.push_back({key_of(mesh.cells[c], f), static_cast<int>(4 * c + f)});
    std::sort(keys_.begin(), keys_.end());
    for (std::size_t k = 1; k < keys_.size(); ++k)
      if (keys_[k].vertices == keys_[k - 1].vertices) {
        neighbour_[keys_[k].side] = keys_[k - 1].side / 4;
        neighbour_[keys_[k - 1].side] = keys_[k].side / 4;
      }
  }

  /// The cell behind a face, -1 at the boundary.
  int behind(int cell, int face) const { return neighbour_[4 * cell + face]; }

  /// 4 cell + face of a face with these vertices; of an interior one, either.
  int side(std::array<int, 3> vertices) const {
    std::sort(vertices.begin(), vertices.end());
    return std::lower_bound(keys_.begin(), keys_.end(), Key{vertices, -1})->side;
  }

private:
  struct Key {
    std::array<int, 3> vertices;
    int side;
    auto operator<=>(const Key &) const = default;
  };
  static std::array<int, 3> key_of(const std::array<int, 10> &cell, int face) {
    std::array<int, 3> vertices{};
    for (int v = 0; v < 3; ++v)
      vertices[v] = cell[tetrahedron_faces[face][v]];
    std::sort(vertices.begin(), vertices.end());
    return vertices;
  }

  std::vector<Key> keys_;
  std::vector<int> neighbour_;
};

/// Point of a six-node triangle. @param weights barycentric
Vector3 curved_point(const std::array<Vector3, 6> &p, const std::array<double, 3> &weights) {
  Vector3 x{};
  for (int i = 0; i < 3; ++i)
    x = x + weights[i] * (2 * weights[i] - 1) * p[i] + 4 * weights[i] * weights[(i + 1) % 3] * p[3 + i];
  return x;
}

/// Normal of a six-node triangle at its centre, towards the right hand's thumb, of unit length.
Vector3 centre_normal(const std::array<Vector3, 6> &p) {
  // Derivatives of the shape functions at r = s = t = 1/3
  const Vector3 along_s = (1. / 3) * (p[1] - p[0]) + (4. / 3) * (p[4] - p[5]);
  const Vector3 along_t = (1. / 3) * (p[2] - p[0]) + (4. / 3) * (p[4] - p[3]);
  const Vector3 normal = cross(along_s, along_t);
  return (1 / norm(normal)) * normal;
}

/// Barycentric coordinates of a point of the triangle's plane.
std::array<double, 3> barycentric(const std::array<Vector3, 6> &p, const Vector3 &x) {
  const Vector3 normal = cross(p[1] - p[0], p[2] - p[0]);
  const double scale = 1 / dot(normal, normal);
  const double first = scale * dot(cross(p[2] - p[1], x - p[1]), normal);
  const double second = scale * dot(cross(p[0] - p[2], x - p[2]), normal);
  return {first, second, 1 - first - second};
}

/// A way into the air from a face.
struct Ray {
  Vector3 start, direction;
};

/// Where a way leaves the mesh.
struct Exit {
  int side; ///< 4 cell + face, -1 when the way got lost
  double distance;
};

/// @param side  4 cell + face that the ray starts from
Exit walk(const AirMesh &mesh, const Neighbours &neighbours, int side, const Ray &ray) {
  const auto &[start, direction] = ray;
  int cell = side / 4, face = side % 4;
  for (std::size_t step = 0; step < mesh.cells.size(); ++step) {
    double nearest = infinity;
    int exit = -1;
    for (int f = 0; f < 4; ++f) {
      if (f == face)
        continue;
      const auto &corners = tetrahedron_faces[f];
      const Vector3 &a = mesh.nodes[mesh.cells[cell][corners[0]]];
      const Vector3 normal =
          cross(mesh.nodes[mesh.cells[cell][corners[1]]] - a, mesh.nodes[mesh.cells[cell][corners[2]]] - a);
      const double speed = dot(normal, direction);
      const double distance = dot(normal, a - start) / speed;
      if (speed > 0 && distance < nearest)
        nearest = distance, exit = f;
    }
    if (exit < 0)
      return {-1, infinity};
    const int next = neighbours.behind(cell, exit);
    if (next < 0)
      return {4 * cell + exit, nearest};
    face = 0;
    while (neighbours.behind(next, face) != cell)
      ++face;
    cell = next;
  }
  return {-1, infinity};
}

/// Length of a ray to the next wall [m], mirrored on its way; infinite where it ends at neither.
/// @param walls, mirrors  by 4 cell + face
double gap_along(const AirMesh &mesh, const Neighbours &neighbours, int side, Ray ray,
                 const std::vector<bool> &walls, const std::vector<bool> &mirrors) {
  constexpr int most_mirrors = 100; // between two planes of a narrow wedge
  double before = 0;
  for (int mirror = 0; mirror <= most_mirrors; ++mirror) {
    const Exit exit = walk(mesh, neighbours, side, ray);
    if (exit.side < 0 || !(walls[exit.side] || mirrors[exit.side]))
      break;
    const auto opposite = face_points(mesh.nodes, mesh.cells[exit.side / 4], exit.side % 4);
    const Vector3 flat = ray.start + exit.distance * ray.direction;
    if (walls[exit.side])
      return before + dot(curved_point(opposite, barycentric(opposite, flat)) - ray.start, ray.direction);
    const Vector3 normal = centre_normal(opposite);
    ray = {flat, ray.direction - 2 * dot(ray.direction, normal) * normal};
    before += exit.distance;
    side = exit.side;
  }
  return infinity;
}

/// Numbers the pieces of air within each volume that hang together.
std::vector<int> pieces(const AirMesh &mesh, const Neighbours &neighbours, WallGaps &result) {
  DisjointSets sets(mesh.cells.size());
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (int f = 0; f < 4; ++f) {
      const int other = neighbours.behind(static_cast<int>(c), f);
      if (other >= 0 && mesh.cell_volume[other] == mesh.cell_volume[c])
        sets.join(static_cast<int>(c), other);
    }
  std::vector<int> piece(mesh.cells.size()), number(mesh.cells.size(), -1);
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    int &k = number[sets.find(static_cast<int>(c))];
    if (k < 0) {
      k = static_cast<int>(result.piece_volumes.size());
      result.piece_volumes.push_back(0);
      result.volume_of_piece.push_back(mesh.cell_volume[c]);
    }
    piece[c] = k;
    result.piece_volumes[k] += jacobian_bounds(mesh.nodes, mesh.cells[c]).volume;
  }
  return piece;
}

} // namespace

WallGaps wall_gaps(const AirMesh &mesh, const std::vector<bool> &is_wall,
                   const std::vector<bool> &is_mirror) {
  const Neighbours neighbours(mesh);
  WallGaps result;
  const std::vector<int> piece = pieces(mesh, neighbours, result);
  const auto sides_of = [&](const std::vector<bool> &surfaces) {
    std::vector<bool> sides(4 * mesh.cells.size(), false);
    for (const NamedFace &face : mesh.faces)
      if (!face.interior && surfaces[face.surface])
        sides[neighbours.side(face.vertices)] = true;
    return sides;
  };
  const std::vector<bool> walls = sides_of(is_wall),
                          mirrors = is_mirror.empty() ? std::vector<bool>(walls.size()) : sides_of(is_mirror);

  for (const NamedFace &named : mesh.faces) {
    if (named.interior || !is_wall[named.surface])
      continue;
    const int side = neighbours.side(named.vertices), cell = side / 4, face = side % 4;
    const auto points = face_points(mesh.nodes, mesh.cells[cell], face);
    const Vector3 centre = curved_point(points, {1. / 3, 1. / 3, 1. / 3});
    const Vector3 inwards = -1. * centre_normal(points);
    const double gap = gap_along(mesh, neighbours, side, {centre, inwards}, walls, mirrors);
    result.faces.push_back({named.surface,
                            mesh.cell_volume[cell],
                            piece[cell],
                            curved_area(points),
                            {points[0], points[1], points[2]},
                            inwards,
                            gap});
  }
  return result;
}

} // namespace earshot
