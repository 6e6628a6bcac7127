// Meshes from users: nothing of them reaches gmsh's own readers, and nothing in them breaks the program.
#include "solver/mesh/msh_file.h"

#include "solver/config/located.h"
#include "solver/mesh/gmsh_reader.h"
#include "solver/mesh/plane_geometry.h"
#include "solver/mesh/quad_surface_reader.h"
#include "tests/support/temporary_directory.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gmsh.h>
#include <gtest/gtest.h>
#include <random>
#include <sstream>

namespace earshot::testing {
namespace {

namespace fs = std::filesystem;

std::string file_with(const fs::path &path, const std::string &text) {
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

const std::string head =
    "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n1\n3 1 \"air\"\n$EndPhysicalNames\n";
const std::string nodes = "$Nodes\n4\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n$EndNodes\n";
const std::string elements = "$Elements\n1\n1 4 2 1 1 1 2 3 4\n$EndElements\n";

/// What the error says; "" when there is none.
std::string error_of(const std::string &text) {
  try {
    parse_msh(text, "user.msh");
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

#define EXPECT_SAYS(message, words) EXPECT_NE((message).find(words), std::string::npos) << (message)

/// gmsh runs commands of files that aren't exactly meshes, and options beside those that are.
TEST(MshFile, IsNeverExecuted) {
  const TemporaryDirectory directory;
  const std::string trace = (directory.path / "trace").string();
  const std::string command = "SystemCall \"touch " + trace + "\";\n";
  const std::string script = file_with(directory.path / "script.msh", "/*\n$MeshFormat\n*/\n" + command);
  const std::string after = file_with(directory.path / "after.msh", head + nodes + elements + command);
  const std::string mesh = file_with(directory.path / "mesh.msh", head + nodes + elements);
  file_with(mesh + ".opt", command);
  const auto read_by_all = [](const std::string &file) {
    EXPECT_ANY_THROW(read_quad_surface(file, 1));
    EXPECT_ANY_THROW(read_plane_mesh(file, 1, true));
    try {
      read_gmsh_file(file, 1);
    } catch (const UserError &) { // of the script
    }
  };
  for (const std::string &file : {script, after, mesh})
    read_by_all(file);
  EXPECT_FALSE(fs::exists(trace));
  EXPECT_THROW(read_gmsh_file(script, 1), UserError);
  EXPECT_NO_THROW(read_gmsh_file(mesh, 1));
}

TEST(MshFile, BeginsWithItsFormatAndNothingElse) {
  EXPECT_EQ(error_of(head + nodes + elements), "");
  EXPECT_SAYS(error_of("\n" + head + nodes), "its first line isn't $MeshFormat");
  EXPECT_SAYS(error_of(" " + head + nodes), "its first line isn't $MeshFormat");
  EXPECT_SAYS(error_of("$MeshFormat\n4 0 8\n$EndMeshFormat\n"), "found version 4 of the format");
  EXPECT_SAYS(error_of("$MeshFormat\n2.2 0 4\n$EndMeshFormat\n"), "numbers of 4 bytes");
  EXPECT_SAYS(error_of("$MeshFormat\n2.2 0 8\n"), "expected $EndMeshFormat");
}

TEST(MshFile, NamesTheLineOfWhatIsWrong) {
  const auto with_nodes = [](const std::string &text) {
    return error_of(head + "$Nodes\n" + text + elements);
  };
  EXPECT_SAYS(with_nodes("4\n1 0 0 nan\n2 1 0 0\n3 0 1 0\n4 0 0 1\n$EndNodes\n"), "user.msh:10: found nan");
  EXPECT_SAYS(with_nodes("4\n1 0 0 1e300\n2 1 0 0\n3 0 1 0\n4 0 0 1\n$EndNodes\n"), "expected a coordinate");
  EXPECT_SAYS(with_nodes("4\n1 0 0 x\n2 1 0 0\n3 0 1 0\n4 0 0 1\n$EndNodes\n"),
              "found \"x\", expected a number");
  EXPECT_SAYS(with_nodes("3\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n$EndNodes\n"), "expected $EndNodes");
  EXPECT_SAYS(with_nodes("999999999999\n1 0 0 0\n$EndNodes\n"), "found a count of 999999999999 nodes");
  EXPECT_SAYS(with_nodes("-1\n$EndNodes\n"), "found a count of -1 nodes");
  EXPECT_SAYS(with_nodes("4\n0 0 0 0\n1 1 0 0\n2 0 1 0\n3 0 0 1\n$EndNodes\n"), "found a node of number 0");
  EXPECT_SAYS(with_nodes("2\n1 0 0 0\n1 1 0 0\n$EndNodes\n"), "found node 1 a second time");
  EXPECT_SAYS(error_of(head + nodes + "$Elements\n1\n7 4 2 1 1 1 2 3 9\n$EndElements\n"),
              "element 7 uses node 9, which is not in the file");
  EXPECT_SAYS(error_of(head + nodes + "$Elements\n1\n7 99 2 1 1 1 2 3 9\n$EndElements\n"), "gmsh's type 99");
  EXPECT_SAYS(error_of(head + nodes + nodes + elements), "found $Nodes a second time");
  EXPECT_SAYS(error_of(head + "$PartitionedEntities\n"), "partitioned");
}

/// Converters number all entities 0, or alike: the groups tell them apart.
TEST(MshFile, TellsEntitiesOfOneNumberApartByTheirGroups) {
  const std::string two =
      "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n2\n3 1 \"low\"\n3 2 \"high\"\n"
      "$EndPhysicalNames\n$Nodes\n5\n1 0 0 0\n2 1 0 0\n3 0 1 0\n4 0 0 1\n5 0 0 -1\n$EndNodes\n";
  for (const char *entity : {"0", "1"}) {
    const std::string tags = std::string(entity) + " ";
    const TemporaryDirectory directory;
    const std::string file =
        file_with(directory.path / "two.msh", two + "$Elements\n2\n1 4 2 1 " + tags + "1 3 2 5\n2 4 2 2 " +
                                                  tags + "1 2 3 4\n$EndElements\n");
    const TetrahedralMesh mesh = read_gmsh_file(file, 1);
    EXPECT_EQ(mesh.volumes.size(), 2u);
    EXPECT_EQ(mesh.cells.size(), 2u);
  }
  EXPECT_SAYS(error_of(two + "$Elements\n2\n1 4 2 1 7 1 2 3 4\n2 4 2 2 7 1 2 3 4\n$EndElements\n"),
              "volume 7 is in two groups, 'low' and 'high'");
}

TEST(MshFile, GroupsWithoutElementsAreKnown) {
  const TemporaryDirectory directory;
  const std::string file =
      file_with(directory.path / "mesh.msh",
                "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n2\n3 1 \"air\"\n2 5 \"ear\"\n"
                "$EndPhysicalNames\n" +
                    nodes + elements);
  EXPECT_EQ(read_gmsh_file(file, 1).empty_groups, std::vector<std::string>{"ear"});
}

/// A small mesh of gmsh's own as a binary file of version 4.1 or 2.2.
std::string binary_mesh(double version) {
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "box.msh").string();
  gmsh::initialize(0, nullptr, false);
  gmsh::option::setNumber("General.Terminal", 0);
  gmsh::option::setNumber("Mesh.MeshSizeMax", 0.7);
  gmsh::option::setNumber("Mesh.MshFileVersion", version);
  gmsh::option::setNumber("Mesh.Binary", 1);
  gmsh::model::occ::addBox(0, 0, 0, 1, 1, 1, 1);
  gmsh::model::occ::synchronize();
  gmsh::model::setPhysicalName(3, gmsh::model::addPhysicalGroup(3, {1}), "air");
  gmsh::model::setPhysicalName(2, gmsh::model::addPhysicalGroup(2, {1}), "ear");
  gmsh::model::mesh::generate(3);
  gmsh::write(file);
  gmsh::finalize();
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(MshFile, BinaryOnesAreReadInBothFormats) {
  for (const double version : {2.2, 4.1}) {
    const MshFile mesh = parse_msh(binary_mesh(version), "box.msh");
    EXPECT_GT(mesh.nodes.size(), 8u) << version;
    const TemporaryDirectory directory;
    const TetrahedralMesh read =
        read_gmsh_file(file_with(directory.path / "box.msh", binary_mesh(version)), 1);
    EXPECT_EQ(read.volumes, std::vector<std::string>{"air"});
    EXPECT_EQ(read.surfaces, std::vector<std::string>{"ear"});
  }
}

/// Cut off anywhere, or with any bytes changed, a file is read or refused, whatever its counts say then.
TEST(MshFile, BrokenBinaryOnesAreRefused) {
  std::mt19937 random(1);
  for (const double version : {2.2, 4.1}) {
    const std::string good = binary_mesh(version);
    int refused = 0;
    for (std::size_t length = 0; length < good.size(); length += 37)
      refused += error_of(good.substr(0, length)).empty() ? 0 : 1;
    EXPECT_GT(refused, 50);
    for (int trial = 0; trial < 3000; ++trial) {
      std::string bad = good;
      const std::size_t at = random() % bad.size();
      const std::uint64_t value = random() % 2 == 0 ? ~std::uint64_t(0) >> (random() % 64) : random();
      for (std::size_t i = 0; i < 8 && at + i < bad.size(); ++i)
        bad[at + i] = static_cast<char>(value >> (8 * i));
      EXPECT_NO_THROW(error_of(bad)) << trial; // it catches the errors meant for users
    }
  }
}

TEST(MshFile, OfAShellHasProperQuadrilateralsInNamedSurfaces) {
  const TemporaryDirectory directory;
  const auto error = [&](const std::string &points, const std::string &quads) {
    const std::string file = file_with(directory.path / "shell.msh",
                                       "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n1\n2 1 "
                                       "\"dome\"\n$EndPhysicalNames\n$Nodes\n" +
                                           points + "$EndNodes\n$Elements\n" + quads + "$EndElements\n");
    try {
      read_quad_surface(file, 1);
    } catch (const UserError &caught) {
      return std::string(caught.what());
    }
    return std::string();
  };
  const std::string square = "4\n1 0 0 0\n2 1 0 0\n3 1 1 0\n4 0 1 0\n";
  EXPECT_EQ(error(square, "1\n1 3 2 1 1 1 2 3 4\n"), "");
  EXPECT_SAYS(error(square, "1\n1 3 2 1 1 1 3 2 4\n"), "quadrilateral 1 of surface 'dome' is flat");
  EXPECT_SAYS(error("4\n1 0 0 0\n2 0 0 0\n3 0 0 0\n4 0 0 0\n", "1\n1 3 2 1 1 1 2 3 4\n"), "is flat");
  EXPECT_SAYS(error(square, "1\n1 2 2 1 1 1 2 3\n"), "surface 'dome' has elements of gmsh's type 2");
  EXPECT_SAYS(error(square, "1\n1 3 2 0 1 1 2 3 4\n"), "is in no named physical surface");
}

} // namespace
} // namespace earshot::testing
