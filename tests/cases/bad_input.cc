// What a user can get wrong: each ends with exit code 2 and one message that says where, what was found and
// what was expected, and leaves no results.
#include "tests/cases/refused.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

using BadInput = Refused;

TEST_F(BadInput, FilesThatAreNoCase) {
  expect_refused({}, {"missing.toml: can't be read: No such file"}, "missing.toml");
  expect_refused({}, {"found a directory, expected a file"}, directory.path.string());
  expect_refused({}, {"case.toml:3", "not valid TOML"}, write_case("title = \"x\"\n\n[mesh\nsize = 1\n"));
  EXPECT_FALSE(fs::exists(directory.path / "out")) << "not even a folder";
}

/// Open MPI would say it on a page of its own.
TEST_F(BadInput, FoldersForTemporaryFilesThatAreNone) {
  const char *const folder = std::getenv("TMPDIR");
  const std::string kept = folder != nullptr ? folder : "";
  ::setenv("TMPDIR", "/nowhere/at/all", 1);
  expect_refused({}, {"the folder for temporary files, /nowhere/at/all, can't be written to", "set TMPDIR"});
  folder != nullptr ? ::setenv("TMPDIR", kept.c_str(), 1) : ::unsetenv("TMPDIR");
}

TEST_F(BadInput, KeysAndValuesThatAreWrongInTheFile) {
  const std::string text = read_text(small_case);
  const auto refuse = [&](const std::string &from, const std::string &to,
                          const std::vector<std::string> &parts) {
    SCOPED_TRACE(to);
    expect_refused({}, parts, write_case(replaced(text, from, to)));
  };
  refuse("force_factor", "force_facter",
         {"case.toml:34: driver[0].motor.force_facter", "did you mean \"force_factor\"?"});
  refuse("\"16 ohm\"", "16", {"case.toml:35: driver[0].motor.resistance", "expected"});
  refuse("\"16 ohm\"", "\"16 kg\"", {"case.toml:35", "found \"16 kg\""});
  refuse("\"4 mm\"", "\"-4 mm\"", {"geometry.rear.length: found \"-4 mm\", expected more than 0"});
  refuse("density = \"1400 kg/m3\"\n", "", {"material[0].density", "missing"});
  refuse("\"4 GPa\"", "\"0 GPa\"", {"material[0].youngs_modulus: found \"0 GPa\", expected more than 0"});
  refuse("to = \"2 kHz\"", "to = \"20 Hz\"", {"sweep.to: found a range upside down"});
  refuse("points = 4", "spacing = \"octave\"\npoints_per_octave = 1\nto = \"2 kHz\"",
         {"case.toml", "not valid TOML"});
  refuse("from = \"250 Hz\"\nto = \"2 kHz\"\npoints = 4",
         "from = \"610 Hz\"\nto = \"700 Hz\"\nspacing = \"octave\"\npoints_per_octave = 1",
         {"found an empty sweep"});
  EXPECT_FALSE(fs::exists(directory.path / "out")) << "not even a folder";
}

TEST_F(BadInput, AssignmentsThatAreNone) {
  for (const char *assignment : {"foo", "=1", "mesh.size", "driver[-1].name=\"x\""})
    expect_refused_value(assignment,
                         {"--set: found \"" + std::string(assignment) + "\"", "expected key=value"});
  expect_refused_value("mesh.sise=\"1 mm\"", {"--set: mesh.sise", "did you mean \"size\"?"});
  expect_refused_value("driver[7].name=\"x\"", {"driver[7].name: found index 7, expected less than 1"});
}

TEST_F(BadInput, NamesThatCannotBeFilesOrColumns) {
  expect_refused_value("driver[0].name=\"../up\"", {"driver[0].name: found \"../up\""});
  expect_refused_value("probe[0].name=\"a,b\"", {"probe[0].name: found \"a,b\""});
}

TEST_F(BadInput, AirThatTheFormulasDoNotCover) {
  expect_refused_value("air.temperature=\"-200 degC\"", {"air: found 73.15 K", "between 250 and 320 K"});
}

