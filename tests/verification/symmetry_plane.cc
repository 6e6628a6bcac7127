// Two identical halves, driven alike, and one of them with a plane of symmetry where they meet.
#include "solver/mesh/split.h"
#include "tests/support/case_of_text.h"
#include "tests/support/quantities.h"
#include "tests/support/solved_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace earshot::testing {
namespace {

/// A flat shell before 0.3 mm of air, in parallel with others on a source without impedance.
std::string driver(const char *name, const char *surface) {
  return fmt::format(R"(
[[driver]]
name = "{}"
surface = "{}"
[driver.diaphragm]
degree = 3
[[driver.diaphragm.zone]]
name = "dome"
outer_radius = "2.5 mm"
layers = [{{ material = "film", thickness = "25 um" }}]
[[driver.diaphragm.zone]]
name = "surround"
outer_radius = "5 mm"
layers = [{{ material = "film", thickness = "25 um" }}]
[driver.coil]
zone = "dome"
mass = "6 mg"
[driver.motor]
force_factor = "0.4 T m"
resistance = "16 ohm"
)",
                     name, surface);
}

/// A chamber between two drivers, which opens sideways into a wall that takes sound: the pressure there is
/// what an ear would hear, whose load on half of the opening no half of an ear is.
const std::string rest = R"(
[[material]]
name = "film"
density = "1400 kg/m3"
youngs_modulus = "4 GPa"
poissons_ratio = 0.35
loss_factor = 0.02
[[surface]]
name = "ear"
model = "impedance"
resistance = "800 Pa s/m"
[ear]
model = "none"
[[probe]]
name = "end"
surface = "ear"
[mesh]
size = "1.5 mm"
)";

const std::string parts = R"(
[[part]]
name = "behind_a"
from = "-3 mm"
to = "-0.15 mm"
radius = "5 mm"
to_surface = "left"
[[part]]
name = "chamber"
from = "-0.15 mm"
to = "0.15 mm"
radius = "5 mm"
[[part]]
name = "behind_b"
from = "0.15 mm"
to = "3 mm"
radius = "5 mm"
from_surface = "right"
[[part]]
name = "mouth"
from = "-0.1 mm"
to = "0.1 mm"
inner_radius = "5 mm"
radius = "6 mm"
angle = "40 degree"
outer_surface = "ear"
)";

/// The half of the mesh that the program had made before it added the mirror image, with a name for its faces
/// in the plane z = 0.
std::shared_ptr<const AirMesh> half_of(const AirMesh &whole, const std::set<std::string> &jumps) {
  TetrahedralMesh half = *whole.generated;
  half.surfaces.push_back("middle");
  for (TetrahedralMesh::Triangle &triangle : half.triangles)
    if (std::all_of(triangle.vertices.begin(), triangle.vertices.end(),
                    [&](int vertex) { return std::abs(half.nodes[vertex][2]) < 1e-12; }))
      triangle.surface = static_cast<int>(half.surfaces.size()) - 1;
  return std::make_shared<const AirMesh>(split_mesh(half, jumps));
}

class SymmetryPlane : public ::testing::TestWithParam<const char *> {};

/// Losses that are found see the walls' mirror images: half of a slit is one, too.
TEST_P(SymmetryPlane, MakesAHalfOfTwoIdenticalHalvesWithSymmetricDrive) {
  const std::string losses = fmt::format("[air]\nlosses = \"{}\"\n", GetParam());
  const Case both = case_of(driver("a", "left") + driver("b", "right") + rest + parts + losses);
  const auto mesh = prepare_mesh(both, MPI_COMM_WORLD);
  ASSERT_TRUE(mesh->generated && mesh->generated->cells.size() * 2 == mesh->cells.size());
  const Case one = case_of(driver("a", "left") + rest + parts + losses +
                           "[[surface]]\nname = \"middle\"\nmodel = \"symmetry\"\n");
  SolvedCase whole(both, mesh), half(one, half_of(*mesh, {"left", "walls"}));
  for (const double frequency : {100.0, 10e3}) {
    const SweepPoint a = whole.at(frequency), b = half.at(frequency);
    for (const Quantity &name : {quantity::probe("end"), quantity::coil_displacement("a")}) {
      const Complex expected = whole.output(a, name), found = half.output(b, name);
      std::printf("%g Hz, %s: %.1e of it\n", frequency, to_string(name).c_str(),
                  std::abs(found - expected) / std::abs(expected));
      EXPECT_LT(std::abs(found - expected), 1e-7 * std::abs(expected))
          << frequency << " " << name; // round-off
    }
  }
}

INSTANTIATE_TEST_SUITE_P(WithLosses, SymmetryPlane, ::testing::Values("none", "boundary_layer", "auto"));

} // namespace
} // namespace earshot::testing
