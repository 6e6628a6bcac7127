#include "solver/mesh/mouths.h"

#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/disjoint_sets.h"

#include <algorithm>
#include <map>
#include <numbers>
#include <numeric>

namespace earshot {
namespace {

using Edge = std::array<int, 2>;
using Triangle = std::array<int, 3>;

constexpr double degree = std::numbers::pi / 180;
constexpr double steepest_end =
    135 * degree; // between a volume's wall and its end: beyond, a hole in its side
constexpr double least_widening = 45 * degree;

template <std::size_t n>
std::array<int, n> sorted(std::array<int, n> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// A face of a tetrahedron.
struct Face {
  Triangle vertices; ///< ascending, those on both sides of a screen as one
  int cell, face;
};

/// Mean of angles with lengths as weights.
struct MeanAngle {
  double sum = 0, length = 0;
  void add(double angle, double weight) { sum += weight * angle, length += weight; }
  bool known() const { return length > 0; }
  double value() const { return sum / length; }
};

class MouthFinder {
public:
  MouthFinder(const AirMesh &mesh, const std::vector<SurfaceRole> &roles)
      : mesh_(mesh), roles_(roles), pieces_(mesh.cells.size()), one_(mesh.nodes.size()) {
    std::iota(one_.begin(), one_.end(), 0);
    for (const AirMesh::FacePair &pair : mesh.pairs)
      if (roles[pair.surface] == SurfaceRole::screen)
        for (int v = 0; v < 3; ++v)
          one_[pair.opposite[v]] = pair.vertices[v];
    sort_faces();
  }

  std::vector<Mouths> mouths() {
    std::vector<Mouths> result(mesh_.volumes.size());
    std::map<int, double> volumes, ends; // of pieces: [m3], and mean area [m2]
    for (std::size_t c = 0; c < mesh_.cells.size(); ++c)
      volumes[pieces_.find(static_cast<int>(c))] += jacobian_bounds(mesh_.nodes, mesh_.cells[c]).volume;
    std::map<int, int> with_ends;
    find_rims();
    for (const auto &[piece, faces] : doors_) {
      Mouths &mouths = result[mesh_.cell_volume[piece]];
      double area = 0;
      std::vector<PassageEnd> ends;
      for (const std::vector<int> &end : parts_of(faces))
        if (const MeanAngle own = angle_at_rim(end, piece, true); own.known() && own.value() < steepest_end) {
          ends.push_back(end_of(end));
          for (const int face : end)
            area += area_of(face);
          if (widens(end, piece, own.value()))
            mouths.beyond.push_back(volume_beyond(end.front()));
        }
      if (ends.empty())
        continue;
      area /= ends.size();
      const double length = volumes[piece] / area;
      mouths.length += length;
      ++with_ends[mesh_.cell_volume[piece]];
      if (ends.size() == 2)
        mouths.passages.push_back({area, length, {ends[0], ends[1]}});
    }
    for (const auto &[piece, volume] : volumes)
      ++result[mesh_.cell_volume[piece]].pieces;
    for (const auto &[volume, n] : with_ends)
      result[volume].length /= n;
    return result;
  }

private:
  Triangle vertices_of(const Triangle &nodes) const {
    return sorted(Triangle{one_[nodes[0]], one_[nodes[1]], one_[nodes[2]]});
  }

  /// Pieces, the faces through which their air goes on, and the walls.
  void sort_faces() {
    for (std::size_t c = 0; c < mesh_.cells.size(); ++c)
      for (int f = 0; f < 4; ++f) {
        const auto &corners = tetrahedron_faces[f];
        const auto &cell = mesh_.cells[c];
        faces_.push_back(
            {vertices_of({cell[corners[0]], cell[corners[1]], cell[corners[2]]}), static_cast<int>(c), f});
      }
    std::sort(faces_.begin(), faces_.end(),
              [](const Face &a, const Face &b) { return a.vertices < b.vertices; });
    beyond_.assign(faces_.size(), Mouths::free_air);
    for (std::size_t k = 1; k < faces_.size(); ++k)
      if (faces_[k].vertices == faces_[k - 1].vertices) {
        beyond_[k] = faces_[k - 1].cell, beyond_[k - 1] = faces_[k].cell;
        if (mesh_.cell_volume[faces_[k].cell] == mesh_.cell_volume[faces_[k - 1].cell])
          pieces_.join(faces_[k].cell, faces_[k - 1].cell);
      }
    std::map<Triangle, SurfaceRole> role;
    for (const NamedFace &face : mesh_.faces)
      if (roles_[face.surface] == SurfaceRole::opening || roles_[face.surface] == SurfaceRole::symmetry)
        role[vertices_of(face.vertices)] = roles_[face.surface];
    for (int k = 0; k < static_cast<int>(faces_.size()); ++k) {
      const int cell = faces_[k].cell;
      const auto found = role.find(faces_[k].vertices);
      const bool outside = beyond_[k] < 0;
      if (outside && found == role.end())
        walls_.push_back(k);
      else if (outside ? found->second == SurfaceRole::opening
                       : mesh_.cell_volume[beyond_[k]] != mesh_.cell_volume[cell])
        doors_[pieces_.find(cell)].push_back(k);
    }
  }

  static std::array<Edge, 3> edges_of(const Triangle &t) {
    return {Edge{t[0], t[1]}, Edge{t[0], t[2]}, Edge{t[1], t[2]}};
  }

  /// The walls at the edges of doors.
  void find_rims() {
    for (const auto &[piece, faces] : doors_)
      for (const int face : faces)
        for (const Edge &edge : edges_of(faces_[face].vertices))
          rims_[edge];
    for (const int wall : walls_)
      for (const Edge &edge : edges_of(faces_[wall].vertices))
        if (const auto rim = rims_.find(edge); rim != rims_.end())
          rim->second.push_back(wall);
  }

  /// Faces that hang together by their edges.
  std::vector<std::vector<int>> parts_of(const std::vector<int> &faces) const {
    DisjointSets sets(faces.size());
    std::map<Edge, int> first;
    for (std::size_t k = 0; k < faces.size(); ++k)
      for (const Edge &edge : edges_of(faces_[faces[k]].vertices))
        sets.join(static_cast<int>(k), first.try_emplace(edge, static_cast<int>(k)).first->second);
    std::map<int, std::vector<int>> parts;
    for (std::size_t k = 0; k < faces.size(); ++k)
      parts[sets.find(static_cast<int>(k))].push_back(faces[k]);
    std::vector<std::vector<int>> result;
    for (auto &[set, part] : parts)
      result.push_back(std::move(part));
    return result;
  }

  /// Mean angle between an end and the walls at its rim, through the air of the piece (`own`) or through that
  /// beyond the end.
  MeanAngle angle_at_rim(const std::vector<int> &end, int piece, bool own) {
    MeanAngle mean;
    for (const int face : end)
      for (const Edge &edge : edges_of(faces_[face].vertices))
        for (const int wall : rims_.at(edge))
          if ((pieces_.find(faces_[wall].cell) == piece) == own)
            mean.add(angle(face, wall, edge, own), norm(mesh_.nodes[edge[1]] - mesh_.nodes[edge[0]]));
    return mean;
  }

  double angle(int face, int wall, const Edge &edge, bool own) const {
    const Vector3 a = mesh_.nodes[edge[0]], along = mesh_.nodes[edge[1]] - a;
    const auto away_from_edge = [&](int of) {
      const Triangle &t = faces_[of].vertices;
      const int third = t[0] + t[1] + t[2] - edge[0] - edge[1];
      const Vector3 x = mesh_.nodes[third] - a, y = x - (dot(x, along) / dot(along, along)) * along;
      return (1 / norm(y)) * y;
    };
    const Vector3 across = away_from_edge(face), up = away_from_edge(wall);
    Vector3 into = cross(along, across);
    into = (1 / norm(into)) * into;
    const Vector3 inner = mesh_.nodes[mesh_.cells[faces_[face].cell][faces_[face].face]] - a;
    if ((dot(inner, into) > 0) != own)
      into = -1. * into;
    const double found = std::atan2(dot(up, into), dot(up, across));
    return found < 0 ? found + 2 * std::numbers::pi : found;
  }

  bool widens(const std::vector<int> &end, int piece, double own) {
    if (beyond_[end.front()] < 0)
      return true;
    const MeanAngle other = angle_at_rim(end, piece, false);
    return other.known() && other.value() > own + least_widening;
  }

  int volume_beyond(int face) const {
    return beyond_[face] < 0 ? Mouths::free_air : mesh_.cell_volume[beyond_[face]];
  }

  PassageEnd end_of(const std::vector<int> &faces) const {
    double area = 0;
    Vector3 moment{};
    for (const int face : faces) {
      const auto points = face_points(mesh_.nodes, mesh_.cells[faces_[face].cell], faces_[face].face);
      area += curved_area(points);
      moment = moment + curved_area(points) / 3 * (points[0] + points[1] + points[2]);
    }
    return {volume_beyond(faces.front()), 1 / area * moment};
  }

  double area_of(int face) const {
    return curved_area(face_points(mesh_.nodes, mesh_.cells[faces_[face].cell], faces_[face].face));
  }

  const AirMesh &mesh_;
  const std::vector<SurfaceRole> &roles_;
  DisjointSets pieces_;
  std::vector<int> one_; ///< one node for both sides of a screen
  std::vector<Face> faces_;
  std::vector<int> beyond_, walls_; ///< cell on the other side of each face; faces without one
  std::map<int, std::vector<int>> doors_;
  std::map<Edge, std::vector<int>> rims_;
};

} // namespace

std::vector<Mouths> find_mouths(const AirMesh &mesh, const std::vector<SurfaceRole> &roles) {
  return MouthFinder(mesh, roles).mouths();
}

} // namespace earshot
