// ranks: 1 2
// Vents as ports of a balance: what a law does to them is what a cloth does, and a vent of the mesh is one of
// the network.
#include "solver/analysis/law_ports.h"
#include "solver/config/reader.h"
#include "tests/support/distortion_of_case.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi, source_voltage = 1, vent_length = 3e-3;

/// A rigid piston between a rear volume with a vent on the axis and a front volume, nozzle and canal.
const std::string earphone = R"(
[geometry.rear]
radius = "5 mm"
length = "4 mm"
[geometry.rear_vent]
radius = "0.3 mm"
length = "VENT_LENGTH"
offset = "0 mm"
[geometry.front]
radius = "5 mm"
length = "2 mm"
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
[[volume]]
name = "rear_vent"
model = "tube"
radius = "0.3 mm"
[mesh]
size = "2 mm"
[[mesh.region]]
volume = "rear_vent"
size = "0.3 mm"
[sweep]
from = "50 Hz"
to = "2 kHz"
points = 12
tolerance = "0.0001 dB"
[[analysis]]
type = "distortion"
voltages = ["0.1 V", "0.7 V"]
from = "100 Hz"
to = "200 Hz"
points = 2
causes = false
)";

const std::string opening = R"(
[[surface]]
name = "rear_vent_opening"
model = "opening"
)";

const std::string meshed_vent = R"(
[[vent]]
volume = "rear_vent"
)";

/// A network that feeds the driver and has this surface at a node of its own.
std::string network_at(const std::string &surface, const std::string &node) {
  return "[network]\n[[network.terminal]]\ndriver = \"driver\"\nplus = \"plug\"\n[[network.port]]\nsurface = "
         "\"" +
         surface + "\"\nnode = \"" + node + "\"\n";
}

/// The rest of the vent as a network behind its first part on the mesh.
const std::string lumped_vent = network_at("rear_vent_opening", "vent in") + R"([[network.element]]
name = "vent"
kind = "tube"
from = "vent in"
to = "vent out"
radius = "0.3 mm"
length = "2.5 mm"
[[network.element]]
name = "outside"
kind = "radiation"
from = "vent out"
radius = "0.3 mm"
[[vent]]
element = "vent"
)";

const std::string leak = R"(
[leak]
radius = "0.3 mm"
length = "5 mm"
[[vent]]
element = "leak"
)";

/// The ear, and the leak before it, as a part of a network.
const std::string ear_in_a_network = network_at("ear", "canal") + R"([ear]
node = "canal"
)";

Case case_of(std::string text, const std::string &vent_length) {
  const std::string word = "VENT_LENGTH";
  text.replace(text.find(word), word.size(), vent_length);
  const TemporaryDirectory folder;
  std::ofstream(folder.path / "case.toml") << text;
  return read_case((folder.path / "case.toml").string());
}

// A law that resists with R to the volume velocity is a cloth of the specific resistance r = R S in the
// vent's opening. The difference is what the air in the vent gives way in front of the cloth alone: w r L/P0
// of the flow at most, as it is isothermal in slow sound; half of it in the mean. The last cloth has up to 60
// times the impedance of vent and rest.
TEST(Vents, ALawResistsAsAClothDoes) {
  const SweptCase bare(case_of(earphone + opening + meshed_vent, "3 mm"));
  const std::vector<Vent> vents = earshot::vents(bare.model.config(), bare.model.facts());
  const LawPorts ports(bare.reduced(), bare.model.problem().functions(), source_voltage, {"driver"}, vents);
  const double area = vents[0].loss.area;
  EXPECT_NEAR(area / (std::numbers::pi * 0.3e-3 * 0.3e-3), 1, 0.01); // of a round face of a mesh
  constexpr std::size_t vent = 2, n = 3;
  for (const double cloth : {5.0, 50.0, 500.0}) {
    const SweptCase clothed(
        case_of(earphone + opening + "resistance = \"" + std::to_string(cloth) + " Pa s/m\"\n" + meshed_vent,
                "3 mm"));
    for (const double frequency : {50.0, 300.0, 2000.0}) {
      const double omega = two_pi * frequency;
      const Complex iw(0, omega), g = ports.at(omega).transfer[vent * n + vent],
                                  v = ports.at(omega).source[vent] / (1.0 + iw * cloth / area * g);
      const std::vector<Complex> laws{0, 0, -iw * cloth / area * v};
      const std::vector<Complex> outputs = clothed.reduced().solve(clothed.model.problem().at(omega)).outputs;
      const auto expected = [&](const Quantity &quantity) {
        return outputs[clothed.reduced().output_index(quantity)];
      };
      const double flow_error =
                       std::abs(v / std::numbers::sqrt2 / expected(quantity::vent("rear_vent")) - 1.0),
                   eardrum_error = std::abs(
                       ports.eardrum(omega, source_voltage, laws) / expected(quantity::eardrum) - 1.0);
      if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
        std::printf("%5.0f Pa s/m %6.0f Hz  flow of the bare vent %.3f times  error %.1e  eardrum %.1e\n",
                    cloth, frequency, std::abs(v / ports.at(omega).source[vent]), flow_error, eardrum_error);
      const double gives_way = omega * cloth * vent_length / 101325;
      EXPECT_LT(flow_error, gives_way) << cloth << " Pa s/m " << frequency;
      EXPECT_LT(eardrum_error, gives_way) << cloth << " Pa s/m " << frequency;
    }
  }
}

