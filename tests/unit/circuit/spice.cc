// Circuits read from SPICE text against their formulas.
#include "solver/circuit/spice.h"
#include "solver/circuit/circuit_solution.h"
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
  const auto value = [](const std::string &text) {
    double number = -1;
    EXPECT_TRUE(parse_spice_value(text, number)) << text;
    return number;
  };
  EXPECT_DOUBLE_EQ(value("4.7u"), 4.7e-6);
  EXPECT_DOUBLE_EQ(value("4.7uF"), 4.7e-6);
  EXPECT_DOUBLE_EQ(value("2.2MEG"), 2.2e6);
  EXPECT_DOUBLE_EQ(value("3m"), 3e-3);
  EXPECT_DOUBLE_EQ(value("10k"), 1e4);
  EXPECT_DOUBLE_EQ(value("-1e-3n"), -1e-12);
  EXPECT_DOUBLE_EQ(value("15ohm"), 15);
  EXPECT_DOUBLE_EQ(value("100p"), 1e-10);
  double unused = 0;
  EXPECT_FALSE(parse_spice_value("k", unused));
  EXPECT_FALSE(parse_spice_value("1,2", unused));
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

} // namespace
