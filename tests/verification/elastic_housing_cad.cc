// Elastic walls of air from a CAD file, with a driver that is placed in it: its basket and flange, which
// divides the walls in two, are as rigid as metal and hold the walls together.
#include "tests/support/cad_files.h"
#include "tests/support/case_of_text.h"
#include "tests/support/quantities.h"
#include "tests/support/small_case.h"
#include "tests/support/solved_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

namespace occ = gmsh::model::occ;

/// A closed can of 8 mm radius from -10 mm to 10 mm with a piston on a plate in its middle. No ear.
std::string piston_in_can() {
  return R"(
[air]
losses = "none"
[geometry]
step = "can.step"
[[geometry.volume]]
name = "front"
point = ["0 mm", "0 mm", "5 mm"]
[[geometry.volume]]
name = "rear"
point = ["0 mm", "0 mm", "-5 mm"]
[[geometry.surface]]
name = "back"
near = ["0 mm", "0 mm", "-10 mm"]
[[geometry.surface]]
name = "lid"
near = ["0 mm", "0 mm", "10 mm"]
[[driver]]
name = "a"
position = ["0 mm", "0 mm", "0 mm"]
axis = [0, 0, 1]
[driver.body]
radius = "5 mm"
rear_depth = "3 mm"
front_depth = "1 mm"
wall = "0.4 mm"
diaphragm_radius = "4.6 mm"
[[driver.body.rear_opening]]
radius = "1 mm"
[driver.body.flange]
radius = "8.5 mm"
thickness = "0.5 mm"
[driver.piston]
mass = "100 mg"
compliance = "0.1 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
resistance = "16 ohm"
force_factor = "1 T m"
[ear]
model = "none"
[[probe]]
name = "lid"
surface = "lid"
[mesh]
size = "2 mm"
[sweep]
from = "100 Hz"
to = "2 kHz"
points = 3
[housing]
mass = "4 g"
)";
}

std::string support_at(const std::string &place) {
  return fmt::format(
      "[[housing.support]]\nname = \"back\"\n{}\nstiffness = [\"1 kN/m\", \"1 kN/m\", \"1 kN/m\"]\n", place);
}

std::string walls_of(const std::string &modulus) {
  return fmt::format(R"([[material]]
name = "resin"
density = "1180 kg/m3"
youngs_modulus = "{}"
poissons_ratio = 0.38
loss_factor = 0.04
[[housing.wall]]
material = "resin"
thickness = "1 mm"
)",
                     modulus);
}

class ElasticCan : public ::testing::Test {
protected:
  void SetUp() override {
    write_cad((directory.path / "can.step").string(), [] { occ::addCylinder(0, 0, -10, 0, 0, 20, 8); });
  }
  SolvedCase solved(const std::string &text) const {
    std::ofstream(directory.path / "case.toml") << text;
    return SolvedCase(read_case((directory.path / "case.toml").string()));
  }

  TemporaryDirectory directory;
};

/// On the axis only the mass counts. Walls of 1e4 times the stiffness of resin bend by 1e-4 of what resin
/// does.
TEST_F(ElasticCan, IsTheRigidOneWhereItIsStiff) {
  const std::string rest = piston_in_can();
  SolvedCase rigid = solved(rest + support_at(R"(position = ["0 mm", "0 mm", "-10 mm"])")),
             stiff = solved(rest + walls_of("22000 GPa") + support_at("surface = \"back\""));
  for (const double frequency : {100.0, 2e3}) {
    const SweepPoint a = rigid.at(frequency), b = stiff.at(frequency);
    for (const Quantity &name :
         {quantity::housing("z"), quantity::probe("lid"), quantity::coil_displacement("a")}) {
      const Complex expected = rigid.output(a, name), found = stiff.output(b, name);
      std::printf("%g Hz, %s: %.1e of it\n", frequency, to_string(name).c_str(),
                  std::abs(found - expected) / std::abs(expected));
      EXPECT_LT(std::abs(found - expected), 1e-3 * std::abs(expected)) << frequency << " " << name;
    }
  }
}

/// 1e-8: round-off of the solution.
TEST_F(ElasticCan, ClosesItsPowerBalance) {
  SolvedCase resin = solved(piston_in_can() + walls_of("2.2 GPa") + support_at("surface = \"back\""));
  const SweepPoint point = resin.at(2e3);
  double sum = 0, of_walls = 0;
  for (const auto &[row, power] : point.balance.losses) {
    sum += power;
    of_walls += row == "structure:housing" ? power : 0;
  }
  EXPECT_NEAR(sum, point.balance.input, 1e-8 * point.balance.input);
  EXPECT_GT(of_walls, 0);
}

/// A rear cavity whose only mouths are small holes in a driver is no hole itself.
TEST_F(ElasticCan, HasWallsOnBothSidesOfTheFlange) {
  SolvedCase resin = solved(piston_in_can() + walls_of("2.2 GPa") + support_at("surface = \"back\""));
  const double pi = std::numbers::pi, ends = 2 * pi * 64e-6, side = 2 * pi * 8e-3 * 19.5e-3;
  EXPECT_NEAR(resin.model().housing()->elastic->area, ends + side,
              0.01 * (ends + side)); // of coarse elements
}

} // namespace
} // namespace earshot::testing
