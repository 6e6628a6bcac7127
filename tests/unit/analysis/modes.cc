#include "solver/analysis/modes.h"

#include <gtest/gtest.h>

using namespace earshot;

namespace {

Mode mode(double frequency, int m, int n, const std::string &kind, double modal_force_factor) {
  Mode result;
  result.frequency = frequency;
  result.m = m;
  result.n = n;
  result.kind = kind;
  result.modal_force_factor = modal_force_factor;
  result.modal_volume_displacement = 0;
  result.shapes = {{1.0}};
  return result;
}

} // namespace

TEST(JoinPairs, JoinsEqualOrdersThatLieCloseThoughOthersLieBetween) {
  ModeSet set;
  set.modes = {mode(1000, 2, 0, "dome", 3), mode(1000.2, 5, 0, "dome", 0), mode(1000.4, 2, 0, "dome", 4)};
  join_pairs(set, 1e-3);
  ASSERT_EQ(set.modes.size(), 2u);
  EXPECT_EQ(set.count(), 3u);
  EXPECT_EQ(set.modes[0].shapes.size(), 2u);
  EXPECT_NEAR(set.modes[0].frequency, 1000.2, 1e-9);
  EXPECT_NEAR(set.modes[0].modal_force_factor, 5, 1e-12) << "of the best orientation";
}

TEST(JoinPairs, KeepsApartWhatIsNoPair) {
  ModeSet set;
  set.modes = {mode(1000, 0, 0, "dome", 0),    mode(1000, 0, 0, "dome", 0),  // no orientation to differ in
               mode(2000, 1, 0, "dome", 0),    mode(2000, 1, 1, "dome", 0),  // another radial order
               mode(3000, 1, 0, "lateral", 0), mode(3000, 1, 0, "dome", 0),  // another motion
               mode(4000, 1, 0, "dome", 0),    mode(4100, 1, 0, "dome", 0)}; // far apart
  join_pairs(set);
  EXPECT_EQ(set.modes.size(), 8u);
}

TEST(JoinPairs, ThreeEqualOnesAreAPairAndAnother) {
  ModeSet set;
  set.modes = {mode(1000, 3, 0, "dome", 0), mode(1000, 3, 0, "dome", 0), mode(1000, 3, 0, "dome", 0)};
  join_pairs(set);
  EXPECT_EQ(set.modes.size(), 2u);
  EXPECT_EQ(set.count(), 3u);
}

TEST(MainZones, NamesTheOneOrTheTwoThatHoldMost) {
  const std::vector<std::string> zones{"dome", "coil", "surround"};
  EXPECT_EQ(main_zones(zones, {0.1, 0.2, 0.7}), "surround");
  EXPECT_EQ(main_zones(zones, {0.5, 0.1, 0.4}), "dome and surround");
  EXPECT_EQ(main_zones({"film"}, {1}), "film");
}

TEST(FrequencyOf, IsZeroForWhatRoundingLeavesOfARigidMotion) {
  EXPECT_EQ(frequency_of(-1e-3, 1000), 0);
  EXPECT_EQ(frequency_of(0.1, 1000), 0);
  EXPECT_NEAR(frequency_of(4e6 * 9.869604401089358, 20e3), 1000, 1e-9);
}
