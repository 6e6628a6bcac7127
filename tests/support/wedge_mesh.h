#ifndef EARSHOT_TESTS_SUPPORT_WEDGE_MESH_H
#define EARSHOT_TESTS_SUPPORT_WEDGE_MESH_H

#include "solver/mesh/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace earshot::testing {

/// A grid in the half plane (r, z), [m].
struct WedgeGrid {
  std::vector<double> r, z;
  /// Volume of the rectangle around a point, "" for what is solid.
  std::function<std::string(double r, double z)> volume;
  double angle = 0.35; ///< [rad] of the wedge; of a plane layer: its thickness [m]
  bool plane = false;  ///< r, z are Cartesian: no axis
  /// Where (r, z) of the grid lies, for shapes that no rectangles fill; none: there.
  std::function<std::array<double, 2>(double r, double z)> shape = nullptr;
};

/// `n` steps from `from` to `to`, each `ratio` times as long as the one before.
inline std::vector<double> graded(double from, double to, int n, double ratio = 1) {
  std::vector<double> x = {0};
  for (int k = 0; k < n; ++k)
    x.push_back(x.back() + std::pow(ratio, k));
  for (double &value : x)
    value = from + (to - from) * value / x[static_cast<std::size_t>(n)];
  x.back() = to;
  return x;
}

/// Appends further steps to a list.
inline std::vector<double> joined(std::vector<double> first, const std::vector<double> &second) {
  first.insert(first.end(), second.begin() + 1, second.end());
  return first;
}

/// Turns a grid about the z axis into a wedge of tetrahedra, one across. Surfaces: "symmetry" (both sides),
/// "start" and "end" (lowest and highest z), "wall"; of a plane layer "symmetry" is at r[0] too.
class WedgeMesh {
public:
  explicit WedgeMesh(const WedgeGrid &grid) : grid_(grid) {
    mesh_.surfaces = {"symmetry", "start", "end", "wall"};
    for (std::size_t i = 0; i + 1 < grid.r.size(); ++i)
      for (std::size_t j = 0; j + 1 < grid.z.size(); ++j) {
        const std::string name =
            grid.volume(0.5 * (grid.r[i] + grid.r[i + 1]), 0.5 * (grid.z[j] + grid.z[j + 1]));
        if (name.empty())
          continue;
        if (std::find(mesh_.volumes.begin(), mesh_.volumes.end(), name) == mesh_.volumes.end())
          mesh_.volumes.push_back(name);
        volume_ = static_cast<int>(std::find(mesh_.volumes.begin(), mesh_.volumes.end(), name) -
                                   mesh_.volumes.begin());
        add_prism({corner(i, j), corner(i + 1, j), corner(i + 1, j + 1)});
        add_prism({corner(i, j), corner(i, j + 1), corner(i + 1, j + 1)});
      }
    name_boundary();
  }

  AirMesh mesh() const { return split_mesh(mesh_, {}); }

private:
  using Parameters = std::array<double, 3>; // r, angle, z

  int corner(std::size_t i, std::size_t j) const { return static_cast<int>(i * grid_.z.size() + j); }

  std::array<double, 3> position(const Parameters &p) const {
    const auto [r, z] = grid_.shape ? grid_.shape(p[0], p[2]) : std::array{p[0], p[2]};
    if (grid_.plane)
      return {r, p[1], z};
    return {r * std::cos(p[1]), r * std::sin(p[1]), z};
  }

  /// A vertex of the grid on one of the two sides, which meet on the axis.
  int vertex(int corner, int side) {
    const double r = grid_.r[static_cast<std::size_t>(corner) / grid_.z.size()];
    const bool on_axis = r == 0 && !grid_.plane;
    const std::array<int, 2> key = {corner, on_axis ? 0 : side};
    const auto found = vertices_.find(key);
    if (found != vertices_.end())
      return found->second;
    const double z = grid_.z[static_cast<std::size_t>(corner) % grid_.z.size()];
    parameters_.push_back({r, side * grid_.angle, z});
    on_axis_.push_back(on_axis);
    mesh_.nodes.push_back(position(parameters_.back()));
    return vertices_[key] = static_cast<int>(mesh_.nodes.size()) - 1;
  }

