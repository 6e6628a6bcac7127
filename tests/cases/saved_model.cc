// Models that a run keeps, and runs that have nothing but such a model.
#include "solver/model/saved_model.h"
#include "tests/cases/program.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace {

using namespace earshot;
using namespace earshot::testing;

const Arguments band = {"--set", "sweep.points=12", "--set", "output.field_frequencies=[]"};

class SavedModelRuns : public ::testing::Test {
protected:
  /// One run for all tests keeps its model.
  static void SetUpTestSuite() {
    shared = std::make_unique<TemporaryDirectory>();
    write_file(shared->path / "case.toml", read_text(small_case) + "\n[[analysis]]\ntype = \"sensitivity\"\n"
                                                                   "default_tolerance = \"5 %\"\n");
    run_case("whole", {"--save-model", "m.h5"});
  }
  static void TearDownTestSuite() { shared.reset(); }

  static void run_case(const std::string &folder, const Arguments &more) {
    Arguments arguments{"run", "case.toml", "-o", folder};
    arguments.insert(arguments.end(), band.begin(), band.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run_earshot(arguments, shared->path);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  static Outcome run_model(const std::string &folder, const Arguments &more,
                           const std::string &file = "m.h5") {
    Arguments arguments{"run", "--model", file, "-o", folder};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, shared->path);
  }
  static Table table(const std::string &file) { return read_table(shared->path / file); }

  static std::unique_ptr<TemporaryDirectory> shared;
};

std::unique_ptr<TemporaryDirectory> SavedModelRuns::shared;

TEST_F(SavedModelRuns, GiveTheNumbersOfTheRunThatKeptThem) {
  const Outcome outcome = run_model("again", {});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char *file : {"impedance.csv", "sensitivity.csv", "tolerance_band.csv"})
    expect_columns(table(std::string("again/") + file), table(std::string("whole/") + file), 1e-8);
  // The run answers points that it solved directly by these solves, and holds no excursion to a tolerance:
  // where the level is within 0.01 dB, 1e-3, the largest excursion of 0.1 mm is by far.
  expect_columns(table("again/excursion.csv"), table("whole/excursion.csv"), 1e-5);
  const Table response = table("again/response.csv");
  std::vector<std::string> columns = table("whole/response.csv").columns;
  std::erase(columns, "error_mesh_db"); // a saved model knows no mesh
  std::erase(columns, "error_total_db");
  EXPECT_EQ(response.columns, columns);
  // Degrees, printed to nine digits.
  expect_columns(table("whole/response.csv"), response, 1e-6);
  EXPECT_EQ(table("again/sensitivity.csv").columns, table("whole/sensitivity.csv").columns);
  for (const char *file : {"power.csv", "m.frd", "m.zma", "summary.json", "config.resolved.toml", "run.log",
                           "sensitivity_ranked.csv"})
    EXPECT_TRUE(fs::exists(shared->path / "again" / file)) << file;
}

TEST_F(SavedModelRuns, FollowChangedNumbersAsAFullRunDoes) {
  const Arguments changes = {"--set", "driver.dynamic.coil.mass=7 mg",
                             "--set", "material.film.youngs_modulus=5 GPa",
                             "--set", "air.temperature=30 degC"};
  Arguments direct = changes;
  direct.insert(direct.end(), {"--set", "sweep.method=direct", "--set", "analysis=[]"});
  run_case("direct", direct);
  ASSERT_EQ(run_model("changed", changes).code, 0);
  const Table found = table("changed/response.csv"), exact = table("direct/response.csv"),
              nominal = table("whole/response.csv");
  double moved = 0;
  for (std::size_t k = 0; k < exact.rows.size(); ++k) {
    // The tolerance that the model was made with.
    EXPECT_NEAR(found.column("spl_db")[k], exact.column("spl_db")[k], 0.01);
    EXPECT_LT(found.column("error_db")[k], 0.01);
    moved = std::max(moved, std::abs(exact.column("spl_db")[k] - nominal.column("spl_db")[k]));
  }
  EXPECT_GT(moved, 0.5) << "or the comparison shows nothing";
}

TEST_F(SavedModelRuns, RefuseWhatNeedsTheCase) {
  const auto refuse = [&](const std::string &assignment, const std::string &part) {
    const Outcome outcome = run_model("refused", {"--set", assignment});
    EXPECT_EQ(outcome.code, 2) << assignment;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
    EXPECT_FALSE(fs::exists(shared->path / "refused/response.csv"));
  };
  refuse("geometry.rear.length=5 mm", "geometry.rear.length: changes the mesh or its matrices: needs a run");
  refuse("mesh.size=4 mm", "mesh.size: changes the mesh");
  refuse("driver.dynamic.coil.mas=8 mg", "did you mean \"mass\"?");
  refuse("driver.dynamik.coil.mass=8 mg", "did you mean \"dynamic\"?");
}

TEST_F(SavedModelRuns, RefuseFilesThatAreNoModels) {
  fs::copy_file(shared->path / "m.h5", shared->path / "cut.h5");
  fs::resize_file(shared->path / "cut.h5", 20000);
  EXPECT_NE(run_model("refused", {}, "cut.h5").err.find("cut short"), std::string::npos);
  EXPECT_NE(run_model("refused", {}, small_case).err.find("is no HDF5 file"), std::string::npos);
  EXPECT_EQ(run_earshot({"run", "case.toml", "--model", "m.h5"}, shared->path).code, 2);
  EXPECT_EQ(run_earshot({"run"}, shared->path).code, 2);
  SavedModel fewer = read_saved_model(shared->path / "m.h5");
  fewer.model.terms.pop_back();
  write_saved_model(shared->path / "fewer.h5", fewer);
  const Outcome refused = run_model("refused", {}, "fewer.h5");
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("fewer.h5 has "), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find(" terms, "), std::string::npos) << refused.err;
}

TEST_F(SavedModelRuns, WarnBeyondTheirBand) {
  const Outcome beyond = run_model("beyond", {"--set", "sweep.to=5 kHz"});
  EXPECT_EQ(beyond.code, 0);
  EXPECT_NE(beyond.err.find("outside of the band that the model was made for"), std::string::npos);
}

} // namespace
