#ifndef EARSHOT_ALGEBRA_QUANTITY_H
#define EARSHOT_ALGEBRA_QUANTITY_H

#include <string>

namespace earshot {

/// What may be asked of a solution. Those who tell kinds apart do it by a switch without a default, so that a
/// new kind is missed nowhere.
enum class QuantityKind {
  eardrum_pressure,    ///< [Pa]
  probe_pressure,      ///< of a probe [Pa]
  node,                ///< potential of a node in a network or an ear: `of` the circuit, `part` the node
  source_current,      ///< what the plug, or a driver that hangs on it, takes from the source [A]
  coil_current,        ///< of a driver in a network [A]
  coil_displacement,   ///< of a driver [m]
  coil_voltage,        ///< induced in a blocked coil [V]
  piston_displacement, ///< of a driver with a lumped piston [m]
  excursion,           ///< of a driver's diaphragm, anywhere on it [m]
  pressure_jump,       ///< mean pressure in front of a driver's diaphragm over that behind [Pa]
  /// w^2 m of a driver's moving `part`: those of all parts sum to the force with which they push what holds
  /// them towards its front, the rate at which they lose momentum [N]
  reaction,
  /// c^T x where c is the right-hand side of 1 Pa outside of an opening, or at the housing
  exterior_load,
  opening_velocity,  ///< mean velocity through an opening [m/s]
  vent_displacement, ///< of air through a vent, see Vent
  housing_motion,    ///< along or about the axis `of`, of elastic walls the mean one [m], [rad]
  housing_point,     ///< displacement of a point of elastic walls along the axis `part` [m]
};

/// One thing that is asked of a solution: its kind and what it is the quantity of.
struct Quantity {
  QuantityKind kind;
  std::string of{};   ///< name of the driver, probe, node's circuit ... that it belongs to; may be empty
  std::string part{}; ///< which one of several that `of` has; may be empty

  bool operator==(const Quantity &) const = default;
};

/// For logs and files, e.g. "coil_displacement.dynamic".
std::string to_string(const Quantity &quantity);

/// The kind's own name, e.g. "coil_displacement".
const char *name_of(QuantityKind kind);

/// @throws std::invalid_argument for a name that no kind has
QuantityKind quantity_kind(const std::string &name);

} // namespace earshot

#endif
