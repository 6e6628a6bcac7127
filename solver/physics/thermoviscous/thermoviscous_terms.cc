#include "solver/physics/thermoviscous/thermoviscous_terms.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using Vector = dealii::Tensor<1, 3>;
using Tensor = dealii::Tensor<2, 3>;
using Element = ViscousSpace::Element;

/// int dN_a/dx_i dN_b/dx_j for each pair of nodes of a cell, and int N_a N_b.
struct NodePairs {
  std::array<std::array<Tensor, 10>, 10> gradients;
  std::array<std::array<double, 10>, 10> products{};

  explicit NodePairs(const dealii::FEValues<3> &values) {
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      for (unsigned int a = 0; a < 10; ++a)
        for (unsigned int b = 0; b < 10; ++b) {
          gradients[a][b] += outer_product(values.shape_grad(a, q), values.shape_grad(b, q)) * values.JxW(q);
          products[a][b] += values.shape_value(a, q) * values.shape_value(b, q) * values.JxW(q);
        }
  }
};

/// A form of displacements as an element matrix over its unknowns. @param form (node, direction) twice
template <class Form>
std::vector<double> displacement_matrix(const Element &element, const Form &form) {
  const std::size_t n = element.displacement.size();
  std::vector<double> matrix(n * n);
  for (unsigned int a = 0; a < 10; ++a)
    for (const auto &[i, d] : element.motion[a])
      for (unsigned int b = 0; b < 10; ++b)
        for (const auto &[j, e] : element.motion[b])
          matrix[i * n + j] += form(a, d, b, e);
  return matrix;
}

/// tau/mu of N_a d, times grad (N_b e).
double friction(const Tensor &gradients, const Vector &d, const Vector &e) {
  return (d * e) * trace(gradients) + e * (gradients * d) +
         (bulk_to_shear_viscosity - 2.0 / 3) * (d * (gradients * e));
}

/// Rows of pressure times columns of displacement: int N_a div(N_b e) over the linear N_a.
std::vector<double> pressure_work(const dealii::FEValues<3> &quadratic, const dealii::FEValues<3> &linear,
                                  const Element &element) {
  const std::size_t n = element.displacement.size();
  std::vector<double> matrix(4 * n);
  for (unsigned int b = 0; b < 10; ++b)
    for (unsigned int a = 0; a < 4; ++a) {
      Vector integral;
      for (unsigned int q = 0; q < quadratic.n_quadrature_points; ++q)
        integral += linear.shape_value(a, q) * quadratic.shape_grad(b, q) * quadratic.JxW(q);
      for (const auto &[j, e] : element.motion[b])
        matrix[a * n + j] += integral * e;
    }
  return matrix;
}

template <unsigned int rows, unsigned int columns>
std::vector<double> product_matrix(const dealii::FEValues<3> &left, const dealii::FEValues<3> &right,
                                   const dealii::FEValues<3> &weights) {
  std::vector<double> matrix(rows * columns);
  for (unsigned int q = 0; q < weights.n_quadrature_points; ++q)
    for (unsigned int a = 0; a < rows; ++a)
      for (unsigned int b = 0; b < columns; ++b)
        matrix[a * columns + b] += left.shape_value(a, q) * right.shape_value(b, q) * weights.JxW(q);
  return matrix;
}

Coefficient constant(const std::string &symbol, double value) {
  return {symbol, [value](double) { return Complex(value); }};
}

} // namespace

ThermoviscousMatrices thermoviscous_matrices(const ViscousSpace &space, int volume,
                                             const ViscousNumbering &numbering, const Partition &partition) {
  MatrixBuilder inertia(partition), friction_(partition), work(partition), compression(partition),
      expansion(partition), storage(partition), conduction(partition);
  space.for_each_cell(volume, numbering, [&](const auto &quadratic, const auto &linear, const Element &cell) {
    const NodePairs pairs(quadratic);
    inertia.add_element(cell.displacement, displacement_matrix(cell, [&](unsigned a, const Vector &d,
                                                                         unsigned b, const Vector &e) {
                          return pairs.products[a][b] * (d * e);
                        }));
    friction_.add_element(cell.displacement, displacement_matrix(cell, [&](unsigned a, const Vector &d,
                                                                           unsigned b, const Vector &e) {
                            return friction(pairs.gradients[a][b], d, e);
                          }));
    work.add_coupling(cell.pressure, cell.displacement, pressure_work(quadratic, linear, cell));
    compression.add_element(cell.pressure, product_matrix<4, 4>(linear, linear, quadratic));
    expansion.add_coupling(cell.pressure, cell.temperature,
                           product_matrix<4, 10>(linear, quadratic, quadratic));
    std::vector<double> stored(100), conducted(100);
    for (unsigned int a = 0; a < 10; ++a)
      for (unsigned int b = 0; b < 10; ++b) {
        stored[10 * a + b] = pairs.products[a][b];
        conducted[10 * a + b] = trace(pairs.gradients[a][b]);
      }
    storage.add_element(cell.temperature, stored);
    conduction.add_element(cell.temperature, conducted);
  });
  return {inertia.finish(),   friction_.finish(), work.finish(),      compression.finish(),
          expansion.finish(), storage.finish(),   conduction.finish()};
}

