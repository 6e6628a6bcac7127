// [network] from text to circuit: responses against hand-solved circuits.
#include "solver/circuit/circuit_solution.h"
#include "solver/config/network_check.h"
#include "solver/materials/narrow_region.h"
#include "solver/model/network_mouths.h"
#include "solver/physics/acoustics/radiation.h"
#include "tests/unit/model/network_case.h"

#include <cmath>
#include <cstdio>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;

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

// Each acoustic element before a damper of 2e7 Pa s/m3, driven by a flow; the probe is its input impedance,
// by nodal analysis and from the symmetric system beside finite elements. Both round only.
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
  const std::string head = "frequency_hz,a_re,a_im,b_re_pa_s_m3,b_im_pa_s_m3,c_re,c_im,d_re,d_im\n";
  write("chain.csv", head + "10,1,0,4e7,0,2e-8,0,1.8,0\n20000,1,0,4e7,0,2e-8,0,1.8,0\n");
  write("z.csv", "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n10,3e7,4e7\n20000,3e7,4e7\n");
  const auto beside_load = [load](Complex admittance) { return 1.0 / (admittance + 1 / load); };
  const double area = pi * 1e-6;
  const Kind kinds[] = {
      {"kind = \"tube\"\nto = \"end\"\nradius = \"0.5 mm\"\nlength = \"8 mm\"",
       [&](double w) {
         return before_load(uniform_pi(tube_fluid(air, 0.5e-3, w, {2, 8e-3}), w, 8e-3, pi * 0.25e-6));
       }},
      {"kind = \"slit\"\nto = \"end\"\ngap = \"0.1 mm\"\nwidth = \"3 mm\"\nlength = \"2 mm\"",
       [&](double w) {
         return before_load(uniform_pi(slit_fluid(air, 1e-4, w, {2, 2e-3}), w, 2e-3, 3e-7));
       }},
      {"kind = \"annulus\"\nto = \"end\"\ninner_radius = \"1 mm\"\nradius = \"1.2 mm\"\nlength = \"2 mm\"",
       [&](double w) {
         return before_load(
             uniform_pi(annulus_fluid(air, 1e-3, 1.2e-3, w, {2, 2e-3}), w, 2e-3, pi * 0.44e-6));
       }},
      {"kind = \"cone\"\nto = \"end\"\nradius = \"1 mm\"\nend_radius = \"3 mm\"\nlength = \"9 mm\"",
       [&](double w) { return before_load(cone_pi(air, w, 9e-3, 1e-3, 3e-3)); }},
      {"kind = \"damper\"\nto = \"end\"\nvalue = \"680 acoustic_ohm\"", [&](double) { return 6.8e7 + load; }},
      {"kind = \"screen\"\nto = \"end\"\nvalue = \"130 rayl\"\narea = \"2 mm2\"",
       [&](double) { return 130 / 2e-6 + load; }},
      {"kind = \"mass\"\nto = \"end\"\nvalue = \"900 kg/m4\"",
       [&](double w) { return Complex(load, 900 * w); }},
      {"kind = \"resistance\"\nto = \"end\"\nvalue = \"5e7 Pa s/m3\"", [&](double) { return 5e7 + load; }},
      {"kind = \"transformer\"\nsecond_from = \"end\"\nvalue = \"3\"", [&](double) { return 9 * load; }},
      {"kind = \"two_port_table\"\nto = \"end\"\ntable = \"chain.csv\"",
       [&](double) { return (load + 4e7) / (2e-8 * load + 1.8); }},
      {"kind = \"impedance_table\"\nto = \"end\"\ntable = \"z.csv\"",
       [&](double) { return Complex(3e7, 4e7) + load; }},
      {"kind = \"two_port\"\nto = \"end\"\nradius = \"0.5 mm\"\nlength = \"8 mm\"\n"
       "a = \"cos(omega * length / speed_of_sound)\"\n"
       "b = \"i * air_density * speed_of_sound / (pi * radius^2) * sin(omega * length / speed_of_sound)\"\n"
       "c = \"i * pi * radius^2 / (air_density * speed_of_sound) * sin(omega * length / speed_of_sound)\"\n"
       "d = \"cos(omega * length / speed_of_sound)\"",
       [&](double w) {
         const Complex z = air.density * air.sound_speed / (pi * 0.25e-6),
                       t = i_unit * std::tan(w * 8e-3 / air.sound_speed);
         return z * (load + z * t) / (z + load * t);
       }},
      {"kind = \"compliance\"\nvalue = \"2e-12 m3/Pa\"",
       [&](double w) { return beside_load(i_unit * w * 2e-12); }},
      {"kind = \"cavity\"\nvalue = \"0.3 cm3\"",
       [&](double w) { return beside_load(i_unit * w * 0.3e-6 / air.bulk_modulus()); }},
      {"kind = \"cavity\"\nvalue = \"0.3 cm3\"\nsurface_area = \"4 cm2\"",
       [&](double w) { return beside_load(i_unit * w * cavity_compliance(air, w, 0.3e-6, 4e-4)); }},
      {"kind = \"cavity\"\nvalue = \"31.41592653589793 mm3\"\nradius = \"1 mm\"\nlength = \"10 mm\"",
       [&](double w) { return beside_load(i_unit * w * cylinder_compliance(air, w, 1e-3, 1e-2)); }},
      {"kind = \"radiation\"\nradius = \"1 mm\"\nflange = \"unflanged\"",
       [&](double w) { return beside_load(area / radiation_impedance(Flange::none, air, area, w)); }}};
  std::printf("kind                  nodal  symmetric: largest relative error\n");
  for (const Kind &kind : kinds) {
    const bool two_port = kind.keys.find("\"end\"") != std::string::npos;
    const std::string text =
        (element("name = \"U\"\nkind = \"source\"\nfrom = \"in\"\nvalue = \"1 m3/s\"") +
         element("name = \"x\"\nfrom = \"in\"\n" + kind.keys) +
         element(std::string("name = \"load\"\nkind = \"damper\"\nvalue = \"2e7 Pa s/m3\"\nfrom = ") +
                 (two_port ? "\"end\"" : "\"in\"")) +
         "[[probe]]\nname = \"in\"\nnode = \"in\"\n");
    const Response r = response(text);
    const std::vector<Complex> symmetric = assembled(text, "in");
    double errors[2] = {0, 0};
    for (std::size_t k = 0; k < r.frequency_hz.size(); ++k) {
      const Complex exact = kind.input(two_pi * r.frequency_hz[k]);
      errors[0] = std::max(errors[0], relative_error(r.probes[0].values[k], exact));
      errors[1] = std::max(errors[1], relative_error(symmetric[k], exact));
    }
    std::printf("%-18s %8.1e %8.1e\n", kind.keys.substr(8, kind.keys.find('"', 8) - 8).c_str(), errors[0],
                errors[1]);
    EXPECT_LT(errors[0], 1e-10) << kind.keys;
    EXPECT_LT(errors[1], 1e-10) << kind.keys;
  }
}

