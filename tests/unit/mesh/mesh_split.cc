// Splitting a mesh at interior surfaces where the pressure jumps.
#include "solver/config/located.h"
#include "solver/mesh/checks.h"
#include "solver/mesh/vector3.h"
#include "tests/support/meshes.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace earshot::testing {
namespace {

constexpr double radius = 2e-3, length = 4e-3, size = 0.8e-3;

std::set<std::array<int, 2>> edges_of(const std::vector<std::array<int, 3>> &triangles) {
  std::set<std::array<int, 2>> edges;
  for (const auto &t : triangles)
    for (int i = 0; i < 3; ++i)
      edges.insert({std::min(t[i], t[(i + 1) % 3]), std::max(t[i], t[(i + 1) % 3])});
  return edges;
}

std::vector<std::array<int, 3>> triangles_of(const TetrahedralMesh &mesh, const std::string &name) {
  std::vector<std::array<int, 3>> result;
  for (const auto &triangle : mesh.triangles)
    if (mesh.surfaces[triangle.surface] == name)
      result.push_back(triangle.vertices);
  return result;
}

std::size_t count_vertices(const std::vector<std::array<int, 3>> &triangles) {
  std::set<int> vertices;
  for (const auto &t : triangles)
    vertices.insert(t.begin(), t.end());
  return vertices.size();
}

int parts(const AirMesh &mesh) {
  const auto part = connected_parts(mesh);
  return 1 + *std::max_element(part.begin(), part.end());
}

class ScreenedCylinder : public ::testing::Test {
protected:
  const TetrahedralMesh whole = unsplit_cylinder(radius, length, radius, size);
  const AirMesh split = split_mesh(whole, {"screen"});
  const std::vector<std::array<int, 3>> screen = triangles_of(whole, "screen");
};

TEST_F(ScreenedCylinder, CopiesEveryVertexAndEdgeNodeOfTheScreenOnce) {
  ASSERT_GT(screen.size(), 10u);
  EXPECT_EQ(split.nodes.size(), whole.nodes.size() + count_vertices(screen) + edges_of(screen).size());
  EXPECT_EQ(split.cells.size(), whole.cells.size());
}

TEST_F(ScreenedCylinder, UsesEveryNode) {
  std::vector<bool> used(split.nodes.size(), false);
  for (const auto &cell : split.cells)
    for (int node : cell)
      used[node] = true;
  EXPECT_EQ(std::count(used.begin(), used.end(), false), 0);
}

TEST_F(ScreenedCylinder, FallsIntoTwoPartsOnlyWhenSplit) {
  EXPECT_EQ(parts(split), 2);
  EXPECT_EQ(parts(split_mesh(whole, {})), 1);
}

TEST_F(ScreenedCylinder, PairsCoincideAndLookToPositiveZ) {
  ASSERT_EQ(split.pairs.size(), screen.size());
  const auto part = connected_parts(split);
  std::vector<int> part_of_node(split.nodes.size());
  std::vector<double> middle(2, 0);
  std::vector<int> count(2, 0);
  for (std::size_t c = 0; c < split.cells.size(); ++c) {
    for (int node : split.cells[c])
      part_of_node[node] = part[c];
    middle[part[c]] += split.nodes[split.cells[c][0]][2];
    ++count[part[c]];
  }
  const int upper = middle[0] / count[0] > middle[1] / count[1] ? 0 : 1;
  for (const auto &pair : split.pairs) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_NE(pair.vertices[i], pair.opposite[i]);
      EXPECT_EQ(split.nodes[pair.vertices[i]], split.nodes[pair.opposite[i]]);
      EXPECT_EQ(part_of_node[pair.vertices[i]], upper);
      EXPECT_EQ(part_of_node[pair.opposite[i]], 1 - upper);
    }
    const Vector3 &a = split.nodes[pair.vertices[0]];
    EXPECT_GT(cross(split.nodes[pair.vertices[1]] - a, split.nodes[pair.vertices[2]] - a)[2], 0);
  }
}

TEST_F(ScreenedCylinder, ListsBothSidesOfTheScreenAndOneOfTheBoundary) {
  std::map<std::string, std::size_t> faces;
  for (const auto &face : split.faces) {
    ++faces[split.surfaces[face.surface]];
    EXPECT_FALSE(face.interior);
  }
  EXPECT_EQ(faces.at("screen"), 2 * screen.size());
  EXPECT_EQ(faces.at("start"), triangles_of(whole, "start").size());
  EXPECT_EQ(faces.at("wall"), triangles_of(whole, "wall").size());
}

TEST_F(ScreenedCylinder, KeepsAnUnsplitInteriorSurfaceAsOneFace) {
  const AirMesh air = split_mesh(whole, {});
  EXPECT_EQ(air.nodes.size(), whole.nodes.size());
  EXPECT_TRUE(air.pairs.empty());
  const auto interior =
      std::count_if(air.faces.begin(), air.faces.end(), [](const NamedFace &face) { return face.interior; });
  EXPECT_EQ(static_cast<std::size_t>(interior), screen.size());
}

TEST(PartialSlit, SharesTheNodesOfItsRim) {
  const TetrahedralMesh whole = unsplit_cylinder(radius, length, radius / 2, 0.5e-3);
  const auto slit = triangles_of(whole, "screen");
  const AirMesh air = split_mesh(whole, {"screen"});
  // A rim edge belongs to one triangle of the slit; it has as many vertices as edges.
  std::map<std::array<int, 2>, int> triangles_at_edge;
  for (const auto &t : slit)
    for (int i = 0; i < 3; ++i)
      ++triangles_at_edge[{std::min(t[i], t[(i + 1) % 3]), std::max(t[i], t[(i + 1) % 3])}];
  const auto rim = std::count_if(triangles_at_edge.begin(), triangles_at_edge.end(),
                                 [](const auto &entry) { return entry.second == 1; });
  ASSERT_GT(rim, 4);
  EXPECT_EQ(air.nodes.size() - whole.nodes.size(), count_vertices(slit) - rim + edges_of(slit).size() - rim);
  int shared = 0;
  for (const auto &pair : air.pairs)
    for (int i = 0; i < 3; ++i) {
      const auto &p = air.nodes[pair.vertices[i]];
      const bool on_rim = std::abs(std::hypot(p[0], p[1]) - radius / 2) < 1e-9;
      EXPECT_EQ(pair.vertices[i] == pair.opposite[i], on_rim);
      shared += on_rim;
    }
  EXPECT_GT(shared, 0);
  EXPECT_EQ(parts(air), 1);
}

TEST(PartialSlit, OfASingleInnerTriangleCannotOpen) {
  TetrahedralMesh whole = unsplit_cylinder(radius, length, radius / 2, 0.5e-3);
  // any triangle of the disc that keeps clear of its rim, alone
  TetrahedralMesh::Triangle alone{{}, -1};
  for (const auto &triangle : triangles_of(whole, "screen"))
    if (std::all_of(triangle.begin(), triangle.end(), [&](int v) {
          return std::hypot(whole.nodes[v][0], whole.nodes[v][1]) < radius / 2 - 1e-9;
        }))
      alone.vertices = triangle;
  ASSERT_NE(alone.vertices[0], alone.vertices[1]);
  whole.surfaces.push_back("slit");
  alone.surface = static_cast<int>(whole.surfaces.size()) - 1;
  whole.triangles = {alone};
  try {
    split_mesh(whole, {"slit"});
    FAIL() << "no error";
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find("surface 'slit' can't be split"), std::string::npos)
        << error.what();
  }
}

} // namespace
} // namespace earshot::testing
