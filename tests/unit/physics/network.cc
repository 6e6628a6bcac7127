// ranks: 1 2 3
#include "solver/physics/network/network.h"
#include "solver/circuit/circuit_solution.h"
#include "tests/reference/dense_problem.h"
#include "tests/support/quantities.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;
using reference::dense_matrix;
using reference::dense_solution;

constexpr Complex i_unit(0, 1);
const std::string ground = Circuit::ground;

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

/// Three nodes with every kind of branch; resonances between 300 Hz and 6 kHz.
Circuit ladder(CircuitDomain domain) {
  Circuit circuit(domain);
  circuit.add_resistance("in", "middle", 2e7, "screen");
  circuit.add_inertance("in", "middle", 4e3);
  circuit.add_compliance("in", ground, 2e-12);
  circuit.add_series("middle", ground, 5e7, 9e3, 3e-12, "branch");
  circuit.add_inertance("middle", "end", 1e3);
  circuit.add_resistance("end", ground, 1e8, "drum");
  circuit.add_compliance("end", ground, 1e-12);
  return circuit;
}

Admittance unit_flow() {
  return {"U", [](double) { return Complex(1); }};
}

// Unknowns in reverse order, to see that the numbering is respected.
std::function<Index(Index)> reversed(const Network &network) {
  return [n = network.n_unknowns()](Index k) { return n - 1 - k; };
}

TEST(Circuit, SeriesAndParallelBranchesAddUp) {
  Circuit circuit;
  circuit.add_series("a", ground, 3.0, 0.5, 0.02, "loss");
  circuit.add_resistance("a", ground, 7.0, "loss");
  const double omega = 11;
  const Complex z = 3.0 + i_unit * omega * 0.5 + 1.0 / (i_unit * omega * 0.02);
  // Rounding alone separates the two.
  EXPECT_LT(relative_error(circuit.transfer_impedance("a", "a", omega), 7.0 * z / (7.0 + z)), 1e-13);
}

TEST(Circuit, TwoPortTubeEndsInItsLoad) {
  const AirProperties air;
  const double area = 1e-6, length = 5e-3, load = 3e8;
  const auto tube = [=](double omega) {
    return uniform_passage(tube_fluid(air, std::sqrt(area / std::numbers::pi), omega), omega, length, area);
  };
  Circuit circuit;
  circuit.add_two_port("tube", {"in"}, {"out"}, tube, "tube");
  circuit.add_resistance("out", ground, load, "load");
  for (const double frequency : {20.0, 1e3, 2e4}) {
    const double omega = 2 * std::numbers::pi * frequency;
    const TwoPort t = tube(omega);
    // (d - 1)/b cancels: at 20 Hz (Gamma L)^2 is 1e-5, so ten digits are left.
    EXPECT_LT(relative_error(circuit.transfer_impedance("in", "in", omega),
                             (t.a * load + t.b) / (t.c * load + t.d)),
              1e-10);
    EXPECT_LT(relative_error(circuit.transfer_impedance("in", "out", omega), load / (t.c * load + t.d)),
              1e-10);
  }
}

// The same circuit by dense nodal analysis: they differ by rounding only.
TEST(Network, TermsSolveTheCircuitInBothDomains) {
  for (const CircuitDomain domain : {CircuitDomain::acoustic, CircuitDomain::electrical}) {
    const Network network("net", ladder(domain));
    FrequencyProblem problem = reference::empty_problem(network.n_unknowns());
    network.add_terms(problem, reversed(network));
    problem.loads.push_back(network.flow_source("source", "in", unit_flow(), reversed(network)));
    for (const double omega : {100.0, 4e3, 1e5}) {
      const auto x = dense_solution(problem, problem.at(omega));
      const auto outputs = evaluate_outputs(problem, problem.at(omega), x);
      const auto expected = network.circuit().potentials(omega, {{"in", 1.0}});
      ASSERT_EQ(outputs.size(), expected.size());
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LT(relative_error(outputs[k], expected[k]), 1e-11) << to_string(problem.outputs[k].quantity);
        EXPECT_EQ(problem.outputs[k].quantity,
                  (Quantity{QuantityKind::node, "net", network.circuit().nodes()[k]}));
      }
    }
  }
}

TEST(Network, LossesEqualThePowerPutIn) {
  for (const CircuitDomain domain : {CircuitDomain::acoustic, CircuitDomain::electrical}) {
    const Network network("net", ladder(domain));
    FrequencyProblem problem = reference::empty_problem(network.n_unknowns());
    network.add_terms(problem, reversed(network));
    problem.loads.push_back(network.flow_source("source", "in", unit_flow(), reversed(network)));
    const Factors factors = problem.at(4e3);
    const auto balance = power_balance(problem, factors, dense_solution(problem, factors));
    // Real power of a unit flow is the real part of the input impedance.
    const double expected = network.circuit().transfer_impedance("in", "in", factors.omega).real();
    double lost = 0;
    for (const auto &[row, power] : balance.losses) {
      EXPECT_GT(power, 0) << row;
      lost += power;
    }
    EXPECT_EQ(balance.losses.size(), 3u); // screen, branch, drum
    EXPECT_NEAR(balance.input / expected, 1, 1e-10);
    EXPECT_NEAR(lost / expected, 1, 1e-10);
  }
}

