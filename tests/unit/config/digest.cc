// What tells the inputs of two runs apart.
#include "solver/config/digest.h"
#include "solver/config/reader.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace {

using namespace earshot;

TEST(Digest, IsFnv1a) {
  // Landon Curt Noll's published test values of 64-bit FNV-1a.
  EXPECT_EQ(digest(""), "cbf29ce484222325");
  EXPECT_EQ(digest("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(digest("foobar"), "85944171f73967e8");
}

// In lists and in optional tables, too.
TEST(Digest, OfACaseFollowsWhatItsFilesHold) {
  const TemporaryDirectory directory;
  const auto write = [&](const char *name, const char *text) {
    std::ofstream(directory.path / name) << text;
    return (directory.path / name).string();
  };
  write("load.zma", "10 16 0\n20 32 90\n");
  write("canal.csv", "position,area\n0,40e-6\n0.02,40e-6\n");
  const Case config = read_case(write("case.toml", R"(
[ear]
model = "canal"
node = "plug"
sections = "canal.csv"
[[network.element]]
name = "load"
kind = "impedance_table"
from = "plug"
table = "load.zma"
[sweep]
frequencies = ["100 Hz"]
)"));
  const std::string before = digests_of_files(config);
  EXPECT_NE(before.find("load.zma"), std::string::npos) << before;
  EXPECT_EQ(digests_of_files(config), before);
  write("load.zma", "10 16 0\n20 33 90\n");
  const std::string after = digests_of_files(config);
  EXPECT_NE(after, before);
  write("canal.csv", "position,area\n0,40e-6\n0.02,41e-6\n");
  EXPECT_NE(digests_of_files(config), after);
}

} // namespace
