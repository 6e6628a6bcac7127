#ifndef EARSHOT_MOTOR_MOTORS_H
#define EARSHOT_MOTOR_MOTORS_H

#include "solver/config/case.h"
#include "solver/motor/impedance_ladder.h"
#include "solver/motor/motor_computation.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// A driver's motor that was computed from its magnetic circuit.
struct ComputedMotor {
  std::string driver;
  MotorSolution solution;
  ImpedanceLadder ladder;
  bool from_store = false; ///< known from an earlier run
};

/// Computes a driver's motor and keeps it in the store. Collective.
/// @param field receives the static field, unless null
ComputedMotor compute_motor_of(const DriverConfig &driver,
                               const std::vector<MagneticMaterialConfig> &materials, MPI_Comm communicator,
                               MotorField *field = nullptr);

/// Computes the motors of all drivers that have a magnetic circuit, or takes them from the store.
/// Collective. @throws UserError
std::vector<ComputedMotor> compute_motors(const Case &config, MPI_Comm communicator);

/// The case with the numbers of computed motors filled in: force factor, resistance, and the blocked
/// impedance as a law. Planar motors are computed here, in closed form. @throws UserError of those
Case with_motors(Case config, const std::vector<ComputedMotor> &motors);

/// Blocked impedance between the computed frequencies, by monotone cubics of its resistance and its
/// inductance over log f; held constant outside of them.
std::function<Complex(double omega)> impedance_law(const std::vector<BlockedImpedancePoint> &points);

/// What the user should know of a motor, a sentence each: magnets past their knee, a coil lighter than its
/// wire.
std::vector<std::string> motor_warnings(const DriverConfig &driver, const ComputedMotor &motor);

/// The motor's figures, a few lines.
std::string describe_motor(const ComputedMotor &motor);

/// Writes motor.csv, motor_current.csv, blocked_impedance.csv and motor.json into a folder; of several motors
/// each file bears its driver's name. @throws UserError
void write_motors(const std::filesystem::path &directory, const std::vector<ComputedMotor> &motors);

} // namespace earshot

#endif
