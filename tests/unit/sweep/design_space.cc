#include "solver/sweep/design_space.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

/// A design with two coefficients.
CoefficientFunctions design(double stiffness, Complex resistance) {
  const auto constant = [](Complex value) { return Coefficient{"", [value](double) { return value; }}; };
  return {{constant(stiffness), constant(resistance), constant(1)}, {}, {}, {}};
}

TEST(SpreadDesigns, BeginsWithTheFarthestAndGoesOnAwayFromAllChosen) {
  const CoefficientFunctions nominal = design(1, {0, 1});
  const std::vector<CoefficientFunctions> designs = {design(1.1, {0, 1}), design(8, {0, 1}),
                                                     design(7.5, {0, 1}), design(1, {0, 5})};
  EXPECT_EQ(spread_designs(nominal, designs, std::vector<double>{100}, 2), (std::vector<std::size_t>{1, 3}));
}

TEST(SpreadDesigns, EndsWithDesignsThatAreNoDifferent) {
  const CoefficientFunctions nominal = design(1, {0, 1});
  const std::vector<CoefficientFunctions> designs = {design(1, {0, 1}), design(2, {0, 1}), design(2, {0, 1})};
  EXPECT_EQ(spread_designs(nominal, designs, std::vector<double>{100, 1e3}, 5),
            (std::vector<std::size_t>{1}));
  EXPECT_TRUE(spread_designs(nominal, {}, std::vector<double>{100}, 5).empty());
}

} // namespace
} // namespace earshot
