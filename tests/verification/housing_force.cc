// Forces of moving parts on the housing: effective mass of a shell, and pistons face to face. ranks: 1 3
#include "solver/analysis/housing_force.h"
#include "tests/support/case_of_text.h"
#include "tests/support/distortion_of_case.h"
#include "tests/support/opposed_pistons.h"
#include "tests/support/quantities.h"

#include <gtest/gtest.h>

#include <fstream>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

/// Force over acceleration of the coil is the mass that moves with it: the dome's with the coil, and of the
/// surround, which moves less towards its clamped rim, some part.
TEST(HousingForce, OfAShellIsItsMovingMass) {
  std::ifstream small(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
  const Case config = case_of(std::string{std::istreambuf_iterator<char>(small), {}} +
                              "[[analysis]]\ntype = \"housing_force\"\n");
  SweptCase solved(config);
  const HousingForce force = housing_force(solved.reduced(), solved.model);
  ASSERT_EQ(force.drivers.size(), 1u);
  const std::size_t coil = solved.reduced().output_index(quantity::coil_displacement("dynamic"));
  const double density = 1400, dome_area = std::numbers::pi * (9e-6 + 0.25e-6), // of a cap: r^2 + h^2
      surround = density * 20e-6 * std::numbers::pi * (25e-6 - 9e-6),
               dome = density * 25e-6 * dome_area + 6e-6;
  for (std::size_t k = 0; k < force.frequency_hz.size(); ++k) {
    const double omega = two_pi * force.frequency_hz[k];
    const Complex displacement = solved.reduced().solve(solved.model.problem().at(omega)).outputs[coil],
                  mass = force.drivers[0].values[k] / (omega * omega * displacement);
    EXPECT_GT(mass.real(), dome) << force.frequency_hz[k];
    EXPECT_LT(mass.real(), dome + 0.7 * surround) << force.frequency_hz[k];
    EXPECT_NEAR(force.net_n[k], std::numbers::sqrt2 * std::abs(force.drivers[0].values[k]),
                1e-9 * force.net_n[k]);
  }
}

/// Two pistons at the ends of a chamber, which opens sideways, with closed air behind each.
/// @param more  of the first and of the second driver, behind its [driver.motor]
std::string pistons(const std::string &second_force_factor, const std::string &resistance = "10 kohm",
                    const std::array<std::string, 2> &more = {}) {
  std::string text = std::string(opposed_chamber) + R"(
[[analysis]]
type = "housing_force"
)";
  for (const auto &[name, surface, bl, rest] : {std::tuple("a", "left", std::string("1 T m"), more[0]),
                                                std::tuple("b", "right", second_force_factor, more[1])})
    text += std::string("[[driver]]\nname = \"") + name + "\"\nsurface = \"" + surface + R"("
[driver.piston]
mass = "100 mg"
compliance = "0.1 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
resistance = ")" +
            resistance + "\"\nforce_factor = \"" + bl + "\"\n" + rest;
  return text;
}

/// Both move the air of one chamber by as much, and the halves of the mesh are mirror images: what is left is
/// round-off, 1e-11 here, multiplied by the condition of air and springs.
TEST(HousingForce, OfEqualOpposedPistonsCancels) {
  SweptCase solved(case_of(pistons("1 T m")));
  const HousingForce force = housing_force(solved.reduced(), solved.model);
  for (std::size_t k = 0; k < force.frequency_hz.size(); ++k)
    EXPECT_LT(force.net_n[k], 1e-6 * std::abs(force.drivers[0].values[k])) << force.frequency_hz[k];
}

/// The same pressure is in front of both and springs of air are behind them, so only their motors differ:
/// with currents V/R, and voltages that the motion induces far below V,
///   net force = w^2 M |Bl_a - Bl_b| V/R / |1/C + rho c^2 S^2/V - w^2 M + i w R_m|.
/// 1 %: the air between the pistons and behind them adds 0.16 % to M, which is less in the stiffness' domain,
/// and the mesh's circle lacks 0.3 % of its area.
TEST(HousingForce, OfAMismatchIsThatOfTheForcesOnTheCoils) {
  const Case config = case_of(pistons("0.9 T m"));
  SweptCase solved(config);
  const HousingForce force = housing_force(solved.reduced(), solved.model);
  const double area = std::numbers::pi * 25e-6, mass = 1e-4,
               stiffness = 1e4 + solved.model.air_properties().bulk_modulus() * area / 2e-3;
  for (std::size_t k = 0; k < force.frequency_hz.size(); ++k) {
    const double omega = two_pi * force.frequency_hz[k],
                 expected = std::numbers::sqrt2 * omega * omega * mass * 0.1 * 1e-4 /
                            std::abs(Complex(stiffness - omega * omega * mass, omega * 0.02));
    EXPECT_NEAR(force.net_n[k], expected, 0.01 * expected) << force.frequency_hz[k];
  }
}

/// The rows of distortion.csv of two pistons, of which the second one's force factor has this slope [1/mm].
Table distortion_of(const std::string &second_slope) {
  const auto law = [](const std::string &slope) {
    return "[driver.large_signal]\nforce_factor = [" + slope + ", -1.4]\nrange = \"0.5 mm\"\n";
  };
  const std::string analysis =
      "[[analysis]]\ntype = \"distortion\"\nvoltages = [\"1 V\"]\nfrom = \"100 Hz\"\n"
      "to = \"150 Hz\"\npoints = 2\ncauses = false\n";
  const Case config = case_of(pistons("1 T m", "10 ohm", {law("-0.3"), law(second_slope)}) + analysis);
  return testing::distortion_of(config, config.analyses[1].distortion,
                                [](const std::string &text) { FAIL() << text; });
}

/// Pistons that face each other alike move alike, x_a(t) = x_b(t) towards the chamber: all orders cancel on
/// the housing. One that is built the other way round, Bl(-x), moves by x_b(t) = x_a(t + T/2) + half a turn
/// of its fundamental: odd orders are alike, even ones opposite, so these cancel in the chamber and add on
/// the housing. 1e-6: what the harmonic balance leaves of the orders that cancel.
TEST(HousingForce, OfEvenOrdersCancelsOrAddsAsTheSecondDriverIsBuilt) {
  const Table alike = distortion_of("-0.3"), turned = distortion_of("0.3");
  for (std::size_t k = 0; k < alike.rows.size(); ++k) { // on rank 0
    const auto value = [k](const Table &table, const char *column) { return table.column(column)[k]; };
    EXPECT_GT(value(alike, "h2_percent"), 0.1) << "there is something to cancel";
    EXPECT_LT(value(turned, "h2_percent"), 1e-6 * value(alike, "h2_percent"));
    EXPECT_LT(value(alike, "h2_housing_n"), 1e-6 * value(turned, "h2_housing_n"));
  }
}

} // namespace
} // namespace earshot::testing
