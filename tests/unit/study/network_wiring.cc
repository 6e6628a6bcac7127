// [network] from text to circuit: responses against hand-solved circuits, and what is refused.
#include "solver/config/network_check.h"
#include "solver/config/reader.h"
#include "solver/materials/circuit_solution.h"
#include "solver/physics/acoustics/radiation.h"
#include "solver/study/lumped_run.h"
#include "solver/study/network_tables.h"
#include "solver/study/prepare.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <numbers>

namespace {

using namespace earshot;
constexpr double two_pi = 2 * std::numbers::pi;
constexpr Complex i_unit(0, 1);

class NetworkCase : public ::testing::Test {
protected:
  std::string write(const std::string &name, const std::string &text) const {
    std::ofstream(directory.path / name) << text;
    return (directory.path / name).string();
  }
  Response response(const std::string &text) const {
    const Case config = read_case(write("case.toml", text + sweep));
    return lumped_response(config, build_network(config, air_properties(config)), {100, 1000, 8000});
  }
  std::vector<std::string> warnings_of(const std::string &text) const {
    const Case config = read_case(write("case.toml", text + sweep));
    return build_network(config, air_properties(config)).warnings;
  }
  /// The message without the folder.
  std::string complaint(const std::string &text) const {
    try {
      const Case config = read_case(write("case.toml", text));
      build_network(config, air_properties(config));
    } catch (const UserError &error) {
      std::string message = error.what();
      const std::string folder = directory.path.string() + "/";
      for (std::size_t at = message.find(folder); at != std::string::npos; at = message.find(folder))
        message.erase(at, folder.size());
      return message;
    }
    return "nothing";
  }
  const std::string sweep = "\n[sweep]\nfrequencies = [\"100 Hz\", \"1 kHz\", \"8 kHz\"]\n";
  TemporaryDirectory directory;
};

/// A table of an element on one line.
std::string element(const std::string &keys) {
  return "[[network.element]]\n" + keys + "\n";
}

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

TEST_F(NetworkCase, CrossoverAndPistonInABoxEqualTheirFormula) {
  const Response r = response(
      "[source]\nvoltage = \"2 V\"\noutput_impedance = \"3 ohm\"\n" +
      element("name = \"C\"\nkind = \"capacitance\"\nfrom = \"plug\"\nto = \"a\"\nvalue = \"10 uF\"") +
      element("name = \"R\"\nkind = \"resistance\"\nfrom = \"a\"\nto = \"b\"\nvalue = \"16 ohm\"") +
      element("name = \"L\"\nkind = \"inductance\"\nfrom = \"b\"\nto = \"emf\"\nvalue = \"0.1 mH\"") +
      element(
          "name = \"Bl\"\nkind = \"motor\"\nfrom = \"emf\"\nsecond_from = \"cone\"\nvalue = \"0.4 T m\"") +
      element("name = \"m\"\nkind = \"mass\"\nfrom = \"cone\"\nvalue = \"15 mg\"") +
      element("name = \"s\"\nkind = \"compliance\"\nfrom = \"cone\"\nvalue = \"6.755 mm/N\"") +
      element("name = \"r\"\nkind = \"resistance\"\nfrom = \"cone\"\nvalue = \"0.01 N s/m\"") +
      element(
          "name = \"Sd\"\nkind = \"piston\"\nfrom = \"cone\"\nsecond_from = \"ear\"\nvalue = \"50 mm2\"") +
      element("name = \"V\"\nkind = \"compliance\"\nfrom = \"ear\"\nvalue = \"1e-11 m3/Pa\"") +
      "[[probe]]\nname = \"ear\"\nnode = \"ear\"\n");
  for (std::size_t k = 0; k < r.frequency_hz.size(); ++k) {
    const Complex iw = i_unit * two_pi * r.frequency_hz[k];
    const double bl = 0.4, sd = 50e-6, ca = 1e-11;
    const Complex zm = iw * 15e-6 + 1.0 / (iw * 6.755e-3) + 0.01 + sd * sd / (iw * ca);
    const Complex z = 1.0 / (iw * 10e-6) + 16.0 + iw * 1e-4 + bl * bl / zm;
    const Complex pressure = bl * 2.0 / (3.0 + z) / zm * sd / (iw * ca);
    EXPECT_LT(relative_error(r.impedance[k], z), 1e-10);
    EXPECT_LT(relative_error(r.probes[0].values[k], pressure), 1e-10);
    double lost = 0;
    for (const RealSeries &loss : r.losses_w)
      lost += loss.values[k];
    EXPECT_NEAR(lost / r.input_w[k], 1, 1e-10);
  }
}

// A moving coil in a vented box on a nozzle and a 711 coupler of another set of elements, computed by another
// program with its own air. It drives with a peak volt; levels are compared per volt.
TEST_F(NetworkCase, VentedDriverOnACouplerEqualsAnotherProgram) {
  struct Row {
    double frequency, impedance, impedance_phase, excursion_um;
    Complex pressure;
  };
  const Row rows[] = {{20, 16.002489, 0.17391932, 57.342688, {327.77617, -16.060528}},
                      {200, 16.223269, 1.4183896, 53.362895, {268.19048, -147.57237}},
                      {1000, 16.627939, 1.1108085, 15.674364, {62.141432, -77.071602}},
                      {2000, 16.831735, -3.3084306, 17.294183, {-117.46784, -168.78469}},
                      {4000, 16.082956, 1.1857281, 1.1598855, {-89.374753, -17.518053}},
                      {5000, 17.403541, -1.0322604, 7.7180119, {42.962336, 352.68154}},
                      {8000, 16.022104, 2.6973708, 0.78020293, {7.7520818, 0.35140804}},
                      {12500, 16.064898, 5.0991627, 0.28325776, {15.226452, -2.0006375}},
                      {20000, 16.183441, 8.6238074, 0.10649503, {-0.81373306, 0.17300053}}};
  const AirProperties air; // 20 degC; density 1.2043 kg/m3, sound speed 343.2 m/s
  const double k = air.bulk_modulus(), pi = std::numbers::pi;
  Circuit c(CircuitDomain::electrical);
  c.add_node("cone", CircuitDomain::mechanical);
  for (const char *node : {"rear", "vent", "vent end", "front", "ear", "1", "2", "3"})
    c.add_node(node, CircuitDomain::acoustic);
  const std::string ground = Circuit::ground;
  c.add_potential_source("plug", "plug", ground, {"1", [](double) { return Complex(1); }});
  c.add_resistance("plug", "coil", 16, "");
  c.add_inertance("coil", "emf", 20e-6);
  c.add_transformer("Bl", {"emf"}, {"cone"}, 0.4);
  c.add_compliance("cone", ground, 15e-6);
  c.add_inertance("cone", ground, 6.755e-3);
  c.add_resistance("cone", ground, 1 / 0.01, "");
  c.add_gyrator("Sd", {"cone"}, {"front", "rear"}, pi * 16e-6);
  c.add_compliance("rear", ground, 0.3e-6 / k);
  c.add_resistance("rear", "vent", 5e7, "");
  const auto tube = [&](double radius, double length) {
    return [=](double w) { return uniform_pi(tube_fluid(air, radius, w), w, length, pi * radius * radius); };
  };
  c.add_pi("vent", "vent end", "vent", tube(0.25e-3, 1e-3), "");
  c.add_inertance("vent end", ground, air.density * 0.8217 * 0.25e-3 / (pi * 0.0625e-6));
  c.add_compliance("front", ground, 0.1e-6 / k);
  c.add_pi("front", "ear", "nozzle", tube(1e-3, 5e-3), "");
  c.add_inertance("ear", "1", 82.9);
  c.add_compliance("1", ground, 0.943e-12);
  c.add_series("1", ground, 50.6e6, 9400, 1.9e-12, "");
  c.add_inertance("1", "2", 130.3);
  c.add_compliance("2", ground, 1.479e-12);
  c.add_series("2", ground, 31.1e6, 983.8, 2.1e-12, "");
  c.add_inertance("2", "3", 133.4);
  c.add_compliance("3", ground, 1.517e-12);
  const CircuitMatrix matrix(c);
  std::printf("      Hz   |Z| error ohm   phase deg   excursion dB   pressure dB\n");
  for (const Row &row : rows) {
    const double omega = two_pi * row.frequency;
    const auto x = matrix.solve(omega, matrix.sources(omega));
    const Complex z = -1.0 / x[matrix.number({true, c.branch_index("plug")})];
    const double excursion = std::abs(x[c.node_index("cone")]) / omega * 1e6;
    const double errors[] = {std::abs(z) - row.impedance, std::arg(z) * 180 / pi - row.impedance_phase,
                             20 * std::log10(excursion / row.excursion_um),
                             20 * std::log10(std::abs(x[c.node_index("3")] / row.pressure))};
    std::printf("%8.0f %15.1e %11.1e %14.1e %13.1e\n", row.frequency, errors[0], errors[1], errors[2],
                errors[3]);
    EXPECT_NEAR(errors[0], 0, 1e-5); // eight digits in the table
    EXPECT_NEAR(errors[1], 0, 1e-5);
    EXPECT_NEAR(errors[2], 0, 1e-5);
    EXPECT_NEAR(errors[3], 0, 1e-5);
  }
}

// The armature's chain by hand: electrical, T^2 over the mechanical impedance at the armature, whose load is
// the diaphragm behind the drive rod with the air on both sides.
TEST_F(NetworkCase, ArmatureEqualsItsChainOfTwoPorts) {
  const std::string parts = std::string(EARSHOT_SOURCE_DIR) + "/configs/parts/armatures.toml";
  const Response r =
      response("include = [\"" + parts + "\"]\n" +
               element("name = \"ba\"\nkind = \"armature\"\npart = \"generic woofer\"\nfrom = "
                       "\"plug\"\nsecond_from = \"tube\"") +
               element("name = \"load\"\nkind = \"damper\"\nfrom = \"tube\"\nvalue = \"1000 acoustic_ohm\"") +
               "[[probe]]\nname = \"tube\"\nnode = \"tube\"\n");
  const Case config = read_case(directory.path / "case.toml");
  const AirProperties air = air_properties(config);
  for (std::size_t k = 0; k < r.frequency_hz.size(); ++k) {
    const double omega = two_pi * r.frequency_hz[k], load = 1e8, sd = 30e-6, force_factor = 2;
    const Complex iw = i_unit * omega;
    const auto volume = [&](double v) {
      return iw * cavity_compliance(air, omega, v, 6 * std::pow(v, 2.0 / 3));
    };
    const TwoPort spout =
        uniform_passage(tube_fluid(air, 0.7e-3, omega), omega, 2e-3, std::numbers::pi * 0.49e-6);
    const Complex y_spout = (spout.c * load + spout.d) / (spout.a * load + spout.b);
    // U = y_front p_f + (p_f - p_r)/R at the front, -U = y_rear p_r + (p_r - p_f)/R at the rear.
    const Complex y_front = volume(30e-9) + y_spout, y_rear = volume(110e-9), y_vent = 1 / 5e9;
    const Complex det = (y_front + y_vent) * (y_rear + y_vent) - y_vent * y_vent;
    const Complex front = y_rear / det, rear = -y_front / det; // pressures per volume velocity
    const Complex diaphragm = iw * 4e-6 + 1.0 / (iw * 5e-3) + 0.005 + sd * sd * (front - rear);
    const Complex rod = 1.0 / (iw * 0.005e-3), behind = rod * diaphragm / (rod + diaphragm);
    const Complex armature = iw * 5e-6 + (1 / 0.5e-3 - 1070) / iw + 0.01 + behind;
    const Complex eddy = iw * 1.5e-3 * 60.0 / (60.0 + iw * 1.5e-3);
    const Complex z = 30.0 + iw * 3e-3 + eddy + force_factor * force_factor / armature;
    const Complex velocity = force_factor * (1.0 / z) / armature * behind / diaphragm; // of the diaphragm
    const Complex pressure = sd * velocity * front / (spout.a + spout.b / load);
    EXPECT_LT(relative_error(r.impedance[k], z), 1e-10);
    EXPECT_LT(relative_error(r.probes[0].values[k], pressure), 1e-9);
    EXPECT_LT(relative_error(r.excursion_mm[0].values[k], std::sqrt(2.0) * 1e3 * std::abs(velocity) / omega),
              1e-10);
  }
}

TEST_F(NetworkCase, RefusesMagnetsThatOvercomeTheArmature) {
  const std::string parts = std::string(EARSHOT_SOURCE_DIR) + "/configs/parts/armatures.toml";
  const std::string text =
      "include = [\"" + parts + "\"]\n" +
      element("name = \"ba\"\nkind = \"armature\"\npart = \"generic woofer\"\nfrom = \"plug\"\nsecond_from = "
              "\"tube\"") +
      element("name = \"load\"\nkind = \"damper\"\nfrom = \"tube\"\nvalue = \"1000 acoustic_ohm\"");
  EXPECT_EQ(complaint(text), "nothing");
  const std::string file = write("strong.toml", text);
  const Case config = read_case(file, {"armature[0].magnetic_stiffness=2500 N/m"});
  EXPECT_THROW(build_network(config, air_properties(config)), UserError);
}

// Each acoustic element before a damper of 2e7 Pa s/m3, driven by a flow; the probe is its input impedance.
TEST_F(NetworkCase, AcousticElementsAreTheirFormulas) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  const double pi = std::numbers::pi, load = 2e7;
  const auto before_load = [&](const PiTwoPort &two_port) {
    const TwoPort t = chain_of(two_port);
    return (t.a * load + t.b) / (t.c * load + t.d);
  };
  struct Kind {
    std::string keys;
    std::function<Complex(double omega)> input;
  };
  const auto beside_load = [load](Complex admittance) { return 1.0 / (admittance + 1 / load); };
  const double area = pi * 1e-6;
  const Kind kinds[] = {
      {"kind = \"tube\"\nto = \"end\"\nradius = \"0.5 mm\"\nlength = \"8 mm\"",
       [&](double w) { return before_load(uniform_pi(tube_fluid(air, 0.5e-3, w), w, 8e-3, pi * 0.25e-6)); }},
      {"kind = \"slit\"\nto = \"end\"\ngap = \"0.1 mm\"\nwidth = \"3 mm\"\nlength = \"2 mm\"",
       [&](double w) { return before_load(uniform_pi(slit_fluid(air, 1e-4, w), w, 2e-3, 3e-7)); }},
      {"kind = \"annulus\"\nto = \"end\"\ninner_radius = \"1 mm\"\nradius = \"1.2 mm\"\nlength = \"2 mm\"",
       [&](double w) {
         return before_load(uniform_pi(annulus_fluid(air, 1e-3, 1.2e-3, w), w, 2e-3, pi * 0.44e-6));
       }},
      {"kind = \"cone\"\nto = \"end\"\nradius = \"1 mm\"\nend_radius = \"3 mm\"\nlength = \"9 mm\"",
       [&](double w) { return before_load(cone_pi(air, w, 9e-3, 1e-3, 3e-3)); }},
      {"kind = \"damper\"\nto = \"end\"\nvalue = \"680 acoustic_ohm\"", [&](double) { return 6.8e7 + load; }},
      {"kind = \"mesh\"\nto = \"end\"\nvalue = \"130 rayl\"\narea = \"2 mm2\"",
       [&](double) { return 130 / 2e-6 + load; }},
      {"kind = \"mass\"\nto = \"end\"\nvalue = \"900 kg/m4\"",
       [&](double w) { return Complex(load, 900 * w); }},
      {"kind = \"cavity\"\nvalue = \"0.3 cm3\"",
       [&](double w) { return beside_load(i_unit * w * 0.3e-6 / air.bulk_modulus()); }},
      {"kind = \"cavity\"\nvalue = \"0.3 cm3\"\nsurface_area = \"4 cm2\"",
       [&](double w) { return beside_load(i_unit * w * cavity_compliance(air, w, 0.3e-6, 4e-4)); }},
      {"kind = \"cavity\"\nvalue = \"31.41592653589793 mm3\"\nradius = \"1 mm\"\nlength = \"10 mm\"",
       [&](double w) { return beside_load(i_unit * w * cylinder_compliance(air, w, 1e-3, 1e-2)); }},
      {"kind = \"radiation\"\nradius = \"1 mm\"\nflange = \"unflanged\"",
       [&](double w) { return beside_load(area / radiation_impedance(Flange::none, air, area, w)); }}};
  for (const Kind &kind : kinds) {
    const bool two_port = kind.keys.find("to = ") != std::string::npos;
    const Response r =
        response(element("name = \"U\"\nkind = \"source\"\nfrom = \"in\"\nvalue = \"1 m3/s\"") +
                 element("name = \"x\"\nfrom = \"in\"\n" + kind.keys) +
                 element(std::string("name = \"load\"\nkind = \"damper\"\nvalue = \"2e7 Pa s/m3\"\nfrom = ") +
                         (two_port ? "\"end\"" : "\"in\"")) +
                 "[[probe]]\nname = \"in\"\nnode = \"in\"\n");
    for (std::size_t k = 0; k < r.frequency_hz.size(); ++k)
      EXPECT_LT(relative_error(r.probes[0].values[k], kind.input(two_pi * r.frequency_hz[k])), 1e-10)
          << kind.keys;
  }
}

