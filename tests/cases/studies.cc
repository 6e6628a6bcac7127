// Families of designs, as a user runs them.
#include "solver/files/hdf5_file.h"
#include "tests/cases/program.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace earshot::testing {
namespace {

/// Coil mass and screen are in coefficients; the vent's length is in the mesh.
const std::string mass_and_vent = R"(
[[study]]
name = "mass and vent"
[[study.parameter]]
key = "driver.dynamic.coil.mass"
values = ["4 mg", "8 mg"]
[[study.parameter]]
key = "geometry.rear_vent.length"
values = ["1 mm", "1.5 mm"]
)";
const std::string screens = R"(
[[study]]
name = "screens"
method = "latin_hypercube"
samples = 5
[[study.parameter]]
key = "surface.screen.resistance"
from = "20 Pa s/m"
to = "500 Pa s/m"
spacing = "log"
)";

/// Nine points: the field's frequency is one of the sweep's.
const Arguments nine_points = {"--set", "sweep.points=9", "--set", "output.field_frequencies=[\"250 Hz\"]"};

std::string case_with(const std::string &tables) {
  return "include = [\"" + small_case + "\"]\n" + tables;
}

/// Lines of a table of text, split at commas.
std::vector<std::vector<std::string>> lines_of(const fs::path &path) {
  std::istringstream stream(read_text(path));
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(split_at_commas(line));
  return lines;
}

std::string field(const std::vector<std::vector<std::string>> &lines, std::size_t row,
                  const std::string &column) {
  const auto at = std::find(lines[0].begin(), lines[0].end(), column) - lines[0].begin();
  EXPECT_LT(at, std::ssize(lines[0])) << "no column " << column;
  return lines[row][at];
}

class Studies : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    write_file(folder() / "family.toml", case_with(mass_and_vent + screens));
    outcome_ = run({"-o", "out"});
  }
  static void TearDownTestSuite() {
    delete directory_;
    directory_ = nullptr;
  }
  static Outcome run(const Arguments &more, const std::string &file = "family.toml", int ranks = 0) {
    Arguments arguments = {"run", file};
    arguments.insert(arguments.end(), nine_points.begin(), nine_points.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, folder(), ranks);
  }
  static fs::path folder() { return directory_->path; }
  static fs::path table(const std::string &name) { return folder() / "out" / "study" / (name + ".csv"); }

  static TemporaryDirectory *directory_;
  static Outcome outcome_;
};
TemporaryDirectory *Studies::directory_ = nullptr;
Outcome Studies::outcome_;

TEST_F(Studies, SayWhichDesignsShareTheMatrices) {
  ASSERT_EQ(outcome_.code, 0) << outcome_.err;
  EXPECT_NE(outcome_.err.find("4 designs; 2 share the matrices"), std::string::npos) << outcome_.err;
  EXPECT_EQ(occurrences(outcome_.err, "a mesh for design"), 1) << "two designs have the longer vent";
  const auto lines = lines_of(table("mass and vent"));
  ASSERT_EQ(lines.size(), 5u);
  for (const auto &[row, vent, matrices] :
       {std::tuple(1, "1", "shared"), std::tuple(2, "1.5", "own"), std::tuple(3, "1", "shared")}) {
    EXPECT_EQ(field(lines, row, "geometry.rear_vent.length [mm]"), vent);
    EXPECT_EQ(field(lines, row, "matrices"), matrices);
  }
}

