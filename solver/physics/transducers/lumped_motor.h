#ifndef EARSHOT_PHYSICS_TRANSDUCERS_LUMPED_MOTOR_H
#define EARSHOT_PHYSICS_TRANSDUCERS_LUMPED_MOTOR_H

#include "solver/algebra/problem_builder.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// A moving coil in a constant field, driven by a voltage source. Unknown: the current i [A]. Its row of
/// the coupled system,
///     -Bl g^T u - (R_source + R_coil + i w L + Z_eddy)/(i w) i = -V/(i w),
/// is Kirchhoff's voltage law over i w; the same column gives the structure its force Bl g i.
struct LumpedMotor {
  std::string name = "motor";
  double voltage = 1;           ///< source, RMS [V]
  double source_resistance = 0; ///< output impedance of the amplifier [ohm]
  double coil_resistance = 0;   ///< R_e [ohm]
  double inductance = 0;        ///< L_e [H]
  double eddy_resistance = 0;   ///< R_2 of Z_eddy = R_2 || i w L_2; 0 leaves it out [ohm]
  double eddy_inductance = 0;   ///< L_2 [H]
  /// Z(w) of the coil held at rest [ohm], R_e included, from a field computation; stands for L_e, R_2, L_2.
  std::function<Complex(double omega)> impedance{};
  double force_factor = 0;          ///< Bl [T m]
  SparseVector coil_displacement{}; ///< g: axial displacement of the coil, weights of sum 1, global numbers
  Index current = no_unknown;       ///< global number of i
  Quantity current_output{QuantityKind::coil_current, {}}; ///< what its current is among the outputs
  std::string qualifier{}; ///< before its loss rows: "<driver>/" where there are several, else nothing
};

/// Name of the term by which a motor acts: force on its coil, voltage on its current.
inline constexpr const char *force_factor_term = "force factor";

/// Impedance of the blocked coil without the source [ohm].
Complex blocked_impedance(const LumpedMotor &motor, double omega);

/// Name of the load that its source is.
std::string voltage_load(const LumpedMotor &motor);

/// Adds the terms, the load and the output of i. Elements whose value is zero have their terms, too, so that
/// a design with them differs in coefficients alone. Loss rows, after the qualifier:
/// "coil_heat", "eddy_currents"; "source".
/// Collective; rank 0 contributes the entries.
/// @throws std::invalid_argument for a missing current number or a non-positive total resistance
void add_lumped_motor(const LumpedMotor &motor, ProblemBuilder problem);

/// Adds the output impedance of a source that several motors share in parallel: each sees the drop R_source
/// times the sum of all currents, a matrix of ones over them with -R_source/(i w). The motors' own
/// `source_resistance` is then 0. Loss row: "source". Collective; rank 0 contributes the entries.
void add_shared_source(double source_resistance, const std::vector<Index> &currents, ProblemBuilder problem);

/// Terminal impedance of the driver from its current: V/i - R_source [ohm].
Complex terminal_impedance(const LumpedMotor &motor, Complex current);

} // namespace earshot

#endif
