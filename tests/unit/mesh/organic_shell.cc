// The shipped organic shell: its two STEP files, of the air and of the parts around it, hold the same air,
// and the driver at an angle fits in.
#include "solver/config/reader.h"
#include "solver/mesh/cad_geometry.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using namespace earshot;

/// Volumes by name [mm3]; nothing may be wrong with the selectors.
std::map<std::string, double> volumes_of(const std::string &file) {
  const Case config = read_case(EARSHOT_SOURCE_DIR "/configs/" + file);
  const auto [model, names] = inspect_cad(config.geometry->cad, placed_bodies(config));
  EXPECT_TRUE(names.faults.empty()) << to_string(names.faults.front());
  std::map<std::string, double> volumes;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    volumes[names.solids[s]] += 1e9 * model.solids[s].volume;
  return volumes;
}

TEST(OrganicShell, AirAndPartsHoldTheSameAir) {
  const auto air = volumes_of("organic_shell.toml"), parts = volumes_of("organic_shell_parts.toml");
  ASSERT_EQ(air.size(), 8u);
  ASSERT_EQ(parts.size(), air.size());
  // Integrals over the same surfaces, cut in another order: OpenCASCADE takes them to 1e-6 on lofts.
  for (const auto &[name, volume] : air)
    EXPECT_NEAR(parts.at(name), volume, 1e-5 * volume) << name;
}

} // namespace
