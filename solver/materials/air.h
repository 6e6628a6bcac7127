#ifndef EARSHOT_MATERIALS_AIR_H
#define EARSHOT_MATERIALS_AIR_H

namespace earshot {

/// What acoustics needs to know of still air, SI units. An aggregate, so that a published case's own
/// constants can be written down directly.
struct AirProperties {
  double density = 1.2043;          ///< [kg/m^3]
  double sound_speed = 343.20;      ///< [m/s]
  double viscosity = 1.8140e-5;     ///< dynamic [Pa s]
  double heat_capacity_ratio = 1.4; ///< [1]
  double prandtl = 0.71;            ///< viscosity * heat capacity / conductivity [1]
  double temperature = 293.15;      ///< [K]

  /// Adiabatic bulk modulus rho c^2 = gamma P0 [Pa].
  double bulk_modulus() const { return density * sound_speed * sound_speed; }
  /// Characteristic impedance rho c [Pa s/m].
  double impedance() const { return density * sound_speed; }
  /// Heat capacity at constant pressure [J/(kg K)] by the ideal gas's c^2 = (gamma - 1) c_p T: the value
  /// that keeps the linearised energy equation consistent with `sound_speed` (0.6 % below the calorimetric
  /// one of moist air, whose equation of state is not quite ideal).
  double heat_capacity() const;
  /// Thermal conductivity [W/(m K)], viscosity * heat capacity / Prandtl number.
  double conductivity() const { return viscosity * heat_capacity() / prandtl; }

  /// Thickness of the viscous boundary layer sqrt(2 mu / (rho w)) [m]. @param omega [rad/s], positive
  double viscous_layer(double omega) const;
  /// Thickness of the thermal boundary layer, viscous_layer / sqrt(Pr) [m]. @param omega [rad/s], positive
  double thermal_layer(double omega) const;
};

/// Moist air with 0.04 % carbon dioxide. Density: CIPM-2007 (Picard, Davis, Glaser, Fujii, Metrologia 45,
/// 2008, 149-155). Speed of sound at zero frequency and heat capacity ratio: Cramer, JASA 93 (1993)
/// 2510-2516. Viscosity, conductivity and heat capacity for the Prandtl number: Zuckerwar and Meredith as
/// given by Rasmussen, Report PL-11b, Technical University of Denmark (1997). The fits were made for 0 to
/// 30 degrees Celsius and 75 to 102 kPa.
/// @param temperature [K] @param static_pressure [Pa] @param relative_humidity 0 to 1
/// @throws std::domain_error outside 250 to 320 K, 50 to 120 kPa or 0 to 1
AirProperties moist_air(double temperature, double static_pressure, double relative_humidity);

} // namespace earshot

#endif
