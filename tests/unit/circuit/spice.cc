// Circuits read from SPICE text against their formulas.
#include "solver/circuit/spice.h"
#include "solver/circuit/circuit_solution.h"
#include "solver/circuit/spice_number.h"
#include "solver/config/located.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

Circuit parsed(const std::string &text) {
  Circuit circuit(CircuitDomain::electrical);
  add_spice_text(circuit, text, "test.cir");
  return circuit;
}

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

std::string complaint(const std::string &text) {
  try {
    parsed(text);
  } catch (const UserError &error) {
    return error.what();
  }
  return "nothing";
}

TEST(Spice, ValuesHaveSuffixes) {
  const auto value = [](const std::string &text) { return parse_spice_value(text).value_or(-1); };
  EXPECT_DOUBLE_EQ(value("4.7u"), 4.7e-6);
  EXPECT_DOUBLE_EQ(value("4.7uF"), 4.7e-6);
  EXPECT_DOUBLE_EQ(value("4.7\xC2\xB5"), 4.7e-6);
  EXPECT_DOUBLE_EQ(value("4.7\xCE\xBC"
                         "F"),
                   4.7e-6);
  EXPECT_DOUBLE_EQ(value("2.2MEG"), 2.2e6);
  EXPECT_DOUBLE_EQ(value("3m"), 3e-3);
  EXPECT_DOUBLE_EQ(value("10k"), 1e4);
  EXPECT_DOUBLE_EQ(value("-1e-3n"), -1e-12);
  EXPECT_DOUBLE_EQ(value("15ohm"), 15);
  EXPECT_DOUBLE_EQ(value("15\xCE\xA9"), 15);
  EXPECT_DOUBLE_EQ(value("100p"), 1e-10);
  for (const char *text : {"k", "1,2", "4k7", "1.2.3", "", "1e999", "nan", "inf"})
    EXPECT_FALSE(parse_spice_value(text)) << text;
}

TEST(Spice, LadderEqualsItsFormula) {
  const Circuit circuit = parsed("* a ladder\n"
                                 "R1 in mid 15 ; series\n"
                                 "L1 mid out\n"
                                 "+ 2.2m\n"
                                 "C1 out 0 4.7u\n"
                                 ".end\n"
                                 "nonsense after the end\n");
  const double omega = 2 * std::numbers::pi * 1500;
  const Complex expected = 15.0 + Complex(0, omega * 2.2e-3) + 1.0 / Complex(0, omega * 4.7e-6);
  EXPECT_LT(relative_error(circuit.transfer_impedance("in", "in", omega), expected), 1e-12);
}

TEST(Spice, SubcircuitsHaveTheirOwnNamesAndMayNest) {
  const Circuit circuit = parsed(".subckt half a b\nR1 a m 3\nR2 m b 4\n.ends\n"
                                 ".subckt whole a b\nX1 a c half\nX2 c b half\n.ends\n"
                                 "Xall in 0 whole\n");
  EXPECT_LT(relative_error(circuit.transfer_impedance("in", "in", 1), 14), 1e-12);
}

TEST(Spice, CoupledCoilsLineAndControlledSources) {
  const double omega = 2 * std::numbers::pi * 1e3;
  const Circuit coils = parsed("K1 L1 L2 0.5\nL1 in 0 1m\nL2 out 0 4m\nR1 out 0 10\n");
  const double m = 0.5 * std::sqrt(1e-3 * 4e-3);
  EXPECT_LT(relative_error(coils.transfer_impedance("in", "in", omega),
                           Complex(0, omega * 1e-3) + omega * omega * m * m / Complex(10, omega * 4e-3)),
            1e-12);
  // A quarter wave turns its load R into Z0^2 / R.
  const Circuit line = parsed("T1 in 0 out 0 Z0=50 TD=0.25m\nR1 out 0 200\n");
  EXPECT_LT(relative_error(line.transfer_impedance("in", "in", omega), 12.5), 1e-12);

  const Circuit active = parsed("V1 in 0 AC 2\nR0 in 0 1k\nE1 a 0 in 0 3\nRa a 0 1\nVp a b 0\nRb b 0 2\n"
                                "F1 0 c Vp 5\nRc c 0 1\nG1 0 d in 0 0.5\nRd d 0 4\nH1 e 0 Vp 7\nRe e 0 1\n");
  const CircuitMatrix matrix(active);
  const auto x = matrix.solve(omega, matrix.sources(omega));
  const auto node = [&](const char *name) { return x[active.node_index(name)]; };
  EXPECT_LT(relative_error(node("a"), 6), 1e-12);
  EXPECT_LT(relative_error(node("c"), 5 * 3), 1e-12); // 3 A through the probe
  EXPECT_LT(relative_error(node("d"), 0.5 * 2 * 4), 1e-12);
  EXPECT_LT(relative_error(node("e"), 7 * 3), 1e-12);
}

