#include "solver/physics/housing/rigid_housing.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

namespace earshot {

namespace {

using dealii::Tensor;

bool is_root(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank == 0;
}

/// The square of one displacement or rotation. Rank 0 contributes the entries.
RealMatrix square_of(const RigidMotions::Weights &weights, const HousingNumbers &numbers,
                     const Partition &partition) {
  MatrixBuilder builder(partition);
  std::vector<double> values;
  for (const double a : weights)
    for (const double b : weights)
      values.push_back(a * b);
  if (is_root(partition))
    builder.add_element(numbers, values);
  return builder.finish();
}

RealMatrix mass_matrix(const RigidBody &body, const Partition &partition) {
  MatrixBuilder builder(partition);
  for (int i = 0; i < 3 && is_root(partition); ++i) {
    builder.add_symmetric(body.numbers[i], body.numbers[i], body.amount);
    for (int j = 0; j <= i; ++j)
      builder.add_symmetric(body.numbers[3 + i], body.numbers[3 + j], body.spread[i][j]);
  }
  return builder.finish();
}

Coefficient inertial(const std::string &symbol, double value) {
  return {fmt::format("-w^2 {}, {} = {:.4g}", symbol, symbol, value),
          [value](double omega) { return Complex(-omega * omega * value); }};
}

Coefficient springy(double stiffness, double damping) {
  return {fmt::format("k + i w r, k = {:.4g}, r = {:.4g}", stiffness, damping),
          [=](double omega) { return Complex(stiffness, omega * damping); }};
}

void add_inertia(const RigidBody &body, ProblemBuilder problem) {
  problem.add_term(housing_mass_term, "housing", inertial(body.symbol, body.weight), "",
                   [&] { return mass_matrix(body, problem.partition()); });
  if (!body.inertia)
    return;
  constexpr std::array names{"Ixx", "Iyy", "Izz", "Ixy", "Iyz", "Izx"};
  for (int k = 0; k < 6; ++k)
    problem.add_term(housing_inertia_term, "housing", inertial(names[k], (*body.inertia)[k]), "", [&] {
      MatrixBuilder builder(problem.partition());
      if (is_root(problem.partition()))
        builder.add_symmetric(body.numbers[3 + k % 3], body.numbers[3 + (k < 3 ? k : (k + 1) % 3)], 1);
      return builder.finish();
    });
}

} // namespace

WallBody wall_body(const AirSpace &air, const FaceFilter &wanted) {
  Tensor<1, 3> first;
  Tensor<2, 3> second; // int x x dA
  double area = 0;
  air.for_each_face(
      wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
        for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
          const Tensor<1, 3> x = values.quadrature_point(q);
          area += values.JxW(q);
          first += values.JxW(q) * x;
          second += values.JxW(q) * outer_product(x, x);
        }
      });
  const MPI_Comm communicator = air.communicator();
  area = dealii::Utilities::MPI::sum(area, communicator);
  first = dealii::Utilities::MPI::sum(first, communicator);
  for (int i = 0; i < 3; ++i)
    second[i] = dealii::Utilities::MPI::sum(second[i], communicator);
  WallBody body{area, dealii::Point<3>(first / area), {}};
  second -= outer_product(first, first) / area; // Steiner
  body.inertia = trace(second) * Tensor<2, 3>(dealii::unit_symmetric_tensor<3>()) - second;
  return body;
}

RealMatrix air_housing_coupling(const AirSpace &air, const std::function<Index(Index)> &air_number,
                                const FaceFilter &wanted, const MotionAt &motion, const Partition &partition,
                                unsigned int refinement) {
  MatrixBuilder builder(partition);
  const auto visit = [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                         std::span<const Index> unknowns) {
    std::map<Index, std::vector<double>> columns; // of what moves -> entry per air unknown
    std::vector<double> largest(unknowns.size());
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
      for (unsigned int i = 0; i < unknowns.size(); ++i)
        largest[i] = std::max(largest[i], std::abs(values.shape_value(i, q)));
      for (const auto &[number, normal] : motion(values.quadrature_point(q)).along(values.normal_vector(q))) {
        std::vector<double> &column = columns[number];
        column.resize(unknowns.size());
        for (unsigned int i = 0; i < unknowns.size(); ++i)
          column[i] += values.shape_value(i, q) * normal * values.JxW(q);
      }
    }
    std::vector<Index> rows;
    constexpr double round_off = 1e-12; // shape functions of nodes off the face vanish on it up to this
    for (unsigned int i = 0; i < unknowns.size(); ++i)
      rows.push_back(unknowns[i] == no_unknown || largest[i] < round_off ? no_unknown
                                                                         : air_number(unknowns[i]));
    for (const auto &[number, column] : columns)
      builder.add_coupling(rows, std::array{number}, column);
  };
  air.for_each_face(wanted, visit, refinement);
  return builder.finish();
}

