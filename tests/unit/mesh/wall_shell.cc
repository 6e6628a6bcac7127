// Coarse quadrilaterals on finely triangulated walls.
#include "solver/fem/shell_space.h"
#include "tests/support/triangle_surfaces.h"

#include <gtest/gtest.h>

#include <numbers>

namespace earshot::testing {
namespace {

/// The flux of x through a closed surface is thrice its volume, if all normals point outwards.
double enclosed_volume(const ShellSpace &space) {
  const dealii::Point<2> centre(0.5, 0.5);
  double volume = 0;
  for (std::size_t cell = 0; cell < space.n_cells(); ++cell) {
    const ShellSurface s = space.surface(cell, space.shapes(centre));
    volume += s.area * (s.normal * dealii::Tensor<1, 3>(s.position)) / 3;
  }
  return volume;
}

TEST(WallShell, FollowsASphereWithFewElements) {
  const TriangleSurface fine = sphere_surface(5e-3, 10);
  const ShellSpace space(wall_shell(fine, {{"walls", 5e-3}}), 3);
  std::printf("sphere: %zu triangles, %zu quadrilaterals, area error %.1e\n", fine.triangles.size(),
              space.n_cells(), space.area(0) / (4 * std::numbers::pi * 25e-6) - 1);
  EXPECT_LT(space.n_cells(), 300u); // of edges of 2.5 mm: 314 mm2 over 1.6 mm2 each
  EXPECT_TRUE(space.edges().empty());
  // Cubics on a twelfth of a circle are off by 2e-5 of its radius.
  EXPECT_NEAR(space.area(0) / (4 * std::numbers::pi * 25e-6), 1, 1e-4);
  for (std::size_t node = 0; node < space.n_nodes(); ++node) // parabolas on fine edges of 0.2 radii: 2e-4
    EXPECT_NEAR(space.position(node).norm(), 5e-3, 5e-3 * 5e-4);
  EXPECT_NEAR(enclosed_volume(space) / (4 * std::numbers::pi / 3 * 125e-9), 1, 0.1); // by the midpoint rule
}

TEST(WallShell, KeepsKinksWhereTheyAre) {
  const double radius = 4e-3, length = 10e-3;
  const TriangleSurface fine = capped_cylinder_surface(radius, length, 32, 10);
  const ShellSpace space(wall_shell(fine, {{"walls", 4e-3}}), 3);
  const double area = 2 * std::numbers::pi * radius * (length + radius);
  std::printf("cylinder: %zu triangles, %zu quadrilaterals, area error %.1e\n", fine.triangles.size(),
              space.n_cells(), space.area(0) / area - 1);
  EXPECT_LT(space.n_cells(), 350u);
  EXPECT_TRUE(space.edges().empty());
  EXPECT_NEAR(space.area(0) / area, 1, 1e-4);
  for (std::size_t node = 0; node < space.n_nodes(); ++node) {
    const dealii::Point<3> &x = space.position(node);
    const double off_side = std::hypot(x[0], x[1]) - radius, off_end = std::min(x[2], length - x[2]);
    EXPECT_TRUE(std::abs(off_side) < 3e-5 * radius || std::abs(off_end) < 1e-9 * radius) << x;
    EXPECT_LT(off_side, 3e-5 * radius) << x;
  }
  EXPECT_NEAR(enclosed_volume(space) / (std::numbers::pi * radius * radius * length), 1, 0.1);
}

/// A zone's edge that no kink marks stays where it is: on a cylinder from z = 0 to 3/10 of its length.
TEST(WallShell, KeepsTheEdgesOfZones) {
  const double radius = 4e-3, length = 10e-3;
  TriangleSurface fine = capped_cylinder_surface(radius, length, 32, 10);
  for (const auto &triangle : fine.triangles) {
    double middle = 0;
    for (int k = 0; k < 3; ++k)
      middle += fine.nodes[triangle[k]][2] / 3;
    fine.zone.push_back(middle < 0.3 * length ? 1 : 0);
  }
  const ShellSpace space(wall_shell(fine, {{"top", 4e-3}, {"bottom", 2e-3}}), 3);
  const double around = 2 * std::numbers::pi * radius, end = std::numbers::pi * radius * radius;
  EXPECT_NEAR(space.area(1) / (around * 0.3 * length + end), 1, 1e-4); // as of the whole
  EXPECT_NEAR(space.area(0) / (around * 0.7 * length + end), 1, 1e-4);
}

TEST(WallShell, CountsPieces) {
  TriangleSurface two = sphere_surface(1, 2);
  EXPECT_EQ(number_of_pieces(two), 1);
  const TriangleSurface other = sphere_surface(2, 2);
  const int n = int(two.nodes.size());
  two.nodes.insert(two.nodes.end(), other.nodes.begin(), other.nodes.end());
  for (std::array<int, 6> triangle : other.triangles) {
    for (int &node : triangle)
      node += n;
    two.triangles.push_back(triangle);
  }
  EXPECT_EQ(number_of_pieces(two), 2);
  EXPECT_THROW(wall_shell({}, {{"walls", 1}}), std::invalid_argument);
}

} // namespace
} // namespace earshot::testing
