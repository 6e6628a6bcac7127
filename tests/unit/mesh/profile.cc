#include "solver/mesh/profile.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

const Profile &profile() {
  static const Profile value({{"dome", 3e-3, ProfileShape::dome, 1e-3},
                              {"cone", 3.5e-3, ProfileShape::cone, 0.2e-3},
                              {"waves", 4e-3, ProfileShape::corrugated, 0.05e-3, 2},
                              {"roll", 5e-3, ProfileShape::roll, 0.4e-3},
                              {"flange", 5.2e-3}});
  return value;
}

TEST(Profile, HeightsStartFromTheRimAndAreContinuous) {
  EXPECT_EQ(profile().height(profile().radius()), 0);
  for (std::size_t k = 0; k + 1 < profile().zones().size(); ++k) {
    const double edge = profile().zones()[k].outer_radius;
    EXPECT_NEAR(profile().height(edge * (1 - 1e-12)), profile().height(edge * (1 + 1e-12)), 1e-12);
  }
}

TEST(Profile, ShapesRiseAsStated) {
  EXPECT_NEAR(profile().height(0) - profile().height(3e-3), 1e-3, 1e-15);        // dome
  EXPECT_NEAR(profile().height(3e-3) - profile().height(3.5e-3), 0.2e-3, 1e-15); // cone
  EXPECT_NEAR(profile().height(3.5e-3 + 0.25e-3 / 4), 0.05e-3, 1e-15);           // first crest of two waves
  EXPECT_NEAR(profile().height(4.5e-3), 0.4e-3, 1e-15);                          // top of the roll
  EXPECT_EQ(profile().height(5.1e-3), 0);
}

TEST(Profile, SlopeIsTheDerivativeOfTheHeight) {
  for (const double r : {0.5e-3, 2.5e-3, 3.2e-3, 3.6e-3, 4.2e-3, 4.9e-3, 5.1e-3}) {
    const double step = 1e-7;
    const double difference = (profile().height(r + step) - profile().height(r - step)) / (2 * step);
    EXPECT_NEAR(profile().slope(r), difference, 1e-5); // central difference
  }
}

TEST(Profile, DomeIsASphericalCap) {
  // R = (a^2 + s^2) / (2 s) = 5 mm: the centre lies 4 mm below the edge.
  const double base = profile().height(3e-3);
  for (const double r : {0.0, 1e-3, 2e-3, 3e-3})
    EXPECT_NEAR(std::hypot(r, profile().height(r) - base + 4e-3), 5e-3, 1e-12);
}

TEST(Profile, EdgesBelongToTheInnerZone) {
  EXPECT_EQ(profile().zone(0), 0u);
  EXPECT_EQ(profile().zone(3e-3), 0u);
  EXPECT_EQ(profile().zone(3.1e-3), 1u);
  EXPECT_EQ(profile().zone(1), 4u);
}

TEST(Profile, RefusesImpossibleZones) {
  EXPECT_THROW(Profile({}), std::invalid_argument);
  EXPECT_THROW(Profile({{"a", 2e-3}, {"b", 1e-3}}), std::invalid_argument);
  EXPECT_THROW(Profile({{"a", 2e-3}, {"b", 3e-3, ProfileShape::dome, 1e-4}}), std::invalid_argument);
  EXPECT_THROW(Profile({{"a", 2e-3, ProfileShape::dome, 2.1e-3}}), std::invalid_argument);
  EXPECT_THROW(Profile({{"a", 2e-3, ProfileShape::corrugated, 1e-4, 0}}), std::invalid_argument);
}

} // namespace
} // namespace earshot
