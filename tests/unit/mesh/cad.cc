// CAD files: what is read of them, what selectors catch, and what is said of files and selectors that are no
// use.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/cad_geometry.h"
#include "solver/mesh/cad_size.h"
#include "solver/mesh/cad_writer.h"
#include "solver/mesh/mesh_summary.h"
#include "tests/support/cad_files.h"
#include "tests/support/temporary_directory.h"

#include <BRepPrimAPI_MakeBox.hxx>
#include <IFSelect_ReturnStatus.hxx>
#include <IGESControl_Controller.hxx>
#include <IGESControl_Writer.hxx>
#include <Interface_Static.hxx>
#include <STEPControl_Controller.hxx>
#include <STEPControl_Writer.hxx>
#include <TopoDS_Shape.hxx>
#include <gtest/gtest.h>

#include <filesystem>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;
namespace occ = gmsh::model::occ;

constexpr double pi = std::numbers::pi;

template <class T>
Located<T> at_line(T value, int line) {
  return {std::move(value), {"case.toml", line, 1, "key"}};
}

TripleConfig triple(double x, double y, double z) {
  return {at_line(x, 9), at_line(y, 9), at_line(z, 9)};
}

class CadFiles : public ::testing::Test {
protected:
  std::string path(const std::string &name) const { return (directory.path / name).string(); }

  CadConfig step(const std::string &name) const {
    CadConfig cad;
    cad.step = at_line(path(name), 3);
    return cad;
  }
  CadConfig can_and_tube() const {
    if (!std::filesystem::exists(path("can.step")))
      write_cad(path("can.step"), add_can_and_tube);
    return step("can.step");
  }

  /// What is said of a file that can't be used. @param parts all of which must be in the one message
  void expect_refused(const CadConfig &cad, const std::vector<std::string> &parts) {
    try {
      inspect_cad(cad);
      ADD_FAILURE() << "was taken: " << parts.front();
    } catch (const UserError &error) {
      EXPECT_EQ(error.diagnostics().size(), 1u) << error.what();
      EXPECT_EQ(error.diagnostics().front().where.line, 3);
      for (const std::string &part : parts)
        EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << "'" << part << "' is not in\n"
                                                                           << error.what();
    }
  }

  TemporaryDirectory directory;
};

/// A selector that misses, and what must be said of it.
std::string fault_of(const CadInspection &inspection) {
  EXPECT_EQ(inspection.names.faults.size(), 1u);
  return inspection.names.faults.empty() ? "" : to_string(inspection.names.faults.front());
}

TEST_F(CadFiles, VolumesAndAreasAreThoseOfTheShapes) {
  const CadModel model = inspect_cad(can_and_tube()).model;
  ASSERT_EQ(model.solids.size(), 2u);
  // Exact integrals over exact surfaces; OpenCASCADE integrates to about 1e-9.
  EXPECT_NEAR(model.solids[0].volume, pi * 9 * 5 * 1e-9, 1e-6 * pi * 9 * 5 * 1e-9);
  EXPECT_NEAR(model.solids[1].volume, pi * 2 * 1e-9, 1e-6 * pi * 2 * 1e-9);
  ASSERT_EQ(model.faces.size(), 6u) << "the tube's mouth is one face of both";
  double shared = 0, all = 0;
  for (const CadFace &face : model.faces) {
    all += face.area;
    if (face.solids.size() == 2)
      shared += face.area;
  }
  EXPECT_NEAR(shared, pi * 1e-6, 1e-12);
  EXPECT_NEAR(all, pi * (9 + 30 + 9 + 4 + 1) * 1e-6, 1e-10);
}

TEST_F(CadFiles, StepAndBrepGiveTheSame) {
  write_cad(path("can.brep"), add_can_and_tube);
  CadConfig brep;
  brep.brep = at_line(path("can.brep"), 3);
  const CadModel one = inspect_cad(can_and_tube()).model, other = inspect_cad(brep).model;
  ASSERT_EQ(other.solids.size(), one.solids.size());
  for (std::size_t s = 0; s < one.solids.size(); ++s)
    EXPECT_NEAR(other.solids[s].volume, one.solids[s].volume, 1e-9 * one.solids[s].volume);
  brep.unit = at_line(std::string("inch"), 4); // the file itself doesn't say
  EXPECT_NEAR(inspect_cad(brep).model.solids[0].volume / one.solids[0].volume, 25.4 * 25.4 * 25.4, 1e-3);
}

