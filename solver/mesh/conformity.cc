#include "solver/mesh/conformity.h"

#include "solver/config/located.h"
#include "solver/mesh/vector3.h"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <unordered_map>

namespace earshot {
namespace {

double signed_volume(const TetrahedralMesh &mesh, const std::array<int, 10> &cell) {
  const Vector3 &a = mesh.nodes[cell[0]];
  return dot(mesh.nodes[cell[1]] - a, cross(mesh.nodes[cell[2]] - a, mesh.nodes[cell[3]] - a)) / 6;
}

double longest_edge(const TetrahedralMesh &mesh, const std::array<int, 10> &cell) {
  double longest = 0;
  for (const auto &[i, j] : tetrahedron_edges)
    longest = std::max(longest, norm(mesh.nodes[cell[i]] - mesh.nodes[cell[j]]));
  return longest;
}

/// Swaps two vertices, and the edge nodes that go with them.
void mirror(std::array<int, 10> &cell) {
  std::swap(cell[1], cell[2]); // edges: 01 <-> 02, 13 <-> 23
  std::swap(cell[4], cell[6]);
  std::swap(cell[8], cell[9]);
}

std::string place(const Vector3 &p) {
  return fmt::format("({:.6g}, {:.6g}, {:.6g}) m", p[0], p[1], p[2]);
}

/// Whether sorting the vertices of a face takes an odd number of swaps.
bool is_odd(const std::array<int, 3> &face) {
  return ((face[0] > face[1]) + (face[0] > face[2]) + (face[1] > face[2])) % 2 == 1;
}

struct BoundaryFace {
  std::array<int, 3> vertices;
  std::size_t cell;
};

/// The faces that belong to one tetrahedron only.
std::vector<BoundaryFace> boundary_faces(const TetrahedralMesh &mesh, const std::string &origin) {
  struct Sharers {
    int count = 0;
    BoundaryFace first;
  };
  std::map<std::array<int, 3>, Sharers> faces;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (const auto &corners : tetrahedron_faces) {
      const auto &cell = mesh.cells[c];
      const std::array<int, 3> face{cell[corners[0]], cell[corners[1]], cell[corners[2]]};
      auto key = face;
      std::sort(key.begin(), key.end());
      Sharers &sharers = faces[key];
      if (sharers.count++ == 0)
        sharers.first = {face, c};
      else if (sharers.count == 2 && is_odd(face) == is_odd(sharers.first.vertices)) // both turn it outwards
        throw UserError(fmt::format(
            "{}: tetrahedra {} and {} overlap at {}: they lie on the same side of a common "
            "face",
            origin, mesh.cell_tags[sharers.first.cell], mesh.cell_tags[c], place(mesh.nodes[face[0]])));
      if (sharers.count > 2)
        throw UserError(fmt::format("{}: more than two tetrahedra share a face at {} (the last: element {})",
                                    origin, place(mesh.nodes[face[0]]), mesh.cell_tags[c]));
    }
  for (const auto &triangle : mesh.triangles) {
    auto key = triangle.vertices;
    std::sort(key.begin(), key.end());
    if (!faces.count(key))
      throw UserError(fmt::format("{}: surface '{}' has a triangle at {} that is no face of a tetrahedron",
                                  origin, mesh.surfaces[triangle.surface],
                                  place(mesh.nodes[triangle.vertices[0]])));
  }
  std::vector<BoundaryFace> result;
  for (const auto &[key, sharers] : faces)
    if (sharers.count == 1)
      result.push_back(sharers.first);
  return result;
}

/// Buckets of equal cubes, for finding the vertices near a face.
class VertexGrid {
public:
  VertexGrid(const std::vector<Vector3> &points, double pitch) : points_(points), pitch_(pitch) {}

  void insert(int vertex) { buckets_[key(bucket(points_[vertex]))].push_back(vertex); }

