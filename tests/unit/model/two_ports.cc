// Two-ports of a network from formulas and files: against closed forms, and what is warned about or refused.
#include "solver/model/network_tables.h"
#include "tests/unit/model/network_case.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

std::string two_port(const std::string &a, const std::string &b, const std::string &c, const std::string &d,
                     const std::string &more = "") {
  return element("name = \"T\"\nkind = \"two_port\"\nfrom = \"plug\"\nto = \"a\"\na = \"" + a + "\"\nb = \"" +
                 b + "\"\nc = \"" + c + "\"\nd = \"" + d + "\"\n" + more);
}

std::string chain_table(const std::string &name, const std::string &keys = "") {
  return element("name = \"T\"\nkind = \"two_port_table\"\nfrom = \"plug\"\nto = \"a\"\ntable = \"" + name +
                 "\"\n" + keys);
}

std::string impedance_table(const std::string &name, const std::string &keys = "") {
  return element("name = \"Z\"\nkind = \"impedance_table\"\nfrom = \"a\"\ntable = \"" + name + "\"\n" + keys);
}

const std::string load = element("name = \"R\"\nkind = \"resistance\"\nfrom = \"a\"\nvalue = \"8 ohm\"");
const std::string heading = "frequency_hz,a_re,a_im,b_re_ohm,b_im_ohm,c_re,c_im,d_re,d_im\n";

TEST_F(NetworkCase, TablesStandForWhatTheyHold) {
  write("z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n10,8,0\n20000,8,0\n");
  write("t.csv", heading + "10,1,0,4,0,0.5,0,3,0\n"
                           "20000,1,0,4,0,0.5,0,3,0\n");
  const Response r = response(chain_table("t.csv") + impedance_table("z.csv"));
  for (const Complex z : r.impedance)
    EXPECT_LT(relative_error(z, (1 * 8.0 + 4) / (0.5 * 8 + 3)), 1e-10);
}

// A coil and a capacitor, by the names for the frequency, and a gain of one way only: nothing but rounding.
TEST_F(NetworkCase, FormulasFollowTheFrequency) {
  const Response low_pass = response(
      two_port("1 - omega^2 * 1e-3 * 10e-6", "i * omega * 1e-3", "2 * pi * i * f * 10e-6", "1") + load);
  const Response buffer = response(two_port("2", "6", "0", "0") + load +
                                   element("name = \"r\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = "
                                           "\"5 ohm\""));
  for (std::size_t k = 0; k < low_pass.frequency_hz.size(); ++k) {
    const Complex iw = i_unit * two_pi * low_pass.frequency_hz[k];
    EXPECT_LT(relative_error(low_pass.impedance[k], iw * 1e-3 + 1.0 / (iw * 10e-6 + 1 / 8.0)), 1e-10);
    EXPECT_LT(relative_error(buffer.impedance[k], 5), 1e-10);
  }
}

// Chains whose pi or T doesn't exist: a shunt (b = 0), a series element (c = 0), an ideal transformer, a line
// of half a wave and one of a quarter wave at 1 kHz.
TEST_F(NetworkCase, FormulasWithZerosNeedNoOtherForm) {
  const std::string half = "pi * f / 1000", quarter = "pi / 2 * f / 1000";
  const auto line = [](const std::string &phase) {
    return two_port("cos(" + phase + ")", "50 * i * sin(" + phase + ")", "i * sin(" + phase + ") / 50",
                    "cos(" + phase + ")");
  };
  const std::pair<std::string, double> chains[] = {{two_port("1", "0", "0.125", "1"), 4},
                                                   {two_port("1", "2", "0", "1"), 10},
                                                   {two_port("0.01", "0", "0", "100"), 8e-4},
                                                   {line(half), 8},
                                                   {line(quarter), 2500 / 8.0}};
  for (const auto &[text, impedance] : chains) {
    EXPECT_LT(relative_error(response(text + load).impedance[1], impedance), 1e-10) << text;
    // The plug is a source of 1 V behind 3 ohm: its node's potential, from the symmetric system.
    const std::string behind = "[source]\nvoltage = \"1 V\"\noutput_impedance = \"3 ohm\"\n" + text + load;
    EXPECT_LT(relative_error(assembled(behind, "plug")[1], impedance / (impedance + 3)), 1e-10) << text;
    EXPECT_TRUE(warnings_of(text + load).empty()) << text;
  }
}

TEST_F(NetworkCase, WarnsOfFormulasThatGivePowerOrAreNotReciprocal) {
  const auto warnings = warnings_of(two_port("1", "-5", "0", "1") + load);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("two_port \"T\" is not passive"), std::string::npos) << warnings[0];
  const auto buffer = warnings_of(two_port("2", "6", "0", "0") + load);
  ASSERT_EQ(buffer.size(), 2U);
  EXPECT_NE(buffer[1].find("two_port \"T\" is not reciprocal"), std::string::npos) << buffer[1];
}

TEST_F(NetworkCase, FormulasThatCannotBeUsedAreNamed) {
  const auto refuse = [&](const std::string &b, const std::string &reason, const std::string &more = "") {
    SCOPED_TRACE(b);
    EXPECT_EQ(complaint(two_port("1", b, "0", "1", more) + load), reason);
  };
  const std::string where = "case.toml:7: network.element[0].b: found b = ";
  refuse("2 * lenght",
         where + "\"2 * lenght\": found the unknown name \"lenght\", expected numbers, functions or "
                 "one of omega, f, i, pi, e, air_density, length, speed_of_sound",
         "length = \"1 mm\"\n");
  refuse("2 * (1 + f", where + "\"2 * (1 + f\": found the end at position 11, expected \")\"");
  refuse("2 +", where + "\"2 +\": found the end at position 4, expected a number, a name or \"(\"");
  refuse("omega = 3", where + "\"omega = 3\": found \"=\" at position 7, expected an operator or the end");
  refuse("1 / 0", "case.toml:2: network.element[0].name: two_port \"T\": \"1 / 0\" is not finite at 20 Hz");
  EXPECT_EQ(
      complaint(element("name = \"T\"\nkind = \"two_port\"\nfrom = \"x\"\nto = \"y\"\na = \"1\"\nb = "
                        "\"2\"\nd = \"1\"")),
      "case.toml:2: network.element[0].name: found two_port \"T\" without c, expected c = \"0\"\n"
      "case.toml:2: network.element[0].name: the domain of two_port \"T\" is unknown: no element with a "
      "unit is at its nodes");
}

