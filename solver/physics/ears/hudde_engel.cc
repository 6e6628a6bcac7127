#include "solver/physics/ears/hudde_engel.h"

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);
constexpr double two_pi = 2 * std::numbers::pi;

Complex parallel(Complex a, Complex b) {
  return a * b / (a + b);
}

Complex series(double omega, double resistance, double mass, double compliance) {
  return {resistance, omega * mass - 1 / (omega * compliance)};
}

/// Second-order low-pass 1 / (1 - x^2 + i x / Q).
Complex low_pass(double x, double quality) {
  return 1.0 / Complex(1 - x * x, x / quality);
}

/// Tympanic cavity beside the aditus that leads to the antrum and the mastoid's cells.
Complex cavity_impedance(double omega, double bulk_modulus, const HuddeEngelParameters::Cavities &c) {
  const Complex iw = i_unit * omega;
  const Complex mastoid = iw * c.mastoid_volume / bulk_modulus *
                          low_pass(omega / (two_pi * c.mastoid_frequency), c.mastoid_quality);
  const Complex antrum = iw * c.antrum_volume / bulk_modulus + mastoid;
  const Complex tympanic = c.tympanic_resistance + bulk_modulus / (iw * c.tympanic_volume);
  return parallel(tympanic, c.aditus_resistance + iw * c.aditus_mass + 1.0 / antrum);
}

/// Admittance of the drum when the malleus is held; the frequency-dependent mass and the phase law stand for
/// the drum's higher modes.
Complex shunt_admittance(double omega, const HuddeEngelParameters::Drum &d) {
  const double f = omega / two_pi;
  const double mass = d.shunt_mass * (1 + std::sqrt(f / d.mass_frequency));
  const double phase = d.shunt_phase_slope * std::log(1 + f / d.shunt_phase_frequency);
  return std::polar(1.0, phase) / series(omega, d.shunt_resistance, mass, d.shunt_compliance);
}

/// Force on the malleus per pressure; above `area_phase_frequency` its phase goes on along a logarithm.
Complex effective_area(double omega, const HuddeEngelParameters::Drum &d) {
  const auto area_at = [&](double f) {
    return (d.area_low + d.area_high) * low_pass(f / d.area_frequency, d.area_quality) - d.area_high;
  };
  const double f = omega / two_pi, knee = d.area_phase_frequency;
  if (f <= knee)
    return area_at(f);
  return std::polar(std::abs(area_at(f)), std::arg(area_at(knee)) + d.area_phase_slope * std::log(f / knee));
}

/// Mechanical impedance at the malleus: two thirds of the ossicles' mass before the elastic joint, one
/// third and the stapes with the cochlea behind it.
Complex ossicle_impedance(double omega, const HuddeEngelParameters::Ossicles &o,
                          const HuddeEngelParameters::Stapes &s) {
  const Complex iw = i_unit * omega;
  const Complex coupling = o.coupling_resistance + 1.0 / (iw * o.coupling_compliance);
  const Complex chain =
      series(omega, 0, o.mass, o.compliance) + parallel(o.free_resistance + iw * o.free_mass, coupling);
  const Complex joint = o.joint_resistance + 1.0 / (iw * o.joint_compliance);
  const Complex load = series(omega, s.resistance, s.mass, s.compliance) +
                       series(omega, s.cochlea_resistance, s.cochlea_mass, s.cochlea_compliance);
  return 2.0 / 3.0 * chain + parallel(joint, chain / 3.0 + load);
}

} // namespace

Complex hudde_engel_impedance(double omega, double air_bulk_modulus, const HuddeEngelParameters &p) {
  const Complex area = effective_area(omega, p.drum);
  const Complex ossicles = ossicle_impedance(omega, p.ossicles, p.stapes) / (area * area);
  return cavity_impedance(omega, air_bulk_modulus, p.cavities) +
         parallel(1.0 / shunt_admittance(omega, p.drum), ossicles);
}

} // namespace earshot