TEST_F(CadFiles, AnIgesFileInInchesIsRead) {
  IGESControl_Controller::Init();
  IGESControl_Writer writer("IN", 1); // faces and solids as such
  writer.AddShape(BRepPrimAPI_MakeBox(1, 2, 3).Shape());
  writer.ComputeModel();
  ASSERT_TRUE(writer.Write(path("box.iges").c_str()));
  CadConfig iges;
  iges.iges = at_line(path("box.iges"), 3);
  const CadModel model = inspect_cad(iges).model;
  ASSERT_EQ(model.solids.size(), 1u);
  EXPECT_NEAR(model.solids[0].volume, 6e-9, 6e-15) << "of 1 mm by 2 mm by 3 mm";
}

TEST_F(CadFiles, UnitsOfAStepFileAreHonoured) {
  const double in_millimetres = inspect_cad(can_and_tube()).model.solids[0].volume;
  ASSERT_GT(replace_in_file(path("can.step"), "SI_UNIT(.MILLI.,.METRE.)", "SI_UNIT(.CENTI.,.METRE.)"), 0);
  EXPECT_NEAR(inspect_cad(step("can.step")).model.solids[0].volume / in_millimetres, 1000, 1e-6);
}

TEST_F(CadFiles, AStepFileInInchesIsRead) {
  STEPControl_Controller::Init();
  Interface_Static::SetCVal("write.step.unit", "INCH");
  {
    const SilentOutput silence;
    STEPControl_Writer writer;
    writer.Transfer(BRepPrimAPI_MakeBox(25.4, 2, 3).Shape(), STEPControl_AsIs);
    ASSERT_EQ(writer.Write(path("box.step").c_str()), IFSelect_RetDone);
  }
  Interface_Static::SetCVal("write.step.unit", "MM"); // of the process
  ASSERT_GT(replace_in_file(path("box.step"), "'INCH'", "'INCH'"), 0) << "the file says its unit";
  const CadModel model = inspect_cad(step("box.step")).model;
  ASSERT_EQ(model.solids.size(), 1u);
  EXPECT_NEAR(model.solids[0].volume, 152.4e-9, 1e-6 * 152.4e-9) << "of 25.4 mm by 2 mm by 3 mm";
}

TEST_F(CadFiles, FilesThatAreNoneAreRefusedWithOneMessage) {
  std::ofstream(path("text.step")) << "frequency_hz,spl_db\n1,2\n";
  expect_refused(step("text.step"), {"text.step is no STEP file", "expected ISO-10303-21;"});
  std::ofstream(path("empty.step")) << "";
  expect_refused(step("empty.step"), {"empty.step is empty"});
  can_and_tube();
  std::filesystem::resize_file(path("can.step"), std::filesystem::file_size(path("can.step")) / 2);
  expect_refused(step("can.step"), {"can.step is cut off"});
  std::ofstream(path("hollow.step"))
      << "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n";
  expect_refused(step("hollow.step"), {"hollow.step", "no shape"});
  std::ofstream(path("vast.step")) << "ISO-10303-21;\n";
  std::filesystem::resize_file(path("vast.step"), 100000000); // a hole on the disk
  expect_refused(step("vast.step"), {"vast.step: found a file of 95.37 MiB, expected at most 64 MiB"});
  std::filesystem::create_directory(path("folder.step"));
  expect_refused(step("folder.step"), {"folder.step: found a directory"});
  CadConfig wrong_key;
  wrong_key.iges = at_line(path("text.step"), 3);
  expect_refused(wrong_key, {"is no IGES file"});
}

TEST_F(CadFiles, FilesThatEndOpenCascadeAreRefusedWithOneMessage) {
  can_and_tube();
  // planar coordinates where space is due: OpenCASCADE 7.6 reads beyond them
  ASSERT_GT(replace_in_file(path("can.step"), "CARTESIAN_POINT('',(0.,0.,0.))", "CARTESIAN_POINT('',(0.))"),
            0);
  ASSERT_GT(replace_in_file(path("can.step"), "CARTESIAN_POINT('',(3.,", "CARTESIAN_POINT('',(nan,"), 0);
  expect_refused(step("can.step"), {"can.step can't be used as a STEP file"});
}

