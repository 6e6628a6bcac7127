#include "solver/mesh/cad_size.h"

#include "solver/mesh/cad_file.h"
#include "solver/mesh/sized_region.h"

#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numbers>

namespace earshot {
namespace {

namespace geometry = boost::geometry;
using Point = geometry::model::point<double, 3, geometry::cs::cartesian>;
using Tree = geometry::index::rtree<Point, geometry::index::rstar<16>>;

/// Points that ask for one size.
struct Source {
  double size; ///< [m]
  Tree points;

  double at(const Point &x) const {
    std::vector<Point> nearest;
    points.query(geometry::index::nearest(x, 1), std::back_inserter(nearest));
    return size + size_gradation * geometry::distance(x, nearest.front());
  }
};

Point point_of(const Vector3 &x) {
  return {x[0], x[1], x[2]};
}

/// Points of a triangle no farther from each other than `spacing`.
void sample(const Vector3 &a, const Vector3 &b, const Vector3 &c, double spacing,
            std::vector<Point> &points) {
  const double longest = std::max({norm(b - a), norm(c - b), norm(a - c)});
  const int n = std::max(1, static_cast<int>(std::ceil(longest / spacing)));
  for (int i = 0; i <= n; ++i)
    for (int k = 0; i + k <= n; ++k)
      points.push_back(point_of(a + (double(i) / n) * (b - a) + (double(k) / n) * (c - a)));
}

bool is_wall(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps, int face) {
  return model.faces[face].solids.size() < 2 || jumps.count(names.faces[face]) > 0;
}

/// A facet at an edge: its face and its corner off the edge.
struct Wing {
  int face, corner;
};
using EdgeWings = std::map<std::array<int, 2>, std::vector<Wing>>;

EdgeWings wings_of_edges(const CadModel &model) {
  EdgeWings wings;
  for (std::size_t f = 0; f < model.faces.size(); ++f)
    for (const auto &facet : model.faces[f].facets)
      for (int k = 0; k < 3; ++k) {
        const int a = facet[k], b = facet[(k + 1) % 3];
        wings[{std::min(a, b), std::max(a, b)}].push_back({static_cast<int>(f), facet[(k + 2) % 3]});
      }
  return wings;
}

/// The solid that a point lies in; -1 for none.
int solid_at(const CadModel &model, const std::vector<int> &candidates, const Vector3 &point) {
  for (const int solid : candidates)
    if (is_inside(model, solid, point))
      return solid;
  return -1;
}

/// The greatest angle about an edge that connected air fills, between walls [rad]; 0 without a wall.
double widest_air(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps,
                  const std::array<int, 2> &edge, const std::vector<Wing> &wings) {
  const Vector3 &p = model.points[edge[0]], &q = model.points[edge[1]];
  const Vector3 along = (1 / norm(q - p)) * (q - p), middle = 0.5 * (p + q);
  const auto across = [&](const Vector3 &x) {
    const Vector3 arm = x - middle - dot(x - middle, along) * along;
    return (1 / norm(arm)) * arm;
  };
  const Vector3 e1 = across(model.points[wings.front().corner]), e2 = cross(along, e1);
  std::vector<std::pair<double, int>> planes; // angle and face of each wing, around the edge
  std::vector<int> solids;
  for (const Wing &wing : wings) {
    const Vector3 arm = across(model.points[wing.corner]);
    double angle = std::atan2(dot(arm, e2), dot(arm, e1));
    planes.emplace_back(angle < -1e-9 ? angle + 2 * std::numbers::pi : angle, wing.face);
    solids.insert(solids.end(), model.faces[wing.face].solids.begin(), model.faces[wing.face].solids.end());
  }
  std::sort(planes.begin(), planes.end());
  const std::size_t n = planes.size();
  const auto first_wall = std::find_if(planes.begin(), planes.end(), [&](const auto &plane) {
    return is_wall(model, names, jumps, plane.second);
  });
  if (first_wall == planes.end())
    return 0;
  const double offset = 0.01 * norm(q - p);
  double widest = 0, current = 0;
  for (std::size_t i = 0, at = first_wall - planes.begin(); i < n; ++i, at = (at + 1) % n) {
    const double from = planes[at].first;
    double to = planes[(at + 1) % n].first;
    to += to <= from ? 2 * std::numbers::pi : 0;
    const double middle_angle = (from + to) / 2;
    const Vector3 direction = std::cos(middle_angle) * e1 + std::sin(middle_angle) * e2;
    const bool open = !is_wall(model, names, jumps, planes[at].second);
    const bool air = solid_at(model, solids, middle + offset * direction) >= 0;
    current = air ? (open ? current : 0.0) + to - from : 0.0;
    widest = std::max(widest, current);
  }
  return widest;
}

double largest_size(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps,
                    const MeshConfig &mesh, int solid) {
  return volume_size(mesh, names.solids[solid], air_width(model, names, jumps, solid));
}

void require_feasible(const CadModel &model, const std::vector<double> &sizes, const MeshConfig &mesh) {
  constexpr double most = 2e7; // of 1.5 kB each while gmsh makes them
  double count = 0;
  for (std::size_t s = 0; s < sizes.size(); ++s) // a regular tetrahedron of edge h holds h^3 / (6 sqrt 2)
    count += model.solids[s].volume * 6 * std::numbers::sqrt2 / std::pow(sizes[s], 3);
  if (count > most)
    throw UserError(mesh.size.where,
                    fmt::format("a mesh of about {:.2g} million tetrahedra is more than any "
                                "machine solves; use a coarser mesh (mesh.size, [[mesh.region]])",
                                1e-6 * count));
}

} // namespace

double air_width(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps,
                 int solid) {
  double walls = 0;
  for (const int face : model.solids[solid].faces)
    if (is_wall(model, names, jumps, face))
      walls += model.faces[face].area;
  return walls > 0 ? 2 * model.solids[solid].volume / walls : 1e30;
}

std::vector<std::array<int, 2>> reentrant_edges(const CadModel &model, const CadNames &names,
                                                const std::set<std::string> &jumps) {
  const EdgeWings all = wings_of_edges(model);
  std::map<std::vector<int>, std::vector<std::array<int, 2>>> curves; // edges between the same faces
  for (const auto &[edge, wings] : all) {
    std::vector<int> faces;
    for (const Wing &wing : wings)
      faces.push_back(wing.face);
    std::sort(faces.begin(), faces.end());
    if (faces.front() != faces.back() || faces.size() != 2)
      curves[faces].push_back(edge);
  }
  constexpr double straight = 200 * std::numbers::pi / 180;
  std::vector<std::array<int, 2>> result;
  for (const auto &[faces, edges] : curves) {
    const auto turns = [&](std::size_t k) {
      return widest_air(model, names, jumps, edges[k], all.at(edges[k])) > straight;
    };
    if (turns(0) || turns(edges.size() / 2) || turns(edges.size() - 1))
      result.insert(result.end(), edges.begin(), edges.end());
  }
  return result;
}

SizeField cad_sizes(const CadModel &model, const CadNames &names, const std::set<std::string> &jumps,
                    const MeshConfig &mesh) {
  std::vector<double> sizes;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    sizes.push_back(largest_size(model, names, jumps, mesh, static_cast<int>(s)));
  require_feasible(model, sizes, mesh);
  std::map<double, std::vector<Point>> points; // by size
  for (std::size_t s = 0; s < sizes.size(); ++s)
    for (const int face : model.solids[s].faces) {
      const double asked = model.faces[face].size;
      const double size = asked > 0 ? std::min(asked, sizes[s]) : sizes[s];
      for (const auto &[a, b, c] : model.faces[face].facets)
        sample(model.points[a], model.points[b], model.points[c], size, points[size]);
    }
  const EdgeWings wings = wings_of_edges(model);
  for (const auto &edge : reentrant_edges(model, names, jumps)) {
    double size = mesh.size;
    for (const Wing &wing : wings.at(edge))
      for (const int solid : model.faces[wing.face].solids)
        size = std::min(size, sizes[solid]);
    size *= edge_refinement;
    sample(model.points[edge[0]], model.points[edge[1]], model.points[edge[1]], size, points[size]);
  }
  const auto sources = std::make_shared<std::vector<Source>>();
  for (const auto &[size, samples] : points)
    sources->push_back({size, Tree(samples.begin(), samples.end())});
  std::map<int, double> size_of_volume;
  for (std::size_t s = 0; s < sizes.size(); ++s)
    size_of_volume[model.solids[s].tag] = sizes[s];
  return [sources, size_of_volume](int dimension, int tag, double x, double y, double z) {
    const Point place(x * cad_unit, y * cad_unit, z * cad_unit);
    double size = dimension == 3 ? size_of_volume.at(tag) : 1e30;
    for (const Source &source : *sources) // from the least size on
      if (source.size < size)
        size = std::min(size, source.at(place));
    return size / cad_unit;
  };
}

} // namespace earshot
