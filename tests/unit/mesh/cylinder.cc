// Curved second-order tetrahedra: volumes and areas against exact ones.
#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/mesh_summary.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double radius = 2e-3, length = 4e-3, pi = std::numbers::pi;

double area(const MeshSummary &summary, const std::string &name) {
  for (const auto &surface : summary.surfaces)
    if (surface.name == name)
      return surface.area;
  return 0;
}

TEST(CurvedCylinder, HasExactVolumeAndAreasToFourthOrder) {
  // A parabola through three points of a circle leaves (edge / radius)^4 / 320 of the area or so.
  const double volume = pi * radius * radius * length, wall = 2 * pi * radius * length;
  std::printf("  size [mm]    cells   volume error   wall area error   end area error\n");
  double previous = 0;
  for (const double size : {1.2e-3, 0.6e-3}) {
    const MeshSummary summary = summarize(cylinder_mesh(radius, length, size));
    ASSERT_EQ(summary.volumes.size(), 1u);
    const double error = summary.volumes[0].volume / volume - 1;
    const double wall_error = area(summary, "wall") / wall - 1;
    const double end_error = area(summary, "end") / (pi * radius * radius) - 1;
    std::printf("%9.2f   %8zu   %12.2e   %15.2e   %14.2e\n", 1e3 * size, summary.cells, error, wall_error,
                end_error);
    if (size < 1e-3) {
      EXPECT_LT(std::abs(error), 1e-4);
      EXPECT_LT(std::abs(wall_error), 1e-4);
      EXPECT_LT(std::abs(end_error), 1e-4);
      EXPECT_LT(std::abs(error), std::abs(previous) / 6); // 16 but for the circle's whole number of edges
    }
    previous = error;
  }
}

TEST(StraightCylinder, HasTheVolumeOfItsPolyhedron) {
  const double size = 0.6e-3;
  const AirMesh mesh = cylinder_mesh(radius, length, size, false);
  const MeshSummary summary = summarize(mesh);
  const double error = summary.volumes[0].volume / (pi * radius * radius * length) - 1;
  // inscribed polygon with n edges: 1 - sin(2 pi/n)/(2 pi/n), about 1.5 % for edges of 0.6 mm
  EXPECT_LT(error, -5e-3);
  EXPECT_GT(error, -3e-2);
  EXPECT_NEAR(summary.smallest_jacobian, 1, 1e-9); // constant in every cell
}

TEST(StraightBox, HasExactVolumeAndAreas) {
  const MeshSummary summary = summarize(box_mesh({1e-3, 2e-3, 3e-3}, 0.8e-3));
  EXPECT_NEAR(summary.volumes[0].volume, 6e-9, 6e-9 * 1e-10);
  EXPECT_NEAR(area(summary, "x0"), 6e-6, 6e-6 * 1e-10);
  EXPECT_NEAR(area(summary, "y1"), 3e-6, 3e-6 * 1e-10);
  EXPECT_NEAR(area(summary, "z0"), 2e-6, 2e-6 * 1e-10);
  EXPECT_EQ(summary.straightened_cells, 0);
}

TEST(Jacobian, OfAStraightTetrahedronIsSixTimesItsVolumeEverywhere) {
  std::vector<Vector3> nodes{{0, 0, 0}, {2, 0, 0}, {0, 3, 0}, {0, 0, 4}};
  std::array<int, 10> cell{0, 1, 2, 3};
  for (int e = 0; e < 6; ++e) {
    const auto [i, j] = tetrahedron_edges[e];
    nodes.push_back(0.5 * (nodes[i] + nodes[j]));
    cell[4 + e] = 4 + e;
  }
  const JacobianBounds bounds = jacobian_bounds(nodes, cell);
  EXPECT_NEAR(bounds.volume, 4, 1e-13);
  EXPECT_NEAR(bounds.smallest, 1, 1e-13);
}

TEST(Jacobian, BoundIsNegativeForAFoldedCellWhichIsThenFlattened) {
  TetrahedralMesh mesh;
  mesh.nodes = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  std::array<int, 10> cell{0, 1, 2, 3};
  for (int e = 0; e < 6; ++e) {
    const auto [i, j] = tetrahedron_edges[e];
    mesh.nodes.push_back(0.5 * (mesh.nodes[i] + mesh.nodes[j]));
    cell[4 + e] = 4 + e;
  }
  mesh.nodes[4] = {0.5, 0.6, 0.6}; // the edge 01 bows through the opposite face
  mesh.cells = {cell};
  mesh.cell_volume = {0};
  ASSERT_LT(jacobian_bounds(mesh.nodes, cell).smallest, 0);
  straighten_folded_cells(mesh);
  EXPECT_GT(jacobian_bounds(mesh.nodes, cell).smallest, 0);
  EXPECT_EQ(mesh.straightened_cells, 1);
}

TEST(Jacobian, VolumeOfACurvedCellIsExact) {
  // x = X + c Y (1 - Y) keeps volumes: the determinant of the shear is one.
  std::vector<Vector3> nodes{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  std::array<int, 10> cell{0, 1, 2, 3};
  for (int e = 0; e < 6; ++e) {
    const auto [i, j] = tetrahedron_edges[e];
    nodes.push_back(0.5 * (nodes[i] + nodes[j]));
    cell[4 + e] = 4 + e;
  }
  for (auto &p : nodes)
    p[0] += 0.7 * p[1] * (1 - p[1]);
  const JacobianBounds bounds = jacobian_bounds(nodes, cell);
  EXPECT_NEAR(bounds.volume, 1. / 6, 1e-13);
  EXPECT_NEAR(bounds.smallest, 1, 1e-12);
}

} // namespace
} // namespace earshot::testing
