#include "solver/physics/structure/shell_matrices.h"

#include "solver/physics/structure/shell_element.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using dealii::Point;
using dealii::Tensor;

constexpr std::array<double, 9> identity{1, 0, 0, 0, 1, 0, 0, 0, 1};
constexpr auto identity_6 = [] {
  std::array<double, 36> matrix{};
  for (int i = 0; i < 6; ++i)
    matrix[7 * i] = 1;
  return matrix;
}();

/// Adds a symmetric element matrix without its rows and columns of zeros.
void add_without_zeros(std::vector<Index> unknowns, const std::vector<double> &values,
                       MatrixBuilder &builder) {
  const std::size_t n = unknowns.size();
  std::vector<double> largest_of_row(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      largest_of_row[i] = std::max(largest_of_row[i], std::abs(values[i * n + j]));
  const double largest = *std::max_element(largest_of_row.begin(), largest_of_row.end());
  for (std::size_t i = 0; i < n; ++i)
    if (largest_of_row[i] <= 1e-14 * largest)
      unknowns[i] = no_unknown;
  builder.add_element(unknowns, values);
}

/// left^T C right + right^T C left
std::vector<double> mixed(const ShellRows &rows, const dealii::FullMatrix<double> &left,
                          std::span<const double> unit, const dealii::FullMatrix<double> &right) {
  const std::vector<double> half = integrate(rows.weights, left, unit, right);
  const std::size_t n = right.n();
  std::vector<double> values(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      values[i * n + j] = half[i * n + j] + half[j * n + i];
  return values;
}

/// u . (u,1 x e_2 + e_1 x u,2): with the shape functions N and v = N,1 e_2 - N,2 e_1 the symmetric part of an
/// entry is 1/2 epsilon_cdk (N_i v_j - N_j v_i)_k for the components c of node i and d of node j.
std::vector<double> swept(const ShellRows &rows) {
  const std::size_t n = rows.displacement.n(), nodes = n / 6;
  std::vector<double> values(n * n);
  std::vector<double> shape(nodes);
  std::vector<Tensor<1, 3>> lever(nodes);
  for (std::size_t q = 0; q < rows.weights.size(); ++q) {
    for (std::size_t k = 0; k < nodes; ++k) {
      shape[k] = rows.displacement(3 * q, 6 * k);
      lever[k] = rows.gradient(6 * q, 6 * k) * rows.frames[q][1] -
                 rows.gradient(6 * q + 3, 6 * k) * rows.frames[q][0];
    }
    for (std::size_t i = 0; i < nodes; ++i)
      for (std::size_t j = 0; j < nodes; ++j) {
        const Tensor<1, 3> entry = rows.weights[q] / 2 * (shape[i] * lever[j] - shape[j] * lever[i]);
        for (std::size_t c = 0; c < 3; ++c) { // c, d, k in cyclic order, and the other way round
          const std::size_t d = (c + 1) % 3, k = (c + 2) % 3;
          values[(6 * i + c) * n + 6 * j + d] += entry[k];
          values[(6 * i + d) * n + 6 * j + c] -= entry[k];
        }
      }
  }
  return values;
}

std::vector<double> without_drilling(const ShellRows &rows, const ShellIntegrand &integrand) {
  switch (integrand.kind) {
  case ShellIntegrand::membrane:
    return integrate(rows.weights, rows.membrane, integrand.unit, rows.membrane);
  case ShellIntegrand::coupling:
    return mixed(rows, rows.membrane, integrand.unit, rows.curvature);
  case ShellIntegrand::bending:
    return integrate(rows.weights, rows.curvature, integrand.unit, rows.curvature);
  case ShellIntegrand::shear:
    return integrate(rows.weights, rows.shear, integrand.unit, rows.shear);
  case ShellIntegrand::displacement:
    return integrate(rows.weights, rows.displacement, identity, rows.displacement);
  case ShellIntegrand::first_moment:
    return mixed(rows, rows.displacement, identity, rows.director);
  case ShellIntegrand::tension:
    return integrate(rows.weights, rows.gradient, identity_6, rows.gradient);
  case ShellIntegrand::swept:
    return swept(rows);
  default:
    return integrate(rows.weights, rows.director, identity, rows.director);
  }
}

std::vector<double> element_matrix(const ShellRows &rows, const ShellIntegrand &integrand) {
  std::vector<double> values = without_drilling(rows, integrand);
  if (integrand.drilling_penalty == 0)
    return values;
  const std::vector<double> drilling =
      integrate(rows.weights, rows.drilling, std::array{integrand.drilling_penalty}, rows.drilling);
  for (std::size_t k = 0; k < values.size(); ++k)
    values[k] += drilling[k];
  return values;
}

/// N_1 u,1 . u,1 + N_2 u,2 . u,2: the same for each component of u, which are not coupled.
void add_prestress(const ShellRows &rows, const PrestressFunction &forces, const std::vector<Index> &unknowns,
                   MatrixBuilder &builder) {
  const std::size_t nodes = unknowns.size() / 6;
  std::vector<double> values(nodes * nodes);
  bool any = false;
  for (std::size_t q = 0; q < rows.weights.size(); ++q) {
    const std::array<double, 2> force = forces(rows.radii[q]);
    any = any || force[0] != 0 || force[1] != 0;
    for (const std::size_t along : {0, 1})
      for (std::size_t i = 0; i < nodes; ++i) {
        const double left = rows.weights[q] * force[along] * rows.gradient(6 * q + 3 * along, 6 * i);
        for (std::size_t j = 0; j < nodes; ++j)
          values[i * nodes + j] += left * rows.gradient(6 * q + 3 * along, 6 * j);
      }
  }
  for (std::size_t c = 0; any && c < 3; ++c) {
    std::vector<Index> of_component;
    for (std::size_t k = 0; k < nodes; ++k)
      of_component.push_back(unknowns[6 * k + c]);
    builder.add_element(of_component, values);
  }
}

/// An element's unknowns in each of six rigid motions, which it holds exactly: a column each.
std::vector<double> rigid_unknowns(const ShellSpace &space, std::size_t cell, const RigidMotions &motions) {
  std::vector<double> columns;
  const auto rotations = RigidMotions::rotations();
  for (const std::size_t node : space.cell_nodes(cell)) {
    const auto displacements = motions.displacements(space.position(node));
    for (const auto *vectors : {&displacements, &rotations})
      for (int component = 0; component < 3; ++component)
        for (const Tensor<1, 3> &vector : *vectors)
          columns.push_back(vector[component]);
  }
  return columns;
}

/// A B, A being n x n and B n x width, row-major.
std::vector<double> product(const std::vector<double> &a, const std::vector<double> &b, std::size_t n,
                            std::size_t width) {
  std::vector<double> result(n * width);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < width; ++k)
        result[i * width + k] += a[i * n + j] * b[j * width + k];
  return result;
}

/// u and theta.t at the quadrature points of an edge, t along the edge.
struct EdgeRows {
  std::vector<double> weights;
  dealii::FullMatrix<double> displacement, rotation;
};

EdgeRows edge_rows(const ShellSpace &space, const ShellSpace::Edge &edge) {
  const dealii::QGauss<1> quadrature(space.degree() + 1);
  const std::size_t n = 6 * space.nodes_per_cell();
  EdgeRows rows{{},
                dealii::FullMatrix<double>(3 * quadrature.size(), n),
                dealii::FullMatrix<double>(quadrature.size(), n)};
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const double s = quadrature.point(q)[0], fixed = edge.side % 2;
    const ShellShapes shapes = space.shapes(edge.side < 2 ? Point<2>(fixed, s) : Point<2>(s, fixed));
    const Tensor<1, 3> tangent = space.surface(edge.cell, shapes).tangent[edge.side < 2 ? 1 : 0];
    rows.weights.push_back(quadrature.weight(q) * tangent.norm());
    for (std::size_t k = 0; k < shapes.value.size(); ++k)
      for (int c = 0; c < 3; ++c) {
        rows.displacement(3 * q + c, 6 * k + c) = shapes.value[k];
        rows.rotation(q, 6 * k + 3 + c) = shapes.value[k] * tangent[c] / tangent.norm();
      }
  }
  return rows;
}

} // namespace

