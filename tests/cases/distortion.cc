// Runs that ask for distortion.
#include "tests/cases/refused.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string laws = "\n[driver.large_signal]\nstiffness = [0.3, 5]\nforce_factor = [-0.05, -1.4]\n";
const std::string analysis = "\n[[analysis]]\ntype = \"distortion\"\nvoltages = [\"10 mV\", \"20 "
                             "mV\"]\nlevels = [\"94 dB\"]\npoints = 2\n";

class DistortionRuns : public Refused {
protected:
  std::string case_with(const std::string &more) { return write_case(read_text(small_case) + more); }
  Outcome run(const std::string &folder, const Arguments &more = {}, int ranks = 0) {
    Arguments arguments{"run", "case.toml", "-o", folder, "--set", "output.field_frequencies=[]"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, directory.path, ranks);
  }
  Table table(const std::string &folder) { return read_table(directory.path / folder / "distortion.csv"); }
};

TEST_F(DistortionRuns, FallWithThePowersOfTheLevelToTheLinearResponse) {
  case_with(laws + analysis);
  const Outcome outcome = run("out");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table found = table("out"), response = read_table(directory.path / "out" / "response.csv");
  ASSERT_EQ(found.rows.size(), 6u); // three voltages, two frequencies
  const auto column = [&](const char *name) { return found.column(name); };
  EXPECT_EQ(column("frequency_hz")[0], response.column("frequency_hz")[0]);
  // Voltages ascend: the one that gives 94 dB, some 2 mV, comes first.
  EXPECT_NEAR(column("level_db")[2], response.column("spl_db")[0] - 40,
              0.01); // 10 mV against 1 V; the tolerance
  for (const std::size_t k : {2, 3}) {
    EXPECT_NEAR(column("h2_percent")[k + 2] / column("h2_percent")[k], 2, 0.02);
    if (k == 2) { // the other frequency's third harmonic lies above the sweep
      EXPECT_NEAR(column("h3_percent")[k + 2] / column("h3_percent")[k], 4, 0.08);
    }
    EXPECT_GT(column("thd_alone_percent.stiffness")[k], 0);
    EXPECT_NEAR(column("excursion_mm.dynamic")[k + 2] / column("excursion_mm.dynamic")[k], 2, 0.02);
  }
  const std::string summary = read_text((directory.path / "out" / "summary.json").string());
  EXPECT_NE(summary.find("\"voltage_94db_v\": "), std::string::npos) << summary;
  EXPECT_NE(outcome.out.find("Large signal of \"dynamic\"") + outcome.err.find("Large signal of \"dynamic\""),
            2 * std::string::npos);
}

TEST_F(DistortionRuns, AreTheSameOnTwoRanks) {
  case_with(laws + analysis);
  ASSERT_EQ(run("one").code, 0);
  ASSERT_EQ(run("two", {}, 2).code, 0);
  const Table one = table("one"), two = table("two");
  ASSERT_EQ(one.rows.size(), two.rows.size());
  for (std::size_t k = 0; k < one.rows.size();
       ++k) // bases of two ranks differ by what the sweep's tolerance lets
    EXPECT_NEAR(two.column("h2_percent")[k] / one.column("h2_percent")[k], 1, 0.01);
}

TEST_F(DistortionRuns, TakeTheSuspensionFromATable) {
  write_file(directory.path / "k.csv",
             "displacement_mm,stiffness_n_mm\n-0.5,1.2\n-0.25,0.7\n0,0.5\n0.25,0.6\n0.5,1\n");
  case_with("\n[driver.large_signal]\nstiffness_table = \"k.csv\"\n" + analysis);
  const Outcome outcome = run("out");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_GT(table("out").column("h2_percent")[0], 0);
}

TEST_F(DistortionRuns, AreRefusedWithoutLawsAndWithWrongTables) {
  expect_refused({}, {"case.toml", "drivers are linear", "[driver.large_signal]"}, case_with(analysis));
  write_file(directory.path / "k.csv", "displacement_mm,stiffness_n_mm\n0,0.5\n0.25,0.6\n0.5,1\n");
  expect_refused({}, {"stiffness_table", "on both sides of the rest position"},
                 case_with("\n[driver.large_signal]\nstiffness_table = \"k.csv\"\n" + analysis));
  expect_refused({}, {"from", "expected a frequency of the sweep"},
                 case_with(laws + analysis + "from = \"20 Hz\"\n"));
}

} // namespace
