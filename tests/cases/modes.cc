// Runs of cases that ask for modes.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

class Modes : public ::testing::Test {
protected:
  /// The small case with [[analysis]] tables.
  Modes() {
    write_file(directory.path / "case.toml",
               read_text(small_case) +
                   "\n[[analysis]]\ntype = \"modes\"\nup_to = \"6 kHz\"\n"
                   "\n[[analysis]]\ntype = \"modes\"\nof = \"air\"\nup_to = \"15 kHz\"\n");
  }
  TemporaryDirectory directory;
};

TEST_F(Modes, OfDiaphragmAndAirAreWrittenWithTheirShapes) {
  const Outcome run = run_earshot({"run", "case.toml", "-o", "out"}, directory.path);
  ASSERT_EQ(run.code, 0) << run.err;
  const auto rows = read_rows(directory.path / "out/modes.csv");
  ASSERT_GE(rows.size(), 3u);
  EXPECT_EQ(rows[0].at("body"), "dynamic");
  EXPECT_EQ(rows[0].at("kind"), "piston");
  EXPECT_EQ(rows[0].at("m"), "0");
  double shares = 0;
  for (const char *column : {"kinetic_dome", "kinetic_surround"})
    shares += std::stod(rows[0].at(column));
  EXPECT_NEAR(shares, 1, 1e-8);
  int shapes = 0, air = 0;
  for (const auto &row : rows) {
    EXPECT_LT(std::stod(row.at("frequency_hz")), row.at("body") == "air" ? 15e3 : 6e3);
    shapes += row.at("body") == "dynamic";
    air += row.at("body") == "air";
  }
  EXPECT_GE(air, 2) << "constant pressure before and behind the diaphragm";
  EXPECT_EQ(occurrences(read_text(directory.path / "out/modes/dynamic.pvd"), "<DataSet"), shapes);
  EXPECT_NE(read_text(directory.path / "out/run.log").find("Modes of dynamic"), std::string::npos);
}

TEST_F(Modes, AreTheSameOnTwoRanks) {
  for (const int ranks : {1, 2})
    ASSERT_EQ(
        run_earshot({"run", "case.toml", "-o", "out" + std::to_string(ranks)}, directory.path, ranks).code,
        0);
  const auto one = read_rows(directory.path / "out1/modes.csv"),
             two = read_rows(directory.path / "out2/modes.csv");
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t k = 0; k < one.size(); ++k) {
    EXPECT_EQ(one[k].at("kind"), two[k].at("kind"));
    // The eigensolver's tolerance is far below nine digits of the frequency.
    EXPECT_NEAR(std::stod(one[k].at("frequency_hz")), std::stod(two[k].at("frequency_hz")), 1e-3);
  }
}

} // namespace
