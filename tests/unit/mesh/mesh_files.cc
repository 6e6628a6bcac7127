// Reading and writing .msh files.
#include "solver/config/located.h"
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/gmsh_reader.h"
#include "solver/mesh/mesh_summary.h"
#include "solver/mesh/mesh_writer.h"
#include "solver/mesh/split.h"
#include "solver/mesh/vector3.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/mesh/template_case.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gmsh.h>
#include <gtest/gtest.h>
#include <numbers>

namespace earshot::testing {
namespace {

/// A file in a folder of its own that goes with it.
class TemporaryFile {
public:
  explicit TemporaryFile(const std::string &content = "") : path((folder_.path / "mesh.msh").string()) {
    if (!content.empty())
      std::ofstream(path) << content;
  }

private:
  TemporaryDirectory folder_; // first, as `path` lies in it

public:
  std::string path;
};

/// Two tetrahedra that share the face 1 2 3, in volumes "low" and "high", as MSH 2.2.
struct TwoCells {
  std::string names = "3\n2 7 \"skin\"\n3 1 \"high\"\n3 2 \"low\"\n";
  std::string nodes = "5\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0 0 -1\n";
  std::string elements = "3\n1 2 2 7 7 1 2 4\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 3 2 5\n";
  std::string text() const {
    return "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n" + names + "$EndPhysicalNames\n$Nodes\n" +
           nodes + "$EndNodes\n$Elements\n" + elements + "$EndElements\n";
  }
};

/// What the error says when the text is read; fails when there is none or the file's name is missing.
std::string error_of(const std::string &text) {
  const TemporaryFile file(text);
  try {
    read_gmsh_file(file.path, 1);
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find(file.path), std::string::npos) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

#define EXPECT_SAYS(message, words) EXPECT_NE((message).find(words), std::string::npos) << (message)

TEST(ReadMesh, TakesNamesScaleAndCells) {
  const TemporaryFile file(TwoCells().text());
  const TetrahedralMesh mesh = read_gmsh_file(file.path, 1e-3);
  ASSERT_EQ(mesh.cells.size(), 2u);
  EXPECT_EQ(mesh.volumes, (std::vector<std::string>{"high", "low"}));
  EXPECT_EQ(mesh.surfaces, std::vector<std::string>{"skin"});
  EXPECT_EQ(mesh.nodes.size(), 5u + 9u); // vertices and edges
  EXPECT_DOUBLE_EQ(mesh.nodes[1][0], 1e-3);
  const AirMesh air = split_mesh(mesh, {});
  const MeshSummary summary = summarize(air);
  EXPECT_NEAR(summary.volumes[0].volume, 1e-9 / 6, 1e-22);
  // what has no name outside is a wall
  ASSERT_GE(air.surface_index("walls"), 0);
  EXPECT_EQ(summary.surfaces[air.surface_index("walls")].triangles, 5u);
  EXPECT_EQ(summary.surfaces[air.surface_index("skin")].triangles, 1u);
}

TEST(ReadMesh, MirrorsAMeshWhoseCellsAreAllInverted) {
  TwoCells mirrored;
  mirrored.elements = "2\n2 4 2 1 1 2 1 3 4\n3 4 2 2 2 3 1 2 5\n";
  const TemporaryFile file(mirrored.text());
  EXPECT_GT(summarize(split_mesh(read_gmsh_file(file.path, 1), {})).volumes[0].volume, 0);
}

TEST(ReadMesh, OfASecondOrderCylinderInEitherFormatKeepsItsCurves) {
  for (const double version : {2.2, 4.1}) {
    const TemporaryFile file;
    gmsh::initialize(0, nullptr, false);
    gmsh::option::setNumber("General.Terminal", 0);
    gmsh::option::setNumber("Mesh.MeshSizeMax", 0.5);
    gmsh::option::setNumber("Mesh.ElementOrder", 2);
    gmsh::option::setNumber("Mesh.MshFileVersion", version);
    gmsh::model::add("cylinder");
    gmsh::model::occ::addCylinder(0, 0, 0, 0, 0, 2, 1, 1);
    gmsh::model::occ::synchronize();
    gmsh::model::setPhysicalName(3, gmsh::model::addPhysicalGroup(3, {1}), "air");
    gmsh::model::mesh::generate(3);
    gmsh::write(file.path);
    gmsh::finalize();
    const MeshSummary summary = summarize(split_mesh(read_gmsh_file(file.path, 1e-3), {}));
    EXPECT_NEAR(summary.volumes[0].volume, 2e-9 * std::numbers::pi, 2e-4 * 2e-9 * std::numbers::pi)
        << version;
  }
}

TEST(ReadMesh, NamesAMissingFile) {
  try {
    read_gmsh_file("/nowhere/mesh.msh", 1);
    FAIL() << "no error";
  } catch (const UserError &error) {
    EXPECT_SAYS(std::string(error.what()), "/nowhere/mesh.msh: can't be read");
  }
}

TEST(ReadMesh, RefusesWhatIsNoMesh) {
  EXPECT_SAYS(error_of("solid cube\nendsolid\n"), "is not a gmsh mesh");
}

TEST(ReadMesh, RefusesACutOffFile) {
  const std::string text = TwoCells().text();
  EXPECT_NE(error_of(text.substr(0, text.find("$Elements"))), "");
}

TEST(ReadMesh, RefusesSurfacesAlone) {
  TwoCells mesh;
  mesh.elements = "1\n1 2 2 7 7 1 2 4\n";
  EXPECT_SAYS(error_of(mesh.text()), "has no tetrahedra");
}

TEST(ReadMesh, NamesCellsInNoNamedVolume) {
  TwoCells mesh;
  mesh.names = "1\n3 1 \"high\"\n";
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 3 2 5\n";
  EXPECT_SAYS(error_of(mesh.text()), "physical volume 2 has no name");
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 0 2 1 3 2 5\n";
  EXPECT_SAYS(error_of(mesh.text()), "volume 2 with 1 elements (first: 3) is in no named physical volume");
}

TEST(ReadMesh, NamesAnInvertedCellAndItsVolume) {
  TwoCells mesh;
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 2 3 5\n";
  const std::string message = error_of(mesh.text());
  EXPECT_SAYS(message, "1 of 2 tetrahedra are inverted; the first is element 3 in volume 'low'");
  EXPECT_SAYS(message, "-0.167");
}

TEST(ReadMesh, NamesCellsOnTheSameSideOfAFace) {
  TwoCells mesh;
  mesh.nodes = "5\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0 0 2\n";
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 2 3 5\n";
  EXPECT_SAYS(error_of(mesh.text()), "tetrahedra 2 and 3 overlap at (");
}

TEST(ReadMesh, WithOneFarNodeIsReadInNoTime) {
  TwoCells mesh;
  mesh.nodes = "5\n1 0 0 0\n2 1e-3 0 0\n3 0 1e-3 0\n4 0 0 1e-3\n5 1 1 -1e12\n";
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 3 2 5\n";
  EXPECT_NE(error_of(mesh.text()), ""); // a sliver, or of another size than any earphone
}

TEST(ReadMesh, NamesAFlatCell) {
  TwoCells mesh;
  mesh.nodes = "5\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0.2 0.2 0\n";
  EXPECT_SAYS(error_of(mesh.text()), "tetrahedron 3 in volume 'low' is flat");
}

TEST(ReadMesh, NamesOtherVolumeElements) {
  TwoCells mesh;
  mesh.names = "1\n3 1 \"high\"\n";
  mesh.nodes = "8\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n5 0 0 1\n6 1 0 1\n7 1 1 1\n8 0 1 1\n";
  mesh.elements = "1\n9 5 2 1 1 1 2 3 4 5 6 7 8\n";
  const std::string message = error_of(mesh.text());
  EXPECT_SAYS(message, "Hexahedron");
  EXPECT_SAYS(message, "element 9");
}

TEST(ReadMesh, NamesThePlaceOfCoincidentNodes) {
  TwoCells mesh;
  mesh.nodes = "8\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0 0 -1\n6 0 0 0\n7 1 0 0\n8 0 1 0\n";
  mesh.elements = "2\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 6 8 7 5\n";
  EXPECT_SAYS(error_of(mesh.text()), "two nodes coincide at (");
}

TEST(ReadMesh, NamesThePlaceOfAHangingNode) {
  TwoCells mesh; // below, two cells share the edge from 5 to 6, the middle of the upper cell's edge 2 3
  mesh.nodes = "6\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0 0 -1\n6 0.5 0.5 0\n";
  mesh.elements = "3\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 6 2 5\n4 4 2 2 2 1 3 6 5\n";
  const std::string message = error_of(mesh.text());
  EXPECT_SAYS(message, "hanging node at (0.5, 0.5, 0)");
  EXPECT_SAYS(message, "element 2");
}

TEST(ReadMesh, NamesATriangleThatIsNoFace) {
  TwoCells mesh;
  mesh.elements = "3\n1 2 2 7 7 1 4 5\n2 4 2 1 1 1 2 3 4\n3 4 2 2 2 1 3 2 5\n";
  EXPECT_SAYS(error_of(mesh.text()), "surface 'skin' has a triangle at");
}

TEST(WriteMesh, ReadsBackAsTheSameSplitMesh) {
  Case config = vented_case(1.2e-3);
  const AirMesh mesh = build_air_mesh(config, &dome_and_roll());
  const TemporaryFile file;
  write_msh(mesh, file.path);
  config.geometry.reset();
  config.mesh.file = file.path;
  const AirMesh again = build_air_mesh(config, nullptr);
  EXPECT_EQ(again.volumes, mesh.volumes);
  EXPECT_EQ(again.surfaces, mesh.surfaces);
  EXPECT_TRUE(again.cells == mesh.cells); // too long to print
  EXPECT_TRUE(again.cell_volume == mesh.cell_volume);
  ASSERT_EQ(again.nodes.size(), mesh.nodes.size());
  double moved = 0;
  for (std::size_t i = 0; i < mesh.nodes.size(); ++i)
    moved = std::max(moved, norm(again.nodes[i] - mesh.nodes[i]));
  EXPECT_LE(moved, 1e-17); // 17 digits of some millimetres
  EXPECT_EQ(again.pairs.size(), mesh.pairs.size());
  EXPECT_EQ(again.faces.size(), mesh.faces.size());
  const auto count_interior = [](const AirMesh &air) {
    return std::count_if(air.faces.begin(), air.faces.end(),
                         [](const NamedFace &face) { return face.interior; });
  };
  EXPECT_EQ(count_interior(again), count_interior(mesh));
}

TEST(WriteMesh, SaysWhereItCannotWrite) {
  const AirMesh mesh = build_air_mesh(vented_case(2e-3), nullptr);
  try {
    write_msh(mesh, "/nowhere/mesh.msh");
    FAIL() << "no error";
  } catch (const UserError &error) {
    EXPECT_SAYS(std::string(error.what()), "/nowhere/mesh.msh: can't be written");
  }
}

} // namespace
} // namespace earshot::testing