TEST_F(CadFiles, ShapesThatAreNoAirAreRefusedWithOneMessage) {
  write_cad(path("sheet.step"), [] { occ::addRectangle(0, 0, 0, 10, 10); });
  expect_refused(step("sheet.step"), {"holds 1 faces and no solid", "geometry.heal"});
  write_cad(path("overlap.step"), [] {
    occ::addBox(0, 0, 0, 10, 10, 10);
    occ::addBox(5, 5, 5, 10, 10, 10);
  });
  expect_refused(step("overlap.step"), {"overlap by 125 mm3 about (7.5, 7.5, 7.5) mm"});
  write_cad(path("huge.step"), [] { occ::addBox(0, 0, 0, 20000, 10, 10); });
  expect_refused(step("huge.step"), {"spans 2e+04 mm", "millimetres"});
}

TEST_F(CadFiles, HealingSewsFacesToASolidAndSaysSo) {
  write_cad(path("faces.step"), [] {
    const int box = occ::addBox(0, 0, 0, 10, 10, 10);
    occ::remove({{3, box}});
  });
  CadConfig cad = step("faces.step");
  cad.heal = at_line(1e-5, 4);
  const CadModel model = inspect_cad(cad).model;
  ASSERT_EQ(model.solids.size(), 1u);
  EXPECT_NEAR(model.solids[0].volume, 1e-6, 1e-12);
  ASSERT_FALSE(model.notes.empty());
  EXPECT_NE(model.notes.front().find("mended to 0.01 mm"), std::string::npos) << model.notes.front();
}

TEST_F(CadFiles, SelectorsNameSolidsAndFaces) {
  CadConfig cad = can_and_tube();
  CadVolumeConfig can, tube;
  can.name = at_line(std::string("can"), 5);
  can.point = triple(0, 0, 1e-3);
  tube.name = at_line(std::string("tube"), 6);
  tube.box_from = triple(-1e-3, -1e-3, 5e-3);
  tube.box_to = triple(1e-3, 1e-3, 7e-3);
  cad.volumes = {can, tube};
  CadSurfaceConfig mouth, end, walls;
  mouth.name = at_line(std::string("mouth"), 7);
  mouth.between = {at_line(std::string("tube"), 7), at_line(std::string("can"), 7)};
  end.name = at_line(std::string("end"), 8);
  end.plane_point = triple(0, 0, 7e-3);
  end.plane_normal = triple(0, 0, -2);
  walls.name = at_line(std::string("skin"), 9);
  walls.between = {at_line(std::string("can"), 9), at_line(std::string("outside"), 9)};
  walls.area = {at_line(26e-6, 9), at_line(1e-4, 9)};
  walls.near = triple(0, 0, 0);
  walls.count = at_line(2, 9); // bottom and side, not the ring around the mouth of 25.1 mm2
  cad.surfaces = {mouth, end, walls};
  const auto [model, names] = inspect_cad(cad);
  ASSERT_TRUE(names.faults.empty()) << to_string(names.faults.front());
  EXPECT_EQ(names.solids, (std::vector<std::string>{"can", "tube"}));
  double mouth_area = 0, end_height = 0;
  int skin = 0;
  for (std::size_t f = 0; f < model.faces.size(); ++f) {
    mouth_area += names.faces[f] == "mouth" ? model.faces[f].area : 0;
    end_height += names.faces[f] == "end" ? model.faces[f].centre[2] : 0;
    skin += names.faces[f] == "skin";
  }
  EXPECT_NEAR(mouth_area, pi * 1e-6, 1e-12);
  EXPECT_NEAR(end_height, 7e-3, 1e-9);
  EXPECT_EQ(skin, 2);
}

TEST_F(CadFiles, NamesOfTheFileAreTaken) {
  can_and_tube();
  name_products(path("can.step"), {"", "nozzle"});
  const CadNames names = inspect_cad(step("can.step")).names;
  EXPECT_EQ(names.solids, (std::vector<std::string>{"solid_1", "nozzle"}));
}

