#include "solver/physics/acoustics/air_matrices.h"

#include "solver/fem/wall_curvature.h"

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

AirMatrices::Volume AirMatrices::volume(const std::vector<int> &volumes) const {
  MatrixBuilder stiffness(partition_), mass(partition_);
  space_->for_each_cell(volumes, [&](const dealii::FEValues<3> &values, std::span<const Index> unknowns) {
    const unsigned int n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    const auto weight = [&](unsigned int q) { return values.JxW(q); };
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
  space_->for_each_face(wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                                    std::span<const Index> unknowns) {
    const unsigned int n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
      const auto [shape, mean] = wall_curvature(values, q, largest);
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
  return {stiffness.finish(), mass.finish()};
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
