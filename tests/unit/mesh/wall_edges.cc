// Sharp edges of walls.
#include "solver/mesh/wall_edges.h"
#include "solver/mesh/vector3.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot::testing {
namespace {

constexpr double right_angle = std::numbers::pi / 2;

double straight_length(const AirMesh &mesh, const std::vector<WallEdge> &edges) {
  double sum = 0;
  for (const WallEdge &edge : edges)
    sum += norm(mesh.nodes[edge.nodes[1]] - mesh.nodes[edge.nodes[0]]);
  return sum;
}

bool every_wall(int, int) {
  return true;
}

TEST(WallEdges, OfABoxAreItsTwelve) {
  const AirMesh mesh = box_mesh({3e-3, 2e-3, 1e-3}, 0.7e-3);
  const auto edges = wall_edges(mesh, every_wall);
  EXPECT_NEAR(straight_length(mesh, edges), 24e-3, 1e-9);
  for (const WallEdge &edge : edges)
    EXPECT_NEAR(edge.angle, right_angle, 1e-9);
}

TEST(WallEdges, LieBetweenWallsOnly) {
  const AirMesh mesh = box_mesh({3e-3, 2e-3, 1e-3}, 0.7e-3);
  const int open = mesh.surface_index("z0");
  const auto edges = wall_edges(mesh, [=](int surface, int) { return surface != open; });
  EXPECT_NEAR(straight_length(mesh, edges), 14e-3, 1e-9);
}

TEST(WallEdges, OfACylinderAreItsRimsAndNoneAlongIt) {
  constexpr double radius = 1e-3;
  const AirMesh mesh = cylinder_mesh(radius, 2 * radius, 0.5 * radius);
  const auto edges = wall_edges(mesh, every_wall);
  EXPECT_NEAR(straight_length(mesh, edges), 4 * std::numbers::pi * radius,
              0.05 * 4 * std::numbers::pi * radius);
  for (const WallEdge &edge : edges) {
    EXPECT_NEAR(edge.angle, right_angle, 0.05);
    const Vector3 &middle = mesh.nodes[edge.nodes[2]];
    EXPECT_NEAR(std::hypot(middle[0], middle[1]), radius, 1e-6);
  }
}

TEST(WallEdges, OfAStepInADuctAreHollowAndProud) {
  const AirMesh mesh = split_mesh(mesh_body(
                                      [] {
                                        namespace occ = gmsh::model::occ;
                                        const int low = occ::addBox(0, 0, 0, 1, 1, 2),
                                                  high = occ::addBox(0, 0, 0, 1, 2, 1);
                                        gmsh::vectorpair fused;
                                        std::vector<gmsh::vectorpair> map;
                                        occ::fuse({{3, low}}, {{3, high}}, fused, map);
                                      },
                                      [](const auto &, const auto &) { return "wall"; }, 0.5e-3, true),
                                  {});
  double proud = 0, hollow = 0;
  for (const WallEdge &edge : wall_edges(mesh, every_wall)) {
    const double length = norm(mesh.nodes[edge.nodes[1]] - mesh.nodes[edge.nodes[0]]);
    (edge.angle > std::numbers::pi ? proud : hollow) += length;
    EXPECT_NEAR(edge.angle, edge.angle > std::numbers::pi ? 3 * right_angle : right_angle, 1e-9);
  }
  EXPECT_NEAR(proud, 1e-3, 1e-9);
  EXPECT_NEAR(hollow, 21e-3, 1e-9); // two L-shapes of 8 mm, five edges across of 1 mm
}

} // namespace
} // namespace earshot::testing