TEST_F(CadFiles, SelectorsThatMissSayWhatTheyCaught) {
  const auto with_volume = [&](const TripleConfig &point) {
    CadConfig cad = can_and_tube();
    CadVolumeConfig volume;
    volume.name = at_line(std::string("rear"), 12);
    volume.point = point;
    cad.volumes = {volume};
    return cad;
  };
  const std::string nowhere = fault_of(inspect_cad(with_volume(triple(0, 0, 8e-3))));
  EXPECT_NE(nowhere.find("case.toml:12"), std::string::npos) << nowhere;
  EXPECT_NE(nowhere.find("\"rear\": no solid matches point: the nearest, solid 2"), std::string::npos)
      << nowhere;
  EXPECT_NE(nowhere.find("is 1 mm away"), std::string::npos) << nowhere;

  CadConfig cad = with_volume(triple(0, 0, 1e-3));
  CadSurfaceConfig surface;
  surface.name = at_line(std::string("ear"), 14);
  surface.plane_point = triple(0, 0, 5e-3);
  surface.plane_normal = triple(0, 0, 1);
  cad.surfaces = {surface};
  const std::string two = fault_of(inspect_cad(cad));
  EXPECT_NE(two.find("\"ear\": it catches 2, expected 1 (count): face"), std::string::npos) << two;
  cad.surfaces[0].area = {at_line(4e-6, 15), at_line(5e-6, 15)};
  const std::string none = fault_of(inspect_cad(cad));
  EXPECT_NE(none.find("no face matches area; the plane alone catches face"), std::string::npos) << none;
  cad.surfaces[0] = {};
  cad.surfaces[0].name = at_line(std::string("ear"), 14);
  cad.surfaces[0].between = {at_line(std::string("raer"), 16), at_line(std::string("outside"), 16)};
  const std::string misspelt = fault_of(inspect_cad(cad));
  EXPECT_NE(misspelt.find("did you mean \"rear\"?"), std::string::npos) << misspelt;
  cad.surfaces[0].between.clear();
  cad.surfaces[0].near = triple(0, 3e-3, 0); // on an edge
  const std::string either = fault_of(inspect_cad(cad));
  EXPECT_NE(either.find("the point is as near to face"), std::string::npos) << either;
}

TEST_F(CadFiles, WidthsAreThoseOfTubesAndMouthsAreReentrant) {
  const auto [model, names] = inspect_cad(can_and_tube());
  // closed at one end: twice the volume over all walls
  EXPECT_NEAR(air_width(model, names, {}, 1), 2 * pi * 2 / (pi * (4 + 1)) * 1e-3, 1e-9);
  const auto edges = reentrant_edges(model, names, {});
  ASSERT_FALSE(edges.empty());
  for (const auto &edge : edges)
    for (const int point : edge) { // the mouth's rim alone
      const Vector3 &x = model.points[point];
      EXPECT_NEAR(x[2], 5e-3, 1e-9);
      EXPECT_NEAR(std::hypot(x[0], x[1]), 1e-3, 1e-9);
    }
  CadNames closed = names;
  for (std::size_t f = 0; f < model.faces.size(); ++f)
    if (model.faces[f].solids.size() == 2)
      closed.faces[f] = "film";
  EXPECT_TRUE(reentrant_edges(model, closed, {"film"}).empty()) << "a film closes the mouth";
}

TEST_F(CadFiles, TheMeshHasTheVolumesOfTheShapes) {
  Case config;
  config.file = "case.toml";
  config.geometry.emplace().cad = can_and_tube();
  config.ear.surface = at_line(std::string("ear"), 20);
  CadSurfaceConfig ear;
  ear.name = at_line(std::string("ear"), 21);
  ear.near = triple(0, 0, 7e-3);
  config.geometry->cad.surfaces = {ear};
  config.mesh.size = at_line(1e-3, 22);
  const AirMesh mesh = build_air_mesh(config, nullptr);
  const MeshSummary summary = summarize(mesh);
  // quadratic edges on circles of radius 1 mm and 3 mm, at the mesh's size h: about (h/R)^4 / 200
  EXPECT_NEAR(summary.volumes[0].volume, pi * 45e-9, 2e-4 * pi * 45e-9);
  EXPECT_NEAR(summary.volumes[1].volume, pi * 2e-9, 5e-3 * pi * 2e-9);
  EXPECT_NE(mesh.surface_index("ear"), -1);
}

} // namespace