TEST_F(NetworkCase, IdealElementsAndControlledSourcesFromText) {
  const auto resistor = [](const std::string &name, const std::string &node, const std::string &ohms) {
    return element("name = \"" + name + "\"\nkind = \"resistance\"\nfrom = \"" + node + "\"\nvalue = \"" +
                   ohms + " ohm\"");
  };
  // Each shows 8 ohm at its far side as another impedance at the plug.
  const auto input = [&](const std::string &text) { return response(text).impedance[1]; };
  EXPECT_LT(
      relative_error(input(element("name = \"t\"\nkind = \"transformer\"\nfrom = \"plug\"\nsecond_from = "
                                   "\"a\"\nvalue = \"3\"") +
                           resistor("R", "a", "8")),
                     72),
      1e-10);
  EXPECT_LT(relative_error(input(element("name = \"g\"\nkind = \"gyrator\"\nfrom = \"plug\"\nsecond_from = "
                                         "\"a\"\nvalue = \"0.1 S\"") +
                                 resistor("R", "a", "8")),
                           1 / (0.01 * 8)),
            1e-10);
  EXPECT_LT(
      relative_error(input(resistor("R", "plug", "8") +
                           element("name = \"G\"\nkind = \"flow_by_potential\"\nfrom = \"plug\"\nsecond_from "
                                   "= \"plug\"\nvalue = \"0.125 S\"")),
                     4),
      1e-10);
  // An amplifier of 5 and a resistance of 2 ohm back to the plug: i = (1 - 5)/2 + 1/8 per volt.
  EXPECT_LT(relative_error(
                input(resistor("R", "plug", "8") +
                      element("name = \"E\"\nkind = \"potential_by_potential\"\nfrom = \"a\"\nsecond_from "
                              "= \"plug\"\nvalue = \"5\"") +
                      element("name = \"back\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = \"a\"\nvalue = "
                              "\"2 ohm\"")),
                1 / (-2 + 0.125)),
            1e-10);
  // Twice the resistor's own current beside it, whichever stands first in the file.
  EXPECT_LT(relative_error(input(element("name = \"F\"\nkind = \"flow_by_flow\"\nfrom = \"plug\"\ncontrol = "
                                         "\"R\"\nvalue = \"2\"") +
                                 resistor("R", "plug", "6")),
                           2),
            1e-10);
  // The coil's own current, three times over, beside it.
  EXPECT_LT(
      relative_error(input(element("name = \"L\"\nkind = \"inductance\"\nfrom = \"plug\"\nvalue = \"1 mH\"") +
                           element("name = \"F\"\nkind = \"flow_by_flow\"\nfrom = \"plug\"\ncontrol = "
                                   "\"L\"\nvalue = \"3\"")),
                     i_unit * two_pi * 1e3 * 1e-3 / 4.0),
      1e-10);
}

