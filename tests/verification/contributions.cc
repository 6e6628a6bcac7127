// Shares of two drivers on one plug: their sum, and each against a solve in which it alone has a voltage.
#include "solver/analysis/contributions.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/mesh/mesh_writer.h"
#include "solver/model/prepare.h"
#include "solver/sweep/fast_sweep.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numbers>

namespace {

using namespace earshot;

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
    const std::string size = "size = \"5 mm\"";
    text.replace(text.find(size), size.size(), "file = \"air.msh\"");
    std::ofstream(directory_.path / "two.toml") << text;
    return read_case((directory_.path / "two.toml").string(), overrides);
  }

  TemporaryDirectory directory_;
};

struct Solved {
  Model model;
  Factorization factorization;
  FastSweep fast;

  static std::vector<Factors> points(const Model &model) {
    std::vector<Factors> all;
    for (const double frequency : all_frequencies(model.config()))
      all.push_back(model.problem().at(2 * std::numbers::pi * frequency));
    return all;
  }
  explicit Solved(const Case &config)
      : model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD),
        factorization(model.problem(), model.problem().at(middle_of(all_frequencies(config)))),
        fast(model.problem(), factorization, points(model),
             fast_sweep_options(model.problem(), config.sweep)) {
    fast.run();
  }
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
  Solved solved(config);
  const Contributions found = contributions(solved.fast.model(), config, solved.model.facts());
  ASSERT_EQ(found.shares.size(), 2u);
  expect_sum(found);
  const FrequencyProblem &problem = solved.model.problem();
  const auto eardrum = std::find_if(problem.outputs.begin(), problem.outputs.end(),
                                    [](const Output &output) { return output.name == "eardrum"; });
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
  const Solved solved(config);
  expect_sum(contributions(solved.fast.model(), config, solved.model.facts()));
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
  const Solved one(plain), other(wired);
  const Contributions expected = contributions(one.fast.model(), plain, one.model.facts()),
                      found = contributions(other.fast.model(), wired, other.model.facts());
  expect_sum(found);
  for (std::size_t d = 0; d < 2; ++d)
    for (std::size_t k = 0; k < found.frequency_hz.size(); ++k) // two reduced models, 1.2e-3 each
      EXPECT_LT(std::abs(found.shares[d].values[k] - expected.shares[d].values[k]),
                2.4e-3 * std::abs(expected.eardrum_pressure[k]));
}

} // namespace