/// Every design is what a run of its own says: fast sweeps of 0.01 dB each, on the same air mesh.
TEST_F(Studies, AnswerAsRunsOfTheirOwn) {
  ASSERT_EQ(outcome_.code, 0) << outcome_.err;
  const Hdf5Reader curves(folder() / "out" / "study" / "mass and vent.h5", "curves");
  const std::vector<double> level = curves.numbers("spl_db"), error = curves.numbers("error_db");
  ASSERT_EQ(level.size(), 4u * 9u);
  for (const std::size_t design : {0, 3}) {
    const std::string mass = design < 2 ? "4 mg" : "8 mg", vent = design % 2 == 0 ? "1 mm" : "1.5 mm";
    const Outcome alone = run({"--set", "study=[]", "--set", "driver.dynamic.coil.mass=" + mass, "--set",
                               "geometry.rear_vent.length=" + vent, "-o", "alone"});
    ASSERT_EQ(alone.code, 0) << alone.err;
    const std::vector<double> expected = read_table(folder() / "alone" / "response.csv").column("spl_db");
    ASSERT_EQ(expected.size(), 9u);
    double largest = 0;
    for (std::size_t k = 0; k < 9; ++k) {
      largest = std::max(largest, std::abs(expected[k] - expected[0]));
      EXPECT_NEAR(level[9 * design + k], expected[k], 0.02) << "design " << design + 1 << ", point " << k;
      EXPECT_LE(error[9 * design + k], 0.01);
    }
    EXPECT_GT(largest, 1) << "the response isn't flat, so that agreement means something";
  }
}

TEST_F(Studies, SamplesAreInTheTableWithTheirFigures) {
  ASSERT_EQ(outcome_.code, 0) << outcome_.err;
  const auto lines = lines_of(table("screens"));
  ASSERT_EQ(lines.size(), 6u);
  std::vector<std::pair<double, double>> peaks;
  for (std::size_t row = 1; row < 6; ++row) {
    peaks.emplace_back(std::stod(field(lines, row, "surface.screen.resistance [Pa s/m]")),
                       std::stod(field(lines, row, "sensitivity_db_per_v")));
    EXPECT_LE(std::stod(field(lines, row, "error_db")), 0.01);
  }
  std::sort(peaks.begin(), peaks.end());
  for (std::size_t k = 1; k < peaks.size(); ++k)
    EXPECT_LT(peaks[k].second, peaks[k - 1].second) << "more resistance in the way to the ear";
}

TEST_F(Studies, ResumedRunTakesOverWhatIsDone) {
  ASSERT_EQ(outcome_.code, 0) << outcome_.err;
  const std::string before = read_text(table("screens"));
  const Outcome again = run({"-o", "out", "--resume"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.err.find("4 of 4 designs were done before"), std::string::npos) << again.err;
  EXPECT_EQ(again.err.find("a mesh for design"), std::string::npos) << again.err;
  EXPECT_EQ(read_text(table("screens")), before);
}

TEST_F(Studies, TwoRanksFindTheSame) {
  ASSERT_EQ(outcome_.code, 0) << outcome_.err;
  write_file(folder() / "screens.toml", case_with(screens));
  const Outcome parallel = run({"-o", "ranks"}, "screens.toml", 2);
  ASSERT_EQ(parallel.code, 0) << parallel.err;
  const Hdf5Reader one(folder() / "out" / "study" / "screens.h5", "curves"),
      two(folder() / "ranks" / "study" / "screens.h5", "curves");
  const std::vector<double> a = one.numbers("spl_db"), b = two.numbers("spl_db");
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k)
    EXPECT_NEAR(a[k], b[k], 1e-4) << "bases of other round-off: far below the tolerance of 0.01 dB";
}

