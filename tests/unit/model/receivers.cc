// Receivers and moving coils as their makers give them: netlists whose volts stand for pascals, chain
// matrices from volts to pascals, Hunt's parameters, data sheets. Against closed forms.
#include "solver/materials/narrow_region.h"
#include "tests/unit/model/network_case.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string tube_and_ear =
    element(
        "name = \"tube\"\nkind = \"tube\"\nfrom = \"spout\"\nto = \"canal\"\nradius = \"0.6 mm\"\nlength = "
        "\"9 mm\"") +
    "[ear]\nnode = \"canal\"\n";

/// What `tube_and_ear` is to whom drives it.
struct Load {
  Complex impedance; ///< at the spout [Pa s/m3]
  Complex transfer;  ///< pressure at the eardrum per pressure at the spout
};

Load load_at(double frequency) {
  const Case config;
  const AirProperties air = air_properties(config);
  const double omega = two_pi * frequency, radius = 0.6e-3, length = 9e-3;
  Circuit circuit;
  std::vector<std::string> warnings;
  const EarEnd end = add_ear(circuit, "canal", config, air, warnings);
  const Complex ear = circuit.transfer_impedance("canal", "canal", omega),
                drum = circuit.transfer_impedance("canal", end.pressure_node, omega) / ear;
  const TwoPort tube =
      uniform_passage(tube_fluid(air, radius, omega), omega, length, std::numbers::pi * radius * radius);
  return {(tube.a * ear + tube.b) / (tube.c * ear + tube.d), drum / (tube.a + tube.b / ear)};
}

/// A receiver's chain matrix with `tube_and_ear` behind it: 1 V in.
void expect_chain(const Response &response, const std::function<TwoPort(double omega)> &chain) {
  for (std::size_t k = 0; k < response.frequency_hz.size(); ++k) {
    const Load load = load_at(response.frequency_hz[k]);
    const TwoPort t = chain(two_pi * response.frequency_hz[k]);
    const Complex z = load.impedance;
    EXPECT_LT(relative_error(response.eardrum_pressure[k], load.transfer / (t.a + t.b / z)), 1e-9);
    EXPECT_LT(relative_error(response.impedance[k], (t.a * z + t.b) / (t.c * z + t.d)), 1e-9);
  }
}

// 55 ohm and 8 mH, whose current makes 6 kPa/A behind 9e7 Pa s/m3: nothing comes back to the plug.
TEST_F(NetworkCase, NetlistOfAReceiverDrivesATube) {
  write("receiver.cir", "* a receiver, 1 V = 1 Pa and 1 A = 1 m3/s at its spout\nR1 plug a 55\nV1 a b 0\n"
                        "L1 b 0 8m\nH1 src 0 V1 6k\nR2 src spout 9e7\n");
  const std::string text = "[network]\nspice = \"receiver.cir\"\n" + tube_and_ear;
  const Response r = response(text);
  for (std::size_t k = 0; k < r.frequency_hz.size(); ++k) {
    const Load load = load_at(r.frequency_hz[k]);
    const Complex coil = 55.0 + i_unit * two_pi * r.frequency_hz[k] * 8e-3,
                  spout = 6e3 / coil * load.impedance / (load.impedance + 9e7);
    EXPECT_LT(relative_error(r.eardrum_pressure[k], spout * load.transfer), 1e-9);
    EXPECT_LT(relative_error(r.impedance[k], coil), 1e-9);
  }
  const auto warnings = warnings_of(text);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("src, spout are acoustic nodes by the case, where 1 V stands for 1 Pa"),
            std::string::npos)
      << warnings[0];
}

