// Fits by the program: files, a fitted case that runs, and what is refused.
#include "tests/cases/program.h"
#include "tests/support/lumped_fit_case.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string fit = R"(
[sweep]
points = 200
[fit]
points_per_octave = 6
to = "8 kHz"
starts = 3
ensemble = 6
[[fit.state]]
name = "stock"
measurement = "truth.frd"
[[fit.parameter]]
key = "network.element.vent.value"
factor = 2.0
[[fit.parameter]]
key = "network.element.cloth.value"
factor = 2.0
[[fit.parameter]]
key = "network.element.rear.value"
factor = 1.5
[[predict]]
name = "taped"
state = "stock"
set = ["network.element.vent.value = 20000 acoustic_ohm"]
)";

/// The level of an earphone with other numbers stands in for a measurement.
class FitRun : public ::testing::Test {
protected:
  void SetUp() override {
    write_file(directory.path / "truth.toml", small_earphone + "[sweep]\npoints = 200\n");
    const Outcome truth = run_earshot(
        {"run", "truth.toml", "-o", "truth", "--set", "network.element.vent.value=250 acoustic_ohm", "--set",
         "network.element.cloth.value=90 acoustic_ohm", "--set", "network.element.rear.value=0.75 cm3"},
        directory.path);
    ASSERT_EQ(truth.code, 0) << truth.err;
    fs::copy(directory.path / "truth/truth.frd", directory.path / "truth.frd");
    write_file(directory.path / "fit.toml", small_earphone + fit);
  }
  void expect_refused(const std::string &from, const std::string &to, const std::string &complaint) {
    write_file(directory.path / "bad.toml", replaced(small_earphone + fit, from, to));
    const Outcome outcome = run_earshot({"fit", "bad.toml", "-o", "bad"}, directory.path);
    EXPECT_EQ(outcome.code, 2) << outcome.out;
    EXPECT_NE(outcome.err.find(complaint), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("bad.toml:"), std::string::npos) << outcome.err;
  }
  TemporaryDirectory directory;
};

/// The fields of a column, by the first field of each line.
std::map<std::string, std::string> column_of(const fs::path &file, const std::string &name) {
  std::istringstream lines(read_text(file));
  std::string line;
  std::getline(lines, line);
  const auto titles = split_at_commas(line);
  const auto place = std::find(titles.begin(), titles.end(), name) - titles.begin();
  std::map<std::string, std::string> column;
  while (std::getline(lines, line)) {
    const auto fields = split_at_commas(line);
    column[fields.at(0)] = fields.at(place);
  }
  return column;
}