// The table is the same to the last letter whatever the division; a shard that is missing is told, and one
// that was killed is done again.
TEST(ShardsOfAStudy, MakeTheTableOfTheWhole) {
  const TemporaryDirectory directory;
  // Three lengths of the vent need meshes, each with two masses of the coil.
  write_file(directory.path / "vents.toml", case_with(replaced(mass_and_vent, "[\"1 mm\", \"1.5 mm\"]",
                                                               "[\"1 mm\", \"1.2 mm\", \"1.5 mm\"]")));
  const auto earshot = [&](Arguments arguments) {
    if (arguments.front() == "study")
      arguments.insert(arguments.end(), nine_points.begin(), nine_points.end());
    return run_earshot(arguments, directory.path);
  };
  const Arguments study{"study", "vents.toml", "-o", "out"};
  const auto shard = [&](const std::string &which) {
    Arguments arguments = study;
    arguments.insert(arguments.end(), {"--shard", which});
    return earshot(arguments);
  };
  Arguments merge{"merge", "vents.toml", "-o", "out"};
  merge.insert(merge.end(), nine_points.begin(), nine_points.end());
  ASSERT_EQ(earshot({"study", "vents.toml", "-o", "whole"}).code, 0);
  const std::string whole = read_text(directory.path / "whole/study/mass and vent.csv");
  ASSERT_EQ(lines_of(directory.path / "whole/study/mass and vent.csv").size(), 7u);

  EXPECT_EQ(earshot(merge).code, 2) << "there are no shards";
  ASSERT_EQ(shard("1/2").code, 0);
  const Outcome half = earshot(merge);
  EXPECT_EQ(half.code, 1);
  EXPECT_NE(half.out.find("4 of 6 designs"), std::string::npos) << half.out;
  ASSERT_EQ(shard("2/2").code, 0);
  const Outcome merged = earshot(merge);
  EXPECT_EQ(merged.code, 0) << merged.err;
  EXPECT_EQ(read_text(directory.path / "out/study/mass and vent.csv"), whole);
  ASSERT_EQ(shard("2/2").code, 0) << "done again";
  Arguments resumed = study;
  resumed.insert(resumed.end(), {"--shard", "1/2", "--resume"});
  ASSERT_EQ(earshot(resumed).code, 0);
  EXPECT_EQ(earshot(merge).code, 0);
  EXPECT_EQ(read_text(directory.path / "out/study/mass and vent.csv"), whole);

  fs::remove_all(directory.path / "out");
  for (const char *which : {"3/4", "1/4", "2/4", "4/4"}) // the last one has nothing to do
    ASSERT_EQ(shard(which).code, 0) << which;
  EXPECT_EQ(earshot(merge).code, 0);
  EXPECT_EQ(read_text(directory.path / "out/study/mass and vent.csv"), whole);

  // Two groups of one process each are two shards and their merging.
  Arguments groups{"study", "vents.toml", "-o", "groups", "--groups", "2"};
  groups.insert(groups.end(), nine_points.begin(), nine_points.end());
  const Outcome grouped = run_earshot(groups, directory.path, 2);
  ASSERT_EQ(grouped.code, 0) << grouped.err;
  EXPECT_EQ(read_text(directory.path / "groups/study/mass and vent.csv"), whole);
  const Outcome alone = run_earshot(groups, directory.path);
  EXPECT_EQ(alone.code, 2);
  EXPECT_NE(alone.err.find("--groups: found 2 groups of 1 processes"), std::string::npos) << alone.err;

  const Outcome wrong = shard("5/4");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("--shard: found \"5/4\""), std::string::npos) << wrong.err;
  EXPECT_EQ(earshot({"study", small_case}).code, 2) << "no study";
}