  /// Calls visit(vertex) for all vertices in buckets that meet the box.
  template <class Visit>
  void visit_box(const Vector3 &low, const Vector3 &high, Visit visit) const {
    double count = 1;
    for (int d = 0; d < 3; ++d)
      count *= 1 + (high[d] - low[d]) / pitch_;
    if (!(count < static_cast<double>(buckets_.size()))) { // a face far longer than others
      for (const auto &[key, vertices] : buckets_)
        for (const int vertex : vertices)
          visit(vertex);
      return;
    }
    const auto first = bucket(low), last = bucket(high);
    for (long i = first[0]; i <= last[0]; ++i)
      for (long j = first[1]; j <= last[1]; ++j)
        for (long k = first[2]; k <= last[2]; ++k)
          if (const auto found = buckets_.find(key({i, j, k})); found != buckets_.end())
            for (int vertex : found->second)
              visit(vertex);
  }

private:
  std::array<long, 3> bucket(const Vector3 &p) const {
    const auto index = [this](double x) {
      return std::lround(std::clamp(std::floor(x / pitch_), -1e15, 1e15));
    };
    return {index(p[0]), index(p[1]), index(p[2])};
  }
  static std::size_t key(const std::array<long, 3> &b) {
    return static_cast<std::size_t>(b[0]) * 73856093u ^ static_cast<std::size_t>(b[1]) * 19349663u ^
           static_cast<std::size_t>(b[2]) * 83492791u;
  }
  const std::vector<Vector3> &points_;
  double pitch_;
  std::unordered_map<std::size_t, std::vector<int>> buckets_;
};

/// Whether p lies in the closed triangle, to a millionth of its size.
bool lies_in_triangle(const Vector3 &p, const Vector3 &a, const Vector3 &b, const Vector3 &c) {
  const Vector3 normal = cross(b - a, c - a);
  const double twice_area = norm(normal), tolerance = 1e-6;
  if (std::abs(dot(p - a, normal)) > tolerance * twice_area * std::sqrt(twice_area))
    return false;
  const double square = twice_area * twice_area;
  return dot(cross(b - p, c - p), normal) > -tolerance * square &&
         dot(cross(c - p, a - p), normal) > -tolerance * square &&
         dot(cross(a - p, b - p), normal) > -tolerance * square;
}

} // namespace

void orient_tetrahedra(TetrahedralMesh &mesh, const std::string &origin) {
  std::size_t negative = 0, first_negative = 0;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    const double volume = signed_volume(mesh, mesh.cells[c]), edge = longest_edge(mesh, mesh.cells[c]);
    if (!(std::abs(volume) > 1e-9 * edge * edge * edge)) // nor with nodes that are no numbers
      throw UserError(fmt::format("{}: tetrahedron {} in volume '{}' is flat (volume {:.3g} m3)", origin,
                                  mesh.cell_tags[c], mesh.volumes[mesh.cell_volume[c]], volume));
    if (volume < 0 && negative++ == 0)
      first_negative = c;
  }
  if (negative == 0)
    return;
  if (negative < mesh.cells.size())
    throw UserError(fmt::format(
        "{}: {} of {} tetrahedra are inverted; the first is element {} in volume '{}' (volume {:.3g} m3)",
        origin, negative, mesh.cells.size(), mesh.cell_tags[first_negative],
        mesh.volumes[mesh.cell_volume[first_negative]], signed_volume(mesh, mesh.cells[first_negative])));
  for (auto &cell : mesh.cells)
    mirror(cell);
}

void check_conformity(const TetrahedralMesh &mesh, const std::string &origin) {
  const auto faces = boundary_faces(mesh, origin);
  double mean_edge = 0;
  for (const auto &face : faces)
    mean_edge += norm(mesh.nodes[face.vertices[1]] - mesh.nodes[face.vertices[0]]) / faces.size();
  VertexGrid grid(mesh.nodes, mean_edge);
  std::vector<bool> inserted(mesh.nodes.size(), false);
  for (const auto &face : faces)
    for (int vertex : face.vertices)
      if (!inserted[vertex]) {
        inserted[vertex] = true;
        grid.insert(vertex);
      }
  for (const auto &[vertices, c] : faces) {
    const Vector3 &p0 = mesh.nodes[vertices[0]], &p1 = mesh.nodes[vertices[1]], &p2 = mesh.nodes[vertices[2]];
    Vector3 low, high;
    for (int d = 0; d < 3; ++d) {
      const double margin = 1e-6 * mean_edge;
      low[d] = std::min({p0[d], p1[d], p2[d]}) - margin;
      high[d] = std::max({p0[d], p1[d], p2[d]}) + margin;
    }
    const auto &face = vertices; // structured bindings can't be captured
    const auto tag = mesh.cell_tags[c];
    grid.visit_box(low, high, [&](int vertex) {
      if (std::find(face.begin(), face.end(), vertex) != face.end())
        return;
      const Vector3 &p = mesh.nodes[vertex];
      if (!lies_in_triangle(p, p0, p1, p2))
        return;
      const double nearest = std::min({norm(p - p0), norm(p - p1), norm(p - p2)});
      const std::string advice = "; volumes that touch must share their nodes (fragment the geometry before "
                                 "meshing, or merge coincident nodes)";
      if (nearest < 1e-6 * norm(p1 - p0))
        throw UserError(fmt::format("{}: two nodes coincide at {}{}", origin, place(p), advice));
      throw UserError(fmt::format("{}: a hanging node at {} lies within a face of element {}{}", origin,
                                  place(p), tag, advice));
    });
  }
}

} // namespace earshot
