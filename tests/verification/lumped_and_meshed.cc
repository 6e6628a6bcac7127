// ranks: 1 2
// One earphone twice: as a network of lumped elements alone, and with a mesh of its air.
#include "solver/analysis/direct_response.h"
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;
const std::vector<double> frequencies{20, 50, 100, 200, 500, 1e3, 2e3, 3e3, 4e3, 5e3};

/// A rigid piston as wide as the volumes around it, so that they are tubes along the axis: a rear of 4 mm
/// with a vent on the axis, a front of 4 mm, a nozzle of 6 mm with a cloth in its middle, a canal of 8 mm.
constexpr const char *meshed = R"(
title = "earphone with a mesh"
[geometry.rear]
radius = "5 mm"
length = "4 mm"
[geometry.rear_vent]
radius = "0.3 mm"
length = "3 mm"
offset = "0 mm"
[geometry.front]
radius = "5 mm"
length = "4 mm"
[geometry.nozzle]
radius = "2 mm"
length = "3 mm"
[geometry.tip]
radius = "2 mm"
length = "3 mm"
[geometry.canal]
radius = "3.7 mm"
length = "8 mm"
[[driver]]
name = "driver"
surface = "diaphragm"
[driver.piston]
mass = "15 mg"
compliance = "6.755 mm/N"
resistance = "0.04 N s/m"
[driver.motor]
force_factor = "0.4 T m"
resistance = "16 ohm"
inductance = "20 uH"
[[volume]]
name = "nozzle"
model = "tube"
radius = "2 mm"
[[volume]]
name = "tip"
model = "tube"
radius = "2 mm"
[[volume]]
name = "rear_vent"
model = "tube"
radius = "0.3 mm"
[[surface]]
name = "screen"
model = "screen"
resistance = "250 Pa s/m"
[[surface]]
name = "rear_vent_opening"
model = "opening"
radiation = "flanged"
[mesh]
size = "1.2 mm"
[[mesh.region]]
volume = "nozzle"
size = "0.7 mm"
[[mesh.region]]
volume = "tip"
size = "0.7 mm"
[[mesh.region]]
volume = "rear_vent"
size = "0.15 mm"
)";

/// The same as a network, with what a mesh has by itself as formulas:
/// - A mouth in a wall has the mass of Kergomard and Garcia (J. Sound Vib. 114 (1987) 465-479), 0.82 a
///   (1 - 1.35 a/b + 0.31 (a/b)^3) long. Its friction comes with the tube.
/// - Flat ends of the wide tubes have isothermal walls: i w (gamma - 1)/(rho c^2) sqrt(alpha/(i w)) an area.
/// Words in capitals and those that end in _mass stand for numbers.
constexpr const char *lumped = R"toml(
title = "earphone without a mesh"
[ear]
node = "ear"
[[moving_coil]]
name = "driver"
resistance = "16 ohm"
inductance = "20 uH"
force_factor = "0.4 T m"
mass = "15 mg"
compliance = "6.755 mm/N"
mechanical_resistance = "0.04 N s/m"
area = "78.53981633974483 mm2"
[[network.element]]
name = "driver"
kind = "moving_coil"
part = "driver"
from = "plug"
second_from = "front"
second_to = "rear"
[[network.element]]
name = "rear caps"
kind = "two_port"
from = "rear"
to = "rear tube"
area = "156.7969 mm2"
a = "1"
b = "0"
c = "i * omega * area * THERMAL / sqrt(i * omega)"
d = "1"
[[network.element]]
name = "rear"
kind = "tube"
from = "rear tube"
to = "back wall"
radius = "5 mm"
length = "4 mm"
[[network.element]]
name = "vent mouth"
kind = "mass"
from = "back wall"
to = "vent in"
value = "vent_mass kg/m4"
[[network.element]]
name = "vent"
kind = "tube"
from = "vent in"
to = "vent out"
radius = "0.3 mm"
length = "3 mm"
[[network.element]]
name = "outside"
kind = "radiation"
from = "vent out"
radius = "0.3 mm"
[[network.element]]
name = "front caps"
kind = "two_port"
from = "front"
to = "front tube"
area = "144.5133 mm2"
a = "1"
b = "0"
c = "i * omega * area * THERMAL / sqrt(i * omega)"
d = "1"
[[network.element]]
name = "front"
kind = "tube"
from = "front tube"
to = "front wall"
radius = "5 mm"
length = "4 mm"
[[network.element]]
name = "nozzle mouth"
kind = "mass"
from = "front wall"
to = "nozzle in"
value = "nozzle_mass kg/m4"
[[network.element]]
name = "nozzle"
kind = "tube"
from = "nozzle in"
to = "before cloth"
radius = "2 mm"
length = "3 mm"
[[network.element]]
name = "cloth"
kind = "screen"
from = "before cloth"
to = "behind cloth"
value = "250 Pa s/m"
area = "12.566370614359172 mm2"
[[network.element]]
name = "tip"
kind = "tube"
from = "behind cloth"
to = "tip out"
radius = "2 mm"
length = "3 mm"
[[network.element]]
name = "tip mouth"
kind = "mass"
from = "tip out"
to = "canal"
value = "canal_mass kg/m4"
[[network.element]]
name = "canal"
kind = "tube"
from = "canal"
to = "ear"
radius = "3.7 mm"
length = "8 mm"
)toml";

