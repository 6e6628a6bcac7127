#include "solver/physics/acoustics/air_matrices.h"

#include "solver/fem/wall_curvature.h"
#include "solver/materials/loss_model.h"
#include "solver/mesh/vector3.h"
#include "solver/mesh/wall_edges.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>

namespace earshot {

namespace {

/// Adds weight(q) * a_i(q) . a_j(q) to a symmetric element matrix, a_i given by `shape(i, q)`.
template <class Shape>
void add_products(unsigned int n, unsigned int n_points, const Shape &shape,
                  const std::function<double(unsigned int)> &weight, std::vector<double> &matrix) {
  for (unsigned int q = 0; q < n_points; ++q)
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int j = 0; j < n; ++j)
        matrix[i * n + j] += shape(i, q) * shape(j, q) * weight(q);
}

} // namespace

std::vector<Index> AirMatrices::global(std::span<const Index> unknowns) const {
  std::vector<Index> result(unknowns.size());
  for (std::size_t i = 0; i < unknowns.size(); ++i)
    result[i] = numbering_(unknowns[i]);
  return result;
}

AirMatrices::Volume AirMatrices::volume(const std::vector<int> &volumes, const CellWeight &factor) const {
  MatrixBuilder stiffness(partition_), mass(partition_);
  space_->for_each_cell(volumes, [&](const dealii::FEValues<3> &values, std::span<const Index> unknowns) {
    const unsigned int n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    const std::vector<double> factors = factor ? factor(values) : std::vector<double>();
    const auto weight = [&](unsigned int q) { return factor ? factors[q] * values.JxW(q) : values.JxW(q); };
    add_products(
        n, values.n_quadrature_points,
        [&](unsigned int i, unsigned int q) { return values.shape_grad(i, q); }, weight, k);
    add_products(
        n, values.n_quadrature_points,
        [&](unsigned int i, unsigned int q) { return values.shape_value(i, q); }, weight, m);
    const auto rows = global(unknowns);
    stiffness.add_element(rows, k);
    mass.add_element(rows, m);
  });
  return {stiffness.finish(), mass.finish()};
}

AirMatrices::Surface AirMatrices::walls(const FaceFilter &wanted) const {
  MatrixBuilder stiffness(partition_), mass(partition_);
  space_->for_each_face(wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                                    std::span<const Index> unknowns) {
    const unsigned int n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    const auto weight = [&](unsigned int q) { return values.JxW(q); };
    const auto tangential_gradient = [&](unsigned int i, unsigned int q) {
      const auto gradient = values.shape_grad(i, q);
      const auto normal = values.normal_vector(q);
      return gradient - (gradient * normal) * normal;
    };
    add_products(n, values.n_quadrature_points, tangential_gradient, weight, k);
    add_products(
        n, values.n_quadrature_points,
        [&](unsigned int i, unsigned int q) { return values.shape_value(i, q); }, weight, m);
    const auto rows = global(unknowns);
    stiffness.add_element(rows, k);
    mass.add_element(rows, m);
  });
  return {stiffness.finish(), mass.finish()};
}

AirMatrices::Surface AirMatrices::curved_walls(const FaceFilter &wanted, double largest) const {
  MatrixBuilder stiffness(partition_), mass(partition_);
  std::vector<double> areas(volumes().size(), 0.0);
  space_->for_each_face(wanted, [&](const AirSpace::Face &face, const dealii::FEFaceValues<3> &values,
                                    std::span<const Index> unknowns) {
    const unsigned int n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
      const auto [shape, mean] = wall_curvature(values, q, largest);
      areas[face.volume] += values.JxW(q);
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int j = 0; j < n; ++j) {
          const auto &a = values.shape_grad(i, q), &b = values.shape_grad(j, q);
          const auto &normal = values.normal_vector(q);
          const double along_wall = a * b - (a * normal) * (b * normal);
          k[i * n + j] += (a * (shape * b) - mean * along_wall) * values.JxW(q);
          m[i * n + j] += mean * values.shape_value(i, q) * values.shape_value(j, q) * values.JxW(q);
        }
    }
    const auto rows = global(unknowns);
    stiffness.add_element(rows, k);
    mass.add_element(rows, m);
  });
  dealii::Utilities::MPI::sum(areas, space_->communicator(), areas);
  for (double &area : areas)
    area *= 0.29 * largest; // a ball's H takes up to 0.71 of what the flat layer has
  add_edges(wanted, areas, stiffness, mass);
  return {stiffness.finish(), mass.finish()};
}

/// -int c dp/ds dq/ds and int c p q along sharp edges. @param most  of int c ds in each volume [m]
void AirMatrices::add_edges(const FaceFilter &wanted, const std::vector<double> &most,
                            MatrixBuilder &stiffness, MatrixBuilder &mass) const {
  const AirMesh &mesh = space_->mesh();
  const auto edges = wall_edges(mesh, [&](int surface, int volume) {
    return wanted({-1, 0, surface, volume, false});
  });
  const dealii::QGauss<1> quadrature(3);
  std::vector<double> sum(mesh.volumes.size(), 0.0);
  const auto visit = [&](const auto &use) { // use(edge, shape values, their derivatives, c ds)
    for (const WallEdge &edge : edges)
      for (unsigned int q = 0; q < quadrature.size(); ++q) {
        const double s = quadrature.point(q)[0];
        const std::array<double, 3> value = {(1 - s) * (1 - 2 * s), s * (2 * s - 1), 4 * s * (1 - s)};
        std::array<double, 3> slope = {4 * s - 3, 4 * s - 1, 4 - 8 * s};
        Vector3 tangent{};
        for (int i = 0; i < 3; ++i)
          tangent = tangent + slope[i] * mesh.nodes[edge.nodes[i]];
        for (double &one : slope)
          one /= norm(tangent);
        use(edge, value, slope, edge_deficit(edge.angle) * norm(tangent) * quadrature.weight(q));
      }
  };
  visit([&](const WallEdge &edge, const auto &, const auto &, double weight) { sum[edge.volume] += weight; });
  visit([&](const WallEdge &edge, const auto &value, const auto &slope, double weight) {
    std::vector<Index> unknowns;
    for (const int node : edge.nodes)
      unknowns.push_back(space_->unknown_of_node()[node]);
    const auto rows = global(unknowns);
    if (rows[0] < partition_.begin || rows[0] >= partition_.end)
      return; // another rank's
    if (sum[edge.volume] > most[edge.volume])
      weight *= most[edge.volume] / sum[edge.volume];
    std::vector<double> k(9), m(9);
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        k[3 * i + j] = -weight * slope[i] * slope[j];
        m[3 * i + j] = weight * value[i] * value[j];
      }
    stiffness.add_element(rows, k);
    mass.add_element(rows, m);
  });
}

RealMatrix AirMatrices::surface_mass(const FaceFilter &wanted) const {
  return walls(wanted).mass;
}

RealMatrix AirMatrices::jump_mass(int surface) const {
  MatrixBuilder builder(partition_);
  space_->for_each_pair(surface, [&](std::span<const double> mass, std::span<const Index> near_side,
                                     std::span<const Index> far_side) {
    const auto near_rows = global(near_side), far_rows = global(far_side);
    std::vector<double> minus(mass.begin(), mass.end());
    for (double &value : minus)
      value = -value;
    builder.add_element(near_rows, mass);
    builder.add_element(far_rows, mass);
    builder.add_coupling(near_rows, far_rows, minus);
  });
  return builder.finish();
}

} // namespace earshot
