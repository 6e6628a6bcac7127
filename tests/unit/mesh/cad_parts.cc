// Air between parts: what caps and sheets make of it, and what is said where it is not enclosed.
#include "solver/mesh/cad_geometry.h"
#include "tests/support/cad_files.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <sstream>

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

/// A pot of 5 mm radius and 10 mm height about z, hollow from 2 mm to 8 mm with a radius of 3 mm and open by
/// a hole of 1 mm radius above; a film at 5 mm divides it.
void add_pot() {
  const int pot = occ::addCylinder(0, 0, 0, 0, 0, 10, 5), hollow = occ::addCylinder(0, 0, 2, 0, 0, 6, 3),
            hole = occ::addCylinder(0, 0, 8, 0, 0, 2, 1);
  gmsh::vectorpair left;
  std::vector<gmsh::vectorpair> map;
  occ::cut({{3, pot}}, {{3, hollow}, {3, hole}}, left, map);
  occ::addDisk(0, 0, 5, 3, 3);
}

class CadParts : public ::testing::Test {
protected:
  void SetUp() override {
    write_cad((directory.path / "pot.step").string(), add_pot);
    cad.step = at_line((directory.path / "pot.step").string(), 3);
    cad.holds = at_line(CadContent::parts, 4);
  }
  void close_the_hole() {
    CadCapConfig cap;
    cap.name = at_line(std::string("ear"), 5);
    cap.near = triple(0, 0, 10e-3);
    cad.caps = {cap};
  }
  void name(const std::string &name, const TripleConfig &point) {
    CadVolumeConfig volume;
    volume.name = at_line(name, 6 + static_cast<int>(cad.volumes.size()));
    volume.point = point;
    cad.volumes.push_back(volume);
  }
  std::string refusal() const {
    try {
      inspect_cad(cad);
    } catch (const UserError &error) {
      EXPECT_EQ(error.diagnostics().size(), 1u);
      return error.what();
    }
    ADD_FAILURE() << "was taken";
    return "";
  }

  TemporaryDirectory directory;
  CadConfig cad;
};

TEST_F(CadParts, AirIsWhatPartsCapsAndSheetsEnclose) {
  close_the_hole();
  name("rear", triple(0, 0, 3e-3));
  name("front", triple(0, 0, 7e-3));
  const auto [model, names] = inspect_cad(cad);
  ASSERT_TRUE(names.faults.empty());
  ASSERT_EQ(model.solids.size(), 2u);
  for (std::size_t s = 0; s < 2; ++s) { // exact shapes: 1e-6 as with a file of the air
    const double expected = (names.solids[s] == "front" ? 29 : 27) * pi * 1e-9;
    EXPECT_NEAR(model.solids[s].volume, expected, 1e-6 * expected) << names.solids[s];
  }
  EXPECT_NEAR(model.box().diagonal(), std::hypot(6e-3, 6e-3, 8e-3), 1e-4) << "of the air that is kept";
  double ear = 0, film = 0;
  for (std::size_t f = 0; f < model.faces.size(); ++f) {
    ear += names.faces[f] == "ear" ? model.faces[f].area : 0;
    film += model.faces[f].solids.size() == 2 ? model.faces[f].area : 0;
    if (names.faces[f] == "ear") {
      EXPECT_NEAR(model.faces[f].normal[2], 1, 1e-9) << "out of the air that is kept";
    }
  }
  EXPECT_NEAR(ear, pi * 1e-6, 1e-12);
  EXPECT_NEAR(film, 9 * pi * 1e-6, 1e-11);
}

/// Lists the faces of the solids in a STEP file in another order, from the last on, every other one first:
/// edges of a rim get their numbers as the faces beside it come.
void shuffle_faces(const std::string &file) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string key = "CLOSED_SHELL('',(";
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
    at += key.size();
    const std::size_t end = text.find("))", at);
    std::istringstream list(text.substr(at, end - at));
    std::vector<std::string> faces;
    for (std::string face; std::getline(list, face, ',');)
      faces.push_back(face);
    std::string shuffled;
    for (const std::size_t from : {1u, 0u})
      for (std::size_t k = from; k < faces.size(); k += 2)
        shuffled += (shuffled.empty() ? "" : ",") + faces[faces.size() - 1 - k];
    text.replace(at, end - at, shuffled);
  }
  std::ofstream(file) << text;
}

