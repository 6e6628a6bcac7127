#include "solver/fem/shell_space.h"

#include <gtest/gtest.h>

#include <numbers>
#include <random>
#include <set>

namespace earshot {
namespace {

using dealii::Point;
using dealii::Tensor;

const Profile &profile() {
  static const Profile value({{"dome", 2.5e-3, ProfileShape::dome, 0.8e-3},
                              {"cone", 3e-3, ProfileShape::cone, 0.2e-3},
                              {"surround", 4.5e-3, ProfileShape::roll, 0.5e-3}});
  return value;
}

const ShellSpace &space() {
  static const ShellSpace value(disc_shell(profile(), {}, std::vector{1e-3, 0.5e-3, 0.8e-3}), 4);
  return value;
}

TEST(ShellSpace, NodesLieOnTheProfile) {
  for (std::size_t node = 0; node < space().n_nodes(); ++node) {
    const Point<3> &x = space().position(node);
    EXPECT_NEAR(x[2], profile().height(std::hypot(x[0], x[1])), 1e-15);
  }
}

TEST(ShellSpace, NeighboursShareTheNodesOfTheirEdge) {
  // Equal positions are equal nodes: nothing is torn and nothing is glued that should not be.
  std::set<std::array<long, 3>> places;
  for (std::size_t node = 0; node < space().n_nodes(); ++node) {
    const Point<3> &x = space().position(node);
    places.insert({std::lround(1e10 * x[0]), std::lround(1e10 * x[1]), std::lround(1e10 * x[2])});
  }
  EXPECT_EQ(places.size(), space().n_nodes());
}

TEST(ShellSpace, ExactlyTheRimIsClamped) {
  std::set<Index> free;
  for (std::size_t node = 0; node < space().n_nodes(); ++node) {
    const Point<3> &x = space().position(node);
    const bool rim = std::hypot(x[0], x[1]) > 4.5e-3 * (1 - 1e-9);
    for (const Index unknown : space().unknowns(node)) {
      EXPECT_EQ(unknown == no_unknown, rim);
      if (unknown != no_unknown)
        free.insert(unknown);
    }
  }
  EXPECT_EQ(Index(free.size()), space().n_unknowns());
  EXPECT_EQ(*free.rbegin(), space().n_unknowns() - 1);
}

TEST(ShellSpace, ZonesHaveTheirAreas) {
  const double rise = 0.8e-3, edge = 2.5e-3; // spherical cap: pi (a^2 + h^2)
  // Geometry of degree 4 on a coarse mesh.
  EXPECT_NEAR(space().area(0) / (std::numbers::pi * (edge * edge + rise * rise)), 1, 1e-5);
  EXPECT_NEAR(space().area(1) / (std::numbers::pi * 5.5e-3 * std::hypot(0.5e-3, 0.2e-3)), 1, 1e-5);
}

TEST(ShellSpace, NormalsPointToTheFrontAndTheirDerivativesAreExact) {
  const double step = 1e-5;
  for (const std::size_t cell : {0u, 20u, 50u}) {
    const Point<2> at(0.3, 0.6);
    const ShellSurface s = space().surface(cell, space().shapes(at));
    EXPECT_GT(s.normal[2], 0);
    for (int a = 0; a < 2; ++a) {
      Point<2> up = at, down = at;
      up[a] += step, down[a] -= step;
      const Tensor<1, 3> difference = (space().surface(cell, space().shapes(up)).normal -
                                       space().surface(cell, space().shapes(down)).normal) /
                                      (2 * step);
      EXPECT_LT((difference - s.normal_derivative[a]).norm(), 1e-8); // central difference
    }
  }
}

TEST(ShellSpace, SecondTangentRunsAlongTheHoop) {
  const ShellSurface s = space().surface(40, space().shapes(Point<2>(0.4, 0.2)));
  const auto frame = space().frame(s);
  const Tensor<1, 3> radial({s.position[0], s.position[1], 0});
  // The surface of degree 4 is only nearly one of revolution.
  EXPECT_NEAR(frame[1] * radial / radial.norm(), 0, 1e-6);
  EXPECT_NEAR(frame[1][2], 0, 1e-6);
  EXPECT_NEAR((cross_product_3d(frame[0], frame[1]) - s.normal).norm(), 0, 1e-12);
}

TEST(ShellSpace, FindsTheFootOfANormal) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> anywhere(0.1, 0.9);
  for (std::size_t cell = 0; cell < space().n_cells(); ++cell) {
    const ShellSurface s =
        space().surface(cell, space().shapes(Point<2>(anywhere(random), anywhere(random))));
    const double height = 1e-6; // nearer than any other zone's part of the surface
    const ShellPoint found = space().closest(s.position + height * s.normal);
    EXPECT_NEAR(found.distance, height, 1e-6 * height);
    EXPECT_LT(found.position.distance(s.position), 1e-9);
  }
}

TEST(ShellSpace, FindsTheNearestAmongAllNodes) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> anywhere(-6e-3, 6e-3);
  for (int k = 0; k < 200; ++k) {
    const Point<3> x(anywhere(random), anywhere(random), anywhere(random) / 3);
    const ShellPoint found = space().closest(x);
    for (std::size_t node = 0; node < space().n_nodes(); ++node)
      ASSERT_LE(found.distance, space().position(node).distance(x) * (1 + 1e-9));
  }
}

