#include "solver/motor/motors.h"

#include "solver/motor/motor_store.h"
#include "tests/support/motor_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;
using std::numbers::pi;

MotorSolution solution() {
  MotorSolution s;
  s.force_factor = 0.61;
  s.resistance = 16.2;
  s.inductance = 31e-6;
  s.coil_mass = 5e-6;
  s.curves = {{-1e-4, 0.6, 0.6001, 1e-5, 30e-6, 33e-6, -0.01},
              {1e-4, 0.59, 0.5901, 2e-5, 29e-6, 32e-6, -0.02}};
  for (double f = 10; f < 5e4; f *= 2)
    s.impedance.push_back({f, 16.2 + 3e-3 * std::sqrt(Complex(0, 2 * pi * f))});
  s.magnets = {{"magnet", 0.9, 0.4, 0.2, 0.0}};
  s.unknowns = 4000;
  s.impedance_error = std::nan("");
  return s;
}

TEST(MotorStore, GivesBackWhatWasKept) {
  const TemporaryDirectory directory;
  const auto store = directory.path / "not" / "yet";
  EXPECT_FALSE(stored_motor(store, "key"));
  store_motor(store, "key", solution());
  const auto kept = stored_motor(store, "key");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->force_factor, 0.61);
  EXPECT_EQ(kept->curves.at(1).reluctance_force, -0.02);
  EXPECT_EQ(kept->impedance.back().impedance, solution().impedance.back().impedance);
  EXPECT_EQ(kept->magnets.at(0).name, "magnet");
  EXPECT_TRUE(std::isnan(kept->impedance_error)) << "not estimated";
  EXPECT_FALSE(stored_motor(store, "other"));
}

TEST(MotorStore, PassesOverDamagedFiles) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path / "motor-key.json") << "{\"layout\": 1, \"force_factor\":";
  EXPECT_FALSE(stored_motor(directory.path, "key"));
  EXPECT_NO_THROW(store_motor("/proc/none", "key", solution()));
}

TEST(MotorStore, NamesMotorsByAllThatTheyDependOn) {
  const TemporaryDirectory directory;
  const std::string file = (directory.path / "iron.csv").string();
  MagneticMaterialConfig iron;
  iron.name = {"iron"};
  iron.bh_curve = {file};
  std::ofstream(file) << "one";
  const MagneticMotorConfig motor = inner_magnet_motor();
  const std::string key = motor_key(motor, {iron});
  EXPECT_EQ(motor_key(motor, {iron}), key);
  MagneticMotorConfig other = motor;
  other.gap_width.value *= 1 + 1e-15;
  EXPECT_NE(motor_key(other, {iron}), key);
  std::ofstream(file) << "two";
  EXPECT_NE(motor_key(motor, {iron}), key) << "the table's content counts, not its name";
}

TEST(ImpedanceLaw, PassesThroughItsPointsAndIsSmoothBetween) {
  const auto points = solution().impedance;
  const auto law = impedance_law(points);
  for (const auto &point : points)
    EXPECT_LT(std::abs(law(2 * pi * point.frequency) - point.impedance), 1e-9);
  // Half way between points an octave apart: the cubic's error for a root of i w.
  const double omega = 2 * pi * 10 * std::sqrt(2) * 64;
  const Complex exact = 16.2 + 3e-3 * std::sqrt(Complex(0, omega));
  EXPECT_LT(std::abs(law(omega) - exact), 0.01 * std::abs(exact - 16.2));
  EXPECT_NEAR(law(1).real(), points.front().impedance.real(), 1e-12) << "constant below the points";
}

TEST(ComputedMotors, FillTheNumbersOfTheirDrivers) {
  Case config;
  config.drivers.resize(2);
  config.drivers[0].name = {"computed"};
  config.drivers[0].motor.magnetic = inner_magnet_motor();
  config.drivers[1].name = {"given"};
  config.drivers[1].motor.force_factor = {0.3};
  const Case filled = with_motors(config, {{"computed", solution(), {}}});
  EXPECT_EQ(filled.drivers[0].motor.force_factor.value, 0.61);
  EXPECT_EQ(filled.drivers[0].motor.resistance.value, 16.2);
  ASSERT_TRUE(filled.drivers[0].motor.blocked_impedance);
  EXPECT_EQ(filled.drivers[1].motor.force_factor.value, 0.3);
  EXPECT_FALSE(filled.drivers[1].motor.blocked_impedance);
}

TEST(ComputedMotors, WarnOfMagnetsPastTheirKneeAndOfCoilsWithoutWeight) {
  MotorSolution s = solution();
  s.magnets[0].share_past_knee = 0.02;
  DriverConfig driver;
  driver.coil = CoilConfig{};
  driver.coil->mass = {4e-6};
  const auto warnings = motor_warnings(driver, {"dynamic", s, {}});
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_NE(warnings[0].find("2 % of its magnet is demagnetised"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[1].find("4 mg is less than"), std::string::npos) << warnings[1];
}

TEST(PolynomialFit, ReproducesPolynomialsOfItsDegree) {
  std::vector<double> x, y;
  for (int i = -4; i <= 4; ++i) {
    x.push_back(1e-4 * i);
    const double mm = 0.1 * i;
    y.push_back(0.6 + 0.2 * mm - 1.5 * mm * mm + 0.7 * mm * mm * mm);
  }
  const auto fit = fit_polynomial(x, y, 3);
  EXPECT_NEAR(fit[0], 0.6, 1e-9);
  EXPECT_NEAR(fit[2], -1.5, 1e-9);
  EXPECT_NEAR(polynomial_at(fit, 0.25e-3), 0.6 + 0.05 - 1.5 * 0.0625 + 0.7 * 0.015625, 1e-9);
}

} // namespace
