// Tuning by the program: files, a tuned case that runs, and what is refused.
#include "tests/cases/program.h"
#include "tests/support/lumped_fit_case.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string tune = R"(
[sweep]
points = 200
[tune]
target = "target.frd"
to = "8 kHz"
points_per_octave = 6
starts = 3
[[tune.parameter]]
key = "network.element.vent.value"
lower = "100 acoustic_ohm"
upper = "1000 acoustic_ohm"
tolerance = "10 %"
[[tune.parameter]]
key = "network.element.cloth.value"
catalogue = ["30 acoustic_ohm", "60 acoustic_ohm", "90 acoustic_ohm", "120 acoustic_ohm"]
[[tune.limit]]
figure = "largest_excursion_mm"
most = 1
)";

/// The level of an earphone with other numbers is the target.
class TuneRun : public ::testing::Test {
protected:
  void SetUp() override {
    write_file(directory.path / "truth.toml", small_earphone + "[sweep]\npoints = 200\n");
    const Outcome truth = run_earshot({"run", "truth.toml", "-o", "truth", "--set",
                                       "network.element.vent.value=250 acoustic_ohm", "--set",
                                       "network.element.cloth.value=90 acoustic_ohm"},
                                      directory.path);
    ASSERT_EQ(truth.code, 0) << truth.err;
    fs::copy(directory.path / "truth/truth.frd", directory.path / "target.frd");
    write_file(directory.path / "tune.toml", small_earphone + tune);
  }
  void expect_refused(const std::string &from, const std::string &to, const std::string &complaint) {
    write_file(directory.path / "bad.toml", replaced(small_earphone + tune, from, to));
    const Outcome outcome = run_earshot({"tune", "bad.toml", "-o", "bad"}, directory.path);
    EXPECT_EQ(outcome.code, 2) << outcome.out;
    EXPECT_NE(outcome.err.find(complaint), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("bad.toml:"), std::string::npos) << outcome.err;
  }
  TemporaryDirectory directory;
};

