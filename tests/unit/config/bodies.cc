// Bodies of drivers and boxes: what they are called, and what contradicts itself.
#include "case_text.h"

#include "solver/config/documents.h"

namespace {

using namespace earshot;

const std::string placed_case = R"([geometry]
step = "air.step"
[[geometry.box]]
name = "tweeter"
position = ["0 mm", "0 mm", "9 mm"]
axis = [1, 0, 0]
length = "3 mm"
width = "2 mm"
height = "1.5 mm"
spout_length = "0.5 mm"
spout_radius = "0.6 mm"
mouth_radius = "0.4 mm"
[[driver]]
name = "a"
position = ["0 mm", "0 mm", "1 mm"]
axis = [0, 0, 2]
roll = "30 degree"
[driver.body]
radius = "5 mm"
rear_depth = "3 mm"
front_depth = "1 mm"
wall = "0.3 mm"
diaphragm_radius = "4.5 mm"
motor_radius = "3 mm"
motor_height = "2 mm"
[[driver.body.rear_opening]]
number = 4
radius = "0.4 mm"
circle = "3.8 mm"
[driver.body.flange]
radius = "7 mm"
thickness = "0.5 mm"
[driver.piston]
mass = "10 mg"
compliance = "1 mm/N"
[driver.motor]
force_factor = "0.4 T m"
resistance = "16 ohm"
[ear]
surface = "ear"
)";

/// All that is said of the case after a change.
std::string said_of(const std::string &from, const std::string &to) {
  const CaseFolder folder;
  folder.write("air.step", "");
  std::string text = placed_case;
  if (!from.empty()) {
    EXPECT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
  }
  return complaint(folder.write("case.toml", text));
}

TEST(Bodies, SurfacesAreNamedAfterTheirDrivers) {
  const CaseFolder folder;
  folder.write("air.step", "");
  const Case config = read_case(folder.write("case.toml", placed_case));
  EXPECT_EQ(config.drivers[0].surface.value, "a_diaphragm");
  EXPECT_EQ(config.drivers[0].body->rear_openings[0].surface.value, "a_rear_opening");
  EXPECT_EQ(config.geometry->cad.boxes[0].surface.value, "tweeter_mouth");
  EXPECT_NEAR(config.drivers[0].place.roll, 0.5235987755982988, 1e-14);
  const Case again = read_resolved_case(resolved_toml(config), folder.path("case.toml"));
  EXPECT_EQ(resolved_toml(again), resolved_toml(config));
}

TEST(Bodies, WhatContradictsItselfIsNamed) {
  const auto expect = [](const std::string &from, const std::string &to, const std::string &message) {
    const std::string text = said_of(from, to);
    EXPECT_NE(text.find(message), std::string::npos) << "'" << message << "' is not in '" << text << "'";
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 0) << text;
  };
  EXPECT_EQ(said_of("", ""), "");
  expect("[0, 0, 2]", "[0, 0, 0]", "case.toml:16: driver[0].axis[0]: found an axis of length zero");
  expect("[1, 0, 0]", "[1, 0]", "geometry.box[0].axis[0]: found 2 values, expected 3, such as [0, 0, 1]");
  expect("axis = [0, 0, 2]\n", "", "driver[0].axis: missing, expected [0, 0, 1]");
  expect("diaphragm_radius = \"4.5 mm\"", "diaphragm_radius = \"5.5 mm\"",
         "driver[0].body.radius: found 5 mm, expected more than 5.5 mm, the diaphragm's radius");
  expect("circle = \"3.8 mm\"", "circle = \"4.2 mm\"",
         "case.toml:28: driver[0].body.rear_opening[0].radius: found a hole that reaches to 4.6 mm from the "
         "axis, "
         "expected at most 4.5 mm, the radius of the basket's air");
  expect("circle = \"3.8 mm\"", "circle = \"3.1 mm\"",
         "found a hole from 2.7 mm to 3.5 mm off the axis, expected it beside or within the motor of 3 mm "
         "radius");
  expect("number = 4", "number = 40",
         "found 40 holes whose middles are 0.596289 mm apart, expected more than 0.8 mm");
  expect("radius = \"7 mm\"", "radius = \"4.9 mm\"",
         "driver[0].body.flange.radius: found 4.9 mm, expected more than 5 mm, the body's radius");
  expect("motor_height = \"2 mm\"", "motor_height = \"3 mm\"",
         "driver[0].body.motor_height: found 3 mm, expected less than 3 mm, the depth behind the rim");
  expect("mouth_radius = \"0.4 mm\"", "mouth_radius = \"0.7 mm\"",
         "geometry.box[0].mouth_radius: found 0.7 mm, expected less than 0.6 mm, the spout's outer radius");
  expect("spout_radius = \"0.6 mm\"", "spout_radius = \"0.8 mm\"",
         "geometry.box[0].spout_radius: found a spout that doesn't stand on the front of 2 mm x 1.5 mm");
}

TEST(Bodies, WhatIsMissingIsToldOnce) {
  const std::string text = said_of("radius = \"5 mm\"\nrear_depth = \"3 mm\"\n", "");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

TEST(Bodies, APlaceNeedsABodyAndABodyACadFile) {
  const CaseFolder folder;
  std::string text = placed_case;
  const std::size_t begin = text.find("[geometry]");
  const std::size_t end = text.find("[[driver]]");
  text.replace(begin, end - begin,
               "[[part]]\nname = \"air\"\nfrom = \"0 mm\"\nto = \"1 mm\"\nradius = \"1 mm\"\n");
  EXPECT_NE(complaint(folder.write("case.toml", text))
                .find("found a driver's body without a CAD file, expected geometry.step, iges or brep"),
            std::string::npos);
  text = placed_case;
  text.replace(text.find("[driver.body]"), text.find("[driver.piston]") - text.find("[driver.body]"), "");
  folder.write("air.step", "");
  const std::string without = complaint(folder.write("case.toml", text));
  EXPECT_NE(without.find("found a place without a body"), std::string::npos) << without;
  EXPECT_NE(without.find("driver[0].surface: missing, expected a text in quotes, or a table [driver.body]"),
            std::string::npos)
      << without;
}

} // namespace
