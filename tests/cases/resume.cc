// Runs that are killed, stopped and taken up again.
#include "tests/cases/program.h"

#include <fstream>
#include <sstream>

namespace {

using namespace earshot;
using namespace earshot::testing;

/// The small case with enough points to be killed amidst of them.
Arguments longer_run(const std::string &folder, const Arguments &more = {}) {
  Arguments arguments{"run", small_case, "--set", "sweep.points=10", "--set", "sweep.method=\"direct\"",
                      "-o",  folder};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

int rows_in(const fs::path &checkpoint) {
  return fs::exists(checkpoint) ? occurrences(read_text(checkpoint), "\n") - 2 : 0;
}

/// Whole records of a journal: a line with the number of bytes that follow it, and these.
int records_in(const fs::path &journal) {
  std::ifstream stream(journal, std::ios::binary);
  std::string line, key, digest;
  std::getline(stream, line);
  int records = 0;
  for (std::streamoff bytes = 0; std::getline(stream, line); ++records) {
    if (!(std::istringstream(line) >> key >> bytes >> digest) || !stream.seekg(bytes, std::ios::cur) ||
        stream.get() != '\n')
      break;
  }
  return records;
}

class Resume : public ::testing::Test {
protected:
  /// Starts a run and sends it a signal once it has three rows.
  Outcome broken_off(const std::string &folder, int signal) {
    Process process(command(longer_run(folder)), directory.path);
    const auto start = std::chrono::steady_clock::now();
    while (rows_in(directory.path / folder / "checkpoint.csv") < 3 &&
           std::chrono::steady_clock::now() - start < std::chrono::seconds(30))
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    process.send(signal);
    return process.wait();
  }
  Outcome run(const Arguments &arguments) { return run_earshot(arguments, directory.path); }
  std::string text(const std::string &file) const { return read_text(directory.path / file); }

  TemporaryDirectory directory;
};

TEST_F(Resume, AKilledRunEndsAsIfNothingHadHappened) {
  ASSERT_EQ(run(longer_run("whole")).code, 0);
  ASSERT_EQ(broken_off("killed", SIGKILL).code, 1000 + SIGKILL);
  const int rows = rows_in(directory.path / "killed/checkpoint.csv");
  ASSERT_GE(rows, 3);
  ASSERT_LT(rows, 10) << "it ended before it was killed: more points needed";
  // A crash may also tear the last line.
  write_file(directory.path / "killed/checkpoint.csv", text("killed/checkpoint.csv") + "1234.5,0.25,");

  const Outcome resumed = run(longer_run("killed", {"--resume"}));
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_NE(resumed.err.find(std::to_string(rows) + " frequencies were done before"), std::string::npos)
      << resumed.err;
  for (const char *file : {"response.csv", "impedance.csv", "excursion.csv", "power.csv", "small.frd"})
    EXPECT_EQ(text(std::string("killed/") + file), text(std::string("whole/") + file)) << file;
  EXPECT_NE(text("killed/run.log").find("--resume"), std::string::npos);
}

/// A fast sweep takes its solves from the journal that the killed run left, so it goes the same way.
TEST_F(Resume, AKilledFastSweepGoesOnWithItsSolves) {
  const auto fast_run = [](const std::string &folder, const Arguments &more = {}) {
    Arguments arguments{"run",   small_case,
                        "--set", "sweep.points=60",
                        "--set", "sweep.to=\"6 kHz\"",
                        "--set", "mesh.size=\"1.5 mm\"",
                        "-o",    folder};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  const auto factorisations = [&](const std::string &folder) {
    const std::string summary = text(folder + "/summary.json"), key = "\"factorisations\": ";
    return std::stoi(summary.substr(summary.find(key) + key.size()));
  };
  ASSERT_EQ(run(fast_run("whole")).code, 0);
  EXPECT_FALSE(fs::exists(directory.path / "whole/solves.journal"));
  const fs::path journal = directory.path / "killed/solves.journal";
  Process process(command(fast_run("killed")), directory.path);
  const auto start = std::chrono::steady_clock::now();
  // The first factorisation leaves its solve and, in this case, at most two rounds of corrections: the fourth
  // record is of the second one.
  while (records_in(journal) < 4 && std::chrono::steady_clock::now() - start < std::chrono::seconds(60))
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  process.send(SIGKILL);
  ASSERT_EQ(process.wait().code, 1000 + SIGKILL) << "it ended before it was killed: a finer mesh is needed";
  // A crash may also tear the last record.
  write_file(journal, read_text(journal) + "0123456789abcdef 100000 0123456789abcdef\ntorn");

  const Outcome resumed = run(fast_run("killed", {"--resume"}));
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_LT(factorisations("killed"), factorisations("whole"));
  for (const char *file : {"response.csv", "impedance.csv", "excursion.csv", "power.csv", "small.frd"})
    EXPECT_EQ(text(std::string("killed/") + file), text(std::string("whole/") + file)) << file;
  EXPECT_FALSE(fs::exists(journal));
}

TEST_F(Resume, CtrlCStopsBetweenFrequenciesAndKeepsWhatIsDone) {
  const Outcome stopped = broken_off("stopped", SIGINT);
  EXPECT_EQ(stopped.code, 3) << stopped.err;
  EXPECT_NE(stopped.err.find("--resume goes on"), std::string::npos) << stopped.err;
  const Table response = read_table(directory.path / "stopped/response.csv");
  EXPECT_EQ(static_cast<int>(response.rows.size()), rows_in(directory.path / "stopped/checkpoint.csv"));
  EXPECT_FALSE(fs::exists(directory.path / "stopped/summary.json")) << "it did not finish";
}

TEST_F(Resume, AFolderIsOneRunsAlone) {
  Process first(command({"run", small_case, "-o", "out", "--set", "sweep.points=4000", "--set",
                         "sweep.method=\"direct\""}),
                directory.path);
  const auto start = std::chrono::steady_clock::now();
  while (!fs::exists(directory.path / "out/checkpoint.csv") &&
         std::chrono::steady_clock::now() - start < std::chrono::seconds(60))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Outcome second = run({"run", small_case, "-o", "out"});
  EXPECT_EQ(second.code, 2);
  EXPECT_NE(second.err.find("found a run that writes its results there now"), std::string::npos)
      << second.err;
  first.send(SIGKILL);
  first.wait();
  EXPECT_EQ(run({"run", small_case, "-o", "out"}).code, 0) << "a killed run keeps nothing";
}

TEST_F(Resume, AnotherCaseIsRefusedAndNothingIsTouched) {
  ASSERT_EQ(run({"run", small_case, "-o", "out"}).code, 0);
  const std::string checkpoint = text("out/checkpoint.csv"), resolved = text("out/config.resolved.toml");
  const Outcome other =
      run({"run", small_case, "-o", "out", "--resume", "--set", "driver[0].motor.resistance=\"8 ohm\""});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(
      other.err.find("can't resume from out/checkpoint.csv: the config or a file that it names has changed"),
      std::string::npos)
      << other.err;
  EXPECT_EQ(text("out/checkpoint.csv"), checkpoint);
  EXPECT_EQ(text("out/config.resolved.toml"), resolved);
}

TEST_F(Resume, AnotherTableUnderTheSameNameIsAnotherCase) {
  write_file(directory.path / "load.zma", "10 16 0\n20000 16 0\n");
  write_file(directory.path / "case.toml",
             "[[network.element]]\nname = \"load\"\nkind = \"impedance_table\"\nfrom = \"plug\"\ntable = "
             "\"load.zma\"\n[sweep]\nfrequencies = [\"100 Hz\", \"1 kHz\"]\n");
  ASSERT_EQ(run({"run", "case.toml", "-o", "out"}).code, 0);
  EXPECT_EQ(run({"run", "case.toml", "-o", "out", "--resume"}).code, 0);
  write_file(directory.path / "load.zma", "10 32 0\n20000 32 0\n");
  const Outcome other = run({"run", "case.toml", "-o", "out", "--resume"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("the config or a file that it names has changed"), std::string::npos) << other.err;
}

TEST_F(Resume, MoreFrequenciesAndFieldsAreAddedToAFinishedRun) {
  ASSERT_EQ(run({"run", small_case, "-o", "out"}).code, 0);
  const Outcome more = run({"run", small_case, "-o", "out", "--resume", "--set",
                            "output.field_frequencies=[\"1 kHz\", \"500 Hz\", \"700 Hz\"]"});
  EXPECT_EQ(more.code, 0) << more.err;
  // 500 Hz was solved without a field, 700 Hz not at all.
  EXPECT_NE(more.err.find("3 frequencies were done before, 2 are left"), std::string::npos) << more.err;
  EXPECT_EQ(read_table(directory.path / "out/response.csv").column("frequency_hz").size(), 5U);
  EXPECT_TRUE(fs::exists(directory.path / "out/fields/air_00000500.0Hz.vtu"));
}

TEST_F(Resume, ANewRunLeavesNoResultsOfAnEarlierOne) {
  ASSERT_EQ(run({"run", small_case, "-o", "out"}).code, 0);
  ASSERT_EQ(run({"run", small_case, "-o", "out", "--set", "output.field_frequencies=[\"500 Hz\"]"}).code, 0);
  EXPECT_FALSE(fs::exists(directory.path / "out/fields/air_00001000.0Hz.vtu"));
  EXPECT_TRUE(fs::exists(directory.path / "out/fields/air_00000500.0Hz.vtu"));
}

} // namespace