ShellMatrices::ShellMatrices(const ShellSpace &space, std::function<Index(Index)> to_global, int slice,
                             int n_slices, const Partition &partition)
    : zones_(space.mesh().zones), space_(&space), to_global_(std::move(to_global)), slice_(slice),
      n_slices_(n_slices), partition_(partition) {}

std::vector<Index> ShellMatrices::global_unknowns(std::size_t cell) const {
  std::vector<Index> unknowns;
  for (const std::size_t node : space_->cell_nodes(cell))
    for (const Index unknown : space_->unknowns(node))
      unknowns.push_back(unknown == no_unknown ? no_unknown : to_global_(unknown));
  return unknowns;
}

std::vector<RealMatrix> ShellMatrices::zone(int zone, const std::vector<ShellIntegrand> &integrands) const {
  const ShellElement element(*space_);
  std::vector<MatrixBuilder> builders(integrands.size(), MatrixBuilder(partition_));
  for (std::size_t cell = slice_; cell < space_->n_cells(); cell += n_slices_) {
    if (space_->mesh().zone[cell] != zone)
      continue;
    const ShellRows rows = element.rows(cell);
    const std::vector<Index> unknowns = global_unknowns(cell);
    for (std::size_t k = 0; k < integrands.size(); ++k)
      if (integrands[k].kind == ShellIntegrand::prestress)
        add_prestress(rows, integrands[k].forces, unknowns, builders[k]);
      else
        add_without_zeros(unknowns, element_matrix(rows, integrands[k]), builders[k]);
  }
  std::vector<RealMatrix> matrices;
  for (MatrixBuilder &builder : builders)
    matrices.push_back(builder.finish());
  return matrices;
}