// A line of 50 ohm whose pairs float: as a stub in series, the impedance between a and b is that of the
// loaded line, Z0 (R + i Z0 tan) / (Z0 + i R tan). At 1 kHz the line is a quarter wave, at 2 kHz half a one,
// where it has neither impedance nor admittance matrix.
TEST(Spice, LineBetweenFloatingPairs) {
  const Circuit stub = parsed("T1 a b s t Z0=50 TD=0.25m\nRl s t 200\nRb b 0 75\nRt t 0 1\n");
  // The plus end of the load grounded: the line turns the sign.
  const Circuit inverter = parsed("T1 a 0 0 out Z0=50 TD=0.25m\nRl out 0 200\n");
  const Circuit by_wavelengths = parsed("T1 a b s t Z0=50 F=2k NL=0.5\nRl s t 200\nRb b 0 75\nRt t 0 1\n"),
                quarter = parsed("T1 a b s t Z0=50 F=1k\nRl s t 200\nRb b 0 75\nRt t 0 1\n");
  double worst = 0;
  for (const double f : {10.0, 333.0, 1e3, 1700.0, 2e3, 2001.0, 19e3}) {
    const double omega = 2 * std::numbers::pi * f, phase = omega * 0.25e-3, z0 = 50, load = 200;
    const Complex i(0, 1), c = std::cos(phase), s = i * std::sin(phase);
    const Complex input = z0 * (load * c + z0 * s) / (z0 * c + load * s);
    for (const Circuit *circuit : {&stub, &by_wavelengths, &quarter})
      worst = std::max(worst, relative_error(circuit->transfer_impedance("a", "a", omega), input + 75.0));
    worst = std::max(worst, relative_error(stub.transfer_impedance("a", "b", omega), 75));
    worst = std::max(worst, relative_error(inverter.transfer_impedance("a", "a", omega), input));
    worst = std::max(worst, relative_error(inverter.transfer_impedance("a", "out", omega),
                                           -input * load / (load * c + z0 * s)));
  }
  std::printf("floating lines: largest relative error %.1e\n", worst);
  EXPECT_LT(worst, 1e-10);
  EXPECT_EQ(floating_nodes(parsed("T1 a 0 s t Z0=50 TD=0.25m\nRl s t 200\n")),
            (std::vector<std::string>{"s", "t"}));
}

TEST(Spice, CapitalsOfNodesMakeNoDifference) {
  Circuit circuit(CircuitDomain::electrical);
  circuit.add_resistance("Plug", Circuit::ground, 6, "");
  add_spice_text(circuit, "R1 PLUG out 2\nR2 Out GND 1\n", "test.cir");
  EXPECT_EQ(circuit.nodes(), (std::vector<std::string>{"Plug", "out"}));
  EXPECT_LT(relative_error(circuit.transfer_impedance("Plug", "Plug", 1), 2), 1e-12);
}

