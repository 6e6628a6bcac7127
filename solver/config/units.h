#ifndef EARSHOT_CONFIG_UNITS_H
#define EARSHOT_CONFIG_UNITS_H

#include <array>
#include <string>

/// Physical values as text with a unit, read and written with UDUNITS-2.
namespace earshot {

/// What a value measures, and how the user meets it.
struct UnitKind {
  const char *name;                  ///< with its article, for messages: "a length"
  const char *si;                    ///< the unit inside the program
  std::array<const char *, 3> shown; ///< units that a value may be written in; unused ones are null
  const char *example;               ///< for messages and the documentation
};

namespace unit {
inline constexpr UnitKind ratio{"a ratio", "1", {"1"}, "0.4"};
inline constexpr UnitKind percentage{"a percentage", "1", {"%"}, "50 %"};
inline constexpr UnitKind length{"a length", "m", {"um", "mm", "m"}, "2.5 mm"};
inline constexpr UnitKind area{"an area", "m2", {"mm2", "cm2", "m2"}, "12 mm2"};
inline constexpr UnitKind angle{"an angle", "rad", {"degree", "rad"}, "45 degree"};
inline constexpr UnitKind temperature{"a temperature", "K", {"degC", "K"}, "23 degC"};
inline constexpr UnitKind pressure{"a pressure", "Pa", {"kPa", "Pa"}, "101.325 kPa"};
inline constexpr UnitKind modulus{"an elastic modulus", "Pa", {"GPa", "MPa", "Pa"}, "4.5 GPa"};
inline constexpr UnitKind density{"a density", "kg/m3", {"kg/m3"}, "1390 kg/m3"};
inline constexpr UnitKind speed{"a speed", "m/s", {"m/s"}, "343.2 m/s"};
inline constexpr UnitKind viscosity{"a dynamic viscosity", "Pa s", {"uPa s", "Pa s"}, "18.1 uPa s"};
inline constexpr UnitKind surface_density{"a mass per area", "kg/m2", {"g/m2", "kg/m2"}, "50 g/m2"};
inline constexpr UnitKind mass{"a mass", "kg", {"mg", "g", "kg"}, "6 mg"};
inline constexpr UnitKind force{"a force", "N", {"N"}, "3750 N"};
inline constexpr UnitKind bending_stiffness{"a stiffness against bending", "N m2", {"N m2"}, "2e-7 N m2"};
inline constexpr UnitKind tension{"a tension per length", "N/m", {"N/m"}, "30 N/m"};
inline constexpr UnitKind edge_stiffness{"a stiffness per length", "N/m2", {"N/mm2", "N/m2"}, "0.1 N/mm2"};
inline constexpr UnitKind compliance{"a mechanical compliance", "m/N", {"mm/N", "m/N"}, "2 mm/N"};
inline constexpr UnitKind mechanical_resistance{"a mechanical resistance", "N s/m", {"N s/m"}, "0.01 N s/m"};
inline constexpr UnitKind stiffness{"a stiffness", "N/m", {"N/m", "kN/m"}, "800 N/m"};
inline constexpr UnitKind rotational_stiffness{"a rotational stiffness", "N m", {"N m"}, "0.02 N m"};
inline constexpr UnitKind rotational_resistance{"a rotational resistance", "N m s", {"N m s"}, "1e-5 N m s"};
inline constexpr UnitKind moment_of_inertia{"a moment of inertia", "kg m2", {"g mm2", "kg m2"}, "200 g mm2"};
inline constexpr UnitKind force_factor{"a force factor", "T m", {"T m"}, "0.4 T m"};
inline constexpr UnitKind flux_density{"a flux density", "T", {"mT", "T"}, "1.3 T"};
inline constexpr UnitKind field_strength{"a magnetic field strength", "A/m", {"kA/m", "A/m"}, "955 kA/m"};
inline constexpr UnitKind conductivity{"an electrical conductivity", "S/m", {"MS/m", "S/m"}, "58 MS/m"};
inline constexpr UnitKind per_kelvin{"a change per kelvin", "1/K", {"1/K"}, "-0.0012 1/K"};
inline constexpr UnitKind voltage{"a voltage", "V", {"mV", "V"}, "1 V"};
inline constexpr UnitKind current{"a current", "A", {"mA", "A"}, "1 mA"};
inline constexpr UnitKind electrical_resistance{"an electrical resistance", "ohm", {"ohm"}, "16 ohm"};
inline constexpr UnitKind inductance{"an inductance", "H", {"uH", "mH", "H"}, "20 uH"};
inline constexpr UnitKind specific_resistance{
    "a specific acoustic resistance", "Pa s/m", {"Pa s/m"}, "100 Pa s/m"};
inline constexpr UnitKind level{"a level", "dB", {"dB"}, "0.01 dB"};
inline constexpr UnitKind frequency{"a frequency", "Hz", {"Hz", "kHz"}, "1 kHz"};
} // namespace unit

/// A value in SI units, or why the text isn't one.
struct ParsedQuantity {
  double value = 0.0;
  std::string error; ///< "" when the value holds, else `found ..., expected ...`
};

/// Reads "25 um". The unit must have exactly the dimension of `kind`: neither its reciprocal nor a factor of
/// radians is let through, both of which UDUNITS would convert. Ratios may do without a unit.
/// @throw std::runtime_error when the unit database (package libudunits2-data) isn't there
ParsedQuantity parse_quantity(const std::string &text, const UnitKind &kind);

/// Metres in a unit of length, such as "mm". @throw std::invalid_argument when it is none
double metres_in(const std::string &unit);

/// Text that `parse_quantity` turns into the same bits again, in the unit of `kind` that makes it most
/// readable: a number from 1 to 1000, else the shortest text.
std::string format_quantity(double value, const UnitKind &kind);

} // namespace earshot

#endif
