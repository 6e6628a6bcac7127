// Room in front of walls, and the tubes and slits that are found by it.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/uniform_section.h"
#include "tests/support/meshes.h"
#include "tests/unit/mesh/template_case.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot::testing {
namespace {

using Kind = UniformSection::Kind;

/// Gaps of a mesh of which some surfaces are no walls.
WallGaps gaps_of(const AirMesh &mesh, const std::vector<std::string> &openings = {}) {
  std::vector<bool> is_wall(mesh.surfaces.size(), true);
  for (const std::string &opening : openings)
    is_wall.at(mesh.surface_index(opening)) = false;
  return wall_gaps(mesh, is_wall);
}

void expect_section(const UniformSection &found, Kind kind, double width) {
  EXPECT_EQ(found.kind, kind);
  EXPECT_NEAR(found.width, width, 1e-3 * width); // vertices lie on the walls; flat faces lie in them
}

// A way ends on a curved face where its flat one is hit: the bow of an edge of half a radius, 3 %, is taken
// into account but for its own square.
TEST(WallGaps, InATubeAreItsDiameter) {
  constexpr double radius = 1e-3;
  const AirMesh mesh = cylinder_mesh(radius, 3 * radius, 0.5 * radius);
  const int wall = mesh.surface_index("wall");
  double area = 0;
  for (const WallFace &face : gaps_of(mesh).faces) {
    if (face.surface == wall) {
      area += face.area;
      EXPECT_NEAR(face.gap, 2 * radius, 0.01 * radius);
    } else {
      EXPECT_NEAR(face.gap, 3 * radius, 1e-9);
    }
  }
  EXPECT_NEAR(area, 6 * std::numbers::pi * radius * radius, 1e-3 * area);
}

TEST(WallGaps, EndAtWallsOnly) {
  const AirMesh mesh = box_mesh({3e-3, 2e-3, 0.3e-3}, 0.3e-3);
  const int low = mesh.surface_index("z0"), high = mesh.surface_index("z1");
  for (const WallFace &face : gaps_of(mesh).faces)
    if (face.surface == low) {
      EXPECT_NEAR(face.gap, 0.3e-3, 1e-12);
    }
  for (const WallFace &face : gaps_of(mesh, {"z1"}).faces) {
    EXPECT_NE(face.surface, high);
    if (face.surface == low) {
      EXPECT_TRUE(std::isinf(face.gap));
    }
  }
}

TEST(WallGaps, AreMirroredInPlanesOfSymmetry) {
  const AirMesh mesh = box_mesh({3e-3, 2e-3, 0.3e-3}, 0.3e-3);
  std::vector<bool> is_wall(mesh.surfaces.size(), true), is_mirror(mesh.surfaces.size(), false);
  for (const char *mirror : {"z1", "x0"}) {
    is_wall.at(mesh.surface_index(mirror)) = false;
    is_mirror.at(mesh.surface_index(mirror)) = true;
  }
  for (const WallFace &face : wall_gaps(mesh, is_wall, is_mirror).faces) {
    const std::string &name = mesh.surfaces[face.surface];
    EXPECT_NEAR(face.gap, name == "z0" ? 0.6e-3 : name == "x1" ? 6e-3 : 2e-3, 1e-12) << name;
  }
}

TEST(WallGaps, CoverEveryWallFaceOfATemplateOnce) {
  const AirMesh mesh = build_air_mesh(vented_case(1.5e-3), &dome_and_roll());
  const WallGaps gaps = gaps_of(mesh);
  std::size_t outer = 0;
  for (const NamedFace &face : mesh.faces)
    outer += !face.interior;
  EXPECT_EQ(gaps.faces.size(), outer);
  EXPECT_EQ(gaps.piece_volumes.size(), mesh.volumes.size());
  for (const WallFace &face : gaps.faces)
    EXPECT_GT(face.gap, 0);
}

TEST(UniformSection, OfAnOpenAndAClosedTube) {
  const AirMesh mesh = cylinder_mesh(0.2e-3, 1e-3, 0.1e-3);
  expect_section(uniform_section(gaps_of(mesh, {"start", "end"}), 0), Kind::tube, 0.2e-3);
  expect_section(uniform_section(gaps_of(mesh), 0), Kind::tube, 0.2e-3);
}

TEST(UniformSection, OfATubeOfOneEdgePerRadius) {
  expect_section(uniform_section(gaps_of(cylinder_mesh(0.2e-3, 1e-3, 0.2e-3), {"start", "end"}), 0),
                 Kind::tube, 0.2e-3);
}

TEST(UniformSection, OfAFlatDiscIsASlit) {
  const UniformSection found = uniform_section(gaps_of(cylinder_mesh(2e-3, 0.2e-3, 0.2e-3)), 0);
  expect_section(found, Kind::slit, 0.2e-3);
  EXPECT_NEAR(found.side_share, 0.1, 0.01); // 2 pi R h / (2 pi R^2)
}

TEST(UniformSection, OfAFlatDuctIsASlitWithSides) {
  const UniformSection found =
      uniform_section(gaps_of(box_mesh({3e-3, 2e-3, 0.3e-3}, 0.25e-3), {"x0", "x1"}), 0);
  expect_section(found, Kind::slit, 0.3e-3);
  EXPECT_NEAR(found.side_share, 0.15, 1e-6);
}

TEST(UniformSection, OfTheGapBetweenTwoTubesIsASlit) {
  const AirMesh mesh =
      split_mesh(mesh_body(
                     [] {
                       namespace occ = gmsh::model::occ;
                       const int large = occ::addCylinder(0, 0, 0, 0, 0, 2, 1.2),
                                 small = occ::addCylinder(0, 0, 0, 0, 0, 2, 1);
                       gmsh::vectorpair cut;
                       std::vector<gmsh::vectorpair> map;
                       occ::cut({{3, large}}, {{3, small}}, cut, map);
                     },
                     [](const auto &low, const auto &high) -> std::string {
                       return lies_at(low[2], high[2], 0) || lies_at(low[2], high[2], 2e-3) ? "ends" : "wall";
                     },
                     0.25e-3, true),
                 {});
  const UniformSection found = uniform_section(gaps_of(mesh, {"ends"}), 0);
  EXPECT_EQ(found.kind, Kind::slit);
  EXPECT_NEAR(found.width, 0.2e-3, 0.02 * 0.2e-3); // from the middles of curved faces
}

TEST(UniformSection, OfOtherShapesIsNone) {
  EXPECT_EQ(uniform_section(gaps_of(box_mesh({3e-3, 0.3e-3, 0.3e-3}, 0.15e-3), {"x0", "x1"}), 0).kind,
            Kind::other)
      << "a square duct";
  EXPECT_EQ(uniform_section(gaps_of(box_mesh({1e-3, 1e-3, 1e-3}, 0.4e-3)), 0).kind, Kind::other) << "a cube";
  const AirMesh cone = split_mesh(mesh_body([] { gmsh::model::occ::addCone(0, 0, 0, 0, 0, 2, 0.3, 0.4); },
                                            [](const auto &low, const auto &high) -> std::string {
                                              return high[2] - low[2] < 1e-9 ? "ends" : "wall";
                                            },
                                            0.2e-3, true),
                                  {});
  EXPECT_EQ(uniform_section(gaps_of(cone, {"ends"}), 0).kind, Kind::other) << "a cone";
}

/// Two parallel tubes in one volume.
UniformSection two_tubes(double first_radius, double second_radius) {
  const AirMesh mesh = split_mesh(mesh_body(
                                      [=] {
                                        gmsh::model::occ::addCylinder(0, 0, 0, 0, 0, 1, 1e3 * first_radius);
                                        gmsh::model::occ::addCylinder(2, 0, 0, 0, 0, 1, 1e3 * second_radius);
                                      },
                                      [](const auto &low, const auto &high) -> std::string {
                                        return high[2] - low[2] < 1e-9 ? "ends" : "wall";
                                      },
                                      0.15e-3, true),
                                  {});
  return uniform_section(gaps_of(mesh, {"ends"}), 0);
}

TEST(UniformSection, OfSeveralPiecesIsTheirsWhereItIsOne) {
  expect_section(two_tubes(0.2e-3, 0.2e-3), Kind::tube, 0.2e-3);
  EXPECT_EQ(two_tubes(0.2e-3, 0.3e-3).kind, Kind::other);
}

TEST(UniformSection, OfATemplatesVentsAreTubes) {
  Case config = vented_case(1.5e-3);
  config.geometry->rear_vent->radius = 0.25e-3;
  config.geometry->front_vent->radius = 0.15e-3;
  const AirMesh mesh = build_air_mesh(config, &dome_and_roll());
  const WallGaps gaps = gaps_of(mesh, {"rear_vent_opening", "front_vent_opening", "screen"});
  expect_section(uniform_section(gaps, mesh.volume_index("rear_vent")), Kind::tube, 0.25e-3);
  expect_section(uniform_section(gaps, mesh.volume_index("front_vent")), Kind::tube, 0.15e-3);
  EXPECT_EQ(uniform_section(gaps, mesh.volume_index("front")).kind, Kind::other);
}

} // namespace
} // namespace earshot::testing
