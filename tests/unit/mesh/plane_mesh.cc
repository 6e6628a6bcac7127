#include "solver/mesh/plane_geometry.h"

#include "solver/config/located.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <numbers>

namespace {

using namespace earshot;
using std::numbers::pi;

/// Magnet, washer and pot with a round corner; sizes in metres.
PlaneGeometry motor() {
  const double mm = 1e-3;
  PlaneGeometry geometry;
  geometry.parts = {{"magnet", rectangle_outline(0, 0.6 * mm, 2.6 * mm, 1.6 * mm), 0.2 * mm},
                    {"washer", rectangle_outline(0, 1.6 * mm, 2.7 * mm, 2.2 * mm), 0.2 * mm},
                    {"pot",
                     {{{0, 0}, 0},
                      {{3.5 * mm, 0}, std::tan(pi / 8)}, // a quarter circle to the left
                      {{4 * mm, 0.5 * mm}, 0},
                      {{4 * mm, 2.2 * mm}, 0},
                      {{3.4 * mm, 2.2 * mm}, 0},
                      {{3.4 * mm, 0.6 * mm}, 0},
                      {{0, 0.6 * mm}, 0}},
                     0.2 * mm}};
  geometry.fine = {{{2.7 * mm, 1.2 * mm}, {3.4 * mm, 2.6 * mm}, 0.05 * mm}};
  return geometry;
}

/// Every inner edge has two quadrilaterals, none has more.
void expect_conforming(const PlaneMesh &mesh) {
  std::map<std::pair<int, int>, int> uses;
  for (const auto &quad : mesh.quads)
    for (int i = 0; i < 4; ++i) {
      const int a = quad.vertices[i], b = quad.vertices[(i + 1) % 4];
      ++uses[{std::min(a, b), std::max(a, b)}];
    }
  std::size_t rim = 0;
  for (const auto &[edge, count] : uses) {
    EXPECT_LE(count, 2);
    if (count == 1) {
      ++rim;
      for (const int node : {edge.first, edge.second}) {
        const auto &at = mesh.nodes[node];
        const double distance = std::hypot(at[0] - mesh.open_centre[0], at[1] - mesh.open_centre[1]);
        EXPECT_TRUE(std::abs(at[0]) < 1e-9 || std::abs(distance / mesh.open_outer_radius - 1) < 1e-6)
            << at[0] << " " << at[1];
      }
    }
  }
  EXPECT_GT(rim, 10u);
}

TEST(PlaneMesh, FillsItsPartsAndTheAirAroundThem) {
  const PlaneMesh mesh = plane_mesh(motor());
  const auto area = region_areas(mesh);
  const auto of = [&](const std::string &name) { return area.at(region_index(mesh, name)) * 1e6; };
  EXPECT_NEAR(of("magnet"), 2.6, 1e-9);
  EXPECT_NEAR(of("washer"), 2.7 * 0.6, 1e-9);
  // Six chords of the quarter circle leave out r^2 (phi - sin phi) / 2 = 0.00037 mm^2 each.
  EXPECT_NEAR(of("pot"), 4 * 0.6 + 0.6 * 1.6 - 0.25 * (1 - pi / 4), 2.5e-3);
  const double inner = 1e3 * mesh.open_inner_radius, outer = 1e3 * mesh.open_outer_radius;
  const double half_disc = pi / 2 * inner * inner;
  EXPECT_NEAR(of("air") + of("magnet") + of("washer") + of("pot"), half_disc, 0.01 * half_disc);
  EXPECT_NEAR(of("open_air"), pi / 2 * (outer * outer - inner * inner), 0.03 * half_disc);
  expect_conforming(mesh);
  std::printf("%zu quadrilaterals\n", mesh.quads.size());
}

TEST(PlaneMesh, OfALongBodyLiesOnBothSides) {
  PlaneGeometry geometry;
  geometry.planar = true;
  geometry.parts = {{"left", rectangle_outline(-2e-3, 0, -1e-3, 1e-3), 2e-4},
                    {"right", rectangle_outline(1e-3, 0, 2e-3, 1e-3), 2e-4}};
  const PlaneMesh mesh = plane_mesh(geometry);
  const auto area = region_areas(mesh);
  EXPECT_NEAR(area.at(region_index(mesh, "left")), 1e-6, 1e-12);
  EXPECT_NEAR(area.at(region_index(mesh, "right")), 1e-6, 1e-12);
  double total = 0;
  for (const double a : area)
    total += a;
  EXPECT_NEAR(total, pi * mesh.open_outer_radius * mesh.open_outer_radius, 0.01 * total);
}

TEST(PlaneMesh, IsFineWhereItIsAskedTo) {
  const PlaneMesh mesh = plane_mesh(motor());
  for (const auto &quad : mesh.quads) {
    const auto &a = mesh.nodes[quad.vertices[0]], &b = mesh.nodes[quad.vertices[1]];
    if (a[0] > 2.7e-3 && a[0] < 3.4e-3 && a[1] > 1.2e-3 && a[1] < 2.6e-3) {
      EXPECT_LT(std::hypot(a[0] - b[0], a[1] - b[1]), 2 * 0.05e-3) << "an edge of twice the target";
    }
  }
}

void refused(const PlaneGeometry &geometry, const std::string &part) {
  try {
    plane_mesh(geometry);
    ADD_FAILURE() << "accepted, expected: " << part;
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(PlaneMesh, RefusesOutlinesThatEncloseNothing) {
  PlaneGeometry geometry = motor();
  auto &outline = geometry.parts[0].outline;
  const auto good = outline;
  outline = {good[0], good[1]};
  refused(geometry, "part \"magnet\": found an outline of 2 corners");
  outline = {good[0], good[2], good[1], good[3]};
  refused(geometry, "crosses or touches itself");
  outline = {good[0], good[1], good[1], good[2]};
  refused(geometry, "twice in a row");
  outline = rectangle_outline(-1e-3, 0, 1e-3, 1e-3);
  refused(geometry, "expected r >= 0");
  outline = good;
  geometry.parts[0].size = 0;
  refused(geometry, "mesh size");
  refused({}, "found no parts");
  geometry = motor();
  geometry.parts[0].size = 1e-6;
  refused(geometry, "part \"magnet\": its edges of 0.001 mm make a mesh of");
}

TEST(PlaneMesh, RefusesPartsThatOverlap) {
  PlaneGeometry geometry = motor();
  geometry.parts[0].outline = rectangle_outline(0, 0.6e-3, 2.6e-3, 1.7e-3);
  refused(geometry, "part \"washer\": overlaps part \"magnet\"");
}

TEST(PlaneMesh, OfTrianglesIsReadAsQuadrilaterals) {
  const TemporaryDirectory directory;
  const auto write = [&](const std::string &name, const std::string &names) {
    const std::string file = (directory.path / name).string();
    std::ofstream(file) << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n"
                        << names
                        << "$Nodes\n4\n1 0 0 0\n2 2 0 0\n3 2 1 0\n4 0 1 0\n$EndNodes\n"
                           "$Elements\n2\n1 2 2 1 1 1 2 3\n2 2 2 1 1 1 3 4\n$EndElements\n";
    return file;
  };
  const PlaneMesh mesh = read_plane_mesh(
      write("named.msh", "$PhysicalNames\n1\n2 1 \"iron\"\n$EndPhysicalNames\n"), 1e-3, false);
  EXPECT_EQ(mesh.quads.size(), 6u);
  EXPECT_NEAR(region_areas(mesh).at(region_index(mesh, "iron")), 2e-6, 1e-15);
  EXPECT_THROW(read_plane_mesh(write("nameless.msh", ""), 1e-3, false), UserError);
  EXPECT_THROW(read_plane_mesh("none.msh", 1e-3, false), UserError);
}

TEST(PlaneMesh, RefusesElementsThatTouchWithoutSharingNodes) {
  PlaneMesh mesh;
  mesh.regions = {"iron"};
  mesh.nodes = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {2, 0}, {2, 1}};
  mesh.quads = {{{0, 1, 2, 3}, 0}, {{1, 4, 5, 2}, 0}};
  EXPECT_NO_THROW(check_conforming(mesh, "test"));
  PlaneMesh twice = mesh; // the common border's nodes again
  twice.nodes.insert(twice.nodes.end(), {{1, 0}, {1, 1}});
  twice.quads[1].vertices = {6, 4, 5, 7};
  EXPECT_THROW(check_conforming(twice, "test"), UserError);
  PlaneMesh hanging = mesh; // two elements beside one
  hanging.nodes.insert(hanging.nodes.end(), {{1, 0.5}, {2, 0.5}});
  hanging.quads = {{{0, 1, 2, 3}, 0}, {{1, 4, 7, 6}, 0}, {{6, 7, 5, 2}, 0}};
  EXPECT_THROW(check_conforming(hanging, "test"), UserError);
}

} // namespace
