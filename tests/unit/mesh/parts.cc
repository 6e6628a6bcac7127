// Parts about an axis: their volumes and surfaces against closed forms, alone and behind the template; what
// doesn't fit is reported at the part.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/checks.h"
#include "solver/mesh/mesh_summary.h"
#include "solver/mesh/mirror_half.h"
#include "tests/unit/mesh/template_case.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <numbers>
#include <set>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;

PartConfig part(const std::string &name, double from, double to, double radius, int line = 0) {
  PartConfig part;
  part.name = written(name, line);
  part.from = from;
  part.to = to;
  part.radius = radius;
  return part;
}

PartConfig ring(const std::string &name, double from, double to, double inner_radius, double radius,
                int line = 0) {
  PartConfig ring = part(name, from, to, radius, line);
  ring.inner_radius = inner_radius;
  return ring;
}

/// Air of these parts, joined to a rigid ear at the surface "end".
Case parts_case(std::vector<PartConfig> parts, double size = 1e-3) {
  Case config;
  config.file = "case.toml";
  config.parts = std::move(parts);
  config.mesh.size = size;
  config.ear.surface = std::string("end");
  return config;
}

double sum_of_sectors(const PartConfig &part) {
  const double a = part.radius, b = part.end_radius.value_or(part.radius), c = part.inner_radius;
  return part.sectors * part.angle / 2 * (part.to - part.from) * ((a * a + a * b + b * b) / 3 - c * c);
}

std::map<std::string, double> volumes(const MeshSummary &summary) {
  std::map<std::string, double> result;
  for (const auto &volume : summary.volumes)
    result[volume.name] = volume.volume;
  return result;
}

std::map<std::string, double> areas(const MeshSummary &summary) {
  std::map<std::string, double> result;
  for (const auto &surface : summary.surfaces)
    result[surface.name] = surface.area;
  return result;
}

/// A tube, three slits off its wall, a ring around them, and a cone behind.
std::vector<PartConfig> coupler() {
  PartConfig tube = part("tube", 0, 8e-3, 3e-3);
  tube.from_surface = std::string("start");
  PartConfig slits = ring("slits", 3.9e-3, 4.1e-3, 3e-3, 4e-3);
  slits.angle = pi / 3;
  slits.sectors = 3;
  slits.direction = 0.2;
  slits.outer_surface = std::string("mouths");
  PartConfig around = ring("ring", 3e-3, 5e-3, 4e-3, 6e-3);
  around.outer_surface = std::string("round wall");
  PartConfig cone = part("cone", 8e-3, 12e-3, 2e-3);
  cone.end_radius = Located<double>(1e-3);
  cone.from_surface = std::string("throat");
  cone.outer_surface = std::string("flank");
  cone.to_surface = std::string("end");
  return {tube, slits, around, cone};
}

TEST(Parts, HaveTheVolumesOfTheirForms) {
  const std::vector<PartConfig> parts = coupler();
  auto found = volumes(summarize(build_air_mesh(parts_case(parts), nullptr)));
  EXPECT_EQ(found.size(), parts.size());
  std::printf("volume   exact [mm3]   error\n");
  for (const PartConfig &part : parts) {
    const double exact = sum_of_sectors(part);
    std::printf("%-7s %12.6f   %.1e\n", part.name.value.c_str(), 1e9 * exact, found[part.name] / exact - 1);
    // n parabolic edges round a circle lose (2 pi/n)^4 / 480 of its area; the cone has seven to thirteen
    EXPECT_NEAR(found[part.name] / exact, 1, 3e-4) << part.name.value;
  }
}

