// A hybrid of a dynamic driver and a balanced armature: the dynamic one as a meshed shell between meshed
// volumes, and as the moving coil that the shell comes to.
#include "solver/analysis/direct_response.h"
#include "solver/config/reader.h"
#include "solver/model/shell_wiring.h"
#include "tests/support/quantities.h"
#include "tests/support/shell_problem.h"
#include "tests/support/solved_case.h"
#include "tests/support/temporary_directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

/// Crossover, armature, tubes and ear, the same of both.
const std::string network = R"(
[air]
losses = "none"
[source]
voltage = "0.1 V"
output_impedance = "2 ohm"
[network]
plug = "plug"
[[network.element]]
name = "capacitor"
kind = "capacitance"
from = "plug"
to = "high"
value = "1 uF"
[[network.element]]
name = "armature"
kind = "armature"
part = "generic tweeter"
from = "ground"                  # turned round, so that the ways add where they meet
to = "high"
second_from = "spout"
[[network.element]]
name = "filter"
kind = "damper"
from = "spout"
to = "sound tube"
value = "2200 acoustic_ohm"
[[network.element]]
name = "sound tube"
kind = "tube"
from = "sound tube"
to = "nozzle"
radius = "0.5 mm"
length = "8 mm"
[[network.element]]
name = "screen"
kind = "damper"
from = "front"
to = "nozzle"
value = "600 acoustic_ohm"
[[network.element]]
name = "nozzle"
kind = "tube"
from = "nozzle"
to = "canal"
radius = "2 mm"
length = "9 mm"
[ear]
model = "iec711"
node = "canal"
)";

/// A stiff flat disc and its rim between 0.31 cm3 behind and 0.16 cm3 before.
const std::string mesh = R"(
[[material]]
name = "film"
density = "1290 kg/m3"
youngs_modulus = "2.7 GPa"
poissons_ratio = 0.39
[[material]]
name = "stiff"
density = "1290 kg/m3"
youngs_modulus = "70 GPa"
poissons_ratio = 0.3
[[part]]
name = "rear"
from = "-4 mm"
to = "0 mm"
radius = "5 mm"
to_surface = "diaphragm"
[[part]]
name = "front"
from = "0 mm"
to = "2 mm"
radius = "5 mm"
to_surface = "outlet"
[mesh]
size = "2.5 mm"
[[driver]]
name = "dynamic"
surface = "diaphragm"
[driver.diaphragm]
degree = 3
[[driver.diaphragm.zone]]
name = "plate"
outer_radius = "4 mm"
layers = [{ material = "stiff", thickness = "250 um" }]
[[driver.diaphragm.zone]]
name = "seat"
outer_radius = "4.4 mm"
layers = [{ material = "stiff", thickness = "250 um" }]
[[driver.diaphragm.zone]]
name = "surround"
outer_radius = "5 mm"
layers = [{ material = "film", thickness = "10 um" }]
[driver.coil]
zone = "seat"
mass = "6 mg"
[driver.motor]
force_factor = "1 T m"
resistance = "16 ohm"
inductance = "20 uH"
[[network.terminal]]
driver = "dynamic"
plus = "plug"
[[network.port]]
node = "front"
surface = "outlet"
)";

Case case_of(const std::string &text) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << "include = [\"" EARSHOT_SOURCE_DIR "/configs/parts/armatures.toml\"]\n" << text;
  return read_case(file);
}

struct MovingCoil {
  double mass, compliance, area;
};

/// Compliance at the coil, volume per displacement of the coil, and the mass that makes of them the shell's
/// first mode; in vacuo.
MovingCoil moving_coil_of(const Case &config) {
  const DriverConfig &driver = config.drivers[0];
  const auto space = diaphragm_space(driver, config.materials, {}, 1, 10e3);
  const auto zones = zones_of(*space);
  const FrequencyProblem problem =
      shell_problem(*space, diaphragm_properties(driver, config.materials, zones));
  const SparseVector coil = driven_displacement(driver, *space, {});
  std::vector<double> load(space->n_unknowns());
  for (const auto &[unknown, weight] : coil)
    load[unknown] = weight;
  const std::vector<double> u = static_solution(problem, load);
  const auto sum = [&](const SparseVector &weights) {
    double value = 0;
    for (const auto &[unknown, weight] : weights)
      value += weight * u[unknown];
    return value;
  };
  double volume = 0;
  for (std::size_t zone = 0; zone < zones.size(); ++zone)
    volume += zones[zone].area *
              sum(space->mean_displacement(static_cast<int>(zone), dealii::Tensor<1, 3>({0, 0, 1})));
  const double compliance = sum(coil), omega = shell_modes(problem, 1)[0].omega;
  return {1 / (omega * omega * compliance), compliance, volume / compliance};
}

std::string lumped(const MovingCoil &coil) {
  return fmt::format(R"(
[[moving_coil]]
name = "shell"
resistance = "16 ohm"
inductance = "20 uH"
force_factor = "1 T m"
mass = "{:.10g} kg"
compliance = "{:.10g} m/N"
area = "{:.10g} m2"
[[network.element]]
name = "dynamic"
kind = "moving_coil"
part = "shell"
from = "plug"
second_from = "front"
second_to = "rear"
[[network.element]]
name = "front"
kind = "cavity"
from = "front"
value = "0.15707963 cm3"
[[network.element]]
name = "rear"
kind = "cavity"
from = "rear"
value = "0.31415927 cm3"
)",
                     coil.mass, coil.compliance, coil.area);
}

// The first cavity mode, across the volumes, is at 20 kHz. What is left is the rim, which bulges under the
// air's pressure while the coil rests, and the air's mass in the volumes.
TEST(LumpedAndMeshedHybrid, AgreeBelowTheFirstCavityMode) {
  const std::vector<double> frequencies{20, 300, 1e3, 2e3, 3e3, 5e3, 8e3};
  const Case with_mesh = case_of(network + mesh);
  const MovingCoil coil = moving_coil_of(with_mesh);
  std::printf("the shell as a moving coil: %.3f mg, %.4f mm/N, %.2f mm2\n", 1e6 * coil.mass,
              1e3 * coil.compliance, 1e6 * coil.area);
  const Case without = case_of(network + lumped(coil));
  const Response response = lumped_response(without, frequencies);
  SolvedCase solved(with_mesh);
  std::printf("    f Hz   eardrum dB re Pa, mesh   lumped less mesh dB   |Z| ohm   error dB\n");
  const auto level = [](Complex value) { return 20 * std::log10(std::abs(value)); };
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const SweepPoint point = solved.at(frequencies[k]);
    const Complex pressure = solved.output(point, quantity::eardrum),
                  impedance = 0.1 / solved.output(point, quantity::source_current("plug")) - 2.0;
    const double error = level(response.eardrum_pressure[k] / pressure),
                 z_error = level(response.impedance[k] / impedance);
    std::printf("%8.0f %24.3f %21.4f %9.3f %10.5f\n", frequencies[k], level(pressure), error,
                std::abs(impedance), z_error);
    EXPECT_LT(std::abs(error), 0.3) << frequencies[k];
    EXPECT_LT(std::abs(z_error), 0.3) << frequencies[k];
  }
}

} // namespace
} // namespace earshot::testing
