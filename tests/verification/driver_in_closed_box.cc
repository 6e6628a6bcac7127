// ranks: 1 2
// A lumped driver (motor, rigid piston) in a closed box, radiating from an infinite baffle, against its
// closed-form solution.
#include "solver/physics/acoustics/radiation.h"
#include "solver/physics/network/network.h"
#include "solver/physics/transducers/lumped_motor.h"
#include "solver/physics/transducers/lumped_piston.h"
#include "tests/reference/dense_problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;

constexpr double two_pi = 2 * std::numbers::pi;
const AirProperties air;
const double piston_area = std::numbers::pi * 4e-3 * 4e-3;
constexpr double box_volume = 0.5e-6;

/// Unknowns: 0 displacement, 1 current, 2 pressure in the box, 3 pressure before the piston.
FrequencyProblem closed_box(const LumpedMotor &motor_values) {
  FrequencyProblem problem = reference::empty_problem(4);
  Circuit circuit;
  circuit.add_compliance("rear", Circuit::ground, box_volume / air.bulk_modulus());
  circuit.add_general(
      "front", Circuit::ground,
      {"S/z_piston",
       [](double omega) { return piston_area / piston_radiation_impedance(air, piston_area, omega); }},
      "radiation");
  const Network network("box", circuit);
  const auto global = [](Index k) { return k + 2; };
  network.add_terms(problem, global);

  LumpedPiston piston{.mass = 15e-6, .compliance = 6.755e-3, .resistance = 0.010, .displacement = 0};
  piston.wetted_area = {{global(network.node_unknown("rear")), piston_area},
                        {global(network.node_unknown("front")), -piston_area}};
  add_lumped_piston(piston, problem);

  LumpedMotor motor = motor_values;
  motor.coil_displacement = {{0, 1.0}};
  motor.current = 1;
  add_lumped_motor(motor, problem);
  return problem;
}

const LumpedMotor driver{.voltage = 1, .coil_resistance = 16, .inductance = 20e-6, .force_factor = 0.40};

// Reference: Thiele-Small closed form with the exact radiation impedance of a piston (J1, Struve), eight
// digits. 1e-6 asked: the digits of its constants and of rho c^2.
TEST(DriverInClosedBox, ImpedanceAndExcursionAreTheClosedForm) {
  struct Row {
    double frequency_hz, impedance, phase_degrees, displacement_re, displacement_im; // ohm, degrees, um
  };
  const Row rows[] = {
      {20, 16.000055, 0.092275057, 28.914842, -0.088593549},
      {100, 16.001381, 0.464114, 29.102376, -0.4486928},
      {500, 16.049122, 2.7310825, 34.689389, -3.1882772},
      {1000, 17.264185, 12.445259, 76.640367, -37.176305},
      {1250, 25.761988, -17.50348, -61.309788, -130.35431},
      {1600, 16.494493, -7.4519292, -34.291144, -9.8857612},
      {3150, 16.027053, -0.80514478, -4.8913733, -0.26949672},
      {8000, 16.023374, 2.8294291, -0.66511518, 0.020938944},
      {20000, 16.184417, 8.6307711, -0.10295069, 0.014204559},
  };
  const FrequencyProblem problem = closed_box(driver);
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0)
    std::printf("     Hz    |Z| ohm   error       |x| um    error\n");
  for (const Row &row : rows) {
    const Factors factors = problem.at(two_pi * row.frequency_hz);
    const auto x = reference::dense_solution(problem, factors);
    const Complex z = terminal_impedance(driver, x[1]);
    const Complex z_reference = std::polar(row.impedance, row.phase_degrees / 180 * std::numbers::pi);
    const Complex x_reference(row.displacement_re * 1e-6, row.displacement_im * 1e-6);
    const double z_error = std::abs(z / z_reference - 1.0), x_error = std::abs(x[0] / x_reference - 1.0);
    if (rank == 0)
      std::printf("%7.0f %10.5f %8.1e %11.6f %8.1e\n", row.frequency_hz, std::abs(z), z_error,
                  std::abs(x[0]) * 1e6, x_error);
    EXPECT_LT(z_error, 1e-6) << row.frequency_hz;
    EXPECT_LT(x_error, 1e-6) << row.frequency_hz;
  }
}

// Exact balance; what is left is rounding.
TEST(DriverInClosedBox, ElectricalPowerIsFoundAgainInTheLosses) {
  LumpedMotor motor = driver;
  motor.source_resistance = 2;
  motor.eddy_resistance = 3;
  motor.eddy_inductance = 50e-6;
  const FrequencyProblem problem = closed_box(motor);
  for (const double frequency : {50.0, 1200.0, 10e3}) {
    const Factors factors = problem.at(two_pi * frequency);
    const auto x = reference::dense_solution(problem, factors);
    const PowerBalance balance = power_balance(problem, factors, x);
    double lost = 0;
    for (const auto &[row, power] : balance.losses)
      lost += power;
    EXPECT_EQ(balance.losses.size(), 5u); // radiation, suspension, coil heat, source, eddy currents
    EXPECT_NEAR(balance.input / x[1].real(), 1, 1e-10); // Re(V i*) at 1 V
    EXPECT_NEAR(lost / balance.input, 1, 1e-10) << frequency;
  }
}

// With the coil held (no force factor) the terminals show R_e + i w L_e + R_2 || i w L_2, whatever the
// source's resistance.
TEST(LumpedMotor, BlockedImpedanceIsThatOfItsElements) {
  LumpedMotor motor = driver;
  motor.force_factor = 0;
  motor.source_resistance = 5;
  motor.eddy_resistance = 3;
  motor.eddy_inductance = 50e-6;
  const FrequencyProblem problem = closed_box(motor);
  const Factors factors = problem.at(two_pi * 5e3);
  const Complex jwl(0, factors.omega * 50e-6);
  const Complex expected = Complex(16, factors.omega * 20e-6) + 3.0 * jwl / (3.0 + jwl);
  const auto x = reference::dense_solution(problem, factors);
  EXPECT_NEAR(std::abs(terminal_impedance(motor, x[1]) / expected - 1.0), 0, 1e-12);
  EXPECT_NEAR(std::abs(blocked_impedance(motor, factors.omega) / expected - 1.0), 0, 1e-12);
}

TEST(LumpedParts, RefuseMissingNumbersAndValues) {
  FrequencyProblem problem = reference::empty_problem(1);
  EXPECT_THROW(add_lumped_motor(driver, problem), std::invalid_argument);
  EXPECT_THROW(add_lumped_motor({.current = 0}, problem), std::invalid_argument);
  EXPECT_THROW(add_lumped_piston({.mass = 1, .compliance = 1}, problem), std::invalid_argument);
  EXPECT_THROW(add_lumped_piston({.mass = 1, .displacement = 0}, problem), std::invalid_argument);
}

} // namespace
