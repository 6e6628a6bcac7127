#include "solver/physics/structure/shell_terms.h"

#include "solver/physics/structure/shell_element.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace earshot {
namespace {

using dealii::Point;
using dealii::Tensor;

Coefficient hysteretic(double loss_factor) {
  std::ostringstream symbol;
  if (loss_factor == 0)
    symbol << "1";
  else
    symbol << "1 + " << loss_factor << "i";
  return {symbol.str(), [loss_factor](double) { return Complex(1, loss_factor); }};
}

Coefficient inertial() {
  return {"-w^2", [](double omega) { return Complex(-omega * omega, 0); }};
}

/// An element's unknowns in the problem's numbers.
std::vector<Index> global_unknowns(const ShellSpace &space, std::size_t cell,
                                   const std::function<Index(Index)> &to_global) {
  std::vector<Index> unknowns;
  for (const std::size_t node : space.cell_nodes(cell))
    for (const Index unknown : space.unknowns(node))
      unknowns.push_back(unknown == no_unknown ? no_unknown : to_global(unknown));
  return unknowns;
}

/// Adds a semi-definite element matrix without the rows and columns whose diagonal is zero, which are zero.
void add_semidefinite(std::vector<Index> unknowns, const std::vector<double> &values,
                      MatrixBuilder &builder) {
  const std::size_t n = unknowns.size();
  double largest = 0;
  for (std::size_t i = 0; i < n; ++i)
    largest = std::max(largest, values[i * n + i]);
  for (std::size_t i = 0; i < n; ++i)
    if (values[i * n + i] <= 1e-28 * largest)
      unknowns[i] = no_unknown;
  builder.add_element(unknowns, values);
}

template <std::size_t n>
bool is_zero(const std::array<double, n> &values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
}

/// The resultants of one part of a zone, each in its own matrix.
struct StiffnessBuilders {
  MatrixBuilder membrane, coupling, bending, shear;

  explicit StiffnessBuilders(const Partition &partition)
      : membrane(partition), coupling(partition), bending(partition), shear(partition) {}

  void add(const ShellStiffness &part, const ShellRows &rows, const std::vector<Index> &unknowns) {
    std::vector<double> values = integrate(rows.weights, rows.membrane, part.membrane, rows.membrane);
    const std::vector<double> drilling =
        integrate(rows.weights, rows.drilling, std::array{part.drilling}, rows.drilling);
    for (std::size_t k = 0; k < values.size(); ++k)
      values[k] += drilling[k];
    add_semidefinite(unknowns, values, membrane);
    add_semidefinite(unknowns, integrate(rows.weights, rows.curvature, part.bending, rows.curvature),
                     bending);
    add_semidefinite(unknowns, integrate(rows.weights, rows.shear, part.shear, rows.shear), shear);
    if (is_zero(part.coupling))
      return;
    const std::size_t n = unknowns.size();
    const std::vector<double> half = integrate(rows.weights, rows.membrane, part.coupling, rows.curvature);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        values[i * n + j] = half[i * n + j] + half[j * n + i];
    coupling.add_element(unknowns, values);
  }

