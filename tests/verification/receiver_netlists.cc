// A receiver's netlist on a meshed tube against the same circuit with a lumped one.
#include "solver/analysis/direct_response.h"
#include "solver/config/reader.h"
#include "tests/support/quantities.h"
#include "tests/support/solved_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace earshot::testing {
namespace {

/// As makers draw them: coil with eddy currents, a gyrator of two sources, beyond which volts are pascals,
/// diaphragm, front volume with a ladder of slots and volumes, the spout as a line.
constexpr const char *receiver = R"(A receiver, 1 V = 1 Pa and 1 A = 1 m3/s beyond its gyrator
.param g = 1e-5 rho=1.19 c=345 rs=0.6m ls=3m
Re plug a 40
L1 a b 3m
L2 b e 8m Rpar=600
G1 e 0 m 0 {g}
G2 0 m e 0 {g}
C1 m s 2.4e-13
L3 s r 2.5k
R3 r front 4e7
Cf front 0 1.6e-13
R4 front v 6e8
C4 v 0 3e-13
R5 v w 1.2e9
C5 w 0 5e-13
T1 front 0 spout 0 Z0={rho*c/(3.14159265*rs*rs)} TD={ls/c}
.ac dec 20 20 20k
.end
)";

constexpr const char *meshed = R"(
[[part]]
name = "tube"
from = "0 mm"
to = "14 mm"
radius = "0.9 mm"
from_surface = "inlet"
to_surface = "ear"
[mesh]
size = "0.9 mm"
[network]
spice = "receiver.cir"
[[network.port]]
node = "spout"
surface = "inlet"
[ear]
model = "two_cc"
)";

constexpr const char *lumped = R"(
[network]
spice = "receiver.cir"
[[network.element]]
name = "tube"
kind = "tube"
from = "spout"
to = "canal"
radius = "0.9 mm"
length = "14 mm"
[ear]
model = "two_cc"
node = "canal"
)";

// The formula of a lumped tube is exact for plane waves; what is left is the mesh's error.
TEST(ReceiverNetlists, OnAMeshedTubeEqualTheLumpedCircuit) {
  const std::vector<double> frequencies{20, 100, 500, 1e3, 1.5e3, 2e3, 2.5e3, 3e3, 4e3, 5e3};
  const TemporaryDirectory folder;
  const auto read = [&](const std::string &name, const std::string &text) {
    std::ofstream(folder.path / name) << text;
    return (folder.path / name).string();
  };
  read("receiver.cir", receiver);
  const Case without = read_case(read("lumped.toml", lumped)), with = read_case(read("meshed.toml", meshed));
  const Response response = lumped_response(without, frequencies);
  SolvedCase solved(with);
  std::printf("    f Hz   eardrum dB re 20 uPa, lumped   mesh less lumped dB\n");
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const Complex pressure = solved.output(solved.at(frequencies[k]), quantity::eardrum),
                  expected = response.eardrum_pressure[k];
    const double difference = 20 * std::log10(std::abs(pressure / expected));
    std::printf("%8.0f %31.3f %21.5f\n", frequencies[k], 20 * std::log10(std::abs(expected) / 20e-6),
                difference);
    EXPECT_LT(std::abs(difference), 0.1) << frequencies[k];
    EXPECT_LT(std::abs(pressure / expected - 1.0), 0.012) << frequencies[k]; // 0.1 dB, in phase too
  }
}

} // namespace
} // namespace earshot::testing
