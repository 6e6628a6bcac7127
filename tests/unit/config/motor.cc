#include "case_text.h"

#include "solver/config/documents.h"

namespace {

using namespace earshot;

/// The valid case with a motor of parts in place of its numbers.
std::string with_motor(const std::string &motor) {
  std::string text = valid_case;
  const auto begin = text.find("[driver.motor]"), end = text.find("\n[", begin + 1);
  return text.replace(begin, end - begin, motor);
}

const std::string parts = R"([driver.motor.magnetic]
type = "parts"
displacement_range = "0.3 mm"

[[driver.motor.magnetic.part]]
name = "magnet"
material = "N48"
r = ["0 mm", "2 mm", "2 mm", "0 mm"]
z = ["0 mm", "0 mm", "1 mm", "1 mm"]
bulge = [0, 0.1, 0, 0]
magnetization = "180 degree"

[driver.motor.magnetic.winding]
wire_diameter = "40 um"
layers = 2
turns = 60
inner_radius = "2.2 mm"
)";

const std::string planar = R"([driver.motor.magnetic]
type = "parts"
planar = true
depth = "20 mm"

[[driver.motor.magnetic.part]]
name = "bar"
material = "N42"
r = ["-1 mm", "1 mm", "1 mm"]
z = ["0 mm", "0 mm", "1 mm"]

[[driver.motor.magnetic.track]]
x = "2 mm"
width = "1 mm"
thickness = "20 um"
turns = -2
)";

std::string complaint(const std::string &motor) {
  const CaseFolder folder;
  try {
    read_case(folder.write("case.toml", with_motor(motor)));
  } catch (const UserError &error) {
    return error.what();
  }
  return "accepted";
}

std::string replaced_in(std::string text, const std::string &from, const std::string &to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(MotorConfig, IsReadAndResolvesToItself) {
  const CaseFolder folder;
  for (const std::string &motor : {parts, planar}) {
    const Case first = read_case(folder.write("case.toml", with_motor(motor)));
    ASSERT_TRUE(first.drivers[0].motor.magnetic);
    const Case second = read_case(folder.write("resolved.toml", resolved_toml(first)));
    EXPECT_EQ(second.drivers[0].motor.magnetic->parts[0].r[1].value,
              first.drivers[0].motor.magnetic->parts[0].r[1].value);
    EXPECT_EQ(second.drivers[0].motor.magnetic->planar.value, first.drivers[0].motor.magnetic->planar.value);
  }
}

TEST(MotorConfig, RefusesWhatContradictsItself) {
  const auto refused = [](const std::string &motor, const std::string &part) {
    SCOPED_TRACE(part);
    const std::string text = complaint(motor);
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  refused(replaced_in(parts, "\"2 mm\", \"2 mm\", \"0 mm\"]\nz", "\"2 mm\", \"2 mm\"]\nz"),
          "found 3 values in r and 4 in z of \"magnet\"");
  refused(replaced_in(parts, "r = [\"0 mm\", ", "r = [\"-1 mm\", "), "expected r >= 0");
  refused(replaced_in(parts, "bulge = [0, 0.1, 0, 0]", "bulge = [0.1]"), "found 1 values in bulge");
  refused(replaced_in(parts, "inner_radius = \"2.2 mm\"", ""), "winding.inner_radius: missing");
  refused(replaced_in(parts, "turns = 60", "turns = 1"), "found 1 turns in 2 layers");
  refused(replaced_in(parts, "\"parts\"", "\"inner_magnet\""), "magnetic.washer: missing");
  refused(replaced_in(parts, "\"parts\"", "\"mesh\""), "magnetic.mesh: missing");
  refused(replaced_in(planar, "depth = \"20 mm\"", ""), "magnetic.depth: missing");
  refused(replaced_in(planar, "turns = -2", "turns = 0"), "found 0 turns");
  refused(replaced_in(planar, "planar = true\ndepth = \"20 mm\"", ""), "found a track without planar = true");
  refused("[driver.motor]\ninductance = \"20 uH\"\n" + parts,
          "found an inductance beside the table magnetic");
  refused("[driver.motor]\ninductance = \"20 uH\"\n", "motor.force_factor: missing");
}

TEST(MotorConfig, RefusesMaterialsThatContradictThemselves) {
  const CaseFolder folder;
  folder.write("iron.csv", "");
  const auto refused = [&](const std::string &keys, const std::string &part) {
    try {
      read_case(folder.write("case.toml", valid_case + "\n[[magnetic_material]]\nname = \"own\"\n" + keys));
      ADD_FAILURE() << "accepted, expected: " << part;
    } catch (const UserError &error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  refused("bh_curve = \"iron.csv\"\nremanence = \"1 T\"\n", "found a B-H curve of a magnet");
  refused("intrinsic_coercivity = \"900 kA/m\"\n", "found a coercivity without remanence");
}

} // namespace
