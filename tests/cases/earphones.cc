// A shipped earphone of two drivers, as a user runs it, on a coarse mesh.
#include "tests/cases/program.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

/// Both press into the chamber at once: equal shares, which add to twice the pressure of one. 0.1 dB: the two
/// halves of the mesh are no mirror images, and a coarse one errs by some 0.1 dB to 3 kHz
/// (docs/guide/geometry.md).
TEST(OpposedDrivers, PressTogether) {
  const TemporaryDirectory directory;
  const Outcome outcome = run_earshot({"run", EARSHOT_SOURCE_DIR "/configs/opposed_dual.toml", "-o", "out",
                                       "--set", "mesh.size=\"2.5 mm\"", "--set",
                                       "driver.a.diaphragm.degree=2", "--set", "driver.b.diaphragm.degree=2",
                                       "--set", "sweep.to=\"3 kHz\"", "--set", "sweep.points_per_octave=3"},
                                      directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Table shares = read_table(directory.path / "out/contributions.csv");
  const std::vector<double> a = shares.column("a_db"), b = shares.column("b_db"),
                            sum = shares.column("sum_db");
  ASSERT_GT(a.size(), 15U);
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_NEAR(b[k], a[k], 0.1);
    EXPECT_NEAR(sum[k], a[k] + 20 * std::log10(2.0), 0.1);
  }
}

} // namespace