// Eight lengths of the canal share interpolated matrices; two of them have meshes of their own in another
// study.
TEST(StudiesOfADimension, AnswerAsMeshesOfTheirOwn) {
  const TemporaryDirectory directory;
  write_file(directory.path / "canal.toml", case_with(R"(
[[study]]
name = "range"
[[study.parameter]]
key = "geometry.canal.length"
from = "6.4 mm"
to = "9.6 mm"
points = 8
[[study]]
name = "ends"
[[study.parameter]]
key = "geometry.canal.length"
values = ["6.4 mm", "9.6 mm"]
)"));
  Arguments arguments{"study", "canal.toml", "-o", "out"};
  arguments.insert(arguments.end(), nine_points.begin(), nine_points.end());
  const Outcome outcome = run_earshot(arguments, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("8 designs along geometry.canal.length share matrices"), std::string::npos)
      << outcome.err;
  EXPECT_EQ(occurrences(outcome.err, "a mesh for design"), 2);
  const Hdf5Reader range(directory.path / "out/study/range.h5", "curves"),
      ends(directory.path / "out/study/ends.h5", "curves");
  const std::vector<double> found = range.numbers("spl_db"), expected = ends.numbers("spl_db"),
                            error = range.numbers("error_db");
  ASSERT_EQ(found.size(), 8u * 9u);
  for (std::size_t k = 0; k < 9; ++k) {
    EXPECT_NEAR(found[k], expected[k], 0.02) << "fast sweeps of 0.01 dB each, point " << k;
    EXPECT_NEAR(found[7 * 9 + k], expected[9 + k], 0.02) << "point " << k;
    EXPECT_LE(error[k], 0.01);
  }
}

TEST(StudiesOfTheImpossible, AreRefusedBeforeAnyWork) {
  const TemporaryDirectory directory;
  write_file(directory.path / "wrong.toml", case_with(R"(
[[study]]
name = "s"
[[study.parameter]]
key = "driver.dynamic.coil.mas"
values = ["4 mg"]
)"));
  const Outcome outcome = run_earshot({"run", "wrong.toml"}, directory.path);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("wrong.toml:6"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("mass"), std::string::npos) << outcome.err;
}

TEST(StudiesOfTheImpossible, NoteWhatCannotBeBuilt) {
  const TemporaryDirectory directory;
  write_file(directory.path / "places.toml", case_with(R"(
[[study]]
name = "places"
[[study.parameter]]
key = "ear.surface"
values = ["ear", "far_away"]
)"));
  const Outcome outcome = run_earshot({"run", "places.toml"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto lines = lines_of(directory.path / "results" / "places" / "study" / "places.csv");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(field(lines, 1, "note"), "");
  EXPECT_NE(field(lines, 2, "note").find("far_away"), std::string::npos)
      << "whether it is there, its mesh tells";
  EXPECT_EQ(field(lines, 2, "spl_1khz_db"), "") << "no number";
}

// What holds of the air is known when coefficients are made of it, for one design after another.
TEST(StudiesOfTheImpossible, NoteDesignsWithoutCoefficientsOnEveryNumberOfRanks) {
  for (const int ranks : {1, 2}) {
    const TemporaryDirectory directory;
    write_file(directory.path / "warm.toml", case_with(R"(
[[study]]
name = "air"
[[study.parameter]]
key = "air.temperature"
values = ["20 degC", "60 degC", "25 degC"]
)"));
    const Outcome outcome = run_earshot({"run", "warm.toml"}, directory.path, ranks);
    ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    const auto lines = lines_of(directory.path / "results" / "warm" / "study" / "air.csv");
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(field(lines, 1, "note"), "");
    EXPECT_NE(field(lines, 2, "note").find("320 K"), std::string::npos) << field(lines, 2, "note");
    EXPECT_NE(field(lines, 3, "spl_1khz_db"), "");
    EXPECT_NE(read_text(directory.path / "results/warm/summary.json").find("320 K"), std::string::npos)
        << "a warning of the run";
  }
}

TEST(StudiesOfIsolation, AddItsFiguresToTheTable) {
  const TemporaryDirectory directory;
  write_file(directory.path / "open.toml", case_with(R"(
[[analysis]]
type = "isolation"
[[study]]
name = "vents"
[[study.parameter]]
key = "geometry.rear_vent.length"
values = ["1 mm", "2 mm"]
)"));
  const Arguments run = {"run", "open.toml", "--set", "sweep.from=\"80 Hz\""};
  ASSERT_EQ(run_earshot(run, directory.path).code, 0);
  const fs::path table = directory.path / "results" / "open" / "study" / "vents.csv";
  const auto lines = lines_of(table);
  ASSERT_EQ(lines.size(), 3u);
  const std::string column = "isolation_1khz_driver_open_db";
  EXPECT_GT(std::stod(field(lines, 2, column)), std::stod(field(lines, 1, column))) << "a longer vent";
  const std::string before = read_text(table);
  Arguments again = run;
  again.push_back("--resume");
  ASSERT_EQ(run_earshot(again, directory.path).code, 0);
  EXPECT_EQ(read_text(table), before);
}

/// The second design has another suspension, to which its law is relative.
const std::string loud = R"(
[driver.large_signal]
stiffness = [0.3, 5]
force_factor = [-0.05, -1.4]

[[analysis]]
type = "distortion"
levels = ["94 dB"]
points = 1
causes = false

[[study]]
name = "loud"
method = "list"
[[study.parameter]]
key = "driver.dynamic.coil.mass"
values = ["4 mg", "8 mg"]
[[study.parameter]]
key = "material.film.youngs_modulus"
values = ["4 GPa", "2 GPa"]
)";

TEST(StudiesOfDistortion, AddItsFiguresToTheTable) {
  const TemporaryDirectory directory;
  write_file(directory.path / "loud.toml", read_text(small_case) + loud);
  Arguments run{"run", "loud.toml", "-o", "out"};
  run.insert(run.end(), nine_points.begin(), nine_points.end());
  ASSERT_EQ(run_earshot(run, directory.path).code, 0);
  const auto lines = lines_of(directory.path / "out/study/loud.csv");

  Arguments alone{"run",   "loud.toml",
                  "-o",    "alone",
                  "--set", "driver.dynamic.coil.mass=\"8 mg\"",
                  "--set", "material.film.youngs_modulus=\"2 GPa\""};
  alone.insert(alone.end(), nine_points.begin(), nine_points.end());
  ASSERT_EQ(run_earshot(alone, directory.path).code, 0);
  const std::string summary = read_text(directory.path / "alone/summary.json");
  for (const std::string figure : {"voltage_94db_v", "level_at_thd_limit_db"}) {
    const std::size_t at = summary.find("\"" + figure + "\": ");
    ASSERT_NE(at, std::string::npos) << figure << " in " << summary;
    const double own = std::stod(summary.substr(at + figure.size() + 4));
    // 0.01 dB of the sweep's tolerance in either.
    EXPECT_NEAR(std::stod(field(lines, 2, figure)) / own, 1, 3e-3) << figure;
    EXPECT_GT(std::abs(std::stod(field(lines, 1, figure)) / own - 1), 3e-3) << "the designs differ";
  }
}

// A table that can't be read is one design's alone.
TEST(StudiesOfDistortion, NoteADesignWhoseLawsCannotBeTold) {
  const TemporaryDirectory directory;
  write_file(directory.path / "good.csv", "displacement_mm,stiffness_n_mm\n-0.3,0.3\n0,0.2\n0.3,0.3\n");
  write_file(directory.path / "bad.csv", "displacement_mm,stiffness_n_mm\nnone,0.3\n");
  write_file(directory.path / "tables.toml", read_text(small_case) + R"(
[driver.large_signal]
stiffness_table = "good.csv"

[[analysis]]
type = "distortion"
levels = ["94 dB"]
points = 1
causes = false

[[study]]
name = "tables"
[[study.parameter]]
key = "driver.dynamic.large_signal.stiffness_table"
values = ["good.csv", "bad.csv"]
)");
  for (const int ranks : {1, 2}) {
    Arguments study{"study", "tables.toml", "-o", "out"};
    study.insert(study.end(), nine_points.begin(), nine_points.end());
    const Outcome outcome = run_earshot(study, directory.path, ranks);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto lines = lines_of(directory.path / "out/study/tables.csv");
    EXPECT_NE(field(lines, 1, "voltage_94db_v"), "");
    EXPECT_EQ(field(lines, 1, "note"), "");
    EXPECT_EQ(field(lines, 2, "voltage_94db_v"), "");
    EXPECT_NE(field(lines, 2, "note"), "") << read_text(directory.path / "out/study/tables.csv");
  }
}

TEST(LumpedStudies, HaveTheSameTable) {
  const TemporaryDirectory directory;
  write_file(directory.path / "hybrid.toml",
             "include = [\"" EARSHOT_SOURCE_DIR "/configs/lumped_hybrid.toml\"]\n"
             R"(
[[study]]
name = "source"
[[study.parameter]]
key = "source.output_impedance"
values = ["0 ohm", "10 ohm"]
)");
  const Outcome outcome = run_earshot({"run", "hybrid.toml"}, directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  const auto lines = lines_of(directory.path / "results" / "hybrid" / "study" / "source.csv");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_NE(field(lines, 1, "spl_1khz_db"), field(lines, 2, "spl_1khz_db"));
}

} // namespace
} // namespace earshot::testing
