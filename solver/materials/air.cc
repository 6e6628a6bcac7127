#include "solver/materials/air.h"

#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double carbon_dioxide_fraction = 4e-4;

/// State of moist air as the published fits take it.
struct MoistState {
  double kelvin, celsius, pressure;
  double water; ///< mole fraction of water vapour
};

/// Mole fraction of water vapour from relative humidity (CIPM-2007, equations A1.1 to A1.3).
double water_fraction(double kelvin, double pressure, double relative_humidity) {
  const double celsius = kelvin - 273.15;
  const double saturation =
      std::exp(1.2378847e-5 * kelvin * kelvin - 1.9121316e-2 * kelvin + 33.93711047 - 6.3431645e3 / kelvin);
  const double enhancement = 1.00062 + 3.14e-8 * pressure + 5.6e-7 * celsius * celsius;
  return relative_humidity * enhancement * saturation / pressure;
}

/// CIPM-2007 with its compressibility factor (equations 4 and A1.4).
double density(const MoistState &s) {
  const double t = s.celsius, x = s.water, ratio = s.pressure / s.kelvin;
  const double compressibility =
      1 -
      ratio * (1.58123e-6 - 2.9331e-8 * t + 1.1043e-10 * t * t + (5.707e-6 - 2.051e-8 * t) * x +
               (1.9898e-4 - 2.376e-6 * t) * x * x) +
      ratio * ratio * (1.83e-11 - 0.765e-8 * x * x);
  return 3.483740e-3 * ratio / compressibility * (1 - 0.3780 * x);
}

/// The polynomial that Cramer fits both quantities with; `a` are the coefficients of his table III.
double cramer(const double (&a)[16], const MoistState &s) {
  const double t = s.celsius, p = s.pressure, x = s.water, c = carbon_dioxide_fraction;
  return a[0] + a[1] * t + a[2] * t * t + (a[3] + a[4] * t + a[5] * t * t) * x +
         (a[6] + a[7] * t + a[8] * t * t) * p + (a[9] + a[10] * t + a[11] * t * t) * c + a[12] * x * x +
         a[13] * p * p + a[14] * c * c + a[15] * x * p * c;
}

double sound_speed(const MoistState &s) {
  return cramer({331.5024, 0.603055, -0.000528, 51.471935, 0.1495874, -0.000782, -1.82e-7, 3.73e-8, -2.93e-10,
                 -85.20931, -0.228525, 5.91e-5, -2.835149, -2.15e-13, 29.179762, 0.000486},
                s);
}

double heat_capacity_ratio(const MoistState &s) {
  return cramer({1.400822, -1.75e-5, -1.73e-7, -0.0873629, -0.0001665, -3.26e-6, 2.047e-8, -1.26e-10,
                 5.939e-14, -0.1199717, -0.0008693, 1.979e-6, -0.01104, -3.478e-16, 0.0450616, 1.82e-6},
                s);
}

/// Rasmussen PL-11b, equation A.6 [Pa s].
double viscosity(const MoistState &s) {
  const double T = s.kelvin, x = s.water;
  return 1e-8 * (84.986 + 7.0 * T + (113.157 - T) * x - 3.7501e-3 * T * T - 100.015 * x * x);
}

constexpr double joule_per_kilocalorie = 4186.8;

/// Rasmussen PL-11b, equation A.7 [W/(m K)].
double conductivity(const MoistState &s) {
  const double T = s.kelvin;
  return joule_per_kilocalorie * 1e-8 *
         (60.054 + 1.846 * T + 2.06e-6 * T * T + (40.0 - 1.775e-4 * T) * s.water);
}

/// Rasmussen PL-11b, equation A.8 [J/(kg K)].
double heat_capacity(const MoistState &s) {
  const double T = s.kelvin, x = s.water;
  return joule_per_kilocalorie * (0.251625 - 9.2525e-5 * T + 2.1334e-7 * T * T - 1.0043e-10 * T * T * T +
                                  (0.12477 - 2.283e-5 * T + 1.267e-7 * T * T) * x +
                                  (0.01116 + 4.61e-6 * T + 1.74e-8 * T * T) * x * x);
}

} // namespace

double AirProperties::heat_capacity() const {
  return sound_speed * sound_speed / ((heat_capacity_ratio - 1) * temperature);
}

double AirProperties::viscous_layer(double omega) const {
  return std::sqrt(2 * viscosity / (density * omega));
}

double AirProperties::thermal_layer(double omega) const {
  return viscous_layer(omega) / std::sqrt(prandtl);
}

AirProperties moist_air(double temperature, double static_pressure, double relative_humidity) {
  if (!(temperature >= 250 && temperature <= 320))
    throw std::domain_error("air temperature must lie between 250 and 320 K");
  if (!(static_pressure >= 50e3 && static_pressure <= 120e3))
    throw std::domain_error("static pressure must lie between 50 and 120 kPa");
  if (!(relative_humidity >= 0 && relative_humidity <= 1))
    throw std::domain_error("relative humidity must lie between 0 and 1");

  const MoistState state{temperature, temperature - 273.15, static_pressure,
                         water_fraction(temperature, static_pressure, relative_humidity)};
  return {.density = density(state),
          .sound_speed = sound_speed(state),
          .viscosity = viscosity(state),
          .heat_capacity_ratio = heat_capacity_ratio(state),
          .prandtl = viscosity(state) * heat_capacity(state) / conductivity(state),
          .temperature = temperature};
}

} // namespace earshot