TEST(Spice, ErrorsNameFileAndLine) {
  EXPECT_EQ(complaint("R1 a 0 1\nr1 b 0 1\n"),
            "test.cir:2: found \"r1\" a second time, expected a name of its own");
  EXPECT_EQ(complaint("L1 a 0 1m\nK1 L1 L1 0.5\n"),
            "test.cir:2: found an inductor coupled to itself, expected two of them");
  EXPECT_EQ(complaint("T1 a 0 b 0 Z0=50 X=1\n"), "test.cir:1: missing, expected td=value");
  EXPECT_EQ(complaint("T1 a 0 b 0 Z0=-50 TD=1m\n"),
            "test.cir:1: found a line with an impedance or a delay that isn't positive");

  EXPECT_EQ(complaint("R1 a 0 1\nR2 a 0 x\n"), "test.cir:2: found \"x\", expected a value such as 4.7u");
  EXPECT_EQ(complaint("\n\nR1 a 0\n"), "test.cir:3: found 3 words, expected Rname node node value");
  EXPECT_EQ(complaint("X1 a b none\n"), "test.cir:1: found the unknown subcircuit \"none\"");
  EXPECT_NE(complaint("Q1 a b c\n").find("test.cir:1: found \"q1\", expected an element"), std::string::npos);
  EXPECT_EQ(complaint(".subckt a b c\nR1 b c 1\n"), "test.cir:1: found .subckt without .ends");
  EXPECT_EQ(complaint("K1 L1 L2 0.9\n"), "test.cir:1: found the unknown inductor \"l1\"");
  EXPECT_EQ(complaint("R1 a 0 -3\n"), "test.cir:1: resistance of a circuit branch must be positive");
  EXPECT_NE(complaint("F1 a 0 Vx 2\n").find("no branch \"vx\""), std::string::npos);
}

/// The input impedance between a node and ground.
Complex input(const std::string &text, double frequency, const std::string &node = "plug") {
  return parsed(text).transfer_impedance(node, node, 2 * std::numbers::pi * frequency);
}

Complex polar(double magnitude, double degrees) {
  return std::polar(magnitude, degrees * std::numbers::pi / 180);
}

// Expected values have four digits and more: half a unit of the last one is below 2e-4.
constexpr double printed = 2e-4;

// 6.5 ohm and 0.4 mH in the words of four dialects.
TEST(Spice, ParametersTitlesAndAnalysisLines) {
  for (const char *text :
       {"* parameters\n.param re=6.5 lv={0.2m*2}\nR1 plug a {re}\nL1 a 0 {lv}\n",
        "* parameters\nR1 plug a 're'\nL1 a 0 {lv}\n.param lv = 0.2m * k, re = 6 + 0.5\n.param k=2\n",
        "* driver\n.subckt spk p n params: re=6 le=0.3m\nR1 p a {re}\nL1 a n {le}\n.ends\nX1 plug 0 spk "
        "params: re=6.5 "
        "le=0.4m\n",
        ".subckt spk p n re=6.5 le=1\nR1 p a re\nL1 a n {le}\n.ends spk\nX1 plug 0 spk le={0.8m/2}\n",
        "Two way crossover, second draft\nR1 plug a 6.5\nL1 a 0 0.4m\n.end\n",
        "* x\nR1 plug a 6.5\nL1 a 0 0.4m\n.options noacct\n.ac dec 50 20 20k\n.print ac v(a)\n.end\n",
        "* qucs\nR1 plug a 6.5 tc1=0.0 tc2=0.0\nL1 a 0 0.4M\n.control\nac dec 10 1 10k\nprint v(a)\n.endc\n",
        "* ltspice\nL\xC2\xA7"
        "1 a 0 400\xC2\xB5 Ipk=2 mfg=\"X\"\nR1 plug a 6.5 tol=1 pwr=0.25\n.backanno\n"}) {
    EXPECT_LT(relative_error(input(text, 100), polar(6.505, 2.21)), printed) << text;
    EXPECT_LT(relative_error(input(text, 1000), polar(6.970, 21.14)), printed) << text;
  }
}