  void finish(const ShellStiffness &part, const std::string &zone, FrequencyProblem &problem) {
    const std::string loss = part.loss_factor == 0 ? "" : "structure:" + zone;
    const auto add_term = [&](const char *name, MatrixBuilder &builder) {
      problem.terms.push_back({name, zone, hysteretic(part.loss_factor), builder.finish(), loss});
    };
    add_term("shell membrane", membrane);
    if (!is_zero(part.coupling))
      add_term("shell coupling", coupling);
    add_term("shell bending", bending);
    if (!is_zero(part.shear))
      add_term("shell shear", shear);
  }
};

/// m u.u + m1 (u.d + d.u) + I d.d. Spin about the normal has none: its modes would be spurious.
std::vector<double> inertia(const ShellSection &section, const ShellRows &rows) {
  const auto scalar = [](double v) { return std::array{v, 0.0, 0.0, 0.0, v, 0.0, 0.0, 0.0, v}; };
  std::vector<double> values =
      integrate(rows.weights, rows.displacement, scalar(section.mass), rows.displacement);
  const auto rotary = integrate(rows.weights, rows.director, scalar(section.rotary_inertia), rows.director);
  for (std::size_t k = 0; k < values.size(); ++k)
    values[k] += rotary[k];
  if (section.first_moment == 0)
    return values;
  const auto mixed = integrate(rows.weights, rows.displacement, scalar(section.first_moment), rows.director);
  const std::size_t n = rows.displacement.n();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      values[i * n + j] += mixed[i * n + j] + mixed[j * n + i];
  return values;
}

/// int over the edge of k u.u + k_b (theta.t)^2, t along the edge.
std::vector<double> edge_stiffness(const ShellSpace &space, const ShellSpace::Edge &edge,
                                   const ElasticRim &rim) {
  const dealii::QGauss<1> quadrature(space.degree() + 1);
  const std::size_t n = 6 * space.nodes_per_cell();
  dealii::FullMatrix<double> displacement(3 * quadrature.size(), n), rotation(quadrature.size(), n);
  std::vector<double> weights;
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const double s = quadrature.point(q)[0], fixed = edge.side % 2;
    const ShellShapes shapes = space.shapes(edge.side < 2 ? Point<2>(fixed, s) : Point<2>(s, fixed));
    const Tensor<1, 3> tangent = space.surface(edge.cell, shapes).tangent[edge.side < 2 ? 1 : 0];
    weights.push_back(quadrature.weight(q) * tangent.norm());
    for (std::size_t k = 0; k < shapes.value.size(); ++k)
      for (int c = 0; c < 3; ++c) {
        displacement(3 * q + c, 6 * k + c) = shapes.value[k];
        rotation(q, 6 * k + 3 + c) = shapes.value[k] * tangent[c] / tangent.norm();
      }
  }
  const double k = rim.stiffness;
  std::vector<double> values =
      integrate(weights, displacement, std::array{k, 0.0, 0.0, 0.0, k, 0.0, 0.0, 0.0, k}, displacement);
  const auto bending = integrate(weights, rotation, std::array{rim.bending_stiffness}, rotation);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] += bending[i];
  return values;
}

void add_zone(const ShellSpace &space, int zone, const ShellSection &section,
              const std::function<Index(Index)> &to_global, int slice, int n_slices,
              FrequencyProblem &problem) {
  const ShellElement element(space);
  std::vector<StiffnessBuilders> stiffness(section.parts.size(), StiffnessBuilders(problem.partition));
  MatrixBuilder mass(problem.partition);
  for (std::size_t cell = slice; cell < space.n_cells(); cell += n_slices) {
    if (space.mesh().zone[cell] != zone)
      continue;
    const ShellRows rows = element.rows(cell);
    const std::vector<Index> unknowns = global_unknowns(space, cell, to_global);
    for (std::size_t k = 0; k < section.parts.size(); ++k)
      stiffness[k].add(section.parts[k], rows, unknowns);
    add_semidefinite(unknowns, inertia(section, rows), mass);
  }
  const std::string &name = space.mesh().zones[zone];
  for (std::size_t k = 0; k < section.parts.size(); ++k)
    stiffness[k].finish(section.parts[k], name, problem);
  problem.terms.push_back({"shell inertia", name, inertial(), mass.finish(), ""});
}

void add_rim(const ShellSpace &space, const ElasticRim &rim, const std::function<Index(Index)> &to_global,
             int slice, int n_slices, FrequencyProblem &problem) {
  MatrixBuilder builder(problem.partition);
  for (std::size_t k = slice; k < space.edges().size(); k += n_slices) {
    const ShellSpace::Edge &edge = space.edges()[k];
    add_semidefinite(global_unknowns(space, edge.cell, to_global), edge_stiffness(space, edge, rim), builder);
  }
  const std::string loss = rim.loss_factor == 0 ? "" : "structure:rim";
  problem.terms.push_back({"elastic rim", "rim", hysteretic(rim.loss_factor), builder.finish(), loss});
}

} // namespace

void add_shell_terms(const ShellSpace &space, const ShellProperties &properties,
                     const std::function<Index(Index)> &to_global, int slice, int n_slices,
                     FrequencyProblem &problem) {
  if (properties.sections.size() != space.mesh().zones.size())
    throw std::invalid_argument("a shell needs one section per zone of its mesh");
  for (std::size_t zone = 0; zone < properties.sections.size(); ++zone)
    add_zone(space, int(zone), properties.sections[zone], to_global, slice, n_slices, problem);
  if (properties.rim)
    add_rim(space, *properties.rim, to_global, slice, n_slices, problem);
}

} // namespace earshot
