#include "solver/materials/conductor_path.h"

#include "solver/config/located.h"

#include <gtest/gtest.h>

namespace {

using namespace earshot;

TEST(Meander, HasItsLegsAndTheirTurns) {
  const ConductorPath path = meander(5, 0.3e-3, 4e-3);
  ASSERT_EQ(path.size(), 10U);
  EXPECT_NEAR(length_of(path), 5 * 4e-3 + 4 * 0.3e-3, 1e-15);
  EXPECT_NEAR(path.front()[0], -0.6e-3, 1e-15) << "its middle leg lies on x = 0";
  EXPECT_NEAR(path.back()[0], 0.6e-3, 1e-15);
  EXPECT_FALSE(crossing(path, 0.3e-3)) << "legs side by side without a gap";
  EXPECT_TRUE(crossing(path, 0.31e-3));
}

TEST(RectangularSpiral, HasTurnsThatShrink) {
  constexpr int turns = 7;
  constexpr double pitch = 0.1e-3, breadth = 3e-3, length = 4e-3;
  const ConductorPath path = rectangular_spiral(turns, pitch, breadth, length);
  double expected = 0;
  for (int k = 0; k < turns; ++k) {
    expected += (length - 2 * k * pitch) + (k == 0 ? 0 : pitch); // to the top; the turn before ended lower
    expected += (breadth - 2 * k * pitch) + (length - 2 * k * pitch);
    expected += k + 1 < turns ? breadth - 2 * k * pitch - pitch : 0;
  }
  EXPECT_NEAR(length_of(path), expected, 1e-14);
  EXPECT_FALSE(crossing(path, 0.09e-3));
  EXPECT_TRUE(crossing(path, 0.11e-3));
}

TEST(RectangularSpiral, RefusesMoreTurnsThanFit) {
  EXPECT_FALSE(crossing(rectangular_spiral(15, 0.1e-3, 3e-3, 4e-3), 0.1e-3));
  try {
    rectangular_spiral(16, 0.1e-3, 3e-3, 4e-3);
    FAIL() << "accepted";
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find("found 16 turns, expected at most 15"), std::string::npos)
        << error.what();
  }
}

TEST(ConductorPath, IsSeenToCrossOrTouchItself) {
  using Edges = std::array<std::size_t, 2>;
  const ConductorPath loop = {{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, -1}};
  EXPECT_EQ(crossing(loop, 0.1), (Edges{0, 3})) << "through the first edge";
  const ConductorPath hook = {{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 0.2}};
  EXPECT_FALSE(crossing(hook, 0.19));
  EXPECT_EQ(crossing(hook, 0.21), (Edges{0, 3})) << "its end comes too near to the first edge";
  EXPECT_EQ(crossing({{0, 0}, {2, 0}, {0, 0.1}}, 0.01), (Edges{0, 1})) << "turns back on itself";
  EXPECT_FALSE(crossing({{0, 0}, {2, 0}, {1, 1}}, 0.01)) << "a turn by 135 degrees";
}

} // namespace
