// Runs that ask for the suspension at large deflection.
#include "tests/cases/refused.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string analysis = "\n[[analysis]]\ntype = \"suspension\"\nexcursion = \"0.1 mm\"\npositions = 5\n";

class SuspensionRuns : public Refused {
protected:
  std::string case_with(const std::string &more) { return write_case(read_text(small_case) + more); }
  Outcome run() {
    return run_earshot({"run", "case.toml", "-o", "out", "--set", "output.field_frequencies=[]"},
                       directory.path);
  }
  Table table(const std::string &file) { return read_table(directory.path / "out" / file); }
};

TEST_F(SuspensionRuns, WriteStiffnessAreaAndStressOverTheDisplacement) {
  case_with(analysis);
  const Outcome outcome = run();
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table found = table("suspension.csv");
  ASSERT_EQ(found.rows.size(), 5u);
  EXPECT_EQ(found.column("displacement_mm")[4], 0.1);
  EXPECT_GT(found.column("stress_mpa.surround.film")[4], 1);
  EXPECT_LT(found.column("stress_mpa.dome.film")[2], 1e-6); // at rest; round-off leaves some 1e-12
  EXPECT_FALSE(fs::exists(directory.path / "out" / "suspension_pressure.csv"));
}

TEST_F(SuspensionRuns, FindWhereStaticPressureLeavesTheDiaphragm) {
  case_with(analysis + "pressures = [\"500 Pa\", \"-0.1 kPa\"]\n");
  const Outcome outcome = run();
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table found = table("suspension_pressure.csv");
  EXPECT_EQ(found.column("pressure_pa"), (std::vector<double>{-100, 500}));
  const auto x = found.column("displacement_mm"), volume = found.column("volume_mm3");
  EXPECT_GT(x[0], 0); // suction in front pulls to the front
  EXPECT_LT(x[1], 0);
  for (const std::size_t k : {0, 1}) {
    EXPECT_GT(volume[k] / x[k], 28); // more than the dome's area [mm2], less than that of all
    EXPECT_LT(volume[k] / x[k], 78.6);
    EXPECT_GT(found.column("tangent_stiffness_n_mm")[k], 0);
    EXPECT_GT(found.column("effective_area_mm2")[k], 28);
    EXPECT_GT(found.column("stress_mpa.surround.film")[k], 0);
  }
  EXPECT_NE((outcome.out + outcome.err).find("Static pressure on \"dynamic\""), std::string::npos);
}

TEST_F(SuspensionRuns, HearWhatStaticPressureDoesToTheResponse) {
  case_with("");
  ASSERT_EQ(run().code, 0);
  const double before = table("response.csv").column("spl_db")[0];
  write_case(replaced(read_text(small_case), "[driver.coil]",
                      "[driver.diaphragm]\npressure_difference = \"500 Pa\"\n\n[driver.coil]"));
  const Outcome outcome = run();
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  // Below its resonance the diaphragm gives way by its suspension and its air; the first is four times as
  // stiff.
  EXPECT_LT(table("response.csv").column("spl_db")[0], before - 3);
  EXPECT_NE((outcome.out + outcome.err).find("+500 Pa in front: coil at -0.11 mm"), std::string::npos)
      << outcome.out << outcome.err;
}

TEST_F(SuspensionRuns, AreRefusedUnderStaticPressureBesideALawFromRest) {
  expect_refused(
      {}, {"pressure_difference", "found a static pressure beside computed_stiffness"},
      write_case(replaced(read_text(small_case), "[driver.coil]",
                          "[driver.diaphragm]\npressure_difference = \"500 Pa\"\n\n[driver.coil]") +
                 "\n[driver.large_signal]\ncomputed_stiffness = true\n"));
}

} // namespace
