// ranks: 1 2
// What numbers do to the distortion: against whole cases that were solved anew.
#include "solver/analysis/distortion.h"
#include "solver/analysis/distortion_sensitivity.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "tests/support/distortion_of_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace earshot::testing {
namespace {

/// The small case at 0.3 V, with laws and a leak that loses.
Case loud_case() {
  std::ifstream small(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
  const TemporaryDirectory folder;
  std::ofstream(folder.path / "case.toml") << std::string{std::istreambuf_iterator<char>(small), {}} << R"(
[driver.large_signal]
stiffness = [0.3, 5]
force_factor = [-0.3, -1.4]
range = "0.5 mm"
[leak]
radius = "0.3 mm"
length = "5 mm"
[[vent]]
element = "leak"
[[analysis]]
type = "distortion"
voltages = ["0.3 V"]
from = "250 Hz"
to = "500 Hz"
points = 2
causes = false
)";
  return read_case((folder.path / "case.toml").string());
}

std::vector<double> fundamental_frequencies() {
  return {250, 500};
}

// Both sides differ in their sweeps' errors (1e-3 dB, alike for near designs) and in third order of a change
// of 1 %: 1e-4 of the slope.
TEST(DistortionSensitivities, AreTheDifferencesOfSolvedCases) {
  const Case config = loud_case();
  SweptCase solved(config);
  hold_static_limit(solved.model.problem(), solved.fast);
  const std::vector<DistortionSensitivity> found = distortion_sensitivities(
      solved.model, solved.reduced(), config.analyses[0].distortion, fundamental_frequencies());
  for (const DistortionSensitivity &sensitivity : found) { // of what matters alone
    EXPECT_NE(sensitivity.key.rfind("sweep.", 0), 0u) << sensitivity.key;
    EXPECT_NE(sensitivity.key.rfind("analysis", 0), 0u) << sensitivity.key;
    EXPECT_NE(sensitivity.key, "source.voltage");
  }
  const auto distortion_with = [&](const std::string &key, double share) {
    for (const Parameter &parameter : parameters_of(config))
      if (parameter.key == key) {
        const Case changed = with_value(config, key, parameter.value + share * std::abs(parameter.value));
        return distortion_of(changed, changed.analyses[0].distortion, [](const std::string &) {});
      }
    throw std::out_of_range(key);
  };
  for (const char *const key :
       {"driver.dynamic.motor.force_factor", "driver.dynamic.large_signal.force_factor[0]",
        "driver.dynamic.diaphragm.zone.surround.layers[0].thickness", "vent[0].loss_coefficient"}) {
    const Table above = distortion_with(key, 0.01), below = distortion_with(key, -0.01);
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) != 0)
      continue;
    const auto sensitivity =
        std::find_if(found.begin(), found.end(), [&](const auto &s) { return s.key == key; });
    ASSERT_NE(sensitivity, found.end()) << key;
    ASSERT_EQ(sensitivity->rows.size(), above.rows.size());
    for (std::size_t k = 0; k < above.rows.size(); ++k) {
      const auto change = [&](const char *column) {
        return (above.column(column)[k] - below.column(column)[k]) / 2;
      };
      const auto &slopes = sensitivity->rows[k].change_db;
      std::printf("%-60s %4.0f Hz  level %9.5f (%9.5f)  H2 %9.5f (%9.5f)  H3 %9.5f (%9.5f) dB\n", key,
                  sensitivity->rows[k].frequency_hz, slopes[0], change("level_db"), slopes[2],
                  change("h2_db"), slopes[3], change("h3_db"));
      const std::array columns{"level_db", "", "h2_db", "h3_db"};
      for (const std::size_t i : {0, 2, 3})
        EXPECT_NEAR(slopes[i], change(columns[i]), 2e-3 * std::abs(slopes[i]) + 1e-4) << key << columns[i];
    }
  }
}

} // namespace
} // namespace earshot::testing