// An end counts where no passage goes on, and a step by what it widens.
TEST_F(NetworkCase, PassagesHaveMouthsWhereTheirNodesOpenIntoWiderAir) {
  const auto tube = [](const std::string &name, const std::string &from, const std::string &to,
                       const std::string &radius) {
    return element("name = \"" + name + "\"\nkind = \"tube\"\nfrom = \"" + from + "\"\nto = \"" + to +
                   "\"\nradius = \"" + radius + "\"\nlength = \"2 mm\"");
  };
  const auto one_port = [](const std::string &kind, const std::string &from, const std::string &more) {
    return element("name = \"" + kind + from + "\"\nkind = \"" + kind + "\"\nfrom = \"" + from + "\"\n" +
                   more);
  };
  const std::string text =
      "[ear]\nmodel = \"iec711\"\nnode = \"ear\"\n" + one_port("cavity", "rear", "value = \"0.3 cm3\"") +
      one_port("damper", "rear", "to = \"behind\"\nvalue = \"100 acoustic_ohm\"") +
      tube("vent", "behind", "out", "0.25 mm") + one_port("radiation", "out", "radius = \"0.25 mm\"") +
      tube("to free air", "rear", "ground", "0.1 mm") + tube("first", "rear", "step", "1 mm") +
      tube("second", "step", "line", "2 mm") + tube("third", "line", "ear", "2 mm") +
      tube("blind", "rear", "nowhere", "0.3 mm");
  const Case config = read_case(write("case.toml", text + sweep));
  const auto mouths = [&](const std::string &name) {
    for (const NetworkElementConfig &e : config.network->elements)
      if (e.name.value == name)
        return lumped_mouths(e, config);
    throw std::out_of_range(name);
  };
  EXPECT_EQ(mouths("vent"), 2); // a cloth over a mouth leaves it one
  EXPECT_EQ(mouths("to free air"), 2);
  EXPECT_DOUBLE_EQ(mouths("first"), 1 + step_share(0.25));
  EXPECT_EQ(mouths("second"), 0); // narrows, and goes on as wide
  EXPECT_EQ(mouths("third"), 0);  // ends at the ear
  EXPECT_EQ(mouths("blind"), 1);  // nothing is at its end
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
  EXPECT_LT(relative_error(input(resistor("R", "plug", "8") +
                                 element("name = \"G\"\nkind = \"vccs\"\nfrom = \"plug\"\nsecond_from "
                                         "= \"plug\"\nvalue = \"0.125 S\"")),
                           4),
            1e-10);
  // An amplifier of 5 and a resistance of 2 ohm back to the plug: i = (1 - 5)/2 + 1/8 per volt.
  EXPECT_LT(relative_error(
                input(resistor("R", "plug", "8") +
                      element("name = \"E\"\nkind = \"vcvs\"\nfrom = \"a\"\nsecond_from "
                              "= \"plug\"\nvalue = \"5\"") +
                      element("name = \"back\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = \"a\"\nvalue = "
                              "\"2 ohm\"")),
                1 / (-2 + 0.125)),
            1e-10);
  // Twice the resistor's own current beside it, whichever stands first in the file.
  EXPECT_LT(relative_error(input(element("name = \"F\"\nkind = \"cccs\"\nfrom = \"plug\"\ncontrol = "
                                         "\"R\"\nvalue = \"2\"") +
                                 resistor("R", "plug", "6")),
                           2),
            1e-10);
  // The coil's own current, three times over, beside it.
  EXPECT_LT(
      relative_error(input(element("name = \"L\"\nkind = \"inductance\"\nfrom = \"plug\"\nvalue = \"1 mH\"") +
                           element("name = \"F\"\nkind = \"cccs\"\nfrom = \"plug\"\ncontrol = "
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

} // namespace