TEST(ShellSpace, InterpolatesAFieldAtTheNearestPoint) {
  // The position itself as the displacement: x = sum N_k x_k.
  std::vector<double> u(space().n_unknowns());
  for (std::size_t node = 0; node < space().n_nodes(); ++node)
    for (int c = 0; c < 3; ++c)
      if (space().unknowns(node)[c] != no_unknown)
        u[space().unknowns(node)[c]] = space().position(node)[c];
  const ShellPoint found = space().closest({1.1e-3, -0.7e-3, 1e-3});
  for (int c = 0; c < 3; ++c) {
    double sum = 0;
    for (std::size_t k = 0; k < found.values.size(); ++k)
      sum += found.values[k] * u[found.unknowns[k][c]];
    EXPECT_NEAR(sum, found.position[c], 1e-15);
  }
}

TEST(ShellSpace, MeanDisplacementOfAZoneIsOneForAUnitShift) {
  double sum = 0;
  for (const auto &[unknown, weight] : space().mean_displacement(1, Tensor<1, 3>({0, 0, 1})))
    sum += weight;
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(ShellSpace, QuadraticSurfaceKeepsItsShape) {
  // A 9-node quad on the cylinder z = 1 - x^2 / 2.
  QuadSurface surface;
  surface.zones = {"film"};
  surface.zone = {0};
  for (const auto &[x, y] :
       {std::pair{0., 0.}, {1., 0.}, {1., 1.}, {0., 1.}, {.5, 0.}, {1., .5}, {.5, 1.}, {0., .5}, {.5, .5}})
    surface.nodes.emplace_back(x, y, 1 - x * x / 2);
  surface.quads = {{0, 1, 2, 3, 4, 5, 6, 7, 8}};
  const ShellSpace film(surface_shell(surface), 3);
  for (std::size_t node = 0; node < film.n_nodes(); ++node) {
    const Point<3> &x = film.position(node);
    EXPECT_NEAR(x[2], 1 - x[0] * x[0] / 2, 1e-14);
  }
}

TEST(ShellSpace, RefusesQuadsThatFaceOppositeSides) {
  QuadSurface surface;
  surface.nodes = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {2, 0, 0}, {2, 1, 0}};
  surface.zones = {"film"};
  surface.zone = {0, 0};
  surface.quads = {{0, 1, 2, 3}, {1, 2, 5, 4}};
  EXPECT_THROW(surface_shell(surface), std::invalid_argument);
}

} // namespace
} // namespace earshot
