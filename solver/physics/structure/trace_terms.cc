#include "solver/physics/structure/trace_terms.h"

#include "solver/physics/structure/shell_element.h"

#include <fmt/format.h>

#include <map>

namespace earshot {

namespace {

using dealii::FullMatrix;

/// Displacement, and strain and curvature along the conductor, at its points in one element.
struct TraceRows {
  TraceRows(const ShellSpace &space, const std::vector<const TracePoint *> &points);

  std::vector<double> weights;
  FullMatrix<double> displacement, strain, curvature;
};

TraceRows::TraceRows(const ShellSpace &space, const std::vector<const TracePoint *> &points) {
  const std::size_t n = 6 * space.nodes_per_cell();
  displacement.reinit(3 * points.size(), n);
  strain.reinit(points.size(), n);
  curvature.reinit(points.size(), n);
  for (std::size_t q = 0; q < points.size(); ++q) {
    const ShellPoint &at = points[q]->on_shell;
    const ShellRows rows = rows_at(space, at.cell, at.unit);
    const auto frame = space.frame(space.surface(at.cell, space.shapes(at.unit)));
    const double c = points[q]->direction * frame[0], s = points[q]->direction * frame[1];
    weights.push_back(points[q]->length);
    for (std::size_t j = 0; j < n; ++j) {
      for (int d = 0; d < 3; ++d)
        displacement(3 * q + d, j) = rows.displacement(d, j);
      const auto along = [&](const FullMatrix<double> &tensor) {
        return c * c * tensor(0, j) + s * s * tensor(1, j) + c * s * tensor(2, j);
      };
      strain(q, j) = along(rows.membrane);
      curvature(q, j) = along(rows.curvature);
    }
  }
}

std::vector<double> plus_transpose(std::vector<double> values, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      values[i * n + j] = values[j * n + i] = values[i * n + j] + values[j * n + i];
  return values;
}

Coefficient constant(const std::string &symbol, double value) {
  return {fmt::format("{} = {:.4g}", symbol, value), [value](double) { return Complex(value); }};
}

} // namespace

TraceMatrices trace_matrices(const ShellSpace &space, const std::vector<TracePoint> &points,
                             const std::function<Index(Index)> &to_global, int slice, int n_slices,
                             const Partition &partition) {
  std::map<std::size_t, std::vector<const TracePoint *>> by_cell;
  for (const TracePoint &point : points)
    by_cell[point.on_shell.cell].push_back(&point);
  constexpr std::array<double, 1> one{1};
  constexpr std::array<double, 9> identity{1, 0, 0, 0, 1, 0, 0, 0, 1};
  MatrixBuilder inertia(partition), membrane(partition), coupling(partition), bending(partition);
  for (const auto &[cell, own] : by_cell) {
    if (static_cast<int>(cell % n_slices) != slice)
      continue;
    const TraceRows rows(space, own);
    std::vector<Index> unknowns;
    for (const std::size_t node : space.cell_nodes(cell))
      for (const Index unknown : space.unknowns(node))
        unknowns.push_back(unknown == no_unknown ? no_unknown : to_global(unknown));
    inertia.add_element(unknowns, integrate(rows.weights, rows.displacement, identity, rows.displacement));
    membrane.add_element(unknowns, integrate(rows.weights, rows.strain, one, rows.strain));
    coupling.add_element(
        unknowns, plus_transpose(integrate(rows.weights, rows.strain, one, rows.curvature), unknowns.size()));
    bending.add_element(unknowns, integrate(rows.weights, rows.curvature, one, rows.curvature));
  }
  return {inertia.finish(), membrane.finish(), coupling.finish(), bending.finish()};
}

RealMatrix trace_on_base(const std::vector<TracePoint> &points, const std::function<Index(Index)> &to_global,
                         int slice, int n_slices, const RigidMotions &motions,
                         const std::array<Index, RigidMotions::number> &base, const Partition &partition) {
  MatrixBuilder builder(partition);
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (static_cast<int>(p % n_slices) != slice)
      continue;
    const ShellPoint &at = points[p].on_shell;
    const auto displacements = motions.displacements(at.position);
    std::vector<Index> unknowns;
    std::vector<double> values;
    for (std::size_t k = 0; k < at.values.size(); ++k)
      for (int d = 0; d < 3; ++d) {
        const Index unknown = at.unknowns[k][d];
        unknowns.push_back(unknown == no_unknown ? no_unknown : to_global(unknown));
        for (const auto &displacement : displacements)
          values.push_back(points[p].length * at.values[k] * displacement[d]);
      }
    builder.add_coupling(unknowns, base, values);
  }
  return builder.finish();
}

void add_trace_terms(const std::string &region, const TraceSection &section,
                     const std::function<TraceMatrices()> &assemble, ProblemBuilder problem) {
  auto assembled = on_demand(assemble);
  const double ea = section.axial_stiffness, z = section.offset, m = section.mass_per_length;
  problem.add_term("trace membrane", region, constant("EA", ea), "", [&] { return assembled().membrane; });
  problem.add_term("trace coupling", region, constant("EA z", ea * z), "",
                   [&] { return assembled().coupling; });
  problem.add_term("trace bending", region, constant("EI + EA z^2", section.bending_stiffness + ea * z * z),
                   "", [&] { return assembled().bending; });
  problem.add_term(
      "trace inertia", region,
      {fmt::format("-w^2 m, m = {:.4g}", m), [m](double omega) { return Complex(-omega * omega * m); }}, "",
      [&] { return assembled().inertia; });
}

SparseVector trace_displacement(const std::vector<TracePoint> &points) {
  std::map<Index, double> weights;
  for (const TracePoint &point : points)
    for (std::size_t k = 0; k < point.on_shell.values.size(); ++k)
      for (int d = 0; d < 3; ++d)
        weights[point.on_shell.unknowns[k][d]] += point.on_shell.values[k] * point.force[d];
  weights.erase(no_unknown);
  return {weights.begin(), weights.end()};
}

} // namespace earshot
