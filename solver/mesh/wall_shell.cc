#include "solver/mesh/wall_shell.h"

#include "solver/mesh/surface_coarsening.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;

/// Coarse triangles with the fine surface that their points lie on.
class CoarseSurface {
public:
  CoarseSurface(TriangleSurface surface, std::vector<double> largest_edge) : fine_(std::move(surface)) {
    const SurfaceCoarsening coarse(fine_, std::move(largest_edge));
    for (const SurfaceCoarsening::Triangle &t : coarse.triangles())
      if (t.alive)
        triangles_.push_back(t);
    for (const auto &[edge, chain] : coarse.chains())
      curves_[edge] = curve_along(chain);
    straight_ = coarse.too_round();
  }

  const std::vector<SurfaceCoarsening::Triangle> &triangles() const { return triangles_; }

  int zone(const SurfaceCoarsening::Triangle &triangle) const { return fine_.zone(triangle.patch); }

  /// A point of a coarse triangle: its flat one, moved with the curved edges and onto its patch.
  Point<3> position(std::size_t triangle, const std::array<double, 3> &l) const {
    const auto &[corners, patch, alive] = triangles_[triangle];
    Tensor<1, 3> x;
    for (int k = 0; k < 3; ++k)
      x += l[k] * fine_.position(corners[k]);
    for (int k = 0; k < 3; ++k) {
      const int next = (k + 1) % 3;
      const double along = l[k] + l[next];
      const VertexPair edge = vertex_pair(corners[k], corners[next]);
      if (along <= 0 || curves_.count(edge) == 0)
        continue;
      const double s = (edge.first == corners[k] ? l[next] : l[k]) / along;
      const Tensor<1, 3> off =
          straight_.count(edge) > 0 ? Tensor<1, 3>() : on_curve(edge, s) - chord(edge, s);
      if (along > 1 - 1e-12) // on the kink itself
        return Point<3>(x + off);
      x += along * along * off; // vanishes at the opposite vertex, and on the other edges with `off`
    }
    return fine_.on_patch(patch, Point<3>(x));
  }

private:
  /// Points along a kink with their distances from its beginning.
  struct Curve {
    std::vector<Point<3>> points; ///< vertices and middles of the fine edges in turn
    std::vector<double> lengths;
  };

  Curve curve_along(const std::vector<int> &chain) const {
    Curve curve{{fine_.position(chain.front())}, {0}};
    const auto add = [&](int node) {
      curve.lengths.push_back(curve.lengths.back() + curve.points.back().distance(fine_.position(node)));
      curve.points.push_back(fine_.position(node));
    };
    for (std::size_t k = 0; k + 1 < chain.size(); ++k) {
      add(fine_.middle(vertex_pair(chain[k], chain[k + 1])));
      add(chain[k + 1]);
    }
    return curve;
  }

  Point<3> chord(const VertexPair &edge, double s) const {
    return Point<3>((1 - s) * fine_.position(edge.first) + s * Tensor<1, 3>(fine_.position(edge.second)));
  }

  /// On the parabola of the fine edge there.
  Point<3> on_curve(const VertexPair &edge, double s) const {
    const Curve &curve = curves_.at(edge);
    const double at = s * curve.lengths.back();
    std::size_t piece = 0; // of two lengths
    while (2 * piece + 4 < curve.points.size() + 1 && curve.lengths[2 * piece + 2] < at)
      ++piece;
    const double from = curve.lengths[2 * piece], to = curve.lengths[2 * piece + 2],
                 t = std::clamp((at - from) / (to - from), 0.0, 1.0);
    return Point<3>((1 - t) * (1 - 2 * t) * curve.points[2 * piece] +
                    4 * t * (1 - t) * Tensor<1, 3>(curve.points[2 * piece + 1]) +
                    t * (2 * t - 1) * Tensor<1, 3>(curve.points[2 * piece + 2]));
  }

  SmoothPatches fine_;
  std::vector<SurfaceCoarsening::Triangle> triangles_;
  std::map<VertexPair, Curve> curves_;
  std::set<VertexPair> straight_; ///< kinks that are followed by their chords
};

} // namespace

ShellMesh wall_shell(const TriangleSurface &surface, const std::vector<WallShellZone> &zones) {
  ShellMesh mesh;
  std::vector<double> largest_edge;
  for (const WallShellZone &zone : zones) {
    mesh.zones.push_back(zone.name);
    largest_edge.push_back(zone.largest_edge);
  }
  const auto coarse = std::make_shared<const CoarseSurface>(surface, std::move(largest_edge));
  std::map<std::vector<int>, int> numbers; // of a vertex, of an edge's middle, of a triangle's
  const auto number = [&](std::vector<int> of) {
    std::sort(of.begin(), of.end());
    return numbers.try_emplace(std::move(of), int(numbers.size())).first->second;
  };
  for (const SurfaceCoarsening::Triangle &t : coarse->triangles()) {
    const auto &[a, b, c] = t.corners;
    const int middle = number({a, b, c});
    for (const auto &[at, next, before] : {std::array{a, b, c}, std::array{b, c, a}, std::array{c, a, b}})
      mesh.quads.push_back({number({at}), number({at, next}), number({before, at}), middle});
    mesh.zone.insert(mesh.zone.end(), 3, coarse->zone(t));
  }
  mesh.position = [coarse](std::size_t quad, const Point<2> &unit) {
    const double x = unit[0], y = unit[1];
    const std::array<double, 4> corner{(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y};
    const int at = int(quad % 3), next = (at + 1) % 3, before = (at + 2) % 3;
    std::array<double, 3> l{};
    l[at] = corner[0] + corner[1] / 2 + corner[2] / 2 + corner[3] / 3;
    l[next] = corner[1] / 2 + corner[3] / 3;
    l[before] = corner[2] / 2 + corner[3] / 3;
    return coarse->position(quad / 3, l);
  };
  return mesh;
}

} // namespace earshot