std::string cloth(int resistance, bool meshed) {
  const std::string value = std::to_string(resistance) + " Pa s/m\"\n";
  return meshed ? "[[surface]]\nname = \"screen\"\nmodel = \"screen\"\nresistance = \"" + value +
                      "[[vent]]\nsurface = \"screen\"\nopen_share = 0.2\n"
                : network_at("ear", "before") + R"([[network.element]]
name = "cloth"
kind = "screen"
from = "before"
to = "behind"
area = "43 mm2"
value = ")" + value + "[ear]\nnode = \"behind\"\n[[vent]]\nelement = \"cloth\"\nopen_share = 0.2\n";
}

// A law that resists is a cloth of more resistance, whose flow it sees as a mean: that of a cloth across a
// nozzle is even to the resistance's share of the air's variation over it. Each direct sweep's own error is
// 1e-4 dB, 1e-5; in the network the equations are the same.
TEST(Vents, ALawOnAClothResistsAsAClothOfMoreDoes) {
  for (const bool meshed : {true, false}) {
    const SweptCase light(case_of(earphone + opening + cloth(100, meshed), "3 mm")),
        heavy(case_of(earphone + opening + cloth(900, meshed), "3 mm"));
    const std::vector<Vent> vents = earshot::vents(light.model.config(), light.model.facts());
    const LawPorts ports(light.reduced(), light.model.problem().functions(), source_voltage, {"driver"},
                         vents);
    ASSERT_EQ(vents.size(), 1u);
    EXPECT_NEAR(vents[0].loss.coefficient, (1 - 0.04) / (0.152 * 0.152), 1e-9);
    const double area = meshed ? std::numbers::pi * 4e-6 : 43e-6;
    EXPECT_NEAR(vents[0].loss.area / area, 1, 0.01); // of a round face of a mesh
    constexpr std::size_t vent = 2, n = 3;
    for (const double frequency : {50.0, 300.0, 2000.0}) {
      const double omega = two_pi * frequency;
      const Complex iw(0, omega),
          more = iw * 800.0 / vents[0].loss.area,
          v = ports.at(omega).source[vent] / (1.0 + more * ports.at(omega).transfer[vent * n + vent]);
      const std::vector<Complex> outputs = heavy.reduced().solve(heavy.model.problem().at(omega)).outputs;
      const auto expected = [&](const Quantity &quantity) {
        return outputs[heavy.reduced().output_index(quantity)];
      };
      const double flow_error =
                       std::abs(v / std::numbers::sqrt2 / expected(quantity::vent(vents[0].name)) - 1.0),
                   eardrum_error = std::abs(ports.eardrum(omega, source_voltage, {{0, 0, -more * v}}) /
                                                expected(quantity::eardrum) -
                                            1.0);
      std::printf("%s cloth %6.0f Hz  flow of the light cloth %.3f times  error %.1e  eardrum %.1e\n",
                  meshed ? "meshed" : "lumped", frequency, std::abs(v / ports.at(omega).source[vent]),
                  flow_error, eardrum_error);
      EXPECT_LT(flow_error, 1e-4) << frequency;
      EXPECT_LT(eardrum_error, 1e-4) << frequency;
    }
  }
}

Table distortion_of(const Case &config) {
  return testing::distortion_of(config, config.analyses[0].distortion, [](const std::string &) {});
}

// The lumped part counts a mouth at its port, where there is none: 5 % of the vent's friction, which at the
// lower voltage is most of its resistance.
TEST(Vents, OfTheMeshAndOfTheNetworkAreAlike) {
  const Table meshed = distortion_of(case_of(earphone + opening + meshed_vent, "3 mm")),
              lumped = distortion_of(case_of(earphone + lumped_vent, "0.5 mm"));
  for (std::size_t k = 0; k < meshed.rows.size(); ++k) { // on rank 0
    const auto value = [k](const Table &table, const std::string &column) { return table.column(column)[k]; };
    std::printf("%5.2f V %4.0f Hz  %.3f and %.3f m/s  H1 %.3f and %.3f dB  H3 %.4f and %.4f %%\n",
                value(meshed, "voltage_v"), value(meshed, "frequency_hz"),
                value(meshed, "velocity_mps.rear_vent"), value(lumped, "velocity_mps.vent"),
                value(meshed, "level_db"), value(lumped, "level_db"), value(meshed, "h3_percent"),
                value(lumped, "h3_percent"));
    EXPECT_NEAR(value(meshed, "level_db"), value(lumped, "level_db"), 0.1);
    EXPECT_NEAR(value(lumped, "velocity_mps.vent") / value(meshed, "velocity_mps.rear_vent"), 1, 0.02);
    EXPECT_NEAR(value(lumped, "h3_percent") / value(meshed, "h3_percent"), 1, 0.05);
    EXPECT_LT(value(meshed, "h2_percent"), 1e-3 * value(meshed, "h3_percent"));
  }
}

// The same equations twice: the two sweeps' errors are left.
TEST(Vents, LeaksAreAlikeBesideAnEarAndInANetwork) {
  const Table at_ear = distortion_of(case_of(earphone + opening + leak, "3 mm")),
              in_network = distortion_of(case_of(earphone + opening + ear_in_a_network + leak, "3 mm"));
  for (std::size_t k = 0; k < at_ear.rows.size(); ++k) // on rank 0
    for (const char *column : {"level_db", "velocity_mps.leak", "h3_percent"}) {
      const double found = in_network.column(column)[k], expected = at_ear.column(column)[k];
      std::printf("%5.2f V %4.0f Hz  %-18s %.5g\n", at_ear.column("voltage_v")[k],
                  at_ear.column("frequency_hz")[k], column, expected);
      EXPECT_NEAR(found / expected, 1, 1e-3) << column;
    }
}

} // namespace
} // namespace earshot::testing
