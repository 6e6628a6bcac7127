// Shares of two drivers on one plug: their sum, and each against a solve in which it alone has a voltage.
#include "solver/analysis/contributions.h"
#include "solver/config/reader.h"
#include "solver/mesh/mesh_writer.h"
#include "solver/model/case_terms.h"
#include "solver/model/prepare.h"
#include "tests/support/quantities.h"
#include "tests/support/swept_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numbers>

namespace {

using namespace earshot;
using earshot::testing::SweptCase;

const std::string small_case = EARSHOT_SOURCE_DIR "/tests/cases/small.toml";

const std::string second_driver = R"([[driver]]
name = "second"
surface = "canal_inlet"
[driver.piston]
mass = "5 mg"
compliance = "5 mm/N"
resistance = "0.01 N s/m"
[driver.motor]
force_factor = "0.3 T m"
resistance = "32 ohm"
inductance = "50 uH"

)";

/// The small case on the mesh file air.msh, with a second driver in a row with the first, and more keys.
class TwoDrivers : public ::testing::Test {
protected:
  void SetUp() override {
    const Case template_case = read_case(small_case);
    write_msh(*prepare_mesh(template_case, MPI_COMM_WORLD), (directory_.path / "air.msh").string());
  }

  Case case_with(const std::string &more, const std::vector<std::string> &overrides = {}) const {
    std::ifstream stream(small_case);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
    text = text.substr(0, begin) + second_driver + text.substr(end) + more;
    const std::string opening = "[[surface]]\nname = \"rear_vent_opening\"\nmodel = \"opening\"\n";
    if (more.find("surface = \"rear_vent_opening\"") != std::string::npos) // a port's surface is the port's
      text.replace(text.find(opening), opening.size(), "");
    const std::string size = "size = \"5 mm\"";
    text.replace(text.find(size), size.size(), "file = \"air.msh\"");
    std::ofstream(directory_.path / "two.toml")
        << "include = [\"" EARSHOT_SOURCE_DIR "/configs/parts/armatures.toml\"]\n"
        << text;
    return read_case((directory_.path / "two.toml").string(), overrides);
  }

  TemporaryDirectory directory_;
};

void expect_sum(const Contributions &found) {
  for (std::size_t k = 0; k < found.frequency_hz.size(); ++k) {
    Complex sum = 0;
    for (const ComplexSeries &share : found.shares)
      sum += share.values[k];
    EXPECT_LT(std::abs(sum - found.eardrum_pressure[k]), 1e-9 * std::abs(found.eardrum_pressure[k]))
        << found.frequency_hz[k] << " Hz";
  }
}

TEST_F(TwoDrivers, SharesSumToTheWholeAndEachIsASolveOfItsOwn) {
  const Case config = case_with("");
  SweptCase solved(config);
  const Contributions found = contributions(solved.reduced(), config, solved.model.facts());
  ASSERT_EQ(found.shares.size(), 2u);
  expect_sum(found);
  const FrequencyProblem &problem = solved.model.problem();
  const auto eardrum = std::find_if(problem.outputs.begin(), problem.outputs.end(), [](const Output &output) {
    return output.quantity == quantity::eardrum;
  });
  for (std::size_t k = 0; k < found.frequency_hz.size(); ++k) {
    const Factors factors = problem.at(2 * std::numbers::pi * found.frequency_hz[k]);
    solved.factorization.factorize(factors);
    for (std::size_t d = 0; d < 2; ++d) { // without output impedance the terminals of the other are at rest
      Factors one = factors;
      for (std::size_t l = 0; l < problem.loads.size(); ++l)
        if (problem.loads[l].name != config.drivers[d].name.value + " voltage")
          one.loads[l] = 0;
      const auto solution = solved.factorization.solve(right_hand_side(problem, one));
      const Complex direct = evaluate_outputs(problem, factors, solution)[eardrum - problem.outputs.begin()];
      // The sweep holds the eardrum's pressure to 0.01 dB, which is 1.2e-3.
      EXPECT_LT(std::abs(found.shares[d].values[k] - direct), 1.2e-3 * std::abs(found.eardrum_pressure[k]));
      EXPECT_GT(std::abs(direct), 1e-3 * std::abs(found.eardrum_pressure[k])) << "both are heard";
    }
  }
}

TEST_F(TwoDrivers, SharesSumToTheWholeBehindASourceWithImpedance) {
  const Case config = case_with("", {"source.output_impedance=50 ohm"});
  const SweptCase solved(config);
  expect_sum(contributions(solved.reduced(), config, solved.model.facts()));
}

