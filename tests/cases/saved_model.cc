// Models that a run keeps, and runs that have nothing but such a model.
#include "tests/cases/program.h"

#include <algorithm>
#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

const Arguments band = {"--set", "sweep.points=12", "--set", "output.field_frequencies=[]"};

class SavedModelRuns : public ::testing::Test {
protected:
  /// A run of the small case in `folder`.
  void run_case(const std::string &folder, const Arguments &more) {
    Arguments arguments{"run", small_case, "-o", folder};
    arguments.insert(arguments.end(), band.begin(), band.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run_earshot(arguments, directory.path);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  Outcome run_model(const std::string &folder, const Arguments &more, const std::string &file = "m.h5") {
    Arguments arguments{"run", "--model", file, "-o", folder};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, directory.path);
  }
  Table table(const std::string &file) const { return read_table(directory.path / file); }

  TemporaryDirectory directory;
};

TEST_F(SavedModelRuns, GiveTheNumbersOfTheRunThatKeptThem) {
  run_case("whole", {"--save-model", "m.h5"});
  const Outcome outcome = run_model("again", {});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char *file : {"impedance.csv", "excursion.csv"})
    expect_columns(table(std::string("again/") + file), table(std::string("whole/") + file), 1e-8);
  Table again = table("again/response.csv"), whole = table("whole/response.csv");
  expect_columns(again, whole, 1e-6); // degrees, printed to nine digits
  for (const char *file : {"power.csv", "m.frd", "m.zma", "summary.json", "config.resolved.toml", "run.log"})
    EXPECT_TRUE(fs::exists(directory.path / "again" / file)) << file;
}

TEST_F(SavedModelRuns, FollowChangedNumbersAsAFullRunDoes) {
  const Arguments changes = {"--set", "driver.dynamic.coil.mass=7 mg",
                             "--set", "material.film.youngs_modulus=5 GPa",
                             "--set", "air.temperature=30 degC"};
  run_case("nominal", {"--save-model", "m.h5"});
  Arguments direct = changes;
  direct.insert(direct.end(), {"--set", "sweep.method=direct"});
  run_case("direct", direct);
  ASSERT_EQ(run_model("changed", changes).code, 0);
  const Table found = table("changed/response.csv"), exact = table("direct/response.csv");
  double moved = 0;
  for (std::size_t k = 0; k < exact.rows.size(); ++k) {
    // The tolerance that the model was made with.
    EXPECT_NEAR(found.column("spl_db")[k], exact.column("spl_db")[k], 0.01);
    EXPECT_LT(found.column("error_db")[k], 0.01);
    moved = std::max(moved,
                     std::abs(exact.column("spl_db")[k] - table("nominal/response.csv").column("spl_db")[k]));
  }
  EXPECT_GT(moved, 0.5) << "or the comparison shows nothing";
}

TEST_F(SavedModelRuns, RefuseWhatNeedsTheCase) {
  run_case("nominal", {"--save-model", "m.h5"});
  const auto refuse = [&](const std::string &assignment, const std::string &part) {
    const Outcome outcome = run_model("refused", {"--set", assignment});
    EXPECT_EQ(outcome.code, 2) << assignment;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
    EXPECT_FALSE(fs::exists(directory.path / "refused/response.csv"));
  };
  refuse("geometry.rear.length=5 mm", "geometry.rear.length: changes the mesh or its matrices: needs a run");
  refuse("mesh.size=4 mm", "mesh.size: changes the mesh");
  refuse("driver.dynamic.coil.mas=8 mg", "did you mean \"mass\"?");
  refuse("driver.dynamik.coil.mass=8 mg", "did you mean \"dynamic\"?");
  fs::resize_file(directory.path / "m.h5", 20000);
  EXPECT_NE(run_model("refused", {}).err.find("cut short"), std::string::npos);
  EXPECT_NE(run_model("refused", {}, small_case).err.find("is no HDF5 file"), std::string::npos);
  EXPECT_EQ(run_earshot({"run", small_case, "--model", "m.h5"}, directory.path).code, 2);
  EXPECT_EQ(run_earshot({"run"}, directory.path).code, 2);
}

TEST_F(SavedModelRuns, WarnBeyondTheirBandAndGiveSensitivities) {
  const std::string text = read_text(small_case) + "\n[[analysis]]\ntype = \"sensitivity\"\n"
                                                   "default_tolerance = \"5 %\"\n";
  write_file(directory.path / "case.toml", text);
  ASSERT_EQ(run_earshot({"run", "case.toml", "-o", "whole", "--save-model", "m.h5"}, directory.path).code, 0);
  const Outcome outcome = run_model("again", {});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char *file : {"sensitivity.csv", "tolerance_band.csv"}) {
    const Table again = table(std::string("again/") + file), whole = table(std::string("whole/") + file);
    EXPECT_EQ(again.columns, whole.columns);
    expect_columns(again, whole, 1e-8);
  }
  EXPECT_TRUE(fs::exists(directory.path / "again/sensitivity_ranked.csv"));
  const Outcome beyond = run_model("beyond", {"--set", "sweep.to=5 kHz"});
  EXPECT_EQ(beyond.code, 0);
  EXPECT_NE(beyond.err.find("outside of the band that the model was made for"), std::string::npos);
}

} // namespace