RealMatrix thermoviscous_interface(const ViscousSpace &space, int volume, const ViscousNumbering &numbering,
                                   const std::function<Index(Index)> &air_number,
                                   const Partition &partition) {
  MatrixBuilder builder(partition);
  space.for_each_interface(volume, numbering, [&](const auto &values, const Element &cell, auto air) {
    std::array<Index, 10> rows;
    std::transform(air.begin(), air.end(), rows.begin(), air_number);
    const std::size_t n = cell.displacement.size();
    std::vector<double> matrix(10 * n);
    for (unsigned int b = 0; b < 10; ++b)
      for (unsigned int a = 0; a < 10; ++a) {
        Vector integral; // the normal looks out of the volume, into the air
        for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
          integral -=
              values.shape_value(a, q) * values.shape_value(b, q) * values.normal_vector(q) * values.JxW(q);
        for (const auto &[j, e] : cell.motion[b])
          matrix[a * n + j] += integral * e;
      }
    builder.add_coupling(rows, cell.displacement, matrix);
  });
  return builder.finish();
}

void add_thermoviscous_terms(const std::string &volume, const AirProperties &air,
                             const std::function<ThermoviscousMatrices()> &assemble,
                             const std::function<RealMatrix()> &interface, ProblemBuilder problem) {
  auto matrices = on_demand(assemble);
  const double rho = air.density, mu = air.viscosity, t0 = air.temperature;
  const double p0 = air.bulk_modulus() / air.heat_capacity_ratio;
  const double heat_capacity = rho * air.heat_capacity(), conductivity = air.conductivity();
  problem.add_term("inertia", volume, {"-w^2 rho", [=](double omega) { return -omega * omega * rho; }}, "",
                   [&] { return matrices().inertia; });
  problem.add_term("viscous friction", volume,
                   {"i w mu", [=](double omega) { return Complex(0, omega * mu); }}, "region_viscous",
                   [&] { return matrices().friction; });
  problem.add_term("work of pressure", volume, constant("-1", -1), "",
                   [&] { return matrices().pressure_work; });
  problem.add_term("compression", volume, constant("-1/P0", -1 / p0), "",
                   [&] { return matrices().compression; });
  problem.add_term("expansion by heat", volume, constant("1/T0", 1 / t0), "",
                   [&] { return matrices().expansion; });
  problem.add_term("heat storage", volume, constant("-rho c_p/T0", -heat_capacity / t0), "",
                   [&] { return matrices().heat_storage; });
  problem.add_term("heat conduction", volume,
                   {"i kappa/(w T0)", [=](double omega) { return Complex(0, conductivity / (omega * t0)); }},
                   "region_thermal", [&] { return matrices().conduction; });
  problem.add_term("interface", volume, constant("-1", -1), "", interface);
}

JointLayers joint_layers(const AirSpace &air, const std::function<Index(Index)> &air_number,
                         const Partition &partition) {
  constexpr double relative_thickness = 5e-3;
  const auto is_joint = [&](const AirSpace::Face &face) {
    return air.is_elsewhere(face.volume) && air.joints().count(face.surface) > 0;
  };
  MatrixBuilder stiffness(partition), mass(partition);
  air.for_each_face(is_joint, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                                  std::span<const Index> unknowns) {
    double area = 0;
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      area += values.JxW(q);
    const double thickness = relative_thickness * std::sqrt(area);
    const std::size_t n = unknowns.size();
    std::vector<double> k(n * n), m(n * n);
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int j = 0; j < n; ++j) {
          const Vector a = values.shape_grad(i, q), b = values.shape_grad(j, q);
          const Vector normal = values.normal_vector(q);
          k[i * n + j] += thickness * (a * b - (a * normal) * (b * normal)) * values.JxW(q);
          m[i * n + j] += thickness * values.shape_value(i, q) * values.shape_value(j, q) * values.JxW(q);
        }
    std::vector<Index> rows(n);
    std::transform(unknowns.begin(), unknowns.end(), rows.begin(), air_number);
    stiffness.add_element(rows, k);
    mass.add_element(rows, m);
  });
  return {stiffness.finish(), mass.finish()};
}

void add_joint_layers(const AirProperties &air, const std::function<JointLayers()> &assemble,
                      ProblemBuilder problem) {
  auto layers = on_demand(assemble);
  const double rho = air.density, bulk_modulus = air.bulk_modulus();
  problem.add_term("joint stiffness", "joints",
                   {"1/(rho w^2)", [=](double omega) { return 1 / (rho * omega * omega); }}, "",
                   [&] { return layers().stiffness; });
  problem.add_term("joint mass", "joints", constant("-1/(rho c^2)", -1 / bulk_modulus), "",
                   [&] { return layers().mass; });
}

} // namespace earshot