TEST(Spice, DefaultsOfALibraryPart) {
  const std::string text = "* tweeter\n.SUBCKT TW p n Re=3.1 Le=0.4m Fs=600 Qms=2.2 Qes=0.95\n"
                           ".PARAM Res=Qms/Qes*Re\n.PARAM Lces=Re/(2*3.14159265*Fs*Qes)\n"
                           ".PARAM Cmes=Qes/(2*3.14159265*Fs*Re)\nR1 p a {Re}\nL1 a b {Le}\nR2 b n {Res}\n"
                           "L2 b n {Lces}\nC2 b n {Cmes}\n.ENDS\nX1 plug 0 TW\n";
  EXPECT_LT(relative_error(input(text, 100), polar(3.245, 14.40)), printed);
  EXPECT_LT(relative_error(input(text, 600), polar(10.389, 8.35)), printed);
  EXPECT_LT(relative_error(input(text, 1e3), polar(4.204, -1.03)), printed);
  EXPECT_LT(relative_error(input(text, 1e4), polar(25.13, 82.90)), printed);
}

TEST(Spice, ParasiticsOfParts) {
  const std::string text =
      "* coil and capacitor\nL1 plug a 0.82m Rser=1.5\nC1 a b 22u Rser=0.7\nR1 b 0 6.2\n";
  EXPECT_LT(relative_error(input(text, 100), polar(72.317, -83.33)), printed);
  EXPECT_LT(relative_error(input(text, 1e3), polar(8.654, -13.92)), printed);
  EXPECT_LT(relative_error(input(text, 1e4), polar(51.489, 80.61)), printed);
  const Complex parallel = input("* x\nR1 plug 0 30 M=2\nC1 plug 0 1u Rpar=30\n", 1e3);
  EXPECT_LT(relative_error(1.0 / parallel, 2.0 / 30 + 1 / 30.0 + Complex(0, 2e3 * std::numbers::pi * 1e-6)),
            1e-12);
}

TEST(Spice, PolynomialsLaplaceAndTables) {
  const std::string poly = "* 0 + 2 times the voltage across 3 and 4\nR1 plug 3 6.5\nL1 3 4 0.4m\nR2 4 0 1\n"
                           "E1 5 0 POLY(1) 3 4 0 2\nR3 5 0 5\n";
  EXPECT_LT(relative_error(input(poly, 100), polar(7.504, 1.92)), printed);
  EXPECT_LT(relative_error(input(poly, 1e3), polar(7.910, 18.53)), printed);
  EXPECT_LT(relative_error(parsed(poly).transfer_impedance("plug", "5", 1e4), 2.0 * Complex(0, 1e4 * 0.4e-3)),
            1e-12);
  const Circuit sum = parsed("* x\nR1 a 0 1\nR2 b 0 1\nR3 b a 1\nG1 0 c POLY(2) a 0 b 0 0 2 3\nR4 c 0 1\n"
                             "E1 d 0 POLY(2) (a,0) (b,0) 0 2 3 0\nR5 d 0 1\n");
  EXPECT_LT(relative_error(sum.transfer_impedance("a", "c", 1), 2 * 2 / 3.0 + 3 * 1 / 3.0), 1e-12);
  EXPECT_LT(relative_error(sum.transfer_impedance("a", "d", 1), 2 * 2 / 3.0 + 3 * 1 / 3.0), 1e-12);
  const std::string table =
      "* impedance by frequency\n.subckt spk p n\nB1 p n V=I(B1) FREQ=\n+ 20, 16.258, 0\n"
      "+ 2000, 16.258, 0\n.ends\nX1 plug 0 spk\n";
  EXPECT_LT(relative_error(input(table, 100), 6.5), printed);
  for (const char *text :
       {"* x\nR1 a 0 1\nE1 b 0 LAPLACE {V(a,0)} = {1/(1 + s*tau)}\nR2 b 0 1\n.param tau=1m\n",
        "* x\nR1 a 0 1\nE1 b 0 LAPLACE V(a) = {1/(1 + s*1m)}\nR2 b 0 1\n",
        "* x\nR1 a 0 1\nG1 0 b a 0 Laplace=1/(1+s*1m)\nR2 b 0 1\n"})
    EXPECT_LT(relative_error(parsed(text).transfer_impedance("a", "b", 2e3), 1.0 / Complex(1, 2)), 1e-12)
        << text;
  const Circuit freq = parsed("* x\nR1 a 0 1\nE1 b 0 FREQ {V(a,0)} = (10,0,0) (1000,-40,-90)\nR2 b 0 1\n");
  EXPECT_LT(relative_error(freq.transfer_impedance("a", "b", 2 * std::numbers::pi * 100), polar(0.1, -45)),
            1e-12);
}