TEST_F(NetworkCase, SpiceFileJoinsByNodes) {
  write("crossover.cir", "* high-pass\nC1 plug out 10u\n");
  const Response r =
      response("[network]\nspice = \"crossover.cir\"\n" +
               element("name = \"R\"\nkind = \"resistance\"\nfrom = \"out\"\nvalue = \"16 ohm\""));
  for (std::size_t k = 0; k < r.frequency_hz.size(); ++k)
    EXPECT_LT(relative_error(r.impedance[k], 16.0 + 1.0 / (i_unit * two_pi * r.frequency_hz[k] * 10e-6)),
              1e-10);
}

TEST_F(NetworkCase, TablesStandForWhatTheyHold) {
  write("z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n10,8,0\n20000,8,0\n");
  write("t.csv", "frequency_hz,a_re,a_im,b_re_ohm,b_im_ohm,c_re,c_im,d_re,d_im\n10,1,0,4,0,0.5,0,3,0\n"
                 "20000,1,0,4,0,0.5,0,3,0\n");
  const Response r = response(
      element("name = \"T\"\nkind = \"two_port_table\"\nfrom = \"plug\"\nto = \"a\"\ntable = \"t.csv\"") +
      element("name = \"Z\"\nkind = \"impedance_table\"\nfrom = \"a\"\ntable = \"z.csv\""));
  for (const Complex z : r.impedance)
    EXPECT_LT(relative_error(z, (1 * 8.0 + 4) / (0.5 * 8 + 3)), 1e-10);
}