Case case_of(const std::string &text) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << text;
  return read_case(file);
}

Case lumped_case(const AirProperties &air) {
  std::string text = lumped;
  const auto set = [&](const std::string &name, double value) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name))
      text.replace(at, name.size(), fmt::format("{:.12g}", value));
  };
  const auto contraction = [&](const std::string &name, double narrow, double wide) {
    const double pi = std::numbers::pi, ratio = narrow / wide;
    set(name + "_mass", air.density * 0.82 * (1 - 1.35 * ratio + 0.31 * std::pow(ratio, 3)) / (pi * narrow));
  };
  contraction("vent", 0.3e-3, 5e-3);
  contraction("nozzle", 2e-3, 5e-3);
  contraction("canal", 2e-3, 3.7e-3);
  set("THERMAL", (air.heat_capacity_ratio - 1) / air.bulk_modulus() *
                     std::sqrt(air.viscosity / (air.density * air.prandtl)));
  return case_of(text);
}

// The air's first mode across the tubes is at 20 kHz. Below 5 kHz, a quarter of it, the lumped formulas of
// the mouths, good to some per cent, are what is left: 0.05 dB where vent and volumes work against each
// other.
TEST(LumpedAndMeshed, EarphonesAgreeBelowTheirCavityModes) {
  const Case with_mesh = case_of(meshed);
  const AirProperties air = air_properties(with_mesh);
  const Case without = lumped_case(air);
  const Response response = lumped_response(without, frequencies);

  const Model model(with_mesh, prepare_mesh(with_mesh, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  DirectSweep sweep(problem, problem.at(two_pi * 1e3));
  const auto output = [&](const SweepPoint &point, const Quantity &quantity) {
    for (std::size_t k = 0; k < problem.outputs.size(); ++k)
      if (problem.outputs[k].quantity == quantity)
        return point.outputs[k];
    throw std::out_of_range(to_string(quantity));
  };
  const bool root = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  if (root)
    std::printf("%d unknowns\n    f Hz   eardrum dB re Pa, mesh   lumped less mesh dB   |Z| ohm   error dB\n",
                static_cast<int>(problem.partition.total));
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const SweepPoint point = sweep.evaluate(problem.at(two_pi * frequencies[k]));
    const Complex pressure = output(point, quantity::eardrum),
                  impedance =
                      with_mesh.source.voltage.value / output(point, quantity::source_current("driver")) -
                      with_mesh.source.output_impedance.value;
    const auto level = [](Complex value) { return 20 * std::log10(std::abs(value)); };
    const double error = level(response.eardrum_pressure[k] / pressure),
                 z_error = level(response.impedance[k] / impedance);
    if (root)
      std::printf("%8.0f %24.3f %21.4f %9.3f %10.5f\n", frequencies[k], level(pressure), error,
                  std::abs(impedance), z_error);
    EXPECT_LT(std::abs(error), 0.1) << frequencies[k];
    EXPECT_LT(std::abs(z_error), 0.1) << frequencies[k];
  }
}

} // namespace
} // namespace earshot::testing