TEST(Parts, HaveTheSurfacesThatTheyName) {
  const AirMesh mesh = build_air_mesh(parts_case(coupler()), nullptr);
  const auto found = areas(summarize(mesh));
  const double slant = std::hypot(4e-3, 1e-3);
  const std::map<std::string, double> exact{{"start", pi * 9e-6},
                                            {"mouths", pi * 4e-3 * 0.2e-3}, // three sixths of the circle
                                            {"round wall", 2 * pi * 6e-3 * 2e-3},
                                            {"throat", pi * 4e-6},
                                            {"flank", pi * 3e-3 * slant},
                                            {"end", pi * 1e-6}};
  std::printf("surface      exact [mm2]   error\n");
  for (const auto &[name, area] : exact) {
    ASSERT_TRUE(found.count(name)) << name;
    std::printf("%-11s %12.6f   %.1e\n", name.c_str(), 1e6 * area, found.at(name) / area - 1);
    // n parabolic edges round a circle lose (2 pi/n)^4 / 480 of its area; the cone's end has six or seven
    EXPECT_NEAR(found.at(name) / area, 1, name == "end" ? 2.5e-3 : 1e-4) << name;
  }
  EXPECT_EQ(found.size(), exact.size() + 1); // and "walls"
  for (const auto &face : mesh.faces)
    if (const std::string &name = mesh.surfaces[face.surface]; name == "throat" || name == "mouths") {
      EXPECT_TRUE(face.interior) << name;
    }
}

TEST(Parts, OpenIntoEachOther) {
  const auto part_of_cell = connected_parts(build_air_mesh(parts_case(coupler()), nullptr));
  EXPECT_EQ(*std::max_element(part_of_cell.begin(), part_of_cell.end()), 0);
}

TEST(Parts, WithOneSectorLieInItsDirection) {
  PartConfig wedge = ring("wedge", 0, 1e-3, 2e-3, 4e-3);
  wedge.angle = pi / 2;
  wedge.direction = pi;
  wedge.to_surface = std::string("end");
  const AirMesh mesh = build_air_mesh(parts_case({wedge}), nullptr);
  double least = 1, most = -1;
  for (const auto &node : mesh.nodes) {
    least = std::min(least, node[0]);
    most = std::max(most, node[0]);
  }
  EXPECT_NEAR(least, -4e-3, 1e-6);
  EXPECT_NEAR(most, -2e-3 * std::cos(pi / 4), 1e-6);
}

TEST(Parts, OfASlitThinnerThanItsEdgesAreOneLayer) {
  std::vector<PartConfig> parts = coupler();
  parts[1].from = 3.95e-3;
  parts[1].to = 4.0e-3;
  const AirMesh mesh = build_air_mesh(parts_case(parts), nullptr);
  const int slits = mesh.volume_index("slits");
  // gap 0.05 mm, edges of 0.25 to 1 mm: with one layer every vertex lies in one of its two planes
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    if (mesh.cell_volume[c] == slits)
      for (int k = 0; k < 4; ++k) {
        const double z = mesh.nodes[mesh.cells[c][k]][2];
        EXPECT_TRUE(std::abs(z - 3.95e-3) < 1e-9 || std::abs(z - 4.0e-3) < 1e-9) << z;
      }
}

TEST(Parts, BehindTheTemplateBeginAtItsEnd) {
  Case config = vented_case(1.5e-3);
  PartConfig tube = part("tube", 0, 3e-3, 3e-3);
  tube.to_surface = std::string("end");
  config.parts = {tube};
  config.ear.surface = std::string("end");
  const AirMesh mesh = build_air_mesh(config, &dome_and_roll());
  auto volume = volumes(summarize(mesh));
  EXPECT_NEAR(volume["tube"] / sum_of_sectors(tube), 1, 1e-4);
  EXPECT_NEAR(volume["canal"] / (pi * 3.77e-3 * 3.77e-3 * 8e-3), 1, 1e-4);
  const auto area = areas(summarize(mesh));
  // twelve edges round: (2 pi/12)^4 / 480 = 1.6e-4
  EXPECT_NEAR(area.at("ear") / (pi * 3e-3 * 3e-3), 1, 2e-4); // the mouth into the narrower tube
  EXPECT_NEAR(area.at("end") / (pi * 3e-3 * 3e-3), 1, 2e-4);
  const auto part_of_cell = connected_parts(mesh);
  EXPECT_EQ(1 + *std::max_element(part_of_cell.begin(), part_of_cell.end()), 3); // rear, front, ear
}

struct Misfit {
  std::string name;
  std::vector<PartConfig> parts;
  int line; ///< of the part at fault
  std::string words;
};

class PartsMisfit : public ::testing::TestWithParam<Misfit> {};

TEST_P(PartsMisfit, IsReportedWithTheNamesOfTheParts) {
  try {
    build_air_mesh(parts_case(GetParam().parts), nullptr);
    FAIL() << "no error";
  } catch (const UserError &error) {
    ASSERT_EQ(error.diagnostics().size(), 1u) << error.what();
    EXPECT_EQ(error.diagnostics()[0].where.line, GetParam().line) << error.what();
    EXPECT_EQ(error.diagnostics()[0].message, GetParam().words);
  }
}

