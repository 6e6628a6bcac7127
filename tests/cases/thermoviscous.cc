// Thermoviscous volumes in whole runs: diaphragm, screen, opening and ear joined to them, what is refused.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

std::string with_volumes(const std::vector<std::string> &names) {
  std::string text = read_text(small_case);
  for (const std::string &name : names)
    text += "\n[[volume]]\nname = \"" + name + "\"\nmodel = \"thermoviscous\"\n";
  return text;
}

class ThermoviscousRun : public ::testing::Test {
protected:
  Outcome run(const std::string &text, const Arguments &more = {}, int ranks = 0) {
    write_file(directory.path / "case.toml", text);
    Arguments arguments = {"run", "case.toml", "-o", "out"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, directory.path, ranks);
  }
  Table table(const std::string &file) { return read_table(directory.path / "out" / file); }

  TemporaryDirectory directory;
};

TEST_F(ThermoviscousRun, LosesWhatTheSourceGivesAndIsTheSameOnAnyNumberOfRanks) {
  const std::string text = with_volumes({"rear_vent", "front", "tip", "canal"});
  const Outcome outcome = run(text);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(occurrences(outcome.out + outcome.err, "elements are thicker than two viscous layers"), 4);
  const Table power = table("power.csv"), response = table("response.csv");
  for (const double residual : power.column("relative_residual"))
    EXPECT_LT(residual, 1e-10); // solver accuracy
  for (const char *row : {"region_viscous_w", "region_thermal_w", "screens_w", "openings_w", "ear_w"})
    for (const double loss : power.column(row))
      EXPECT_GT(loss, 0) << row;
  ASSERT_EQ(run(text, {}, 3).code, 0);
  expect_columns(table("response.csv"), response, 1e-5); // dB, degrees; round-off
}

TEST_F(ThermoviscousRun, FollowsBoundaryLayersWhereTheyAreThin) {
  // The front volume, which the diaphragm moves, is 2 mm high and its layers are thinner than 0.15 mm.
  ASSERT_EQ(run(with_volumes({"front"})).code, 0);
  const Table thermoviscous = table("response.csv");
  ASSERT_EQ(run(read_text(small_case)).code, 0);
  // A coarse mesh doesn't resolve the layers, but their losses are a small part of all.
  const auto expected = table("response.csv").column("spl_db"), found = thermoviscous.column("spl_db");
  for (std::size_t k = 0; k < found.size(); ++k)
    EXPECT_NEAR(found[k], expected[k], 0.05);
}

TEST_F(ThermoviscousRun, RefusesWhatItCantJoin) {
  const Outcome rigid = run(with_volumes({"canal"}), {"--set", "ear.model=rigid"});
  EXPECT_EQ(rigid.code, 2);
  EXPECT_EQ(occurrences(rigid.err, "found surface 'ear' at the thermoviscous volume 'canal', expected one at "
                                   "other air"),
            1)
      << rigid.err;
  const Outcome bent =
      run(with_volumes({"front"}) + "\n[[surface]]\nname = \"walls\"\nmodel = \"symmetry\"\n");
  EXPECT_EQ(bent.code, 2);
  EXPECT_EQ(occurrences(bent.err, "a plane of symmetry must be flat"), 1) << bent.err;
}

} // namespace
