// Meshes, and what is said of them, that can't be used: see bad_input.cc.
#include "tests/cases/refused.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

using BadMeshes = Refused;

TEST_F(BadMeshes, NamesThatTheMeshDoesNotHave) {
  expect_refused_value("ear.surface=\"eer\"", {"ear.surface", "no surface 'eer'",
                                               "it has canal_inlet, diaphragm", "did you mean 'ear'?"});
  expect_refused_value("volume=[{name=\"cavity\", model=\"tube\", radius=\"1 mm\"}]",
                       {"volume[0].name", "it has canal, front, nozzle", "no volume 'cavity'"});
  expect_refused_value("geometry.screen=false", {"small.toml:62: surface[0].name"});
}

TEST_F(BadMeshes, SurfacesThatAreNotWhatTheyAreUsedFor) {
  expect_refused_value("driver[0].surface=\"nozzle_inlet\"",
                       {"driver[0].surface", "radius 3 mm, expected 5 mm"});
  expect_refused_value("driver[0].surface=\"walls\"", {"driver[0].surface", "surface 'walls' has no rim"});
  expect_refused_value("ear.surface=\"canal_inlet\"", {"ear.surface", "lies inside the air"});
  expect_refused({"--set", "surface[1].model=\"screen\"", "--set", "surface[1].resistance=\"9 Pa s/m\""},
                 {"'rear_vent_opening' has air on one side only"});
}

TEST_F(BadMeshes, GeometryThatDoesNotFitTogether) {
  expect_refused_value("geometry.rear_vent.offset=\"4.5 mm\"", {"geometry.rear_vent"});
  expect_refused_value("geometry.front.length=\"0.3 mm\"",
                       {"geometry.front.length", "the highest rise of the diaphragm"});
  expect_refused_value("geometry.rear.radius=\"4 mm\"", {"geometry.rear.radius"});
}

/// Told before anything is meshed, so it is quick.
TEST_F(BadMeshes, MeshesThatNoMachineHolds) {
  const auto start = std::chrono::steady_clock::now();
  expect_refused_value("mesh.size=\"0.02 mm\"", {"mesh.size", "million tetrahedra", "are free", "--force"});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  const Outcome mesh =
      run_earshot({"mesh", small_case, "-o", "air.msh", "--set", "mesh.size=\"0.005 mm\""}, directory.path);
  EXPECT_EQ(mesh.code, 2) << mesh.err;
  expect_refused_value("sweep.to=\"1 GHz\"", {"the diaphragm would need", "thousand elements"});
}

TEST_F(BadMeshes, MeshFilesThatAreNone) {
  expect_refused({}, {"air.msh: is not a gmsh mesh"}, case_with_mesh(""));
  expect_refused({}, {"air.msh: is not a gmsh mesh"}, case_with_mesh("frequency_hz,spl_db\n1,2\n"));
  expect_refused({}, {"air.msh:5: found a count of 7 nodes, more than"},
                 case_with_mesh("$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Nodes\n7\n1 0"));
  expect_refused({"--set", "mesh.file=\"none.msh\""}, {"mesh.file", "there is no"}, case_with_mesh(""));
}

/// Tetrahedra over a square of two triangles: one on either side of each.
std::string small_mesh(const std::string &elements, const std::string &apex) {
  return "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n3\n2 1 \"diaphragm\"\n2 2 \"ear\"\n3 1 "
         "\"air\"\n"
         "$EndPhysicalNames\n$Nodes\n5\n1 0 0 0\n2 0.01 0 0\n3 0 0.01 0\n4 0 0 0.01\n5 " +
         apex + "\n$EndNodes\n$Elements\n" + elements + "$EndElements\n";
}

TEST_F(BadMeshes, TetrahedraThatAreInvertedOrFlat) {
  // The second one lists its vertices the wrong way round, seen from the first.
  expect_refused({}, {"air.msh: 1 of 2 tetrahedra are inverted", "element 4 in volume 'air'"},
                 case_with_mesh(small_mesh("4\n1 2 2 1 1 1 2 3\n2 2 2 2 2 1 2 4\n3 4 2 1 1 1 2 3 4\n"
                                           "4 4 2 1 1 1 2 3 5\n",
                                           "0 0 -0.01")));
  expect_refused({}, {"air.msh: tetrahedron 4 in volume 'air' is flat"},
                 case_with_mesh(small_mesh("4\n1 2 2 1 1 1 2 3\n2 2 2 2 2 1 2 4\n3 4 2 1 1 1 2 3 4\n"
                                           "4 4 2 1 1 1 3 2 5\n",
                                           "0.01 0.01 0")));
  expect_refused({}, {"air.msh:16: found nan, expected a coordinate"},
                 case_with_mesh(small_mesh("4\n1 2 2 1 1 1 2 3\n2 2 2 2 2 1 2 4\n3 4 2 1 1 1 2 3 4\n"
                                           "4 4 2 1 1 1 3 2 5\n",
                                           "nan 0 0")));
}

TEST_F(BadMeshes, MeshesInTheWrongUnit) {
  std::string metres = small_mesh("4\n1 2 2 1 1 1 2 3\n2 2 2 2 2 1 2 4\n3 4 2 1 1 1 2 3 4\n"
                                  "4 4 2 1 1 1 3 2 5\n",
                                  "0 0 -10");
  for (std::size_t at; (at = metres.find("0.01")) != std::string::npos;)
    metres.replace(at, 4, "10");
  expect_refused({}, {"mesh.file: found a mesh of 20 m: is it in millimetres?", "mesh.unit = \"mm\""},
                 case_with_mesh(metres));
  ASSERT_EQ(run_earshot({"mesh", small_case, "-o", "good.msh"}, directory.path).code, 0);
  const std::string file = case_with_mesh(read_text(directory.path / "good.msh"));
  expect_refused({"--set", "mesh.unit=mm"}, {"has the radius 0.005 mm, expected 5 mm", "mesh.unit wrong?"},
                 file);
  expect_refused({"--set", "mesh.unit=mm", "--set", "mesh.scale=2"}, {"found both mesh.unit and mesh.scale"},
                 file);
  expect_refused({"--set", "mesh.scale=1000"}, {"has the radius 5 m, expected 5 mm", "mesh.unit = \"mm\""},
                 file);
}

/// A coil of next to no resistance leaves a zero on the diagonal of its current's row, no singular matrix:
/// the response is that of 1e-9 ohm, which changes the 5 ohm of motion by 2e-10.
TEST_F(BadMeshes, ACoilWithoutResistanceIsSolved) {
  for (const std::string ohms : {"1e-25", "1e-9"})
    EXPECT_EQ(run_earshot({"run", small_case, "-q", "-o", ohms, "--set",
                           "driver[0].motor.resistance=\"" + ohms + " ohm\""},
                          directory.path)
                  .code,
              0);
  expect_columns(read_table(directory.path / "1e-25/response.csv"),
                 read_table(directory.path / "1e-9/response.csv"), 1e-6);
}

TEST_F(BadMeshes, OnTwoRanksOneSpeaksAndNoneHangs) {
  expect_refused({}, {"missing.toml: can't be read"}, "missing.toml", 2);
  expect_refused({"--set", "ear.surface=\"eer\""}, {"no surface 'eer'"}, small_case, 2);
  expect_refused({"--set", "driver[0].surface=\"walls\""}, {"surface 'walls' has no rim"}, small_case, 2);
  expect_refused({"--set", "mesh.size=\"0.02 mm\""}, {"million tetrahedra"}, small_case, 2);
}

} // namespace