PartConfig named(PartConfig part, const std::string &from_surface, const std::string &to_surface) {
  part.from_surface = from_surface;
  part.to_surface = to_surface;
  return part;
}

INSTANTIATE_TEST_SUITE_P(
    Parts, PartsMisfit,
    ::testing::Values(
        Misfit{"Overlap",
               {part("canal", 0, 5e-3, 3e-3, 7), part("tip", 4.9e-3, 6e-3, 2e-3, 9)},
               7,
               "part \"canal\" overlaps part \"tip\""},
        Misfit{"RingWithinTheTube",
               {part("tube", 0, 5e-3, 3e-3, 7), ring("ring", 1e-3, 2e-3, 2.9e-3, 4e-3, 9)},
               7,
               "part \"tube\" overlaps part \"ring\""},
        Misfit{
            "Gap",
            {part("canal", 0, 5e-3, 3e-3, 7), part("tip", 5.1e-3, 6e-3, 2e-3, 9)},
            9,
            "part \"tip\" is not joined to part \"canal\": it has no piece of surface in common with it or "
            "with a part that is joined to it"},
        Misfit{
            "TouchingInAnEdgeOnly",
            {part("tube", 0, 5e-3, 3e-3, 7), ring("ring", 5e-3, 6e-3, 3e-3, 4e-3, 9)},
            9,
            "part \"ring\" is not joined to part \"tube\": it has no piece of surface in common with it or "
            "with a part that is joined to it"},
        Misfit{"TwoNames",
               {named(part("canal", 0, 5e-3, 3e-3, 7), "", "screen"),
                named(part("tip", 5e-3, 6e-3, 2e-3, 9), "mouth", "end")},
               7,
               "the surface between parts \"canal\" and \"tip\" has two names, \"mouth\" and \"screen\""}),
    [](const auto &info) { return info.param.name; });

TEST(PartsMisfit, WithTheTemplateIsReported) {
  Case config = vented_case(1.5e-3);
  config.parts = {part("tube", -1e-3, 3e-3, 3e-3, 50)};
  try {
    build_air_mesh(config, &dome_and_roll());
    FAIL() << "no error";
  } catch (const UserError &error) {
    ASSERT_EQ(error.diagnostics().size(), 1u) << error.what();
    EXPECT_EQ(error.diagnostics()[0].message, "part \"tube\" overlaps the air of [geometry]");
  }
}

/// Straight edges of 1.2 mm on a circle of 2 mm would cut through a wall of 0.05 mm.
TEST(Parts, WallsThinAgainstMeshSizeAreMeshed) {
  PartConfig canal = part("canal", 4e-3, 12e-3, 3.75e-3);
  canal.to_surface = std::string("end");
  const Case config = parts_case(
      {part("nozzle", -4e-3, 4e-3, 2e-3), ring("pocket", 0, 4e-3, 2.05e-3, 3.75e-3), canal}, 1.2e-3);
  const auto found = volumes(summarize(build_air_mesh(config, nullptr)));
  EXPECT_NEAR(found.at("pocket"), pi * 4e-3 * (3.75e-3 * 3.75e-3 - 2.05e-3 * 2.05e-3),
              1e-3 * found.at("pocket"));
}

/// A chamber with a surface at each end, a slit off its middle, and closed air behind each surface.
std::vector<PartConfig> face_to_face() {
  PartConfig behind_a = part("behind_a", -3e-3, -1e-3, 4e-3), behind_b = part("behind_b", 1e-3, 3e-3, 4e-3);
  behind_a.to_surface = std::string("left");
  behind_b.from_surface = std::string("right");
  PartConfig slit = ring("slit", -0.5e-3, 0.5e-3, 4e-3, 5e-3);
  slit.angle = pi / 4;
  slit.direction = 0.3;
  slit.outer_surface = std::string("end");
  return {behind_b, behind_a, part("chamber", -1e-3, 1e-3, 4e-3), slit};
}

