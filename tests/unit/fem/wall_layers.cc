// Tetrahedra cut towards walls: they fill the same space, fit together and get as thin as asked.
#include "solver/fem/wall_layers.h"

#include "solver/mesh/tetrahedral_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace earshot {
namespace {

/// A brick of six tetrahedra about its diagonal between walls at z = 0 and z = h.
struct Slab {
  std::vector<Vector3> positions;
  std::vector<WallCell> cells;
  std::vector<std::array<int, 3>> walls;

  explicit Slab(double h) {
    for (int k = 0; k < 8; ++k)
      positions.push_back({1.0 * (k & 1), 1.0 * (k >> 1 & 1), h * (k >> 2 & 1)});
    const std::array<std::array<int, 2>, 6> between = {{{1, 3}, {3, 2}, {2, 6}, {6, 4}, {4, 5}, {5, 1}}};
    for (const auto &[a, b] : between)
      cells.push_back({static_cast<int>(cells.size()), {0, a, b, 7}});
    walls = {{0, 1, 3}, {0, 3, 2}, {4, 5, 7}, {4, 7, 6}};
  }
};

/// Where a vertex of a part is.
Vector3 position(const Slab &slab, const WallLayers::Part &part, int vertex) {
  Vector3 x{};
  for (int k = 0; k < 4; ++k)
    x = x + part.places[vertex][k] * slab.positions[slab.cells[part.cell].vertices[k]];
  return x;
}

double volume(const Slab &slab, const WallLayers::Part &part) {
  const Vector3 a = position(slab, part, 0);
  return dot(position(slab, part, 1) - a, cross(position(slab, part, 2) - a, position(slab, part, 3) - a)) /
         6;
}

TEST(WallLayers, FillTheSameSpace) {
  const Slab slab(0.4);
  const WallLayers layers = cut_towards_walls(slab.cells, slab.positions, slab.walls, 0.01);
  std::map<int, double> sum;
  for (const WallLayers::Part &part : layers.parts)
    sum[part.cell] += std::abs(volume(slab, part));
  for (const WallCell &cell : slab.cells)
    EXPECT_NEAR(sum[cell.cell], 0.4 / 6, 1e-12); // round-off
}

TEST(WallLayers, FitTogether) {
  const Slab slab(0.4);
  const WallLayers layers = cut_towards_walls(slab.cells, slab.positions, slab.walls, 0.01);
  std::map<std::array<int, 3>, std::vector<std::array<Vector3, 3>>> seen;
  for (const WallLayers::Part &part : layers.parts)
    for (const auto &face : tetrahedron_faces) {
      std::array<std::pair<int, Vector3>, 3> corners;
      for (int k = 0; k < 3; ++k)
        corners[k] = {part.vertices[face[k]], position(slab, part, face[k])};
      std::sort(corners.begin(), corners.end());
      seen[{corners[0].first, corners[1].first, corners[2].first}].push_back(
          {corners[0].second, corners[1].second, corners[2].second});
    }
  for (const auto &[vertices, sides] : seen) {
    ASSERT_LE(sides.size(), 2u);
    if (sides.size() == 2) {
      for (int k = 0; k < 3; ++k)
        EXPECT_LT(norm(sides[0][k] - sides[1][k]), 1e-12); // round-off: one vertex has one place
    } else {
      bool outside = false; // a face that one cell alone has is one of the brick's
      for (int d = 0; d < 3; ++d)
        for (const double end : {0.0, d == 2 ? 0.4 : 1.0})
          outside |= std::all_of(sides[0].begin(), sides[0].end(),
                                 [&](const Vector3 &x) { return std::abs(x[d] - end) < 1e-12; });
      EXPECT_TRUE(outside);
    }
  }
}

TEST(WallLayers, GetAsThinAsAskedAtWallsAlone) {
  const Slab slab(0.4);
  constexpr double finest = 0.01;
  const WallLayers layers = cut_towards_walls(slab.cells, slab.positions, slab.walls, finest);
  for (const WallLayers::Part &part : layers.parts)
    for (const auto &[a, b] : tetrahedron_edges)
      if (layers.on_wall[part.vertices[a]] != layers.on_wall[part.vertices[b]]) {
        const double height = std::abs(position(slab, part, a)[2] - position(slab, part, b)[2]);
        EXPECT_LE(height, 1.5 * finest + 1e-12); // as said, and round-off
        EXPECT_GE(height, finest / 3); // an edge just above 1.5 finest is cut at 0.35 of it or higher
      }
  for (std::size_t vertex = 8; vertex < layers.on_wall.size(); ++vertex)
    EXPECT_FALSE(layers.on_wall[vertex]); // faces on walls stay whole
  const WallLayers coarse = cut_towards_walls(slab.cells, slab.positions, slab.walls, 1);
  for (const WallLayers::Part &part : coarse.parts) { // edges from wall to wall are halved all the same
    int on_walls = 0;
    for (const int vertex : part.vertices)
      on_walls += layers.on_wall[vertex];
    EXPECT_LT(on_walls, 4);
  }
}

} // namespace
} // namespace earshot
