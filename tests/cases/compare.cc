// earshot compare: a run, measurements and targets beside each other; what can't be compared is refused.
#include "tests/cases/program.h"

#include <algorithm>
#include <cmath>
#include <memory>

using namespace earshot;
using namespace earshot::testing;

namespace {

/// Curves in a folder that comparisons run in.
class Compare : public ::testing::Test {
protected:
  Outcome compare(const Arguments &arguments) {
    Arguments all{"compare"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"-o", "results"});
    return run_earshot(all, directory.path);
  }
  void expect_done(const Arguments &arguments, const std::vector<std::string> &parts = {}) {
    const Outcome outcome = compare(arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    for (const std::string &part : parts)
      EXPECT_NE(outcome.out.find(part), std::string::npos) << "'" << part << "' is not in\n" << outcome.out;
  }
  /// Refused, and nothing is written.
  void expect_refused(const Arguments &arguments, const std::vector<std::string> &parts) {
    SCOPED_TRACE(parts.front());
    fs::remove_all(directory.path / "results");
    const Outcome outcome = compare(arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
    for (const std::string &part : parts)
      EXPECT_NE(outcome.err.find(part), std::string::npos) << "'" << part << "' is not in\n" << outcome.err;
    EXPECT_FALSE(fs::exists(directory.path / "results"));
  }
  void write(const std::string &name, const std::string &text) { write_file(directory.path / name, text); }

  /// A smooth level from `from` to `to` [Hz] as .frd. @param offset [dB]
  void write_curve(const std::string &name, double offset = 0, double from = 20, double to = 20000,
                   const std::string &heading = "* Freq(Hz) SPL(dB)\n") {
    std::string text = heading;
    for (int k = 0; k <= 200; ++k) {
      const double f = from * std::pow(to / from, k / 200.0);
      text += std::to_string(f) + " " + std::to_string(90 + 5 * std::sin(2 * std::log(f)) + offset) + "\n";
    }
    write(name, text);
  }
  std::vector<std::map<std::string, std::string>> differences() const {
    return read_rows(directory.path / "results/differences.csv");
  }

  TemporaryDirectory directory;
};

/// The same with the results of the small case in out/.
class CompareRun : public Compare {
protected:
  static void SetUpTestSuite() {
    run_directory = std::make_unique<TemporaryDirectory>();
    const Outcome outcome = run_earshot({"run", small_case, "-o", "out", "-q"}, run_directory->path);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  static void TearDownTestSuite() { run_directory.reset(); }
  void SetUp() override { fs::copy(run_directory->path / "out", directory.path / "out"); }

  /// The run's exported level with another offset [dB].
  void write_exported(const std::string &name, double offset, const std::string &comments = "") {
    std::istringstream lines(read_text(directory.path / "out/small.frd"));
    std::string text = comments, line;
    while (std::getline(lines, line)) {
      double f = 0, level = 0, phase = 0;
      if (std::istringstream(line) >> f >> level >> phase)
        line = std::to_string(f) + " " + std::to_string(level + offset) + " " + std::to_string(phase);
      text += line + "\n";
    }
    write(name, text);
  }

  static std::unique_ptr<TemporaryDirectory> run_directory;
};
std::unique_ptr<TemporaryDirectory> CompareRun::run_directory;

} // namespace

// Exported levels have six decimals.
TEST_F(CompareRun, ItsOwnExportsDifferByTheirDigitsAlone) {
  expect_done({"out", "out/small.frd", "out/small.txt", "--align", "none"}, {"not aligned"});
  ASSERT_EQ(differences().size(), 4u);
  for (const auto &row : differences()) {
    EXPECT_LT(std::stod(row.at("rms_db")), 2e-6);
    EXPECT_LT(std::stod(row.at("group_delay_rms_ms")), 1e-5) << "phases have four decimals";
  }
  expect_done({"out", "out/small.zma", "--quantity", "impedance"}, {"not aligned"});
  for (const auto &row : differences())
    EXPECT_LT(std::stod(row.at("rms_db")), 2e-6);
}

TEST_F(CompareRun, RunsAreComparedAsTheyAre) {
  fs::copy(directory.path / "out", directory.path / "again");
  expect_done({"out", "again/"}, {"not aligned, not smoothed"});
  EXPECT_EQ(differences().at(0).at("curve"), "again");
  EXPECT_EQ(differences().at(0).at("within_laboratory_spread"), "");
}

TEST_F(CompareRun, AMeasurementIsAlignedAndItsOffsetTold) {
  write_exported("louder.frd", 3);
  write("louder.frd.toml", "ear = \"iec711\"\nvoltage = \"0.5 V\"\nseatings = 5\nuncertainty = \"0.5 dB\"\n");
  expect_done({"out", "louder.frd"}, {"aligned at 500 Hz", "offset -3.00 dB", "mean of 5 seatings"});
  for (const auto &row : differences()) {
    EXPECT_NEAR(std::stod(row.at("offset_db")), -3, 2e-6);
    EXPECT_LT(std::stod(row.at("rms_db")), 2e-6);
    EXPECT_EQ(row.at("within_uncertainty"), "1");
  }
  EXPECT_NE(read_text(directory.path / "results/compare.txt").find("offset -3.00 dB"), std::string::npos);
}

TEST_F(CompareRun, WhatWasMeasuredOtherwiseIsNamed) {
  write_exported("m.frd", 0);
  write("m.frd.toml", "ear = \"two_cc\"\noutput_impedance = \"10 ohm\"\nvoltage = \"0.5 V\"\n");
  expect_refused({"out", "m.frd", "--align", "none"},
                 {"m.frd.toml:1: ear: found the ear two_cc, expected iec711 as out has",
                  "m.frd.toml:2: output_impedance: found 10 ohm, expected 0 ohm as out has",
                  "m.frd.toml:3: voltage: found 500 mV, expected 1 V as out has", "--force"});
  expect_done({"out", "m.frd", "--force"}, {"warning: m.frd.toml:1: ear", "warning: m.frd.toml:2"});
}

TEST_F(CompareRun, ATargetIsBoundToItsEar) {
  write_exported("target.csv", -60);
  expect_refused({"out", "--target", "target.csv"},
                 {"target.csv: found a target", "target.csv.toml", "iec711"});
  write_exported("other.csv", -60, "# ear = \"p57_type43\"\n");
  expect_refused({"out", "--target", "other.csv"}, {"other.csv:1: ear: found the ear p57_type43", "iec711"});
  write_exported("misspelt.csv", -60, "# ear = iec7111\n");
  expect_refused({"out", "--target", "misspelt.csv"}, {"misspelt.csv:1: ear", "did you mean \"iec711\"?"});
  expect_done({"out", "--target", "target.csv", "--target", "other.csv", "--force"},
              {"warning: other.csv:1: ear"});
  EXPECT_EQ(differences().size(), 4u);
  write_exported("good.csv", -60, "# ear = iec711\n");
  expect_done({"out", "--target", "good.csv"}, {"offset +60.00 dB"});
}

TEST_F(Compare, AnySeparatorAndDecimalMarkWillDo) {
  write("a.csv", "frequency;level\nHz;dB\n20,5;94,5\n1000,0;95,5\n20000,0;94,0\n");
  write("b.txt", "Freq(kHz)\tSPL(dB)\n0.0205\t84.5\n1.0\t85.5\n20.0\t84.0\n");
  expect_done({"a.csv", "b.txt"}, {"offset +10.00 dB"});
}

TEST_F(Compare, WhatIsSmoothedIsNotSmoothedAgain) {
  const std::string peak = "100 90\n990 90\n1000 110\n1010 90\n10000 90\n";
  write("raw.txt", peak);
  write("rew.txt",
        "* Measurement data saved by REW V5.20\n* Smoothing: 1/6 octave\n* Freq(Hz) SPL(dB)\n" + peak);
  expect_done({"rew.txt", "raw.txt", "--align", "200 Hz"}, {"smoothed over 1/6 octave"});
  const Table table = read_table(directory.path / "results/compare.csv");
  const auto rew = table.column("rew_db"), raw = table.column("raw_db");
  EXPECT_NEAR(*std::ranges::max_element(rew), 110, 1e-6);
  EXPECT_LT(*std::ranges::max_element(raw), 100) << "its power is spread over six times its width";
  expect_refused({"raw.txt", "rew.txt", "--align", "200 Hz", "--smooth", "1/12"},
                 {"rew.txt: smoothing", "1/6 octave"});
}

TEST_F(Compare, DataThatEndTooEarlyAreRefused) {
  write_curve("a.frd");
  write_curve("short.frd", 0, 1000, 5000);
  write_curve("high.frd", 0, 30000, 40000);
  expect_refused({"a.frd", "short.frd"}, {"short.frd: found data from 1 kHz to 5 kHz", "500 Hz", "--align"});
  expect_refused({"a.frd", "short.frd", "--align", "2 kHz..8 kHz"}, {"short.frd", "2 kHz to 8 kHz"});
  expect_refused({"a.frd", "short.frd", "--align", "2 kHz", "--bands", "1 kHz, 8 kHz"},
                 {"short.frd", "1 kHz to 8 kHz (--bands)"});
  expect_refused({"a.frd", "high.frd", "--force"},
                 {"high.frd: found data from 30 kHz to 40 kHz", "20 Hz to 20 kHz"});
  expect_done({"a.frd", "short.frd", "--align", "2 kHz"}, {"4 kHz to 8 kHz", "(data from"});
}

TEST_F(Compare, FilesThatAreNoCurvesAreRefused) {
  write_curve("a.frd");
  write("prose.txt", "Dear reader,\nthere are no numbers here.\n");
  write("binary.frd", std::string("\x89PNG\r\n\x1a\n\0\0\0", 11));
  write("pascals.csv", "frequency [Hz],spl [Pa]\n100,1\n1000,2\n");
  write("one.frd", "100 90\n");
  write("empty.frd", "");
  write("loud.frd", "100 90\n1000 6000\n");
  write("z.zma", "100 16 0\n1000 17 3\n");
  fs::create_directory(directory.path / "folder");
  for (const char *file : {"prose.txt", "binary.frd", "pascals.csv", "one.frd", "empty.frd", "loud.frd",
                           "z.zma", "folder", "none"})
    expect_refused({"a.frd", file}, {std::string(file) + ":"});
  expect_refused({"a.frd", "prose.txt", "none"}, {"prose.txt", "none: there is no such file"});
  expect_refused({"a.frd", "a.frd", "--quantity", "impedance"}, {"a.frd: found levels"});
  expect_refused({"a.frd", "z.zma"}, {"--quantity impedance"});
}

TEST_F(Compare, OptionsThatMakeNoSenseAreRefused) {
  write_curve("a.frd");
  write_curve("b.frd");
  expect_refused({"a.frd", "b.frd", "--align", "500"}, {"--align", "500", "Hz"});
  expect_refused({"a.frd", "b.frd", "--align", "2 kHz..1 kHz"}, {"--align", "lower frequency first"});
  expect_refused({"a.frd", "b.frd", "--smooth", "a bit"}, {"--smooth", "1/12 octave"});
  expect_refused({"a.frd", "b.frd", "--bands", "1 kHz"}, {"--bands", "two or more"});
  expect_refused({"a.frd", "b.frd", "--quantity", "levels"}, {"--quantity", "did you mean \"level\"?"});
  expect_refused({"a.frd"}, {"something to compare with"});
}

TEST_F(Compare, SidecarsThatDontFitAreRefused) {
  write_curve("a.frd");
  write_curve("b.frd");
  write("b.frd.toml", "ear = \"iec711\"\nsmoothin = \"1/12 octave\"\n");
  expect_refused({"a.frd", "b.frd"},
                 {"b.frd.toml:2: smoothin: found an unknown key", "did you mean \"smoothing\"?"});
}

TEST_F(Compare, ASidecarSaysWhichColumnsCount) {
  write_curve("a.frd");
  std::string text = "frequency_hz,stock_db,modified_db\n";
  for (const auto &[f, level] : std::map<int, int>{{20, 90}, {500, 91}, {20000, 92}})
    text += std::to_string(f) + "," + std::to_string(level) + "," + std::to_string(level + 1) + "\n";
  write("two.csv", text);
  expect_refused({"a.frd", "two.csv"}, {"stock_db", "modified_db"});
  write("two.csv.toml", "columns = \"frequency [Hz], -, level [dB]\"\n");
  expect_done({"a.frd", "two.csv"});
}

TEST_F(Compare, ResultsReplaceNoInput) {
  write_curve("a.frd");
  write_curve("compare.csv");
  const Outcome outcome = run_earshot({"compare", "a.frd", "compare.csv", "-o", "."}, directory.path);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("compare.csv: found a file that the results would replace"), std::string::npos)
      << outcome.err;
}

TEST_F(Compare, CurvesOfOneNameHaveColumnsOfTheirOwn) {
  fs::create_directory(directory.path / "left"), fs::create_directory(directory.path / "right");
  write_curve("left/m.frd");
  write_curve("right/m.frd", 2);
  expect_done({"left/m.frd", "right/m.frd"});
  EXPECT_EQ(differences().at(0).at("curve"), "m_2");
}
