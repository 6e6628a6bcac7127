// Diaphragms about the state that a static pressure leaves, by two theories: tangents of the axisymmetric
// shell of large deflection, and the linear shell in three dimensions on the deflected midsurface with its
// membrane forces, which the sweep stands on.
#include "solver/analysis/diaphragm_alone.h"
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/model/driver_suspension.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "tests/support/small_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace earshot::testing {
namespace {

// Loss factors make the linear stiffness complex; without them it is real as the other one.
const std::string lossless = replaced(small_case_text(), "loss_factor = 0.02", "loss_factor = 0");

Case case_under(const std::string &text, double pressure) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << replaced(text, "[driver.coil]",
                                  "[driver.diaphragm]\npressure_difference = \"" + std::to_string(pressure) +
                                      " Pa\"\n\n[driver.coil]");
  return read_case(file);
}

/// @param tolerance relative, of the mesh: 5.4e-4 are left of the roll's 3.2e-3 with 8 elements a wavelength
void expect_tangent(const std::string &text, double pressure, double tolerance) {
  const Case config = case_under(text, pressure);
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const double linear = rest_stiffness(model.config(), model.drivers().front().config,
                                       model.drivers().front().axis, MPI_COMM_WORLD);
  const DriverUnderPressure under =
      driver_under_pressure(config.drivers.front(), config.materials, {pressure});
  const PressurePoint &point = under.curve.points.front();
  std::printf(
      "%+6.0f Pa, coil at %+.4f mm: %.4f N/mm by the linear shell, %.4f by large deflection (mesh %.1e), "
      "off by %.1e\n",
      pressure, 1e3 * point.displacement, 1e-3 * linear, 1e-3 * point.tangent_stiffness, under.mesh_error,
      linear / point.tangent_stiffness - 1);
  EXPECT_NEAR(linear / point.tangent_stiffness, 1, tolerance) << pressure;
}

TEST(StaticPressure, LeavesTheTangentOfLargeDeflectionToADomeInAFlatSurround) {
  for (const double pressure : {-1000.0, -100.0, 100.0, 300.0, 1000.0})
    expect_tangent(lossless, pressure, 2e-3);
}

TEST(StaticPressure, LeavesTheTangentOfLargeDeflectionToARollSurround) {
  for (const double pressure : {-1000.0, 1000.0})
    expect_tangent(replaced(lossless, "shape = \"flat\"", "shape = \"roll\"\nrise = \"0.3 mm\""), pressure,
                   5e-3);
}

constexpr double cap_modulus = 4e9, cap_ratio = 0.35, cap_thickness = 25e-6,
                 cap_radius = 5e-3; // as in the case

/// A clamped shallow cap in place of dome and surround. @param rise [m]
std::string cap_case(double rise) {
  const std::size_t begin = lossless.find("[[driver.diaphragm.zone]]\nname = \"surround\""),
                    end = lossless.find("[driver.coil]");
  const std::string alone = lossless.substr(0, begin) + lossless.substr(end);
  return replaced(replaced(alone, "outer_radius = \"3 mm\"", "outer_radius = \"5 mm\""), "rise = \"0.5 mm\"",
                  "rise = \"" + std::to_string(1e3 * rise) + " mm\"");
}

/// What is wrong with a case; "" for nothing.
std::string fault_of(const Case &config) {
  try {
    const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
    return "";
  } catch (const UserError &error) {
    return error.what();
  }
}

// Beyond lambda = 5.5 (shallow_cap.h) caps buckle in waves around the axis (Huang, J. Appl. Mech. 31, 1964),
// at 0.75 to 0.8 of the classical pressure; without waves they snap through at 0.97 and more.
TEST(StaticPressure, IsRefusedWhereItBucklesACapInWaves) {
  const double root = std::sqrt(3 * (1 - cap_ratio * cap_ratio));
  for (const double lambda : {6.0, 7.0}) {
    const double rise = lambda * lambda * cap_thickness / (4 * root),
                 sphere = cap_radius * cap_radius / (2 * rise),
                 classical = 2 * cap_modulus / root * std::pow(cap_thickness / sphere, 2);
    EXPECT_EQ(fault_of(case_under(cap_case(rise), 0.75 * classical)), "") << lambda;
    const std::string fault = fault_of(case_under(cap_case(rise), 0.8 * classical));
    EXPECT_NE(fault.find("pressure_difference: found a static pressure under which \"dynamic\" buckles"),
              std::string::npos)
        << lambda << ": " << fault;
  }
}

// Of a diaphragm that is deflected, modulus and thickness decide on the deflected shape, and so on matrices.
TEST(StaticPressure, LeavesMassesAndLossesAloneToCoefficients) {
  for (const double pressure : {0.0, 100.0}) {
    const Case config = case_under(lossless, pressure);
    const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
    Case stiffer = config;
    stiffer.materials[0].youngs_modulus.value *= 1.01;
    EXPECT_EQ(same_matrices(config, stiffer, model.facts()), pressure == 0);
    Case thicker = config;
    thicker.drivers[0].diaphragm->zones[1].layers[0].thickness.value *= 1.01;
    EXPECT_EQ(same_matrices(config, thicker, model.facts()), pressure == 0);
    Case heavier = config;
    heavier.materials[0].density.value *= 1.01;
    heavier.drivers[0].coil->mass.value *= 1.01;
    heavier.drivers[0].motor.force_factor.value *= 1.01;
    EXPECT_TRUE(same_matrices(config, heavier, model.facts()));
  }
}

} // namespace
} // namespace earshot::testing