TEST_F(NetworkCase, TablesThatEndWithinTheBandAreRefused) {
  write("z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n500,8,1\n2000,8,0\n");
  write("t.csv", heading + "500,1,0,4,0,0,0,1,0\n2000,1,0,4,0,0,0,1,0\n");
  const std::string plug =
      element("name = \"r\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = \"a\"\nvalue = \"1 ohm\"");
  const std::string found =
      " reaches from 500 Hz to 2 kHz, but frequencies from 100 Hz to 8 kHz are asked "
      "for, expected a table of this range, or extrapolate = true, which holds it constant "
      "beyond its ends";
  EXPECT_EQ(complaint(plug + impedance_table("z.csv") + sweep),
            "case.toml:11: network.element[1].table: z.csv" + found);
  EXPECT_EQ(complaint(chain_table("t.csv") + load + sweep),
            "case.toml:6: network.element[0].table: t.csv" + found);
  write("ear.csv", "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n500,1e7,1e7\n2000,1e7,1e7\n");
  const std::string drive = element("name = \"U\"\nkind = \"source\"\nfrom = \"in\"\nvalue = \"1 m3/s\""),
                    ear = "[ear]\nnode = \"in\"\nmodel = \"table\"\ntable = \"ear.csv\"\n";
  EXPECT_EQ(complaint(drive + ear + sweep), "case.toml:9: ear.table: ear.csv" + found);

  const std::string wanted = "extrapolate = true\n";
  for (const std::string &text :
       {plug + impedance_table("z.csv", wanted), chain_table("t.csv", wanted) + load, drive + ear + wanted}) {
    const auto warnings = warnings_of(text);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find("are asked for: it is held constant beyond"), std::string::npos)
        << warnings[0];
  }
}

TEST_F(NetworkCase, TablesOfTwoPortsMustBeFinite) {
  write("t.csv", heading + "10,1,0,4,0,0,0,1,0\n20000,1,0,inf,0,0,0,1,0\n");
  EXPECT_EQ(complaint(chain_table("t.csv") + load), "case.toml:6: network.element[0].table: t.csv:3: found "
                                                    "\"inf\" under b_re_ohm, expected a finite number");
  write("t.s2p", "# kHz S RI R 0\n0.01 0 0 1 0 1 0 0 0\n20 0 0 1 0 1 0 0 0\n");
  EXPECT_EQ(
      complaint(chain_table("t.s2p") + load),
      "case.toml:6: network.element[0].table: t.s2p:1: found the reference 0 ohm, expected more than 0");
}

TEST_F(NetworkCase, WarnsOfTablesThatAreActiveOrNotReciprocal) {
  write("z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n10,-8,1\n20000,8,0\n");
  write("t.csv", heading + "10,0.1,0,1,0,0.1,0,0.1,0\n20000,0.1,0,1,0,0.1,0,0.1,0\n");
  const auto warnings = warnings_of(chain_table("t.csv") + impedance_table("z.csv"));
  ASSERT_EQ(warnings.size(), 3U);
  EXPECT_NE(warnings[0].find("is not passive"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[1].find("is not reciprocal"), std::string::npos) << warnings[1];
  EXPECT_NE(warnings[2].find("negative resistance"), std::string::npos) << warnings[2];
}

// The table ends where the sweep does, which is no fault.
TEST_F(NetworkCase, WarnsOfEarsThatGivePower) {
  write("ear.csv", "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n100,3e7,-4e8\n1000,-2e5,-3e7\n"
                   "8000,4e7,2e7\n");
  const auto warnings = warnings_of(element("name = \"U\"\nkind = \"source\"\nfrom = \"in\"\nvalue = \"3 "
                                            "mm3/s\"") +
                                    "[ear]\nnode = \"in\"\nmodel = \"table\"\ntable = \"ear.csv\"\n");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("ear.csv has a negative resistance, at 1000 Hz for one: it gives power"),
            std::string::npos)
      << warnings[0];
}

TEST(TwoPortChecks, PassivityAndReciprocity) {
  const TwoPort series{1, 5, 0, 1}, active{1, -5, 0, 1};
  EXPECT_NEAR(passivity_margin(series), 0, 1e-14); // its admittance matrix has the eigenvalue 0
  EXPECT_LT(passivity_margin(active), -0.1);
  EXPECT_EQ(reciprocity_error(series), 0);
  EXPECT_NEAR(reciprocity_error({2, 0, 0, 1}), 1, 1e-14);
  // Without an admittance matrix: a shunt that takes power, one that gives it, a transformer, a phase of
  // power.
  EXPECT_EQ(passivity_margin({1, 0, 5, 1}), 0);
  EXPECT_EQ(passivity_margin({1, 0, -5, 1}), -1);
  EXPECT_EQ(passivity_margin({4, 0, 0, 0.25}), 0);
  EXPECT_LT(passivity_margin({Complex(0, 4), 0, 0, Complex(0, -0.25)}), -0.1);
}

} // namespace