RealMatrix normal_motion(const AirSpace &air, const FaceFilter &wanted, const MotionAt &motion,
                         const Partition &partition) {
  MotionSquares squares;
  air.for_each_face(
      wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
        for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
          const Tensor<1, 3> n = values.normal_vector(q);
          squares.add(motion(values.quadrature_point(q)), values.JxW(q) * outer_product(n, n));
        }
      });
  return squares.finish(partition);
}

std::array<Tensor<1, 3>, 3> turned_axes(const Tensor<1, 3> &direction) {
  const Tensor<1, 3> d = direction / direction.norm();
  std::array<Tensor<1, 3>, 3> axes;
  for (int k = 0; k < 3; ++k)
    axes[k][k] = 1;
  const Tensor<1, 3> v = cross_product_3d(axes[0], d);
  const double cosine = d[0];
  for (int k = 0; k < 3; ++k) // Rodrigues' formula with (1 - c)/|v|^2 = 1/(1 + c); half a turn is about z
    axes[k] = cosine < -1 + 1e-12 ? (k == 2 ? axes[k] : -axes[k])
                                  : axes[k] + cross_product_3d(v, axes[k]) +
                                        cross_product_3d(v, cross_product_3d(v, axes[k])) / (1 + cosine);
  return axes;
}

void add_rigid_body(const RigidBody &body, ProblemBuilder problem) {
  add_inertia(body, problem);
  for (const RigidSupport &support : body.supports)
    add_support(support, body.motions, body.numbers, problem);
}

void add_support(const RigidSupport &support, const RigidMotions &motions, const HousingNumbers &numbers,
                 ProblemBuilder problem) {
  const auto add = [&](double stiffness, double damping, const RigidMotions::Weights &weights) {
    problem.add_term(housing_support_term, support.name, springy(stiffness, damping), "housing_supports",
                     [&] { return square_of(weights, numbers, problem.partition()); });
  };
  for (int k = 0; k < 3; ++k) {
    add(support.stiffness[k], support.damping[k], motions.along(support.position, support.axes[k]));
    add(support.rotational_stiffness[k], support.rotational_damping[k], RigidMotions::about(support.axes[k]));
  }
}

void add_pressure_on_housing(const std::string &region, const std::function<RealMatrix()> &assemble,
                             ProblemBuilder problem) {
  problem.add_term("pressure on the housing", region, {"-1", [](double) { return Complex(-1); }}, "",
                   assemble);
}

RealMatrix bond_square(const AirSpace &air, const FaceFilter &wanted, const BondShare &share,
                       const MotionAt &difference, const Partition &partition) {
  constexpr unsigned refinement = 2; // as the share changes within a face
  const Tensor<2, 3> all(dealii::unit_symmetric_tensor<3>());
  MotionSquares squares;
  air.for_each_face(
      wanted,
      [&](const AirSpace::Face &face, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
        for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
          if (const double part = share(face, values.quadrature_point(q)); part > 0)
            squares.add(difference(values.quadrature_point(q)), part * values.JxW(q) * all);
      },
      refinement);
  return squares.finish(partition);
}

void add_housing_bond(Complex stiffness, const std::string &patch,
                      const std::function<RealMatrix()> &assemble, ProblemBuilder problem) {
  problem.add_term(housing_bond_term, patch,
                   {fmt::format("k = {:.4g}", stiffness.real()), [stiffness](double) { return stiffness; }},
                   "structure:housing", assemble);
}

void add_opening_on_housing(const std::string &surface, Coefficient share, Coefficient outside,
                            const std::function<RealMatrix()> &coupling,
                            const std::function<RealMatrix()> &motion, ProblemBuilder problem) {
  problem.add_term("cloth on the housing", surface,
                   {"-(" + share.symbol + ")", [share](double omega) { return -share.value(omega); }},
                   "openings", coupling);
  problem.add_term("cloth on the housing", surface, std::move(outside), "openings", motion);
}

RealMatrix housing_row(Index unknown, const SparseVector &weights, const Partition &partition) {
  MatrixBuilder builder(partition);
  for (const auto &[number, weight] : weights)
    if (is_root(partition))
      builder.add_symmetric(unknown, number, weight);
  return builder.finish();
}

} // namespace earshot