TEST_F(TuneRun, FindsTheTargetsNumbersAndRunsTheTunedCase) {
  const Outcome outcome = run_earshot({"tune", "tune.toml", "-o", "out", "-q"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const fs::path out = directory.path / "out";
  const std::string text = read_text(out / "tune.csv");
  EXPECT_NE(text.find("network.element.cloth.value,acoustic_ohm,"), std::string::npos) << text;
  const Table curves = read_table(out / "tune_curves.csv");
  // The target's 20 frequencies an octave are joined by lines: half of the largest second difference of its
  // level, about 0.1 dB near its peak.
  for (const double deviation : curves.column("deviation_db"))
    EXPECT_LT(std::abs(deviation), 0.1);
  EXPECT_GT(curves.column("p95_db").front(), curves.column("tuned_db").front());
  EXPECT_NE(read_text(out / "tune_figures.csv").find("largest_excursion_mm"), std::string::npos);
  EXPECT_TRUE(fs::exists(out / "tuned/response.csv"));
  EXPECT_NE(outcome.out.find("a run of the tuned case differs by 0.000 dB at most"), std::string::npos)
      << outcome.out;
  EXPECT_NE(read_text(out / "tuned.toml").find("90 acoustic_ohm"), std::string::npos);
}

// One rank searches; the others wait for it, and take part in the run.
TEST_F(TuneRun, TwoRanksFindTheSame) {
  ASSERT_EQ(run_earshot({"tune", "tune.toml", "-o", "one", "-q"}, directory.path).code, 0);
  ASSERT_EQ(run_earshot({"tune", "tune.toml", "-o", "two", "-q"}, directory.path, 2).code, 0);
  for (const char *file : {"tune.csv", "tune_curves.csv", "tune_figures.csv", "tuned.toml"})
    EXPECT_EQ(read_text(directory.path / "one" / file), read_text(directory.path / "two" / file)) << file;
}

// A case with a mesh is run, tuned by the model of that run, and run once more. The target is the same case
// with another screen and coil; its own level has an error of 0.01 dB.
TEST(TuneOfAMesh, FindsTheTargetsNumbers) {
  const TemporaryDirectory directory;
  const std::string band = "[sweep]\nfrom = \"250 Hz\"\nto = \"2 kHz\"\npoints = 40\n",
                    base = "include = [\"" + small_case + "\"]\n" + band;
  write_file(directory.path / "truth.toml", base);
  ASSERT_EQ(run_earshot({"run", "truth.toml", "-o", "truth", "-q", "--set",
                         "surface.screen.resistance=200 Pa s/m", "--set", "driver.dynamic.coil.mass=7 mg"},
                        directory.path)
                .code,
            0);
  fs::copy(directory.path / "truth/truth.frd", directory.path / "target.frd");
  const std::string numbers = base + R"(
[tune]
target = "target.frd"
from = "250 Hz"
to = "2 kHz"
level = "given"
starts = 2
[[tune.parameter]]
key = "surface.screen.resistance"
lower = "50 Pa s/m"
upper = "500 Pa s/m"
[[tune.parameter]]
key = "driver.dynamic.coil.mass"
lower = "4 mg"
upper = "12 mg"
)";
  write_file(directory.path / "tune.toml", numbers);
  const Outcome outcome = run_earshot({"tune", "tune.toml", "-o", "out", "-q"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table curves = read_table(directory.path / "out/tune_curves.csv");
  // Lines between the target's points, 13 an octave, leave some 0.05 dB.
  for (const double deviation : curves.column("deviation_db"))
    EXPECT_LT(std::abs(deviation), 0.1);
  EXPECT_NE(outcome.out.find("a run of the tuned case differs by 0.0"), std::string::npos) << outcome.out;
  write_file(directory.path / "bad.toml",
             replaced(numbers, "surface.screen.resistance", "geometry.nozzle.length"));
  const Outcome bad =
      run_earshot({"tune", "bad.toml", "--model", "out/model.h5", "-o", "bad"}, directory.path);
  EXPECT_EQ(bad.code, 2);
  EXPECT_NE(bad.err.find("Pa s/m"), std::string::npos) << bad.err;
  write_file(directory.path / "bad.toml",
             replaced(replaced(replaced(numbers, "surface.screen.resistance", "geometry.nozzle.length"),
                               "50 Pa s/m", "2 mm"),
                      "500 Pa s/m", "4 mm"));
  const Outcome moving =
      run_earshot({"tune", "bad.toml", "--model", "out/model.h5", "-o", "bad"}, directory.path);
  EXPECT_EQ(moving.code, 2);
  EXPECT_NE(moving.err.find("geometry.nozzle.length: found a number that changes the mesh"),
            std::string::npos)
      << moving.err;
}

// Two dimensions that move the mesh: the model is made for their ranges, and what is found is run on a mesh
// of its own. The target is the same case with other dimensions.
TEST(TuneOfAMesh, FindsTheTargetsDimensions) {
  const TemporaryDirectory directory;
  const std::string band = "[sweep]\nfrom = \"250 Hz\"\nto = \"2 kHz\"\npoints = 40\n",
                    base = "include = [\"" + small_case + "\"]\n" + band;
  write_file(directory.path / "truth.toml", base);
  ASSERT_EQ(run_earshot({"run", "truth.toml", "-o", "truth", "-q", "--set", "geometry.canal.length=7 mm",
                         "--set", "geometry.rear_vent.radius=1.1 mm"},
                        directory.path)
                .code,
            0);
  fs::copy(directory.path / "truth/truth.frd", directory.path / "target.frd");
  write_file(directory.path / "tune.toml", base + R"(
[tune]
target = "target.frd"
from = "250 Hz"
to = "2 kHz"
level = "given"
starts = 1
[[tune.parameter]]
key = "geometry.canal.length"
lower = "6.4 mm"
upper = "9.6 mm"
[[tune.parameter]]
key = "geometry.rear_vent.radius"
lower = "0.8 mm"
upper = "1.2 mm"
)");
  const Outcome outcome = run_earshot({"tune", "tune.toml", "-o", "out", "-q"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  // Lines between the target's points leave some 0.05 dB, the coarse meshes as much.
  for (const double deviation : read_table(directory.path / "out/tune_curves.csv").column("deviation_db"))
    EXPECT_LT(std::abs(deviation), 0.15);
  const std::string kept = (directory.path / "out/model.h5").string();
  const Outcome within =
      run_earshot({"run", "--model", kept, "--set", "geometry.canal.length=7.5 mm", "-o", "within", "-q"},
                  directory.path);
  EXPECT_EQ(within.code, 0) << within.err;
  const Outcome beyond = run_earshot(
      {"run", "--model", kept, "--set", "geometry.canal.length=12 mm", "-o", "beyond", "-q"}, directory.path);
  EXPECT_EQ(beyond.code, 2);
  EXPECT_NE(beyond.err.find("expected 0.0064 to 0.0096, for which the model was made"), std::string::npos)
      << beyond.err;
}

TEST_F(TuneRun, WhatIsWrongIsNamed) {
  expect_refused("vent.value", "went.value", "network.element.vent");
  expect_refused("lower = \"100 acoustic_ohm\"\n", "", "found no lower or no upper bound");
  expect_refused("lower = \"100 acoustic_ohm\"", "lower = \"1 mm\"", "acoustic_ohm");
  expect_refused("upper = \"1000 acoustic_ohm\"", "upper = \"10 acoustic_ohm\"", "expected bounds that rise");
  expect_refused("largest_excursion_mm", "largest_excursion_m", "largest_excursion_mm");
  expect_refused("most = 1\n", "", "expected least or most");
  expect_refused("to = \"8 kHz\"", "to = \"30 kHz\"", "expected the band");
  expect_refused("\"target.frd\"", "\"nothing.frd\"", "nothing.frd");
  write_file(directory.path / "target.frd.toml", "ear = \"two_cc\"\n");
  expect_refused("[sweep]", "[sweep]", "found a curve measured at the ear two_cc, expected iec711");
}

} // namespace