TEST_F(NetworkCase, WarnsOfTablesThatAreShortOrActive) {
  write("z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n500,-8,1\n2000,8,0\n");
  write("t.csv", "frequency_hz,a_re,a_im,b_re_ohm,b_im_ohm,c_re,c_im,d_re,d_im\n10,0.1,0,1,0,0.1,0,0.1,0\n"
                 "20000,0.1,0,1,0,0.1,0,0.1,0\n");
  const auto warnings = warnings_of(
      element("name = \"T\"\nkind = \"two_port_table\"\nfrom = \"plug\"\nto = \"a\"\ntable = \"t.csv\"") +
      element("name = \"Z\"\nkind = \"impedance_table\"\nfrom = \"a\"\ntable = \"z.csv\""));
  ASSERT_EQ(warnings.size(), 4U);
  EXPECT_NE(warnings[0].find("is not passive"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[1].find("is not reciprocal"), std::string::npos) << warnings[1];
  EXPECT_NE(warnings[2].find("held constant beyond"), std::string::npos) << warnings[2];
  EXPECT_NE(warnings[3].find("negative resistance"), std::string::npos) << warnings[3];
}

TEST_F(NetworkCase, UnitsAndDomainsMustAgree) {
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"resistance\"\nfrom = \"x\"\nvalue = \"16 ohm\"") +
                element("name = \"b\"\nkind = \"resistance\"\nfrom = \"x\"\nvalue = \"1e8 Pa s/m3\"")),
      "case.toml:9: network.element[1].from: found node \"x\" at resistance \"b\", which makes it acoustic, "
      "but it is electrical by resistance \"a\" in case.toml:4");
  EXPECT_EQ(complaint(element("name = \"a\"\nkind = \"damper\"\nfrom = \"x\"\nvalue = \"16 ohm\"")),
            "case.toml:5: network.element[0].value: found \"16 ohm\" (an electrical resistance), expected an "
            "acoustic resistance such as \"680 acoustic_ohm\"");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"tube\"\nfrom = \"x\"\nradius = \"1 mm\"")),
      "case.toml:2: network.element[0].name: found tube \"a\" without length, expected length = \"5 mm\"");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"cavity\"\nfrom = \"x\"\nvalue = \"1 cm3\"\ngap = \"1 mm\"")),
      "case.toml:6: network.element[0].gap: found gap of a cavity, which takes value surface_area radius "
      "length");
}

