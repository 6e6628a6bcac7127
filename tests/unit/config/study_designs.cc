#include "solver/config/study_designs.h"

#include "tests/unit/config/case_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace earshot;

namespace {

const std::string screen = "surface.screen.resistance", coil_mass = "driver.dynamic.coil.mass";

/// The small case with a study written behind it.
class Study {
public:
  explicit Study(const std::string &toml) {
    config_ = read_case(folder_.write("case.toml", "include = [\"" EARSHOT_SOURCE_DIR
                                                   "/tests/cases/small.toml\"]\n[[study]]\nname = \"s\"\n" +
                                                       toml));
  }

  StudyDesigns designs() const { return study_designs(config_, config_.studies.front()); }
  std::vector<Case> cases() const { return cases_of(config_, config_.studies.front(), designs()); }
  const Case &config() const { return config_; }

private:
  CaseFolder folder_;
  Case config_;
};

std::string parameter(const std::string &key, const std::string &rest) {
  return fmt::format("[[study.parameter]]\nkey = \"{}\"\n{}\n", key, rest);
}

/// What is refused, and in which line; line 4 is the first of `toml`.
void expect_refused(const std::string &toml, const std::string &line, const std::string &message) {
  try {
    Study(toml).cases();
    ADD_FAILURE() << "taken: " << toml;
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find(":" + line + ": "), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << error.what();
  }
}

} // namespace

TEST(StudyDesigns, GridHoldsAllCombinationsInUserUnits) {
  const Study study(
      parameter(screen, "from = \"10 Pa s/m\"\nto = \"1000 Pa s/m\"\npoints = 3\nspacing = \"log\"") +
      parameter(coil_mass, "values = [\"4 mg\", \"0.005 g\"]"));
  const StudyDesigns designs = study.designs();
  ASSERT_EQ(designs.designs.size(), 6u);
  EXPECT_EQ(designs.columns[0].unit, "Pa s/m");
  EXPECT_EQ(designs.columns[1].unit, "mg");
  const std::vector<Case> cases = study.cases();
  for (std::size_t k = 0; k < 6; ++k) {
    const double resistance = 10 * std::pow(10, k / 2), mass = k % 2 == 0 ? 4e-6 : 5e-6;
    EXPECT_NEAR(designs.designs[k][0].number, resistance, 1e-12 * resistance);
    EXPECT_NEAR(designs.designs[k][1].number, 1e6 * mass, 1e-12);
    EXPECT_NEAR(cases[k].surfaces.front().resistance, resistance, 1e-12 * resistance);
    EXPECT_NEAR(cases[k].drivers.front().coil->mass, mass, 1e-18);
    EXPECT_TRUE(cases[k].studies.empty());
  }
}

TEST(StudyDesigns, ListTakesValuesOfAnyKindTogether) {
  const Study study("method = \"list\"\n" + parameter("ear.model", "values = [\"iec711\", \"rigid\"]") +
                    parameter("driver.dynamic.diaphragm.degree", "values = [3, 4]") +
                    parameter("air.temperature", "values = [\"20 degC\", \"310 K\"]"));
  const std::vector<Case> cases = study.cases();
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[1].ear.model.value, EarModel::rigid);
  EXPECT_EQ(cases[0].drivers.front().diaphragm->degree.value, 3);
  EXPECT_NEAR(cases[0].air.temperature, 293.15, 1e-9);
  EXPECT_NEAR(cases[1].air.temperature, 310, 1e-9);
  EXPECT_NEAR(study.designs().designs[1][2].number, 36.85, 1e-9);
  EXPECT_TRUE(std::isnan(study.designs().designs[0][0].number));
}

TEST(StudyDesigns, LatinHypercubeHasOneSampleInEveryPartOfEveryRange) {
  const Study study(
      "method = \"latin_hypercube\"\nsamples = 20\n" +
      parameter(screen, "from = \"0 Pa s/m\"\nto = \"20 Pa s/m\"") +
      parameter(coil_mass, "from = \"1 mg\"\nto = \"2.718281828459045 mg\"\nspacing = \"log\""));
  std::set<int> parts[2];
  for (const auto &design : study.designs().designs) {
    parts[0].insert(static_cast<int>(design[0].number));
    parts[1].insert(static_cast<int>(20 * std::log(design[1].number)));
  }
  for (const auto &occupied : parts) {
    EXPECT_EQ(occupied.size(), 20u);
    EXPECT_GE(*occupied.begin(), 0);
    EXPECT_LE(*occupied.rbegin(), 19);
  }
}

TEST(StudyDesigns, SameSeedGivesSameDesigns) {
  const auto first = [](int seed) {
    return Study(fmt::format("method = \"random\"\nsamples = 3\nseed = {}\n", seed) +
                 parameter(screen, "from = \"0 Pa s/m\"\nto = \"1 Pa s/m\""))
        .designs()
        .designs[0][0]
        .number;
  };
  EXPECT_EQ(first(7), first(7));
  EXPECT_NE(first(7), first(8));
}

TEST(StudyDesigns, RefusesWhatDoesNotFitTheCase) {
  const std::string range = "from = \"1 Pa s/m\"\nto = \"2 Pa s/m\"";
  expect_refused(parameter("surface.screen.resistanse", range), "5",
                 "did you mean \"surface.screen.resistance\"");
  expect_refused(parameter("surface.screen.resistanse", "values = [\"1 Pa s/m\"]"), "5", "unknown key");
  expect_refused(parameter(screen, "from = \"3 Pa s/m\"\nto = \"2 Pa s/m\""), "7", "expected it to rise");
  expect_refused(parameter(screen, "from = \"0 Pa s/m\"\nto = \"2 Pa s/m\"\nspacing = \"log\""), "6",
                 "more than 0");
  expect_refused(parameter(screen, "from = \"1 mm\"\nto = \"2 mm\""), "6", "found \"1 mm\"");
  expect_refused(parameter(screen, "values = [\"1 Pa s/m\", \"2 kg\"]"), "6", "found \"2 kg\"");
  expect_refused(parameter(screen, "from = \"1 Pa s/m\""), "5", "both ends");
  expect_refused(parameter(screen, ""), "5", "either values or from and to");
  expect_refused(parameter(screen, range) + parameter(screen, range), "5", "more than once");
  expect_refused(parameter("sweep.from", "values = [\"20 Hz\"]"), "5", "a key of the earphone");
  expect_refused(parameter(coil_mass, "values = [\"4 mg\", \"-1 mg\"]"), "5", "more than 0");
  expect_refused(parameter(screen, range + "\npoints = 1000") +
                     parameter(coil_mass, "from = \"1 mg\"\nto = \"2 mg\"\npoints = 1000") +
                     parameter("source.voltage", "values = [\"1 V\", \"2 V\"]"),
                 "3", "fewer");
  expect_refused("method = \"list\"\n" + parameter(screen, "values = [\"1 Pa s/m\"]") +
                     parameter(coil_mass, "values = [\"1 mg\", \"2 mg\"]"),
                 "9", "as many values");
  expect_refused("method = \"list\"\n" + parameter(screen, range), "6", "a range");
}