// "Air" of one unknown, a cavity of compliance C with a volume source, opens into a resistance R:
// p = U / (i w C + 1/R).
TEST(Network, PortLetsTheAirFlowIntoTheNode) {
  const double compliance = 4e-12, resistance = 5e7, omega = 3e3;
  Circuit circuit;
  circuit.add_resistance("drum", ground, resistance, "ear");
  const Network network("ear", circuit, {{"canal", "drum", {{0, 1.0}}}});
  FrequencyProblem problem = reference::empty_problem(1 + network.n_unknowns());
  const auto global = [](Index k) { return k + 1; };
  network.add_terms(problem, global);
  MatrixBuilder builder(problem.partition);
  if (problem.partition.begin == 0)
    builder.add_symmetric(0, 0, compliance);
  problem.terms.push_back({"cavity", "air", {"-1", [](double) { return -1.0; }}, builder.finish(), ""});
  problem.loads.push_back(
      {"source", {"-1/(i w)", [](double omega) { return -1.0 / (i_unit * omega); }}, {{0, 1.0}}});

  const auto x = dense_solution(problem, problem.at(omega));
  const Complex expected = 1.0 / (i_unit * omega * compliance + 1 / resistance);
  EXPECT_LT(relative_error(x[0], expected), 1e-12);
  EXPECT_LT(relative_error(x[global(network.node_unknown("drum"))], expected), 1e-12);
  EXPECT_LT(relative_error(i_unit * omega * x[global(network.port_unknown("canal"))], expected / resistance),
            1e-12);
  const auto balance = power_balance(problem, problem.at(omega), x);
  ASSERT_EQ(balance.losses.size(), 1u);
  EXPECT_NEAR(balance.losses[0].second / (std::norm(expected) / resistance), 1, 1e-12);
}

TEST(Network, MatrixIsSymmetric) {
  const Network network("net", ladder(CircuitDomain::acoustic), {{"port", "in", {{0, 0.25}, {1, 0.75}}}});
  FrequencyProblem problem = reference::empty_problem(2 + network.n_unknowns());
  network.add_terms(problem, [](Index k) { return k + 2; });
  const auto a = dense_matrix(problem, problem.at(2e3));
  const auto n = static_cast<std::size_t>(problem.partition.total);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_EQ(a[i * n + j], a[j * n + i]);
}

/// A moving coil with a piston, through all three domains; every kind of element that can be symmetric.
Circuit loudspeaker() {
  Circuit circuit(CircuitDomain::electrical);
  circuit.add_node("cone", CircuitDomain::mechanical);
  circuit.add_node("front", CircuitDomain::acoustic);
  circuit.add_node("rear", CircuitDomain::acoustic);
  circuit.add_node("low", CircuitDomain::acoustic);
  circuit.add_node("far", CircuitDomain::acoustic);
  circuit.add_potential_source("plug", "plus", ground, {"V", [](double) { return Complex(1.5); }}, 2,
                               "source");
  circuit.add_coil("coil", "plus", "motor", 20e-6);
  circuit.add_coil("second coil", "motor", ground, 5e-3);
  circuit.add_mutual("coil", "second coil", 1e-4);
  circuit.add_resistance("motor", "emf", 16, "coil_heat");
  circuit.add_transformer("Bl", {"emf"}, {"cone"}, 0.4);
  circuit.add_compliance("cone", ground, 15e-6);
  circuit.add_inertance("cone", ground, 6.755e-3);
  circuit.add_resistance("cone", ground, 100, "suspension");
  circuit.add_gyrator("Sd", {"cone"}, {"front", "rear"}, 5e-5);
  circuit.add_compliance("rear", ground, 2e-12);
  circuit.add_impedance("vent", "rear", ground, {"R + i w M", [](double w) { return Complex(1e7, w * 2e3); }},
                        "vent");
  circuit.add_transformer("acoustic", {"front"}, {"low"}, 2);
  // Of complex ratio: a lossy tube, narrow and long.
  circuit.add_two_port(
      "tube", {"low"}, {"far"},
      [](double w) {
        return uniform_passage(tube_fluid(AirProperties(), 0.3e-3, w), w, 20e-3, std::numbers::pi * 0.09e-6);
      },
      "tube");
  circuit.add_resistance("far", ground, 1e7, "load");
  return circuit;
}