/// With a crossover the shares are those of the voltages that it leaves across the drivers: with both drivers
/// straight on the plug of a network, those without one.
TEST_F(TwoDrivers, ANetworkThatOnlyConnectsLeavesTheSharesAlone) {
  const Case plain = case_with(""), wired = case_with(R"(
[[network.element]]
name = "load"
kind = "resistance"
from = "plug"
to = "ground"
value = "1 kohm"
)");
  const SweptCase one(plain), other(wired);
  const Contributions expected = contributions(one.reduced(), plain, one.model.facts()),
                      found = contributions(other.reduced(), wired, other.model.facts());
  expect_sum(found);
  for (std::size_t d = 0; d < 2; ++d)
    for (std::size_t k = 0; k < found.frequency_hz.size(); ++k) // two reduced models, 1.2e-3 each
      EXPECT_LT(std::abs(found.shares[d].values[k] - expected.shares[d].values[k]),
                2.4e-3 * std::abs(expected.eardrum_pressure[k]));
}

std::string armature(const std::string &name, const std::string &from = "ground",
                     const std::string &to = "high") {
  return "[[network.element]]\nname = \"" + name + R"("
kind = "armature"
part = "generic mid"
second_from = "spout"
from = ")" +
         from + "\"\nto = \"" + to + "\"\n";
}

/// Beside the two drivers on the plug, two equal armatures behind a capacitor, whose tube ends in the rear
/// volume's vent.
const std::string two_ways = R"(
[[network.element]]
name = "capacitor"
kind = "capacitance"
from = "plug"
to = "high"
value = "2 uF"
[[network.element]]
name = "tube"
kind = "tube"
from = "spout"
to = "mouth"
radius = "0.6 mm"
length = "8 mm"
[[network.port]]
node = "mouth"
surface = "rear_vent_opening"
)" + armature("first") + armature("second");

/// What the armatures add is what they make alone, at the voltage that the crossover leaves them, with the
/// meshed driver's coil short-circuited.
TEST_F(TwoDrivers, AWayOfArmaturesIsASolveOfItsOwn) {
  Case whole = case_with(two_ways, {"source.output_impedance=5 ohm", "sweep.tolerance=1e-4 dB"});
  SweptCase solved(whole);
  const Contributions found = contributions(solved.reduced(), whole, solved.model.facts());
  ASSERT_EQ(found.shares.size(), 3u);
  EXPECT_EQ(found.shares[2].name, "first+second");
  expect_sum(found);
  const std::size_t high = solved.reduced().output_index(quantity::network_node("high"));
  Case alone = whole;
  alone.source.output_impedance = 0.0;
  for (NetworkElementConfig &element : alone.network->elements)
    if (element.kind.value == ElementKind::armature)
      element.to.value = "plug";
  alone.network->elements.erase(alone.network->elements.begin()); // the capacitor
  alone.network->terminals.clear();
  for (const DriverConfig &driver : alone.drivers) {
    NetworkTerminalConfig terminal;
    terminal.driver = driver.name;
    terminal.plus = std::string("ground");
    alone.network->terminals.push_back(terminal);
  }
  SweptCase other(alone);
  const CoefficientFunctions functions = coefficient_functions(whole, solved.model.facts()),
                             of_other = coefficient_functions(alone, other.model.facts());
  for (std::size_t k = 0; k < found.frequency_hz.size(); ++k) {
    const double omega = 2 * std::numbers::pi * found.frequency_hz[k];
    const Complex voltage = solved.reduced().solve(functions.at(omega)).outputs[high],
                  expected = voltage * other.reduced()
                                           .solve(of_other.at(omega))
                                           .outputs[other.reduced().output_index(quantity::eardrum)];
    // Two reduced models, each within 1e-4 dB of the whole, which is 1.2e-5.
    EXPECT_LT(std::abs(found.shares[2].values[k] - expected), 2.4e-5 * std::abs(found.eardrum_pressure[k]))
        << found.frequency_hz[k] << " Hz";
    EXPECT_GT(std::abs(expected), 1e-3 * std::abs(found.eardrum_pressure[k])) << "both are heard";
  }
}

/// A driver that nothing powers, or that has no way back, moves by the air and adds nothing.
TEST_F(TwoDrivers, ADriverWithoutCurrentHasNoShare) {
  for (const char *from : {"plug", "ground"}) {
    const Case config = case_with(two_ways + armature("loose", from, "nowhere"));
    const SweptCase solved(config);
    const Contributions found = contributions(solved.reduced(), config, solved.model.facts());
    ASSERT_EQ(found.shares.size(), 4u) << from;
    EXPECT_EQ(found.shares[3].name, "loose");
    expect_sum(found);
    for (const Complex share : found.shares[3].values)
      EXPECT_EQ(share, 0.0) << from;
  }
}

} // namespace