TEST_F(FitRun, FindsTheNumbersAndWritesACaseThatRuns) {
  const Outcome outcome = run_earshot({"fit", "fit.toml", "-o", "out", "-q"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const fs::path out = directory.path / "out";
  const auto best = column_of(out / "fit.csv", "best"), determined = column_of(out / "fit.csv", "determined");
  // The curve has no noise, but the prior pulls: by less than a tenth of its spread where it is determined.
  EXPECT_NEAR(std::stod(best.at("network.element.vent.value")), 250, 25);
  EXPECT_NEAR(std::stod(best.at("network.element.rear.value")), 0.75, 0.03);
  EXPECT_EQ(determined.at("network.element.vent.value"), "yes");
  for (const char *file : {"identifiability.csv", "fit_curves.csv", "fit_bands.csv", "predictions.csv",
                           "prediction_bands.csv", "next_measurement.csv", "fit.txt"})
    EXPECT_TRUE(fs::exists(out / file)) << file;
  for (const double residual : read_table(out / "fit_curves.csv").column("stock_residual_db"))
    EXPECT_LT(std::abs(residual), 1); // where errors of 2 dB are stated the prior pulls more
  const Outcome fitted = run_earshot({"run", "out/fitted.toml", "-o", "fitted"}, directory.path);
  EXPECT_EQ(fitted.code, 0) << fitted.err;
  EXPECT_TRUE(fs::exists(directory.path / "fitted/response.csv"));
}

// The reduced model answers for the coil and the screen in milliseconds. The truth is within four standard
// deviations; the curve has no noise, but the prior pulls.
TEST_F(FitRun, ACaseWithAMeshIsFittedByItsModel) {
  ASSERT_EQ(run_earshot({"run", small_case, "-o", "meshed", "--save-model", "m.h5"}, directory.path).code, 0);
  ASSERT_EQ(run_earshot({"run", "--model", "m.h5", "--set", "driver.dynamic.coil.mass=7 mg", "--set",
                         "surface.screen.resistance=150 Pa s/m", "--set", "sweep.points=30", "-o", "other"},
                        directory.path)
                .code,
            0);
  std::string text = read_text(small_case) + R"(
[fit]
from = "260 Hz"
to = "1.9 kHz"
starts = 2
ensemble = 2
[[fit.state]]
name = "stock"
measurement = "other/m.frd"
[[fit.parameter]]
key = "driver.dynamic.coil.mass"
factor = 1.5
[[fit.parameter]]
key = "surface.screen.resistance"
factor = 2.0
)";
  write_file(directory.path / "small.toml", text);
  const Outcome outcome = run_earshot({"fit", "small.toml", "--model", "m.h5", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const auto &[key, truth] :
       {std::pair("driver.dynamic.coil.mass", 7e-6), {"surface.screen.resistance", 150}}) {
    EXPECT_LT(std::stod(column_of(directory.path / "out/fit.csv", "p05").at(key)), truth) << key;
    EXPECT_GT(std::stod(column_of(directory.path / "out/fit.csv", "p95").at(key)), truth) << key;
  }
  write_file(directory.path / "bad.toml",
             replaced(text, "surface.screen.resistance", "geometry.nozzle.length"));
  const Outcome bad = run_earshot({"fit", "bad.toml", "--model", "m.h5", "-o", "bad"}, directory.path);
  EXPECT_EQ(bad.code, 2);
  EXPECT_NE(bad.err.find("geometry.nozzle.length: found a number that changes the mesh"), std::string::npos)
      << bad.err;
  EXPECT_EQ(run_earshot({"fit", "small.toml", "-o", "out"}, directory.path).code, 2); // without the model
}

// The shipped example says what its curves were made with. Curves without noise put the truth well within.
TEST(ShippedFit, HoldsItsTruth) {
  const TemporaryDirectory directory;
  const std::string shipped = std::string(EARSHOT_SOURCE_DIR) + "/configs/fit_vent.toml";
  const Outcome outcome = run_earshot({"fit", shipped, "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto low = column_of(directory.path / "out/fit.csv", "p05"),
             high = column_of(directory.path / "out/fit.csv", "p95"),
             determined = column_of(directory.path / "out/fit.csv", "determined");
  const std::map<std::string, double> truth{{"moving_coil.generic 10 mm dynamic.mass", 12.5e-6},
                                            {"moving_coil.generic 10 mm dynamic.compliance", 9e-3},
                                            {"network.element.vent.value", 1500},
                                            {"network.element.cloth.value", 110},
                                            {"network.element.rear volume.value", 0.42}};
  ASSERT_EQ(low.size(), truth.size());
  for (const auto &[csv_key, text] : low) {
    std::string key = csv_key;
    std::erase(key, '"');
    ASSERT_TRUE(truth.contains(key)) << key;
    EXPECT_LT(std::stod(text), truth.at(key)) << key;
    EXPECT_GT(std::stod(high.at(csv_key)), truth.at(key)) << key;
    EXPECT_EQ(determined.at(csv_key), "yes") << key;
  }
}

TEST_F(FitRun, RanksAndRepetitionsGiveTheSame) {
  ASSERT_EQ(run_earshot({"fit", "fit.toml", "-o", "one"}, directory.path).code, 0);
  ASSERT_EQ(run_earshot({"fit", "fit.toml", "-o", "two"}, directory.path, 2).code, 0);
  for (const char *file : {"fit.csv", "predictions.csv"})
    EXPECT_EQ(read_text(directory.path / "one" / file), read_text(directory.path / "two" / file));
}

TEST_F(FitRun, SaysWhatIsWrong) {
  expect_refused("network.element.cloth.value\"\nfactor", "network.element.clot.value\"\nfactor",
                 "did you mean \"network.element.cloth.value\"?");
  expect_refused("factor = 1.5", "factor = 1.5\nlower = \"0.7 cm3\"", "expected it within its bounds");
  expect_refused("factor = 1.5", "factor = 1.5\nspread = \"0.1 cm3\"", "expected either factor or spread");
  expect_refused("factor = 1.5", "spread = \"3 kg\"",
                 "expected a percentage such as \"5 %\" or a difference in cm3");
  expect_refused("to = \"8 kHz\"", "to = \"30 kHz\"", "expected the band of the fit");
  expect_refused("vent.value = 20000", "vnt.value = 20000", "did you mean \"vent\"?");
  expect_refused("state = \"stock\"", "state = \"stok\"", "did you mean \"stock\"?");
  expect_refused("[sweep]", "[[fit.parameter]]\nkey = \"network.element.cloth.value\"\nfactor = 2.0\n[sweep]",
                 "a second time, expected each number once");
  write_file(directory.path / "truth.frd.toml", "ear = \"two_cc\"\n");
  expect_refused("[sweep]", "[sweep]", "found a curve measured at the ear two_cc, expected iec711");
}

TEST_F(FitRun, ANumberThatNoCurveSeesIsSaidNotRefused) {
  write_file(directory.path / "more.toml",
             small_earphone + fit + "[[fit.parameter]]\nkey = \"source.voltage\"\nfactor = 2.0\n");
  const Outcome outcome = run_earshot({"fit", "more.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(column_of(directory.path / "out/fit.csv", "best").at("source.voltage"), "");
  EXPECT_NE(outcome.out.find("invariance: "), std::string::npos) << outcome.out;
}

} // namespace