TEST_F(BadInput, EarTablesThatCannotBeUsed) {
  const auto refuse = [&](const std::string &text, const std::string &part) {
    SCOPED_TRACE(text);
    write_file(directory.path / "ear.csv", text);
    expect_refused({"--set", "ear.model=\"table\"", "--set", "ear.table=\"ear.csv\""}, {"ear.csv", part});
  };
  const std::string header = "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n";
  expect_refused({"--set", "ear.model=\"table\"", "--set", "ear.table=\"none.csv\""},
                 {"ear.table", "there is no"});
  refuse("", "is empty");
  refuse("\x01\x02garbage", "has no rows of numbers");
  refuse(header + "100,1e7\n", "2 values under 3 columns");
  refuse(header + "100,1e7,x\n", "ear.csv:2: found \"x\" under reactance_pa_s_m3");
  refuse(header + "100,1e7,1\n50,1e7,1\n70,1e7,1\n", "ear.csv:4: found 70 Hz after 50 Hz");
  refuse(header + "100,nan,1\n500,1e7,1\n", "finite");
  refuse(header + "100,1e7,1\n500,1e7,1\n",
         "reaches from 100 Hz to 500 Hz, but frequencies from 250 Hz to 2 kHz");
}

TEST_F(BadInput, NetworksBesideAMeshAreCheckedBeforeMeshing) {
  const auto refuse = [&](const std::string &network, const std::vector<std::string> &parts) {
    SCOPED_TRACE(network);
    const std::string file =
        write_case("include = [\"" + small_case + "\"]\n[[network.element]]\n" + network);
    expect_refused({}, parts, file);
    const Outcome checked = run_earshot({"check", file}, directory.path);
    EXPECT_EQ(checked.code, 2);
    EXPECT_EQ(checked.out.find("tetrahedra"), std::string::npos) << checked.out;
  };
  const std::string from = "name = \"T\"\nfrom = \"plug\"\n";
  refuse(from + "kind = \"resistance\"\nto = \"nowhere\"\nvalue = \"8 acoustic_ohm\"\n",
         {"found node \"plug\" at the plug, which makes it electrical",
          "acoustic by resistance \"T\" in case.toml:4"});
  refuse(from + "kind = \"two_port\"\nto = \"a\"\na = \"1\"\nb = \"8 * omga\"\nc = \"0\"\nd = \"1\"\n",
         {"case.toml:8: network.element[0].b", "found the unknown name \"omga\""});
  write_file(directory.path / "z.csv", "frequency_hz,resistance_ohm,reactance_ohm\n20,8,0\n1000,8,0\n");
  refuse(from + "kind = \"impedance_table\"\ntable = \"z.csv\"\n",
         {"case.toml:6: network.element[0].table",
          "reaches from 20 Hz to 1 kHz, but frequencies from 250 Hz to 2 kHz"});
}

TEST_F(BadInput, OutputFoldersThatCannotBeWrittenAreFoundBeforeTheSolve) {
  write_file(directory.path / "file", "");
  for (const char *folder : {"file", "file/below", "/proc/earshot"}) {
    const Outcome outcome = run_earshot({"run", small_case, "-o", folder}, directory.path);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("can't create the output folder " + std::string(folder)), std::string::npos)
        << outcome.err;
    EXPECT_EQ(outcome.err.find("Mesh of the air"), std::string::npos) << "found before meshing";
  }
  EXPECT_EQ(run_earshot({"mesh", small_case, "-o", "file/air.msh"}, directory.path).code, 2);
  EXPECT_EQ(run_earshot({"mesh", small_case, "-o", "air.stl"}, directory.path).code, 2);
}

TEST_F(BadInput, CommandLinesThatSayNothing) {
  EXPECT_EQ(run_earshot({}, directory.path).code, 2);
  EXPECT_EQ(run_earshot({"run"}, directory.path).code, 2);
  EXPECT_EQ(run_earshot({"run", small_case, "--no-such-flag"}, directory.path).code, 2);
  EXPECT_EQ(run_earshot({"--help"}, directory.path).code, 0);
  EXPECT_EQ(run_earshot({"--version"}, directory.path).code, 0);
}

TEST_F(BadInput, UnlikelyValuesAreWarnedAboutAndSolved) {
  const Outcome outcome = run_earshot(
      {"run", small_case, "-o", "out", "--set", "geometry.nozzle.length=\"3 m\""}, directory.path);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(occurrences(outcome.err, "warning: --set: geometry.nozzle.length: found \"3 m\""), 1)
      << outcome.err;
}

} // namespace
