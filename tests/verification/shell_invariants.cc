// ranks: 1 2
#include "solver/physics/structure/shell_element.h"
#include "support/shell_problem.h"

#include <deal.II/base/quadrature_lib.h>

#include <gtest/gtest.h>

namespace earshot {
namespace {

using dealii::Point;
using dealii::Tensor;

/// A dome with a roll around it, whose axis points askew.
ShellMesh diaphragm() {
  const Profile profile({{"dome", 2.5e-3, ProfileShape::dome, 0.8e-3},
                         {"joint", 2.8e-3},
                         {"surround", 4.5e-3, ProfileShape::roll, 0.5e-3}});
  const ShellAxis axis{Point<3>(1e-3, -2e-3, 5e-3), Tensor<1, 3>({1, 2, -2})};
  return disc_shell(profile, axis, {1.5e-3, 0.5e-3, 0.8e-3});
}

TEST(ShellInvariants, RigidMotionCausesNoStrain) {
  const ShellSpace space(diaphragm(), 4, ShellSpace::free);
  const ShellElement element(space);
  const Tensor<1, 3> shift({0.3, -0.2, 0.5}), spin({100, 300, -200});
  const auto u = testing::nodal_values(space, [&](const Point<3> &x) {
    const Tensor<1, 3> v = shift + cross_product_3d(spin, x);
    return std::array{v[0], v[1], v[2], spin[0], spin[1], spin[2]};
  });
  double largest = 0;
  for (std::size_t cell = 0; cell < space.n_cells(); ++cell) {
    const ShellRows rows = element.rows(cell);
    for (const auto *matrix : {&rows.membrane, &rows.curvature, &rows.shear, &rows.drilling})
      for (std::size_t i = 0; i < matrix->m(); ++i) {
        double strain = 0, scale = 0;
        for (std::size_t j = 0; j < matrix->n(); ++j) {
          const double part = (*matrix)(i, j) * u[space.unknowns(space.cell_nodes(cell)[j / 6])[j % 6]];
          strain += part;
          scale += std::abs(part);
        }
        largest = std::max(largest, std::abs(strain) / scale);
      }
  }
  std::printf("strain of a rigid motion, relative to its parts: %.1e\n", largest);
  EXPECT_LT(largest, 1e-9); // round-off
}

/// |f(w) x^T A x| at w = 1, without losses, of the terms whose name begins so, the shell being shared out
/// over all ranks.
double energy(const ShellSpace &space, const ShellProperties &properties, const std::vector<double> &x,
              const std::string &name) {
  int rank, n_ranks;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  FrequencyProblem problem;
  const Index n = space.n_unknowns();
  problem.partition = {MPI_COMM_WORLD, rank * n / n_ranks, (rank + 1) * n / n_ranks, n};
  add_shell_terms(
      space, properties, [](Index i) { return i; }, rank, n_ranks, problem);
  double sum = 0;
  for (const Term &term : problem.terms)
    if (term.name.rfind(name, 0) == 0)
      sum += term.coefficient.value(1).real() *
             term.matrix.quadratic_form(std::vector<Complex>(x.begin(), x.end()));
  return std::abs(sum);
}

/// Volume under a surface whose edge stays: a third of int x . n.
double volume_under(const ShellSpace &space) {
  const dealii::QGauss<2> quadrature(8);
  double volume = 0;
  for (std::size_t cell = 0; cell < space.n_cells(); ++cell)
    for (unsigned q = 0; q < quadrature.size(); ++q) {
      const ShellSurface s = space.surface(cell, space.shapes(quadrature.point(q)));
      volume += quadrature.weight(q) * s.area / 3 * (Tensor<1, 3>(s.position) * s.normal);
    }
  return volume;
}

// V(u) is cubic, so that V(u) + V(-u) - 2 V(0) is its second variation for any u. The shell's own quadrature
// is short of exact by two degrees of eleven.
TEST(ShellInvariants, StaticPressureTurnsWithTheSurfaceAsTheVolumesSecondVariation) {
  const ShellMesh mesh = diaphragm();
  const ShellSpace space(mesh, 4, ShellSpace::clamped);
  const auto field = [&](const Point<3> &x) {
    const Tensor<1, 3> from_origin = x - mesh.axis->origin,
                       along = mesh.axis->direction / mesh.axis->direction.norm(),
                       outwards = from_origin - (from_origin * along) * along;
    const double bump = 1 - outwards.norm_square() / (4.5e-3 * 4.5e-3);
    const Tensor<1, 3> u =
        0.1 * bump * (along * 1e-3 + outwards + cross_product_3d(Tensor<1, 3>({0, 1, 0}), outwards));
    return u;
  };
  const auto moved = [&](double factor) {
    ShellMesh there = mesh;
    there.position = [&, factor](std::size_t quad, const Point<2> &unit) {
      const Point<3> x = mesh.position(quad, unit);
      return x + factor * field(x);
    };
    return volume_under(ShellSpace(there, 4));
  };
  const double expected = moved(1) + moved(-1) - 2 * moved(0);
  const auto u = testing::nodal_values(space, [&](const Point<3> &x) {
    const Tensor<1, 3> v = field(x);
    return std::array{v[0], v[1], v[2], 0., 0., 0.};
  });
  ShellProperties properties{{}, {}};
  properties.sections.assign(3, laminate({{isotropic_ply(1400, 4e9, 0.38), 20e-6}}));
  properties.pressure = 1;
  const double found = energy(space, properties, u, "shell static pressure");
  std::printf("second variation of the volume: %.8g mm3, by differences %.8g\n", 1e9 * found, 1e9 * expected);
  EXPECT_NEAR(found / std::abs(expected), 1, 1e-4);
}

TEST(ShellInvariants, MassIsDensityTimesVolume) {
  const double radius = 10e-3, half_angle = 0.7, thickness = 50e-6, density = 1400;
  const Profile cap(
      {{"cap", radius * std::sin(half_angle), ProfileShape::dome, radius * (1 - std::cos(half_angle))}});
  const ShellSpace space(disc_shell(cap, {}, std::vector{3e-3}), 4, ShellSpace::free);
  const ShellProperties properties{{laminate({{isotropic_ply(density, 4e9, 0.38), thickness}})}, {}};
  const auto up =
      testing::nodal_values(space, [](const Point<3> &) { return std::array{0., 0., 1., 0., 0., 0.}; });
  const double expected =
      density * thickness * 2 * std::numbers::pi * radius * radius * (1 - std::cos(half_angle));
  // Geometry of degree 4 on the sphere.
  EXPECT_NEAR(energy(space, properties, up, "shell inertia") / expected, 1, 1e-6);
}

TEST(ShellInvariants, CoilRingResistsStretchingWithItsHoopStiffness) {
  const double radius = 3e-3, width = 0.4e-3, hoop_stiffness = 500;
  ShellMesh mesh = testing::patch(
      12, 1,
      [=](double s, double t) {
        const double phi = 2 * std::numbers::pi * s;
        return Point<3>(radius * std::cos(phi), radius * std::sin(phi), width * t);
      },
      true);
  mesh.axis = ShellAxis{};
  const ShellSpace space(std::move(mesh), 4, ShellSpace::free);
  const ShellSection bare = laminate({{isotropic_ply(1000, 1e6, 0), 1e-5}});
  ShellSection wound = bare;
  add_coil_ring(wound, {.width = width, .hoop_stiffness = hoop_stiffness});
  const auto outwards = testing::nodal_values(
      space, [=](const Point<3> &x) { return std::array{x[0] / radius, x[1] / radius, 0., 0., 0., 0.}; });
  const double added = energy(space, {{wound}, {}}, outwards, "shell membrane") -
                       energy(space, {{bare}, {}}, outwards, "shell membrane");
  // EA (u/a)^2 over the circumference 2 pi a, with u = 1; a circle of degree-4 pieces.
  EXPECT_NEAR(added / (2 * std::numbers::pi * hoop_stiffness / radius), 1, 1e-6);
}

TEST(ShellInvariants, ElasticRimHoldsWithItsStiffnessTimesItsLength) {
  const Profile disc({{"disc", 4e-3}});
  const ShellSpace space(disc_shell(disc, {}, std::vector{2e-3}), 4, ShellSpace::free);
  const ShellProperties properties{{laminate({{isotropic_ply(1000, 1e9, 0.3), 1e-5}})},
                                   ElasticRim{2e4, 0.3, 0.1}};
  const auto up =
      testing::nodal_values(space, [](const Point<3> &) { return std::array{0., 0., 1., 0., 0., 0.}; });
  const auto tilt = testing::nodal_values(space, [](const Point<3> &x) {
    return std::array{0., 0., 0., -x[1] / 4e-3, x[0] / 4e-3, 0.}; // unit rotation about the rim
  });
  const double length = 2 * std::numbers::pi * 4e-3;
  EXPECT_NEAR(energy(space, properties, up, "elastic rim") / (2e4 * length), 1, 1e-6);
  EXPECT_NEAR(energy(space, properties, tilt, "elastic rim") / (0.3 * length), 1, 1e-6);
}

} // namespace
} // namespace earshot
