// Whole runs of a small case: the files, their columns, and numbers against kept ones.
#include "solver/output/field_files.h"
#include "tests/cases/program.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

/// One run that several tests look at.
class SmallRun : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    directory = new TemporaryDirectory;
    outcome = run_earshot({"run", small_case, "-o", "out"}, directory->path);
    results = directory->path / "out";
  }
  static void TearDownTestSuite() { delete directory; }

  static inline TemporaryDirectory *directory = nullptr;
  static inline Outcome outcome;
  static inline fs::path results;
};

TEST_F(SmallRun, EndsWellAndWritesEveryFile) {
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("SPL at 1000 Hz"), std::string::npos) << outcome.out;
  for (const char *file : {"response.csv", "impedance.csv", "excursion.csv", "power.csv", "small.frd",
                           "small.zma", "summary.json", "config.resolved.toml", "run.log", "checkpoint.csv"})
    EXPECT_TRUE(fs::exists(results / file)) << file;
  for (const char *series : {"air.pvd", "diaphragm_dynamic.pvd"}) {
    const auto files = read_series(results / "fields" / series);
    ASSERT_EQ(files.size(), 1U) << series;
    EXPECT_NEAR(files[0].frequency_hz, 1000, 1e-6);
    EXPECT_GT(fs::file_size(results / "fields" / files[0].file), 1000U);
  }
  for (const auto &entry : fs::recursive_directory_iterator(results))
    EXPECT_NE(entry.path().extension(), ".part") << entry.path();
}

TEST_F(SmallRun, HasTheAgreedColumns) {
  const std::vector<std::string> response{"frequency_hz", "spl_db",     "phase_deg",     "group_delay_ms",
                                          "error_db",     "tip_spl_db", "tip_phase_deg", "in_ear_band"};
  EXPECT_EQ(read_table(results / "response.csv").columns, response);
  const std::vector<std::string> impedance{"frequency_hz", "magnitude_ohm", "phase_deg"};
  EXPECT_EQ(read_table(results / "impedance.csv").columns, impedance);
  const std::vector<std::string> excursion{"frequency_hz", "dynamic_mm"};
  EXPECT_EQ(read_table(results / "excursion.csv").columns, excursion);
  for (const double closure : read_table(results / "power.csv").column("closure"))
    EXPECT_LT(closure, 1e-9); // the power balance closes to the solver's accuracy
}

/// The numbers depend on the mesh, and another version of the mesh generator makes another mesh. On this
/// coarse one that may move levels by some 0.05 dB, phases by 0.5 degrees, so this tells a changed physics
/// from a changed mesh and no more.
TEST_F(SmallRun, AgreesWithTheKeptNumbers) {
  const auto golden = [](const std::string &file) { return read_table(cases + "golden/small_" + file); };
  const auto compare = [&](const std::string &file, const std::string &column, double tolerance) {
    const auto actual = read_table(results / file).column(column), expected = golden(file).column(column);
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
      EXPECT_NEAR(actual[i], expected[i], tolerance) << file << ", " << column << ", row " << i;
  };
  compare("response.csv", "frequency_hz", 1e-6);
  compare("response.csv", "spl_db", 0.05);
  compare("response.csv", "tip_spl_db", 0.05);
  compare("response.csv", "phase_deg", 0.5);
  compare("impedance.csv", "magnitude_ohm", 0.1);
  compare("impedance.csv", "phase_deg", 0.5);
  compare("excursion.csv", "dynamic_mm", 2e-3);
  compare("power.csv", "coil_heat_w", 3e-4);
}

TEST_F(SmallRun, TheSummaryCountsTheWork) {
  const auto summary = nlohmann::json::parse(read_text(results / "summary.json"));
  EXPECT_EQ(summary["counts"]["frequencies"], 4);
  EXPECT_EQ(summary["factorisations"], 4);
  EXPECT_EQ(summary["ranks"], 1);
  EXPECT_FALSE(summary["versions"]["deal.II"].get<std::string>().empty());
}

TEST_F(SmallRun, TheLogNamesOptionsVersionsAndModel) {
  const std::string log = read_text(results / "run.log");
  for (const char *part : {"options: ", "version of deal.II", "Materials used", "screen of 100 Pa s/m",
                           "air-shell coupling", "million entries"})
    EXPECT_NE(log.find(part), std::string::npos) << part;
}

TEST_F(SmallRun, TheResolvedConfigGivesTheSameResponseToTheLastDigit) {
  const auto again =
      run_earshot({"run", (results / "config.resolved.toml").string(), "-o", "again"}, directory->path);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read_text(directory->path / "again/response.csv"), read_text(results / "response.csv"));
}

TEST_F(SmallRun, AWrittenMeshReplacesTheGeometry) {
  const auto meshed = run_earshot({"mesh", small_case, "-o", "air.msh"}, directory->path);
  ASSERT_EQ(meshed.code, 0) << meshed.err;
  const std::string text = read_text(small_case);
  const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
  write_file(directory->path / "from_file.toml",
             replaced(text.substr(0, begin) + text.substr(end), "size = \"5 mm\"", "file = \"air.msh\""));
  const auto run = run_earshot({"run", "from_file.toml", "-o", "from_file"}, directory->path);
  EXPECT_EQ(run.code, 0) << run.err;
  // Same mesh, but for the order of nodes and with it of rounding.
  const Table expected = read_table(results / "response.csv");
  const Table actual = read_table(directory->path / "from_file/response.csv");
  for (const char *column : {"spl_db", "tip_spl_db"})
    for (std::size_t i = 0; i < expected.rows.size(); ++i)
      EXPECT_NEAR(actual.column(column)[i], expected.column(column)[i], 1e-6) << column << ", row " << i;
}

TEST_F(SmallRun, CheckTellsTheModelAndItsCostAndWritesNothing) {
  TemporaryDirectory empty;
  const auto check = run_earshot({"check", small_case}, empty.path);
  EXPECT_EQ(check.code, 0) << check.err;
  for (const char *part : {"driver dynamic", "ear: iec711", "screen of 100 Pa s/m", "per wavelength",
                           "Materials used", "film", "Unknowns", "together", "memory", "a factorisation"})
    EXPECT_NE(check.out.find(part), std::string::npos) << part;
  for (const auto &entry : fs::directory_iterator(empty.path))
    EXPECT_EQ(entry.path().filename().string().rfind("std", 0), 0U) << entry.path();
}

TEST_F(SmallRun, TooCoarseAirIsWarnedAbout) {
  const auto check =
      run_earshot({"check", small_case, "--set", "mesh.elements_per_wavelength=60"}, directory->path);
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_NE(check.out.find("warning: volume 'canal' has"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("mesh.elements_per_wavelength"), std::string::npos) << check.out;
}

/// Rounding alone may differ: sums over cells are split among ranks. 1e-6 dB is a relative 1e-7.
TEST_F(SmallRun, TheNumberOfRanksDoesNotMatter) {
  const Table one = read_table(results / "response.csv");
  for (const int ranks : {2, 3}) {
    const std::string folder = "ranks" + std::to_string(ranks);
    const auto run = run_earshot({"run", small_case, "-o", folder}, directory->path, ranks);
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(occurrences(run.out, "SPL at 1000 Hz"), 1) << "only one rank speaks";
    expect_columns(read_table(directory->path / folder / "response.csv"), one, 1e-6);
  }
}

} // namespace