// A gyrator of two sources among volts, and one of the config: beside a mesh the system is symmetric, too.
TEST_F(NetworkCase, GyratorsWithinADomainStaySymmetric) {
  write("receiver.cir",
        "* a receiver\nR1 plug a 38\nL1 a b 4m\nG1 b 0 m 0 3e-6\nG2 0 m b 0 3e-6\nC1 m s 2e-13\n"
        "R2 s spout 1e8\nR3 m 0 4e9\n");
  const std::string text =
      "[network]\nspice = \"receiver.cir\"\n" +
      element(
          "name = \"dual\"\nkind = \"gyrator\"\nfrom = \"spout\"\nsecond_from = \"dual\"\nvalue = \"1 S\"") +
      element("name = \"Bl\"\nkind = \"motor\"\nfrom = \"dual\"\nsecond_from = \"rod\"\nvalue = \"1 T m\"") +
      element("name = \"Sd\"\nkind = \"piston\"\nfrom = \"rod\"\nsecond_from = \"in\"\nvalue = \"1 m2\"") +
      element("name = \"box\"\nkind = \"cavity\"\nfrom = \"in\"\nvalue = \"0.5 cm3\"") +
      "[[probe]]\nname = \"in\"\nnode = \"in\"\n";
  const Response r = response(text);
  const std::vector<Complex> symmetric = assembled(text, "in"), plug = assembled(text, "b");
  for (std::size_t k = 0; k < r.frequency_hz.size(); ++k) {
    EXPECT_GT(std::abs(r.probes[0].values[k]), 1e-3);
    EXPECT_LT(relative_error(symmetric[k], r.probes[0].values[k]), 1e-9);
    const Complex current = 1.0 / r.impedance[k];
    EXPECT_LT(relative_error(plug[k], 1.0 - current * (38.0 + i_unit * two_pi * r.frequency_hz[k] * 4e-3)),
              1e-8);
  }
}

TEST_F(NetworkCase, NodesOfANetlistMayBeDeclared) {
  write("net.cir", "* a coil, an arm and a chamber\nR1 plug 0 40\nG1 0 Arm plug 0 2\nC1 arm 0 5u\n"
                   "E1 chamber 0 Arm 0 3e6\nR2 chamber 0 1e8\n");
  const std::string file = "[network]\nspice = \"net.cir\"\n";
  const Case config =
      read_case(write("case.toml", file + "mechanical_nodes = [\"ARM\"]\nacoustic_nodes = [\"chamber\"]\n"));
  const Circuit circuit = build_network(config, air_properties(config)).circuit;
  const auto domain = [&](const char *node) { return circuit.node_domains()[circuit.node_index(node)]; };
  EXPECT_EQ(domain("plug"), CircuitDomain::electrical);
  EXPECT_EQ(domain("arm"), CircuitDomain::mechanical);
  EXPECT_EQ(domain("chamber"), CircuitDomain::acoustic);
  EXPECT_NE(
      complaint(file + "acoustic_nodes = [\"spout\"]\n")
          .find("net.cir: found no node \"spout\", which network.acoustic_nodes names; its nodes are plug, "
                "arm, chamber"),
      std::string::npos)
      << complaint(file + "acoustic_nodes = [\"spout\"]\n");
  EXPECT_NE(complaint(file + "acoustic_nodes = [\"arm\"]\nmechanical_nodes = [\"arm\"]\n")
                .find("expected no part that lets a flow pass between them"),
            std::string::npos);
  EXPECT_EQ(
      complaint("[network]\nacoustic_nodes = [\"a\"]\n" +
                element("name = \"r\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = \"1 ohm\"")),
      "case.toml:2: network.acoustic_nodes[0]: found nodes of a circuit file, expected network.spice too");
}

TEST_F(NetworkCase, ChainMatrixLeadsFromVoltsToPascals) {
  const Response r = response(
      element("name = \"receiver\"\nkind = \"two_port\"\nfrom = \"plug\"\nto = \"spout\"\na = \"3e-4\"\n"
              "b = \"4e5 + i * omega * 20\"\nc = \"1.5e-6\"\nd = \"5e3\"") +
      tube_and_ear);
  expect_chain(r, [](double omega) { return TwoPort{3e-4, {4e5, omega * 20}, 1.5e-6, 5e3}; });
  write("receiver.csv", "frequency_hz,a_re,a_im,b_re_v_s_m3,b_im_v_s_m3,c_re,c_im,d_re,d_im\n"
                        "10,3e-4,0,4e5,0,1.5e-6,0,5e3,0\n20000,3e-4,0,4e5,0,1.5e-6,0,5e3,0\n");
  expect_chain(response(element("name = \"receiver\"\nkind = \"two_port_table\"\nfrom = \"plug\"\nto = "
                                "\"spout\"\ntable = \"receiver.csv\"") +
                        tube_and_ear),
               [](double) {
                 return TwoPort{3e-4, 4e5, 1.5e-6, 5e3};
               });
}