// The symmetric scaled system beside the unsymmetric one in natural units.
TEST(Network, ThreeDomainsInOneSymmetricSystemAgreeWithNodalAnalysis) {
  const Circuit circuit = loudspeaker();
  const Network network("speaker", circuit);
  FrequencyProblem problem = reference::empty_problem(network.n_unknowns());
  network.add_terms(problem, reversed(network));
  problem.outputs.push_back(network.flow(quantity::source_current("plug"), "plug", -1, reversed(network)));
  problem.outputs.push_back(network.flow(quantity::vent("vent"), "vent", 1, reversed(network)));
  for (const double omega : {100.0, 4e3, 1e5}) {
    const auto x = dense_solution(problem, problem.at(omega));
    const auto outputs = evaluate_outputs(problem, problem.at(omega), x);
    const CircuitMatrix matrix(circuit);
    const auto expected = matrix.solve(omega, matrix.sources(omega));
    for (std::size_t k = 0; k < circuit.nodes().size(); ++k)
      EXPECT_LT(relative_error(outputs[k], expected[k]), 1e-10) << circuit.nodes()[k];
    const auto flow = [&](const char *name) {
      return expected[matrix.number({true, circuit.branch_index(name)})];
    };
    EXPECT_LT(relative_error(outputs[circuit.nodes().size()], -flow("plug")), 1e-10);
    EXPECT_LT(relative_error(outputs.back(), flow("vent")), 1e-10);

    const auto balance = power_balance(problem, problem.at(omega), x);
    EXPECT_NEAR(balance.input / matrix.input(omega, expected), 1, 1e-10);
    double lost = 0;
    for (const auto &[row, power] : balance.losses)
      lost += power;
    EXPECT_EQ(balance.losses.size(), 6u); // source, coil_heat, suspension, vent, tube, load
    EXPECT_NEAR(lost / balance.input, 1, 1e-10);
  }
}

// An amplifier feeds what its tube's pressure does to the coil back to its input: no reciprocal circuit.
TEST(Network, AnAmplifiedSystemAgreesWithNodalAnalysis) {
  Circuit circuit = loudspeaker();
  circuit.add_vccs("feedback", {"plus"}, {"far"}, 1e-3);
  circuit.add_vcvs("amplifier", {"out"}, {"plus"}, 10);
  circuit.add_resistance("out", ground, 100, "load");
  const Network network("speaker", circuit);
  FrequencyProblem problem = reference::empty_problem(network.n_unknowns());
  network.add_terms(problem, reversed(network));
  EXPECT_FALSE(is_symmetric(problem));
  for (const double omega : {100.0, 4e3, 1e5}) {
    const auto x = dense_solution(problem, problem.at(omega));
    const auto outputs = evaluate_outputs(problem, problem.at(omega), x);
    const CircuitMatrix matrix(circuit);
    const auto expected = matrix.solve(omega, matrix.sources(omega));
    for (std::size_t k = 0; k < circuit.nodes().size(); ++k)
      EXPECT_LT(relative_error(outputs[k], expected[k]), 1e-10) << circuit.nodes()[k];

    const auto balance = power_balance(problem, problem.at(omega), x);
    double taken = 0, given = 0;
    for (const auto &[row, power] : balance.losses)
      (row == "active" ? given : taken) += power;
    EXPECT_LT(given, 0); // what amplifiers add
    EXPECT_NEAR((taken + given) / balance.input, 1, 1e-10);
  }
}

TEST(Network, RefusesElementsThatAreNotReciprocalBesideAMesh) {
  Circuit circuit;
  circuit.add_resistance("a", ground, 1, "");
  circuit.add_vcvs("amplifier", {"b"}, {"a"}, 10);
  EXPECT_NO_THROW(Network("net", circuit));
  EXPECT_THROW(Network("net", circuit, {{"port", "a", {}}}), std::invalid_argument);
}

TEST(Network, RefusesWhatCannotWork) {
  Circuit circuit;
  EXPECT_THROW(circuit.add_resistance("a", ground, 0, ""), std::invalid_argument);
  EXPECT_THROW(circuit.add_series("a", ground, 1, 1, 0, ""), std::invalid_argument);
  circuit.add_resistance("a", "b", 1, "");
  EXPECT_THROW(circuit.node_index("c"), std::out_of_range);
  EXPECT_THROW(Network("net", circuit, {{"port", "c", {}}}), std::out_of_range);
  EXPECT_THROW(Network("net", Circuit(CircuitDomain::electrical), {{"port", "a", {}}}),
               std::invalid_argument);
  EXPECT_THROW(circuit.potentials(1, {{"a", 1.0}}), std::runtime_error); // nothing leads to ground
}

} // namespace
