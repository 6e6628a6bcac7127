// A driver that is placed in the air of a CAD file: as the same geometry of parts gives it, wherever it is
// turned and moved together with its shell.
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/cad_files.h"
#include "tests/support/direct_levels.h"
#include "tests/support/temporary_directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;
namespace occ = gmsh::model::occ;

const std::vector<double> frequencies{20, 100, 1e3, 3e3, 6e3, 10e3};

const std::string materials = "include = [\"" EARSHOT_SOURCE_DIR "/configs/materials/common.toml\"]\n";

/// A flat film of 9.2 mm, a place for its body, and what is the same of all cases.
std::string driver_and_ear(const std::string &place) {
  return fmt::format(R"(
[[driver]]
name = "d"
{}
[driver.diaphragm]
degree = 3
[[driver.diaphragm.zone]]
name = "middle"
outer_radius = "2.5 mm"
layers = [{{ material = "PET", thickness = "25 um" }}]
[[driver.diaphragm.zone]]
name = "seat"
outer_radius = "2.8 mm"
layers = [{{ material = "PET", thickness = "25 um" }}]
[[driver.diaphragm.zone]]
name = "edge"
outer_radius = "4.6 mm"
layers = [{{ material = "PET", thickness = "25 um" }}]
[driver.coil]
zone = "seat"
mass = "6 mg"
[driver.motor]
force_factor = "0.4 T m"
resistance = "16 ohm"
[ear]
surface = "ear"
[mesh]
size = "1.2 mm"
estimate_error = false
)",
                     place);
}

/// Air of 8 mm radius from -10 mm to 10 mm, a driver of 5 mm radius on a plate of 0.5 mm, open in front and
/// by a hole of 1 mm radius in its back.
std::string case_of_parts() {
  const auto part = [](const char *name, const char *from, const char *to, const char *inner,
                       const char *radius, const char *end) {
    return fmt::format("[[part]]\nname = \"{}\"\nfrom = \"{} mm\"\nto = \"{} mm\"\ninner_radius = \"{} mm\"\n"
                       "radius = \"{} mm\"\n{}\n",
                       name, from, to, inner, radius, end);
  };
  return materials + part("back", "-10", "-3", "0", "8", "") + part("ring", "-3", "-0.5", "5", "8", "") +
         part("hole", "-3", "-2.6", "0", "1", "") +
         part("rear", "-2.6", "0", "0", "4.6", "to_surface = \"diaphragm\"") +
         part("front", "0", "1", "0", "4.6", "") + part("front_ring", "0", "1", "5", "8", "") +
         part("ear_side", "1", "10", "0", "8", "to_surface = \"ear\"") +
         driver_and_ear("surface = \"diaphragm\"");
}

/// The same from a file of the cylinder alone. @param angle about y [rad] @param shift along x [mm]
std::string placed_case(double angle, double shift) {
  const double s = std::sin(angle), c = std::cos(angle);
  const auto on_axis = [&](double z) {
    return fmt::format("[\"{:.15g} mm\", \"0 mm\", \"{:.15g} mm\"]", shift + z * s, z * c);
  };
  const std::string axis = fmt::format("[{:.15g}, 0, {:.15g}]", s, c);
  return materials +
         fmt::format(R"(
[geometry]
step = "can.step"
[[geometry.volume]]
name = "ear_side"
point = {}
[[geometry.volume]]
name = "back"
point = {}
[[geometry.surface]]
name = "ear"
plane_point = {}
plane_normal = {}
)",
                     on_axis(5), on_axis(-5), on_axis(10), axis) +
         driver_and_ear(fmt::format(R"(position = {}
axis = {}
[driver.body]
radius = "5 mm"
rear_depth = "3 mm"
front_depth = "1 mm"
wall = "0.4 mm"
[[driver.body.rear_opening]]
radius = "1 mm"
[driver.body.flange]
radius = "8.5 mm"
thickness = "0.5 mm"
)",
                                    on_axis(0), axis));
}

void write_can(const std::string &file, double angle, double shift) {
  write_cad(file, [&] {
    const int can = occ::addCylinder(0, 0, -10, 0, 0, 20, 8);
    occ::rotate({{3, can}}, 0, 0, 0, 0, 1, 0, angle);
    occ::translate({{3, can}}, shift, 0, 0);
  });
}

std::vector<double> levels(const TemporaryDirectory &directory, const std::string &text) {
  std::ofstream(directory.path / "case.toml") << text;
  return direct_levels(read_case((directory.path / "case.toml").string()), frequencies);
}

TEST(PlacedDriver, HasTheResponseOfTheSameGeometryOfPartsWhereverItIsTurned) {
  const TemporaryDirectory directory;
  const std::vector<double> parts = levels(directory, case_of_parts());
  // The shapes are equal, the meshes are not: gmsh divides even a turned shape in another way, as it breaks
  // ties between equal edges by rounding. Meshes of this size differ by up to 0.02 dB, see the printed
  // values.
  for (const auto &[angle, shift] : {std::pair{0.0, 0.0}, std::pair{0.9, 20.0}}) {
    write_can((directory.path / "can.step").string(), angle, shift);
    const std::vector<double> placed = levels(directory, placed_case(angle, shift));
    for (std::size_t k = 0; k < frequencies.size(); ++k) {
      std::printf("turned by %.1f: %6.0f Hz  parts %.3f dB  placed %+.4f dB\n", angle, frequencies[k],
                  parts[k], placed[k] - parts[k]);
      EXPECT_NEAR(placed[k], parts[k], 0.05) << frequencies[k];
    }
  }
}

TEST(PlacedBox, AFlowOutOfItsSpoutCompressesTheAirThatTheBoxLeaves) {
  const TemporaryDirectory directory;
  write_can((directory.path / "can.step").string(), 0, 0);
  const std::string text = R"(
[air]
losses = "none"
[geometry]
step = "can.step"
[[geometry.surface]]
name = "ear"
plane_point = ["0 mm", "0 mm", "10 mm"]
plane_normal = [0, 0, 1]
[[geometry.box]]
name = "armature"
position = ["1 mm", "-1 mm", "2 mm"]
axis = [1, 2, 2]
roll = "40 degree"
length = "5 mm"
width = "2.7 mm"
height = "1.9 mm"
spout_length = "0.8 mm"
spout_radius = "0.7 mm"
mouth_radius = "0.5 mm"
spout_offset = "0.2 mm"
[[network.element]]
name = "flow"
kind = "source"
from = "spout"
value = "1 mm3/s"
[[network.element]]
name = "load"
kind = "resistance"
from = "plug"
value = "10 ohm"
[[network.port]]
node = "spout"
surface = "armature_mouth"
[ear]
model = "rigid"
surface = "ear"
[mesh]
size = "1.5 mm"
estimate_error = false
)";
  const double level = levels(directory, text).front();
  std::ofstream(directory.path / "case.toml") << text;
  const AirProperties air = air_properties(read_case((directory.path / "case.toml").string()));
  const double volume = std::numbers::pi * (64 * 20 - 0.7 * 0.7 * 0.8) - 5 * 2.7 * 1.9; // [mm3]
  const double omega = 2 * std::numbers::pi * frequencies.front();
  const double pressure = air.bulk_modulus() / (omega * volume); // 1 mm3/s into it
  // (omega/c)^2 of the can's length adds 5e-5, round walls of second order 1e-4 of the volume: 0.001 dB
  EXPECT_NEAR(level, sound_pressure_level(pressure), 0.005);
}

} // namespace