TEST_F(NetworkCase, HuntsParametersAreAChainMatrix) {
  const std::string hunt =
      element("name = \"receiver\"\nkind = \"hunt\"\nfrom = \"plug\"\nto = \"spout\"\nelectrical_impedance = "
              "\"45 + i * "
              "omega * 6e-3\"\ntransduction = \"8e3\"\nacoustic_impedance = \"2e8 + 1e11 / (i * omega)\"");
  expect_chain(response(hunt + tube_and_ear), [](double omega) {
    const Complex electrical(45, omega * 6e-3), acoustic(2e8, -1e11 / omega), t = 8e3;
    return TwoPort{electrical / t, electrical * acoustic / t + t, 1.0 / t, acoustic / t};
  });
  EXPECT_TRUE(warnings_of(hunt + tube_and_ear).empty()) << "antireciprocal and passive, as magnets are";
}

std::string moving_coil(const std::string &keys) {
  return moving_coil_on_volume("resistance = \"18 ohm\"\n" + keys);
}

// f_s = 120 Hz, Q_ms = 2.5, Q_es = 0.8 and V_as: one equation after another.
TEST_F(NetworkCase, DataSheetIsAMovingCoil) {
  const double s = 70e-6, k = air_properties(Case()).bulk_modulus(), omega_s = two_pi * 120;
  const double compliance = 8e-6 / (k * s * s), mass = 1 / (omega_s * omega_s * compliance);
  const double friction = omega_s * mass / 2.5, bl2 = omega_s * mass * 18 / 0.8;
  const std::string sheet = "resonance = \"120 Hz\"\nmechanical_quality = 2.5\nelectrical_quality = "
                            "0.8\nsemi_inductance = \"2 ohm\"\n";
  const auto number = [](double value) { return std::to_string(value); };
  for (const std::string &third :
       {std::string("equivalent_volume = \"8 cm3\"\n"), "mass = \"" + number(1e9 * mass) + " ug\"\n",
        "compliance = \"" + number(1e9 * compliance) + " nm/N\"\n",
        "force_factor = \"" + number(1e3 * std::sqrt(bl2)) + " mN/A\"\n"}) {
    const Response r = response(moving_coil(sheet + third));
    for (std::size_t i = 0; i < r.frequency_hz.size(); ++i) {
      const Complex iw = i_unit * two_pi * r.frequency_hz[i];
      const Complex mechanical = iw * mass + 1.0 / (iw * compliance) + friction + s * s / (iw * 2e-11);
      const Complex coil = 18.0 + 2.0 * std::sqrt(iw / (two_pi * 1e3));
      const Complex z = coil + bl2 / mechanical;
      EXPECT_LT(relative_error(r.impedance[i], z), 1e-7) << third; // seven digits of std::to_string
      EXPECT_LT(relative_error(r.probes[0].values[i], std::sqrt(bl2) / z / mechanical * s / (iw * 2e-11)),
                1e-7)
          << third;
    }
  }
}

TEST_F(NetworkCase, HalfADataSheetIsRefused) {
  const std::string where = "case.toml:2: moving_coil[0].name: found moving coil \"mid\" ";
  EXPECT_EQ(complaint(moving_coil("resonance = \"120 Hz\"\nmechanical_quality = 2\nmass = \"20 mg\"\n")),
            where + "without electrical_quality, expected it in a data sheet");
  EXPECT_EQ(
      complaint(moving_coil("resonance = \"120 Hz\"\nmechanical_quality = 2\nelectrical_quality = 1\n")),
      where + "by its resonance with 0 of equivalent_volume, mass, compliance and force_factor, expected one "
              "of them");
  EXPECT_EQ(complaint(moving_coil("force_factor = \"0.5 T m\"\nmass = \"20 mg\"\n")),
            where + "without compliance, expected it where no data sheet is");
  EXPECT_EQ(complaint(moving_coil("resonance = \"120 Hz\"\nmechanical_quality = 2\nelectrical_quality = 1\n"
                                  "mass = \"20 mg\"\nforce_factor = \"0.5 T m\"\n")),
            where +
                "by its resonance with 2 of equivalent_volume, mass, compliance and force_factor, expected "
                "one of them");
}

} // namespace
