// Circuits against solutions by hand. Every tolerance is that of rounding.
#include "solver/circuit/circuit_solution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

constexpr Complex i_unit(0, 1);
constexpr double rounding = 1e-12;
const std::string ground = Circuit::ground;
constexpr CircuitDomain electrical = CircuitDomain::electrical, mechanical = CircuitDomain::mechanical,
                        acoustic = CircuitDomain::acoustic;

FrequencyLaw constant(double value) {
  return {"constant", [value](double) { return Complex(value); }};
}

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

struct Solved {
  const Circuit &circuit;
  double omega;
  CircuitMatrix matrix{circuit};
  std::vector<Complex> x = matrix.solve(omega, matrix.sources(omega));
  Complex node(const std::string &name) const { return x[circuit.node_index(name)]; }
  Complex flow(const std::string &name) const { return x[matrix.number({true, circuit.branch_index(name)})]; }
  double lost() const {
    double sum = 0;
    for (const Circuit::Element &element : circuit.elements())
      if (!element.loss.empty())
        sum += matrix.power(element, omega, x);
    return sum;
  }
};

TEST(Circuit, PotentialSourceDrivesItsLoadThroughItsResistance) {
  Circuit circuit(electrical);
  circuit.add_potential_source("plug", "hot", ground, constant(2), 3, "source");
  circuit.add_resistance("hot", ground, 5, "load");
  const Solved solved{circuit, 100};
  EXPECT_LT(relative_error(solved.node("hot"), 2.0 * 5 / 8), rounding);
  EXPECT_LT(relative_error(solved.flow("plug"), -2.0 / 8), rounding); // counted into the source
  EXPECT_NEAR(solved.matrix.input(100, solved.x), 2 * 0.25, rounding);
  EXPECT_NEAR(solved.lost(), 0.5, rounding);
}

TEST(Circuit, TransformerShowsItsLoadByTheRatioSquared) {
  Circuit circuit(electrical);
  circuit.add_potential_source("source", "in", ground, constant(1));
  circuit.add_transformer("t", {"in"}, {"out"}, 3);
  circuit.add_resistance("out", ground, 7, "load");
  const Solved solved{circuit, 100};
  EXPECT_LT(relative_error(solved.node("out"), 1.0 / 3), rounding);
  EXPECT_LT(relative_error(solved.flow("t"), 1.0 / (9 * 7)), rounding);
  EXPECT_EQ(unsymmetric_element(circuit), "");
}

TEST(Circuit, GyratorTurnsACapacitorIntoAnInductor) {
  Circuit circuit(electrical);
  const double g = 0.02, capacitance = 3e-6, omega = 500;
  circuit.add_gyrator("g", {"in"}, {"out"}, g);
  circuit.add_compliance("out", ground, capacitance);
  EXPECT_LT(
      relative_error(circuit.transfer_impedance("in", "in", omega), i_unit * omega * capacitance / (g * g)),
      rounding);
  EXPECT_EQ(unsymmetric_element(circuit), "gyrator g");
}

TEST(Circuit, CoupledCoilsFollowTheirMutualInductance) {
  Circuit circuit(electrical);
  const double l1 = 2e-3, l2 = 8e-3, m = 3e-3, load = 4, omega = 1e3;
  circuit.add_coil("L1", "in", ground, l1);
  circuit.add_coil("L2", "out", ground, l2);
  circuit.add_mutual("L1", "L2", m);
  circuit.add_resistance("out", ground, load, "load");
  const Complex expected =
      i_unit * omega * l1 + omega * omega * m * m / (i_unit * omega * l2 + load); // Z1 - (i w M)^2/(Z2 + R)
  EXPECT_LT(relative_error(circuit.transfer_impedance("in", "in", omega), expected), rounding);
  EXPECT_EQ(unsymmetric_element(circuit), "");
}

TEST(Circuit, ControlledSourcesObeyTheirGains) {
  Circuit circuit(electrical);
  circuit.add_potential_source("probe", "in", ground, constant(1));
  circuit.add_resistance("in", ground, 2, "");
  circuit.add_vcvs("E", {"e"}, {"in"}, 5);
  circuit.add_resistance("e", ground, 1, "");
  circuit.add_vccs("G", {"g"}, {"in"}, 0.5); // takes 0.5 A out of node g
  circuit.add_resistance("g", ground, 3, "");
  circuit.add_cccs("F", {"f"}, "probe", 4); // the probe's own flow is -0.5 A
  circuit.add_resistance("f", ground, 6, "");
  circuit.add_ccvs("H", {"h"}, "probe", 10);
  circuit.add_resistance("h", ground, 1, "");
  const Solved solved{circuit, 1};
  EXPECT_LT(relative_error(solved.node("e"), 5), rounding);
  EXPECT_LT(relative_error(solved.node("g"), -1.5), rounding);
  EXPECT_LT(relative_error(solved.node("f"), 12), rounding);
  EXPECT_LT(relative_error(solved.node("h"), -5), rounding);
  EXPECT_EQ(unsymmetric_element(circuit), "controlled source E");
}