std::vector<RealMatrix>
ShellMatrices::zone_on_base(int zone, const std::vector<ShellIntegrand> &integrands,
                            const RigidMotions &motions,
                            const std::array<Index, RigidMotions::number> &base) const {
  const ShellElement element(*space_);
  std::vector<MatrixBuilder> builders(integrands.size(), MatrixBuilder(partition_));
  for (std::size_t cell = slice_; cell < space_->n_cells(); cell += n_slices_) {
    if (space_->mesh().zone[cell] != zone)
      continue;
    const ShellRows rows = element.rows(cell);
    const std::vector<Index> unknowns = global_unknowns(cell);
    const std::vector<double> rigid = rigid_unknowns(*space_, cell, motions);
    for (std::size_t k = 0; k < integrands.size(); ++k)
      builders[k].add_coupling(
          unknowns, base, product(element_matrix(rows, integrands[k]), rigid, unknowns.size(), base.size()));
  }
  std::vector<RealMatrix> matrices;
  for (MatrixBuilder &builder : builders)
    matrices.push_back(builder.finish());
  return matrices;
}

ShellMatrices::Rim ShellMatrices::rim() const {
  MatrixBuilder displacement(partition_), rotation(partition_);
  for (std::size_t k = slice_; k < space_->edges().size(); k += n_slices_) {
    const ShellSpace::Edge &edge = space_->edges()[k];
    const EdgeRows rows = edge_rows(*space_, edge);
    const std::vector<Index> unknowns = global_unknowns(edge.cell);
    add_without_zeros(unknowns, integrate(rows.weights, rows.displacement, identity, rows.displacement),
                      displacement);
    add_without_zeros(unknowns, integrate(rows.weights, rows.rotation, std::array{1.0}, rows.rotation),
                      rotation);
  }
  return {displacement.finish(), rotation.finish()};
}

} // namespace earshot