/// Amplitude of the first source.
Complex amplitude(const std::string &text) {
  const Circuit circuit = parsed(text + "\nR1 amp 0 1\n");
  return circuit.sources().empty() ? 0.0 : circuit.sources()[0].value.value(1);
}

TEST(Spice, SourcesHaveMagnitudeAndPhase) {
  EXPECT_EQ(amplitude("V1 amp 0 AC 0.2"), 0.2);
  EXPECT_LT(std::abs(amplitude("V1 amp 0 AC 0.2 30") - polar(0.2, 30)), 1e-15);
  EXPECT_EQ(amplitude("V1 amp 0 AC 0.2 0"), 0.2);
  EXPECT_EQ(amplitude("V1 amp 0 AC 0.2 DC 0"), 0.2);
  EXPECT_EQ(amplitude("V1 amp 0 DC 3 AC 0.2"), 0.2);
  EXPECT_EQ(amplitude("V1 amp 0 3 AC 0.2"), 0.2);
  EXPECT_EQ(amplitude("V1 amp 0 AC"), 1.0);
  EXPECT_EQ(amplitude("V1 amp 0 SIN(0 1 1k 0 0) AC 0.2"), 0.2);
  EXPECT_EQ(amplitude("V1 amp 0 DC 3"), 0.0);
  EXPECT_EQ(amplitude("I1 0 amp AC 2m"), 2e-3);
  EXPECT_NE(complaint("V1 amp 0 5\nR1 amp 0 1\n").find("test.cir:1: found \"5\" alone"), std::string::npos);
  EXPECT_EQ(complaint("V1 amp 0 AC 1 foo\nR1 amp 0 1\n"),
            "test.cir:1: found \"foo\" on the line, which isn't used");
}

// Volts stand for pascals beyond a gyrator of two sources: the far side's parts are acoustic, and both
// sources are one reciprocal element.
TEST(Spice, DomainsSpreadAndPairsAreReciprocal) {
  Circuit circuit(CircuitDomain::electrical);
  circuit.add_node("Spout", CircuitDomain::acoustic);
  const std::vector<std::string> notes =
      add_spice_text(circuit,
                     "* receiver\nR1 plug a 40\nL1 a b 5m\nG1 b 0 m 0 2e-6\nG2 0 m b 0 2e-6\nC1 m s 1e-13\n"
                     "R2 s Spout 1.2e8\n",
                     "test.cir");
  EXPECT_EQ(notes,
            (std::vector<std::string>{"test.cir: m, s, Spout are acoustic nodes by the case, where 1 V "
                                      "stands for 1 Pa and 1 A for 1 m3/s"}));
  const auto domain = [&](const char *node) { return circuit.node_domains()[circuit.node_index(node)]; };
  for (const char *node : {"plug", "a", "b"})
    EXPECT_EQ(domain(node), CircuitDomain::electrical) << node;
  for (const char *node : {"m", "s", "Spout"})
    EXPECT_EQ(domain(node), CircuitDomain::acoustic) << node;
  EXPECT_NE(unsymmetric_element(circuit), "");
  circuit.join_reciprocal_sources();
  EXPECT_EQ(unsymmetric_element(circuit), "");
  Circuit other(CircuitDomain::electrical);
  other.add_node("plug", CircuitDomain::electrical);
  other.add_node("tube", CircuitDomain::acoustic);
  try {
    add_spice_text(other, "* x\nR1 plug tube 1\n", "test.cir");
    FAIL() << "joined volts to pascals by a resistor";
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find("expected no part that lets a flow pass between them"),
              std::string::npos);
  }
}