// A tube by its unknown flow, which needs no reciprocity, and by its pi.
TEST(Circuit, ChainEqualsThePiOfTheSameTube) {
  const AirProperties air;
  const double radius = 0.4e-3, area = std::numbers::pi * radius * radius, load = 2e8;
  const auto chain = [=](double w) { return uniform_passage(tube_fluid(air, radius, w), w, 6e-3, area); };
  Circuit by_pi, by_chain;
  by_pi.add_two_port("tube", {"in"}, {"out"}, chain, "tube");
  by_chain.add_chain("tube", "in", "out", chain, "tube");
  for (Circuit *circuit : {&by_pi, &by_chain}) {
    circuit->add_resistance("out", ground, load, "load");
    for (const double f : {100.0, 3e3, 2e4}) {
      const double w = 2 * std::numbers::pi * f;
      const TwoPort t = chain(w);
      EXPECT_LT(
          relative_error(circuit->transfer_impedance("in", "in", w), (t.a * load + t.b) / (t.c * load + t.d)),
          1e-10);
    }
  }
}

/// A moving coil with a piston between a closed box and a load, through all three domains.
Circuit loudspeaker() {
  Circuit circuit(electrical);
  circuit.add_node("cone", mechanical);
  circuit.add_node("front", acoustic);
  circuit.add_node("rear", acoustic);
  circuit.add_potential_source("plug", "plus", ground, constant(1.5), 2, "source");
  circuit.add_coil("coil", "plus", "motor", 20e-6);
  circuit.add_resistance("motor", "emf", 16, "coil_heat");
  circuit.add_transformer("Bl", {"emf"}, {"cone"}, 0.4);
  circuit.add_compliance("cone", ground, 15e-6);
  circuit.add_inertance("cone", ground, 6.755e-3);
  circuit.add_resistance("cone", ground, 1 / 0.01, "suspension");
  circuit.add_gyrator("Sd", {"cone"}, {"front", "rear"}, 5e-5);
  circuit.add_compliance("rear", ground, 2e-12);
  circuit.add_resistance("front", ground, 3e7, "load");
  return circuit;
}

TEST(Circuit, LoudspeakerThroughThreeDomainsEqualsItsFormula) {
  const Circuit circuit = loudspeaker();
  EXPECT_EQ(unsymmetric_element(circuit), "");
  std::printf("      Hz      |Zin| ohm   relative error   power closure\n");
  for (const double f : {20.0, 500.0, 8e3}) {
    const Solved solved{circuit, 2 * std::numbers::pi * f};
    const Complex iw = i_unit * solved.omega;
    const double bl = 0.4, sd = 5e-5;
    const Complex zm = iw * 15e-6 + 1.0 / (iw * 6.755e-3) + 0.01 + sd * sd * (1.0 / (iw * 2e-12) + 3e7);
    const Complex z = 16.0 + iw * 20e-6 + bl * bl / zm, current = 1.5 / (2.0 + z), v = bl * current / zm;
    const Complex computed = solved.node("plus") / -solved.flow("plug");
    const double closure = std::abs(solved.lost() / solved.matrix.input(solved.omega, solved.x) - 1);
    std::printf("%8.0f %14.8f %16.1e %15.1e\n", f, std::abs(computed), relative_error(computed, z), closure);
    EXPECT_LT(relative_error(computed, z), 1e-11);
    EXPECT_LT(relative_error(solved.node("cone"), v), 1e-11);
    EXPECT_LT(relative_error(solved.node("front"), 3e7 * sd * v), 1e-11); // moving forward raises it
    EXPECT_LT(relative_error(solved.node("rear"), -sd * v / (iw * 2e-12)), 1e-11);
    EXPECT_LT(closure, 1e-11);
  }
}

TEST(Circuit, NamesFloatingNodesAndLoopsOfIdealSources) {
  Circuit circuit(electrical);
  circuit.add_resistance("a", "b", 1, "");
  circuit.add_resistance("c", ground, 1, "");
  EXPECT_EQ(floating_nodes(circuit), (std::vector<std::string>{"a", "b"}));
  circuit.add_potential_source("one", "c", ground, constant(1));
  EXPECT_TRUE(ideal_loops(circuit).empty());
  circuit.add_potential_source("two", "c", ground, constant(2));
  EXPECT_EQ(ideal_loops(circuit), std::vector<std::string>{"two"});
}

TEST(Circuit, RefusesToJoinDomains) {
  Circuit circuit(electrical);
  circuit.add_node("canal", acoustic);
  circuit.add_node("plug", electrical);
  EXPECT_THROW(circuit.add_resistance("canal", "plug", 1, ""), std::invalid_argument);
  EXPECT_THROW(circuit.add_node("canal", electrical), std::invalid_argument);
}

// c^T (A^-1 b) = (A^-T c)^T b, with entries that differ by ten orders of magnitude and a pivot off the
// diagonal.
TEST(DenseFactors, SolveTheTransposedSystemAsWell) {
  const std::vector<Complex> matrix{{0, 1e-12}, {2e-9, 0}, {1, 3}, {4e3, 1}, {1e5, 0},
                                    {0, -2},    {1, 0},    {3, 1}, {7, 2}};
  const std::vector<Complex> b{1e-9, {2, 1}, {0, 3}}, c{{1, 1}, -2, {0, 1e-3}};
  const DenseFactors factors(matrix, 3);
  const std::vector<Complex> x = factors.solve(b), z = factors.solve_transposed(c);
  Complex forward = 0, adjoint = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    forward += c[k] * x[k], adjoint += z[k] * b[k];
    Complex row = 0;
    for (std::size_t j = 0; j < 3; ++j)
      row += matrix[3 * k + j] * x[j];
    EXPECT_LT(std::abs(row - b[k]), rounding * (std::abs(b[k]) + 1));
  }
  EXPECT_LT(relative_error(adjoint, forward), rounding);
}

} // namespace
