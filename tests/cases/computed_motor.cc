// A whole run of an earphone whose motor is computed from its magnetic circuit.
#include "solver/files/tables.h"
#include "tests/cases/program.h"

#include <cmath>
#include <cstdlib>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;

class ComputedMotorRun : public ::testing::Test {
protected:
  ComputedMotorRun() { setenv("XDG_CACHE_HOME", (directory.path / "cache").c_str(), 1); }

  Outcome run(const std::string &folder) {
    return run_earshot({"run", std::string(EARSHOT_SOURCE_DIR) + "/configs/motor_inner_magnet.toml", "-o",
                        folder, "--set", "sweep.frequencies=[\"100 Hz\", \"20 kHz\"]", "--set",
                        "mesh.size=\"2 mm\""},
                       directory.path);
  }
  Table table(const std::string &folder, const std::string &file) {
    return read_table(directory.path / folder / file);
  }

  TemporaryDirectory directory;
};

TEST_F(ComputedMotorRun, HasTheComputedImpedanceWhereTheCoilHardlyMoves) {
  const Outcome outcome = run("out");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table impedance = table("out", "impedance.csv"), blocked = table("out", "blocked_impedance.csv");
  // At 20 kHz the motional impedance, Bl^2 / (w m) = 0.24 ohm, is all that is added to some 21 + 6 i ohm.
  const auto f = blocked.column("frequency_hz"), r = blocked.column("resistance_ohm"),
             x = blocked.column("reactance_ohm");
  std::size_t k = 0;
  while (f[k + 1] < 20e3)
    ++k;
  const double t = std::log(20e3 / f[k]) / std::log(f[k + 1] / f[k]);
  const double magnitude = std::hypot(r[k] + t * (r[k + 1] - r[k]), x[k] + t * (x[k + 1] - x[k]));
  EXPECT_NEAR(impedance.column("magnitude_ohm").at(1) / magnitude, 1, 0.02);
  for (const double residual : table("out", "power.csv").column("relative_residual"))
    EXPECT_LT(residual, 1e-9);
  for (const double eddy : table("out", "power.csv").column("eddy_currents_w"))
    EXPECT_GT(eddy, 0);

  // The second run knows the motor and gives the same numbers to the last digit.
  const Outcome again = run("again");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_NE(read_text(directory.path / "again" / "run.log").find("computed before"), std::string::npos);
  EXPECT_EQ(read_text(directory.path / "again" / "response.csv"),
            read_text(directory.path / "out" / "response.csv"));
}

} // namespace