Case with_two_drivers(std::vector<PartConfig> parts) {
  Case config = parts_case(std::move(parts));
  for (const char *const name : {"left", "right"}) {
    config.drivers.emplace_back();
    config.drivers.back().name = std::string(name);
    config.drivers.back().surface = std::string(name);
  }
  return config;
}

using Point = std::array<long, 3>; ///< [nm]

Point rounded(const std::array<double, 3> &x, double sign) {
  return {std::lround(1e9 * x[0]), std::lround(1e9 * x[1]), std::lround(sign * 1e9 * x[2])};
}

TEST(Parts, FaceToFaceHaveAMeshThatIsItsOwnMirrorImage) {
  const std::vector<PartConfig> parts = face_to_face();
  const AirMesh mesh = build_air_mesh(with_two_drivers(parts), nullptr);
  const auto volume = volumes(summarize(mesh)), area = areas(summarize(mesh));
  for (const PartConfig &part : parts) // edges as above
    EXPECT_NEAR(volume.at(part.name) / sum_of_sectors(part), 1, 3e-4) << part.name.value;
  EXPECT_NEAR(area.at("end"), pi / 4 * 5e-3 * 1e-3, 1e-4 * area.at("end"));
  EXPECT_DOUBLE_EQ(area.at("left"), area.at("right"));
  std::multiset<Point> nodes, images;
  for (const auto &node : mesh.nodes) {
    nodes.insert(rounded(node, 1));
    images.insert(rounded(node, -1));
  }
  EXPECT_EQ(nodes, images);
  std::multiset<std::multiset<Point>> cells, image_cells;
  for (const auto &cell : mesh.cells)
    for (const double sign : {1., -1.}) {
      std::multiset<Point> corners;
      for (int i = 0; i < 4; ++i)
        corners.insert(rounded(mesh.nodes[cell[i]], sign));
      (sign > 0 ? cells : image_cells).insert(corners);
    }
  EXPECT_EQ(cells, image_cells);
  const auto part_of_cell = connected_parts(mesh);
  EXPECT_EQ(1 + *std::max_element(part_of_cell.begin(), part_of_cell.end()), 3); // two behind, one between
}

// One of two alike that asks for smaller elements gets them, and so does its image.
TEST(Parts, FaceToFaceAreAsFineAsEitherAsks) {
  const auto cells_behind = [](const std::string &finer) {
    Case config = with_two_drivers(face_to_face());
    if (!finer.empty())
      config.mesh.region.push_back({Located<std::string>(finer), Located<double>(0.4e-3)});
    const AirMesh mesh = build_air_mesh(config, nullptr);
    std::map<std::string, int> cells;
    for (const int volume : mesh.cell_volume)
      ++cells[mesh.volumes[volume]];
    return std::pair(cells["behind_a"], cells["behind_b"]);
  };
  const auto plain = cells_behind("");
  for (const char *const name : {"behind_a", "behind_b"}) {
    const auto [a, b] = cells_behind(name);
    EXPECT_EQ(a, b) << name;
    EXPECT_GT(a, 3 * plain.first) << name; // 1 mm over 0.4 mm, to the power of three, is 15
  }
}

TEST(Parts, ThatAreNotAlikeHaveNoMirrorHalf) {
  EXPECT_TRUE(mirror_half(face_to_face()));
  std::vector<PartConfig> longer = face_to_face(), unnamed = face_to_face(), turned = face_to_face();
  longer[0].to = 3.1e-3;
  unnamed[0].from_surface = std::string();
  turned[3].to = 0.6e-3;
  for (const auto &parts : {longer, unnamed, turned})
    EXPECT_FALSE(mirror_half(parts));
}

/// What gmsh says without a line gets that of the part it names, or of the least length.
TEST(Parts, ErrorsOfTheMeshGeneratorNameAPlace) {
  PartConfig canal = part("canal", 0, 12e-3, 3.75e-3, 7);
  canal.to_surface = std::string("end");
  PartConfig disc = ring("disc", 12e-3, 12e-3 + 1e-12, 1e-3, 2e-3, 9);
  disc.to = written(disc.to.value, 10);
  try {
    build_air_mesh(parts_case({canal, disc}), nullptr);
    FAIL() << "no error";
  } catch (const UserError &error) {
    EXPECT_EQ(error.diagnostics().front().where.line, 10) << error.what();
  }
}

} // namespace
} // namespace earshot::testing
