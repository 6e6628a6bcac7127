// Two drivers on one plug: a shell and a piston in a row, on a mesh file.
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
  void SetUp() override {
    ASSERT_EQ(run_earshot({"mesh", small_case, "-o", "air.msh"}, directory.path).code, 0);
    const std::string text = read_text(small_case);
    const std::size_t begin = text.find("[geometry.rear]"), end = text.find("[[surface]]");
    write_file(directory.path / "two.toml", replaced(text.substr(0, begin) + second_driver + text.substr(end),
                                                     "size = \"5 mm\"", "file = \"air.msh\""));
  }
  Table run(const std::string &folder, const std::string &source, const std::string &file) {
    const Outcome outcome =
        run_earshot({"run", "two.toml", "-o", folder, "--set", "source.output_impedance=\"" + source + "\""},
                    directory.path);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return read_table(directory.path / folder / file);
  }

  TemporaryDirectory directory;
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

} // namespace
