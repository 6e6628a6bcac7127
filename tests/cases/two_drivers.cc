// Two drivers on one plug: a shell and a piston, or two shells, in a row, on a mesh file.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string second_driver = R"([[driver]]
name = "second"
surface = "canal_inlet"
[driver.piston]
mass = "5 mg"
compliance = "5 mm/N"
resistance = "0.01 N s/m"
[driver.motor]
force_factor = "0.3 T m"
resistance = "32 ohm"

)";

class TwoDrivers : public ::testing::Test {
protected:
  explicit TwoDrivers(std::string second = second_driver) : second_(std::move(second)) {}
  void SetUp() override {
    ASSERT_EQ(run_earshot({"mesh", small_case, "-o", "air.msh"}, directory.path).code, 0);
    const std::string text = read_text(small_case);
    const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
    write_file(directory.path / "two.toml", replaced(text.substr(0, begin) + second_ + text.substr(end),
                                                     "size = \"5 mm\"", "file = \"air.msh\""));
  }
  Table run(const std::string &folder, const std::string &source, const std::string &file) {
    const Outcome outcome =
        run_earshot({"run", "two.toml", "-o", folder, "--set", "source.output_impedance=\"" + source + "\""},
                    directory.path);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return read_table(directory.path / folder / file);
  }

  void append(const std::string &text) { std::ofstream(directory.path / "two.toml", std::ios::app) << text; }

  TemporaryDirectory directory;

private:
  std::string second_;
};

/// They share the drop over the source, so what hangs on the plug does not feel it. 1e-6 ohm: written digits.
TEST_F(TwoDrivers, ImpedanceAtThePlugDoesNotDependOnTheSource) {
  const Table stiff = run("stiff", "0 ohm", "impedance.csv"), soft = run("soft", "50 ohm", "impedance.csv");
  expect_columns(soft, stiff, 1e-6);
  for (const double residual : read_table(directory.path / "soft/power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-9); // the source's heat is R_source |sum of the currents|^2
  const std::vector<std::string> columns{"frequency_hz", "dynamic_mm", "second_mm"};
  EXPECT_EQ(read_table(directory.path / "soft/excursion.csv").columns, columns);
}

/// Far above the resonances nothing moves: 16 and 32 ohm in parallel.
TEST_F(TwoDrivers, HangInParallel) {
  const Table impedance = run("out", "0 ohm", "impedance.csv");
  EXPECT_NEAR(impedance.column("magnitude_ohm").back(), 16.0 * 32.0 / 48.0, 0.5);
}

/// A second shell whose zones are called like those of the first one; its film has no losses.
const std::string second_shell = R"([[material]]
name = "lossless film"
density = "1400 kg/m3"
youngs_modulus = "4 GPa"
poissons_ratio = 0.35

[[driver]]
name = "second"
surface = "canal_inlet"
[[driver.diaphragm.zone]]
name = "dome"
outer_radius = "2 mm"
layers = [{ material = "lossless film", thickness = "40 um" }]
[[driver.diaphragm.zone]]
name = "surround"
outer_radius = "3 mm"
layers = [{ material = "film", thickness = "20 um" }]
[driver.coil]
zone = "dome"
mass = "2 mg"
[driver.motor]
force_factor = "0.3 T m"
resistance = "32 ohm"

)";

class TwoShells : public TwoDrivers {
protected:
  TwoShells() : TwoDrivers(second_shell) {}
};

TEST_F(TwoShells, LoseEachItsOwn) {
  const Table power = run("out", "10 ohm", "power.csv");
  for (const char *row : {"structure:dynamic/dome_w", "structure:dynamic/surround_w",
                          "structure:second/surround_w", "dynamic/coil_heat_w", "second/coil_heat_w"})
    for (const double loss : power.column(row))
      EXPECT_GT(loss, 0) << row;
  for (const double loss : power.column("structure:second/dome_w"))
    EXPECT_EQ(loss, 0) << "its film has no losses";
  for (const double residual : power.column("relative_residual"))
    EXPECT_LT(residual, 1e-9); // round-off of the solve
}

/// Energies of a mode in all zones of both shells, and in the air where it counts, add up to one.
TEST_F(TwoShells, MoveEachInItsOwnModes) {
  append(R"(
[[analysis]]
type = "modes"
up_to = "6 kHz"
fields = false
[[analysis]]
type = "modes"
of = "coupled"
up_to = "6 kHz"
confirmed = 4
fields = false
)");
  ASSERT_EQ(run_earshot({"run", "two.toml", "-o", "out"}, directory.path).code, 0);
  std::map<std::string, int> modes_in_vacuo;
  int coupled = 0;
  for (const auto &row : read_rows(directory.path / "out/modes.csv")) {
    const auto share = [&](const std::string &column) {
      const std::string &text = row.at(column);
      return text.empty() ? 0.0 : std::stod(text);
    };
    double sum = 0;
    for (const auto &[column, text] : row)
      if (column.rfind("kinetic_", 0) == 0)
        sum += share(column);
    EXPECT_NEAR(sum, 1, 1e-6) << row.at("body") << " " << row.at("frequency_hz"); // written digits
    const double first = share("kinetic_dynamic/dome") + share("kinetic_dynamic/surround"),
                 second = share("kinetic_second/dome") + share("kinetic_second/surround");
    if (row.at("eardrum_db").empty() || row.at("eardrum_db") == "nan") {
      ++modes_in_vacuo[row.at("body")];
      EXPECT_NEAR(row.at("body") == "dynamic" ? first : second, 1, 1e-6);
      continue;
    }
    ++coupled;
    EXPECT_NE(first, second);
    EXPECT_EQ(row.at("body"), "coupled")
        << row.at("frequency_hz") << ": whose motion it is, the energies tell";
  }
  EXPECT_GE(modes_in_vacuo["dynamic"], 1);
  EXPECT_GE(modes_in_vacuo["second"], 1);
  EXPECT_GE(coupled, 2);
}

} // namespace
