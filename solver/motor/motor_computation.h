#ifndef EARSHOT_MOTOR_MOTOR_COMPUTATION_H
#define EARSHOT_MOTOR_MOTOR_COMPUTATION_H

#include "solver/motor/motor_design.h"
#include "solver/physics/magnetics/motor_curves.h"

#include <array>
#include <string>
#include <vector>

namespace earshot {

/// Where a magnet works.
struct MagnetReport {
  std::string name;
  double mean_flux_density = 0;   ///< along its magnetisation [T]
  double lowest_flux_density = 0; ///< [T]
  double knee_flux_density = 0;   ///< below this it is demagnetised for good [T]
  double share_past_knee = 0;     ///< of its volume [1]
};

/// Impedance of the coil that is held at rest, R_e and the skin effect of its wire included.
struct BlockedImpedancePoint {
  double frequency = 0; ///< [Hz]
  Complex impedance;    ///< [ohm]
};

/// What a computed motor is.
struct MotorSolution {
  double force_factor = 0;                    ///< Bl at rest [N/A]
  double resistance = 0;                      ///< R_e at the temperature [ohm]
  double inductance = 0;                      ///< at rest, without eddy currents [H]
  double coil_mass = 0;                       ///< wire with insulation [kg]
  double wire_length = 0;                     ///< [m]; 0 of flat conductors
  std::vector<MotorCurveRow> curves;          ///< ascending displacements
  std::vector<CurrentCurveRow> current_curve; ///< ascending currents
  std::vector<BlockedImpedancePoint> impedance;
  std::vector<MagnetReport> magnets;
  int unknowns = 0;              ///< of the static field
  double force_factor_error = 0; ///< estimate: the last refinement's relative change
  double impedance_error = 0;    ///< the same of the impedance at the highest frequency; NaN: not estimated
};

/// The static field for files and pictures: four corners per element, so that B may jump between elements.
struct MotorField {
  std::vector<std::array<double, 2>> points; ///< (r, z) or (x, y) [m], four per element
  std::vector<double> flux;                  ///< 2 pi r A_phi, or depth A_z [Wb]: its contours are flux lines
  std::vector<std::array<double, 2>> flux_density; ///< [T]
  std::vector<double> saturation; ///< of iron mu0 dH/dB: 0 unsaturated, 1 saturated; 0 elsewhere
  std::vector<int> region;        ///< index into the mesh's regions
  /// The mesh before refinement, likewise: parts have plain outlines on it.
  std::vector<std::array<double, 2>> part_points;
  std::vector<int> part_region;
};

/// Solves the static field, the curves over the displacements and the blocked impedance. Collective; every
/// rank holds the same static problem.
/// @param field receives the static field, unless null
/// @throws UserError at the motor's table when the field does not converge
MotorSolution compute_motor(const MagneticMotorConfig &config, const MotorDesign &design,
                            MPI_Comm communicator, MotorField *field = nullptr);

/// Coefficients b_k of sum b_k (x / 1 mm)^k that fit values over displacements [m] best (least squares).
std::vector<double> fit_polynomial(std::span<const double> displacements, std::span<const double> values,
                                   int degree);
/// The polynomial at a displacement [m].
double polynomial_at(const std::vector<double> &coefficients, double displacement);

} // namespace earshot

#endif