TEST_F(NetworkCase, WithoutAMeshThereIsNothingToDrawOrToAnalyse) {
  const std::string load =
      element("name = \"R\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = \"16 ohm\"");
  EXPECT_EQ(
      complaint(load + "[output]\nfield_frequencies = [\"1 kHz\"]\n[[analysis]]\ntype = \"modes\"\n"
                       "[[probe]]\nname = \"p\"\nsurface = \"ear\"\n"),
      "case.toml:7: output.field_frequencies[0]: found fields asked for in a case without mesh, expected "
      "none\n"
      "case.toml:9: analysis[0].type: found \"modes\" in a case without mesh, expected \"isolation\"\n"
      "case.toml:12: probe[0].surface: found a surface in a case without mesh, expected a node");
}

TEST_F(NetworkCase, FloatingNodesAndLoopsAreFound) {
  EXPECT_EQ(
      complaint(
          element("name = \"a\"\nkind = \"damper\"\nfrom = \"x\"\nto = \"y\"\nvalue = \"1e8 Pa s/m3\"")),
      "case.toml:4: network.element[0].from: node \"x\" has no way to ground: its potential is undefined\n"
      "case.toml:5: network.element[0].to: node \"y\" has no way to ground: its potential is undefined");
  EXPECT_NE(complaint(element("name = \"a\"\nkind = \"source\"\nfrom = \"x\"\nvalue = \"1 V\"") +
                      element("name = \"b\"\nkind = \"source\"\nfrom = \"x\"\nvalue = \"2 V\""))
                .find("source \"b\" closes a loop of sources without resistance"),
            std::string::npos);
  EXPECT_NE(
      complaint(
          element("name = \"a\"\nkind = \"armature\"\npart = \"none\"\nfrom = \"plug\"\nsecond_from = \"x\""))
          .find("found the unknown [[armature]] \"none\""),
      std::string::npos);
}

TEST(TwoPortChecks, PassivityAndReciprocity) {
  const TwoPort series{1, 5, 0, 1}, active{1, -5, 0, 1};
  EXPECT_NEAR(passivity_margin(series), 0, 1e-15); // its admittance matrix has the eigenvalue 0
  EXPECT_LT(passivity_margin(active), -0.1);
  EXPECT_EQ(reciprocity_error(series), 0);
  EXPECT_NEAR(reciprocity_error({2, 0, 0, 1}), 1, 1e-15);
}

} // namespace