TEST(Spice, WhatIsNotUsedIsRefusedByName) {
  const std::pair<const char *, const char *> cases[] = {
      {"* x\nC1 plug a 6,8u\nR1 a 0 10\n", "test.cir:2: found \"6,8u\", expected decimal points"},
      {"* x\nR1 plug a 10 foo=3\n", "test.cir:2: found \"foo=3\" on the line, which isn't used"},
      {"* x\nR1 plug a 10 rmod\n", "test.cir:2: found \"rmod\" on the line, which isn't used"},
      {"* x\nR1 plug a 10 tc1=2m\n", "test.cir:2: found \"tc1=2m\" on the line"},
      {"* x\nC1 plug a 4k7\n", "test.cir:2: found \"4k7\", expected a value such as 4.7u"},
      {"* x\nR1 plug a {re}\n", "test.cir:2: found the unknown parameter \"re\""},
      {"* x\n.param a={b} b={a}\nR1 plug 0 {a}\n", "test.cir:3: found parameters that refer to each other"},
      {"* x\nB1 plug 0 V=V(a)*V(b)\n", "test.cir:2: found a behavioural source"},
      {"* x\nE1 b 0 VALUE={V(a)^2}\n", "test.cir:2: found a behavioural source"},
      {"* x\nE1 b 0 POLY(1) a 0 0 1 2\n",
       "test.cir:2: found the coefficient \"2\" of a higher order of POLY"},
      {"* x\n.lib parts.lib\n", "test.cir:2: found \".lib\", expected an element"},
      {"* x\nD1 a 0 mod\n", "test.cir:2: found \"d1\", expected an element"},
      {"* x\n.subckt s a\nR1 a 0 1\n.ends\nX1 plug s q=1\n", "test.cir:5: found the parameter \"q\""},
      {"* x\nR1 plug 0 {1\n", "test.cir:2: found a brace"},
      {"* x\nR1 plug 0 1\xC0,5\n", "test.cir:2: found"}};
  for (const auto &[text, message] : cases)
    EXPECT_EQ(complaint(text).rfind(message, 0), 0U) << complaint(text) << "\nfor " << text;
  std::string nested = "* x\n";
  for (int k = 0; k < 30; ++k)
    nested += ".subckt s" + std::to_string(k) + " a\nX1 a s" + std::to_string(k + 1) + "\nX2 a s" +
              std::to_string(k + 1) + "\n.ends\n";
  EXPECT_NE(complaint(nested + "X1 plug s0\n"), "nothing") << "doubling at every level";
  EXPECT_NE(complaint(".subckt s a\nX1 a s\n.ends\nX1 plug s\n").find("nested more than 20 deep"),
            std::string::npos);
  std::string chain = "* x\n.param p0=1\n";
  for (int k = 1; k < 55; ++k)
    chain += ".param p" + std::to_string(k) + "={p" + std::to_string(k - 1) + "/2+p" + std::to_string(k - 1) +
             "/2}\n";
  EXPECT_LT(relative_error(input(chain + "R1 plug 0 {p54}\n", 1), 1), 1e-12) << "each evaluated once";
}

TEST(Spice, EncodingsOfTheMicroSign) {
  const std::string utf8 = "* x\nC1 plug 0 6.8\xC2\xB5\n", latin = "* x\nC1 plug 0 6.8\xB5\n";
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string("* x\nC1 plug 0 6.8"))
    utf16 += c, utf16 += '\0';
  utf16 += std::string("\xB5\0\n\0", 4);
  for (const std::string &text : {utf8, "\xEF\xBB\xBF" + utf8, latin, utf16})
    EXPECT_LT(relative_error(input(text, 1e3), Complex(0, -1 / (2e3 * std::numbers::pi * 6.8e-6))), 1e-12);
}

} // namespace