// A hole like a plus has twelve edges, which the file's order of faces numbers out of turn.
TEST_F(CadParts, ACapClosesAnOpeningOfManyEdges) {
  write_cad((directory.path / "pot.step").string(), [] {
    const int pot = occ::addCylinder(0, 0, 0, 0, 0, 10, 5), hollow = occ::addCylinder(0, 0, 2, 0, 0, 6, 3),
              bar = occ::addBox(-1, -0.3, 8, 2, 0.6, 2), other = occ::addBox(-0.3, -1, 8, 0.6, 2, 2);
    gmsh::vectorpair left;
    std::vector<gmsh::vectorpair> map;
    occ::cut({{3, pot}}, {{3, hollow}, {3, bar}, {3, other}}, left, map);
  });
  shuffle_faces((directory.path / "pot.step").string());
  close_the_hole();
  name("air", triple(0, 0, 5e-3));
  const CadModel model = inspect_cad(cad).model;
  ASSERT_EQ(model.solids.size(), 1u);
  const double opening = (2 * 2 * 0.6 - 0.6 * 0.6), expected = (9 * 6 * pi + 2 * opening) * 1e-9;
  EXPECT_NEAR(model.solids[0].volume, expected, 1e-6 * expected);
}

TEST_F(CadParts, AirWithoutNameIsLeftOutAndTold) {
  close_the_hole();
  name("front", triple(0, 0, 7e-3));
  const CadModel model = inspect_cad(cad).model;
  EXPECT_EQ(model.solids.size(), 1u);
  ASSERT_EQ(model.notes.size(), 1u);
  EXPECT_NE(model.notes.front().find("84.82 mm3 about (0, 0, 3.5) mm has no name"), std::string::npos)
      << model.notes.front();
}

TEST_F(CadParts, ALeakIsFoundAndTheWayOutTold) {
  name("front", triple(0, 0, 7e-3));
  const std::string text = refusal();
  EXPECT_NE(text.find("\"front\": the air at (0, 0, 7) mm is not enclosed: it gets out from"),
            std::string::npos)
      << text;
  // through the hole of 1 mm radius between 8 mm and 10 mm; the coarse mesh has faces of about 1 mm
  std::array<double, 6> x{};
  const std::size_t at = text.find("it gets out from (");
  ASSERT_EQ(std::sscanf(text.c_str() + at, "it gets out from (%lf, %lf, %lf) mm to (%lf, %lf, %lf) mm", &x[0],
                        &x[1], &x[2], &x[3], &x[4], &x[5]),
            6)
      << text;
  EXPECT_LT(std::hypot(x[0], x[1]), 1);
  EXPECT_LT(std::hypot(x[3], x[4]), 1);
  EXPECT_NEAR(x[2], 8, 1) << "where it begins, " << text;
  EXPECT_NEAR(x[5], 10, 1) << "where it ends, " << text;
}

TEST_F(CadParts, PointsAndCapsThatMissAreRefused) {
  name("front", triple(0, 4e-3, 5e-3));
  EXPECT_NE(refusal().find("(0, 4, 5) mm lies in a part"), std::string::npos);
  cad.volumes.clear();
  name("front", triple(5.9e-3, 5.9e-3, 10.9e-3)); // in a corner of the box around everything
  EXPECT_NE(refusal().find("is not enclosed: the point lies outside of all parts"), std::string::npos);
  cad.volumes.clear();
  close_the_hole();
  cad.caps[0].near = triple(0.1, 0, 0);
  EXPECT_NE(refusal().find("cap \"ear\" closes nothing: no closed edge has its middle near (100, 0, 0) mm"),
            std::string::npos);
}

} // namespace
