#ifndef EARSHOT_MATERIALS_MOTOR_MATERIALS_H
#define EARSHOT_MATERIALS_MOTOR_MATERIALS_H

#include "solver/materials/bh_curve.h"

#include <string>
#include <vector>

namespace earshot {

/// What a part of a motor is made of.
struct MotorMaterial {
  std::string name;
  BhCurve curve{};         ///< of a magnet its recoil line, from the remanence on
  double conductivity = 0; ///< at 20 degrees Celsius [S/m]
  double density = 0;      ///< [kg/m3]
  double remanence = 0;    ///< B_r at 20 degrees Celsius [T]; 0 for all but magnets
  /// H_cJ at 20 degrees Celsius [A/m], a magnet's polarisation collapses at this field.
  double intrinsic_coercivity = 0;
  double remanence_coefficient = 0;  ///< relative change of B_r per kelvin [1/K]
  double coercivity_coefficient = 0; ///< relative change of H_cJ per kelvin [1/K]
  std::string source{};              ///< of the figures

  bool is_magnet() const { return remanence > 0; }
  /// Iron: what a field saturates.
  bool is_iron() const { return !curve.is_linear(); }
};

/// B_r [T] at a temperature [K].
double remanence_at(const MotorMaterial &magnet, double temperature);
/// H_cJ [A/m] at a temperature [K].
double intrinsic_coercivity_at(const MotorMaterial &magnet, double temperature);

/// Names of the built-in materials: air, conductors, irons, magnet grades.
std::vector<std::string> motor_material_names();

/// A built-in material.
/// @throws UserError with the names that there are
MotorMaterial motor_material(const std::string &name);

} // namespace earshot

#endif