  int middle(int a, int b) {
    const std::array<int, 2> key = {std::min(a, b), std::max(a, b)};
    const auto found = middles_.find(key);
    if (found != middles_.end())
      return found->second;
    Parameters p, pa = parameters_[a], pb = parameters_[b];
    if (on_axis_[a])
      pa[1] = pb[1];
    if (on_axis_[b])
      pb[1] = pa[1];
    for (int d = 0; d < 3; ++d)
      p[d] = 0.5 * (pa[d] + pb[d]);
    parameters_.push_back(p);
    on_axis_.push_back(on_axis_[a] && on_axis_[b]);
    mesh_.nodes.push_back(position(p));
    return middles_[key] = static_cast<int>(mesh_.nodes.size()) - 1;
  }

  /// Three tetrahedra whose diagonals depend on the numbers of the corners alone, so that neighbours agree.
  void add_prism(std::array<int, 3> corners) {
    std::sort(corners.begin(), corners.end());
    std::array<int, 3> low, high;
    for (int k = 0; k < 3; ++k)
      low[k] = vertex(corners[k], 0), high[k] = vertex(corners[k], 1);
    add_tetrahedron({low[0], low[1], low[2], high[2]});
    add_tetrahedron({low[0], low[1], high[1], high[2]});
    add_tetrahedron({low[0], high[0], high[1], high[2]});
  }

  void add_tetrahedron(std::array<int, 4> v) {
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < a; ++b)
        if (v[a] == v[b])
          return; // collapsed on the axis
    std::array<std::array<double, 3>, 3> e;
    for (int k = 0; k < 3; ++k)
      for (int d = 0; d < 3; ++d)
        e[k][d] = mesh_.nodes[v[k + 1]][d] - mesh_.nodes[v[0]][d];
    const double volume = e[0][0] * (e[1][1] * e[2][2] - e[1][2] * e[2][1]) -
                          e[0][1] * (e[1][0] * e[2][2] - e[1][2] * e[2][0]) +
                          e[0][2] * (e[1][0] * e[2][1] - e[1][1] * e[2][0]);
    if (volume < 0)
      std::swap(v[2], v[3]);
    std::array<int, 10> cell{};
    std::copy(v.begin(), v.end(), cell.begin());
    for (std::size_t k = 0; k < 6; ++k)
      cell[4 + k] = middle(v[tetrahedron_edges[k][0]], v[tetrahedron_edges[k][1]]);
    mesh_.cells.push_back(cell);
    mesh_.cell_tags.push_back(mesh_.cells.size());
    mesh_.cell_volume.push_back(volume_);
  }

  void name_boundary() {
    std::map<std::array<int, 3>, std::pair<int, std::array<int, 3>>> seen;
    for (const auto &cell : mesh_.cells)
      for (const auto &face : tetrahedron_faces) {
        const std::array<int, 3> vertices = {cell[face[0]], cell[face[1]], cell[face[2]]};
        std::array<int, 3> key = vertices;
        std::sort(key.begin(), key.end());
        ++seen[key].first;
        seen[key].second = vertices;
      }
    for (const auto &[key, face] : seen)
      if (face.first == 1)
        mesh_.triangles.push_back({face.second, surface_of(face.second)});
  }

  int surface_of(const std::array<int, 3> &vertices) const {
    const auto all = [&](int coordinate, double value) {
      return std::all_of(vertices.begin(), vertices.end(), [&](int v) {
        return (coordinate == 1 && on_axis_[v]) || parameters_[v][coordinate] == value;
      });
    };
    if (all(1, 0) || all(1, grid_.angle) || (grid_.plane && all(0, grid_.r.front())))
      return 0;
    return all(2, grid_.z.front()) ? 1 : all(2, grid_.z.back()) ? 2 : 3;
  }

  WedgeGrid grid_;
  TetrahedralMesh mesh_;
  std::map<std::array<int, 2>, int> vertices_, middles_;
  std::vector<Parameters> parameters_;
  std::vector<bool> on_axis_;
  int volume_ = 0;
};

} // namespace earshot::testing

#endif
