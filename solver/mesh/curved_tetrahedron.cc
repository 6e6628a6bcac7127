#include "solver/mesh/curved_tetrahedron.h"

#include <algorithm>

namespace earshot {
namespace {

/// Exponents of the twenty cubic Bernstein polynomials of a tetrahedron.
struct CubicIndices {
  std::array<std::array<int, 4>, 20> list;
  constexpr CubicIndices() : list{} {
    int n = 0;
    for (int i = 0; i <= 3; ++i)
      for (int j = 0; i + j <= 3; ++j)
        for (int k = 0; i + j + k <= 3; ++k)
          list[n++] = {3 - i - j - k, i, j, k};
  }
};
constexpr CubicIndices cubic;

/// Derivatives of the position by the barycentric coordinates, as linear functions of them: row b gives
/// dx/dl_b = sum_a l_a control[a][b] * 2 with the quadratic Bernstein control points.
using ControlNet = std::array<std::array<Vector3, 4>, 4>;

ControlNet control_net(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell) {
  ControlNet net;
  for (int v = 0; v < 4; ++v)
    net[v][v] = nodes[cell[v]];
  for (int e = 0; e < 6; ++e) {
    const auto [i, j] = tetrahedron_edges[e];
    net[i][j] = net[j][i] = 2. * nodes[cell[4 + e]] - 0.5 * (nodes[cell[i]] + nodes[cell[j]]);
  }
  return net;
}

/// Bernstein coefficients of det dx/d(l1, l2, l3): the product of three linear functions of the
/// barycentric coordinates, symmetrised.
std::array<double, 20> determinant_coefficients(const ControlNet &net) {
  std::array<std::array<Vector3, 4>, 3> tangent; // tangent[b - 1][a] = 2 (P_ab - P_a0)
  for (int b = 1; b < 4; ++b)
    for (int a = 0; a < 4; ++a)
      tangent[b - 1][a] = 2. * (net[a][b] - net[a][0]);
  std::array<double, 20> result;
  for (std::size_t n = 0; n < result.size(); ++n) {
    std::array<int, 3> corners{}; // the three linear factors' indices, in all orders
    int filled = 0;
    for (int a = 0; a < 4; ++a)
      for (int repeat = 0; repeat < cubic.list[n][a]; ++repeat)
        corners[filled++] = a;
    double sum = 0;
    constexpr std::array<std::array<int, 3>, 6> orders{
        {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
    for (const auto &order : orders)
      sum += dot(tangent[0][corners[order[0]]],
                 cross(tangent[1][corners[order[1]]], tangent[2][corners[order[2]]]));
    result[n] = sum / 6;
  }
  return result;
}

/// Where the node of an edge comes to lie when the edge keeps a share of its bow.
Vector3 flattened_edge_node(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell, int edge,
                            double kept) {
  const auto [i, j] = tetrahedron_edges[edge];
  const Vector3 middle = 0.5 * (nodes[cell[i]] + nodes[cell[j]]);
  return middle + kept * (nodes[cell[4 + edge]] - middle);
}

/// Halves the bow of the edge where this raises the smallest determinant most.
void flatten_most_harmful_edge(std::vector<Vector3> &nodes, const std::array<int, 10> &cell) {
  int best_edge = 0;
  double best = -1e300;
  for (int e = 0; e < 6; ++e) {
    const Vector3 flattened = flattened_edge_node(nodes, cell, e, 0.5), old = nodes[cell[4 + e]];
    nodes[cell[4 + e]] = flattened;
    const double smallest = jacobian_bounds(nodes, cell).smallest;
    nodes[cell[4 + e]] = old;
    if (smallest > best) {
      best = smallest;
      best_edge = e;
    }
  }
  nodes[cell[4 + best_edge]] = flattened_edge_node(nodes, cell, best_edge, 0.5);
}

} // namespace

JacobianBounds jacobian_bounds(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell) {
  const auto coefficients = determinant_coefficients(control_net(nodes, cell));
  double mean = 0;
  for (double coefficient : coefficients)
    mean += coefficient / coefficients.size();
  const double smallest = *std::min_element(coefficients.begin(), coefficients.end());
  return {mean / 6, smallest / std::abs(mean)};
}

std::array<Vector3, 6> face_points(const std::vector<Vector3> &nodes, const std::array<int, 10> &cell,
                                   int face) {
  std::array<Vector3, 6> points;
  for (int i = 0; i < 3; ++i) {
    const int a = tetrahedron_faces[face][i], b = tetrahedron_faces[face][(i + 1) % 3];
    points[i] = nodes[cell[a]];
    for (int e = 0; e < 6; ++e)
      if (std::minmax(a, b) == std::minmax(tetrahedron_edges[e][0], tetrahedron_edges[e][1]))
        points[3 + i] = nodes[cell[4 + e]];
  }
  return points;
}

double curved_area(const std::array<Vector3, 6> &p) {
  // Dunavant's rule of degree 5 with seven points
  constexpr double a = 0.470142064105115, b = 0.101286507323456;
  constexpr std::array<std::array<double, 3>, 7> points{{{1. / 3, 1. / 3, 0.225},
                                                         {a, a, 0.132394152788506},
                                                         {1 - 2 * a, a, 0.132394152788506},
                                                         {a, 1 - 2 * a, 0.132394152788506},
                                                         {b, b, 0.125939180544827},
                                                         {1 - 2 * b, b, 0.125939180544827},
                                                         {b, 1 - 2 * b, 0.125939180544827}}};
  double area = 0;
  for (const auto &[s, t, weight] : points) {
    const double r = 1 - s - t;
    const std::array<double, 6> ds{1 - 4 * r, 4 * s - 1, 0, 4 * (r - s), 4 * t, -4 * t};
    const std::array<double, 6> dt{1 - 4 * r, 0, 4 * t - 1, -4 * s, 4 * s, 4 * (r - t)};
    Vector3 along_s{}, along_t{};
    for (int i = 0; i < 6; ++i) {
      along_s = along_s + ds[i] * p[i];
      along_t = along_t + dt[i] * p[i];
    }
    area += 0.5 * weight * norm(cross(along_s, along_t));
  }
  return area;
}

void straighten_folded_cells(TetrahedralMesh &mesh, double smallest_allowed) {
  constexpr int most_steps = 24; // then all edges of the cell become straight
  std::vector<int> steps(mesh.cells.size(), 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
      if (steps[c] > most_steps || jacobian_bounds(mesh.nodes, mesh.cells[c]).smallest > smallest_allowed)
        continue;
      if (steps[c] < most_steps)
        flatten_most_harmful_edge(mesh.nodes, mesh.cells[c]);
      else
        for (int e = 0; e < 6; ++e)
          mesh.nodes[mesh.cells[c][4 + e]] = flattened_edge_node(mesh.nodes, mesh.cells[c], e, 0);
      mesh.straightened_cells += steps[c]++ == 0;
      changed = true;
    }
  }
}

} // namespace earshot
