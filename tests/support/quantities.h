#ifndef EARSHOT_TESTS_SUPPORT_QUANTITIES_H
#define EARSHOT_TESTS_SUPPORT_QUANTITIES_H

#include "solver/algebra/quantity.h"

#include <ostream>
#include <string>

namespace earshot {

/// What tests ask for, in few words.
namespace quantity {

inline const Quantity eardrum{QuantityKind::eardrum_pressure};

inline Quantity probe(const std::string &name) {
  return {QuantityKind::probe_pressure, name};
}
inline Quantity source_current(const std::string &driver) {
  return {QuantityKind::source_current, driver};
}
inline Quantity coil_displacement(const std::string &driver) {
  return {QuantityKind::coil_displacement, driver};
}
inline Quantity piston(const std::string &driver) {
  return {QuantityKind::piston_displacement, driver};
}
inline Quantity housing(const std::string &axis) {
  return {QuantityKind::housing_motion, axis};
}
inline Quantity housing_point(const std::string &point, const std::string &axis) {
  return {QuantityKind::housing_point, point, axis};
}
inline Quantity vent(const std::string &name) {
  return {QuantityKind::vent_displacement, name};
}
inline Quantity network_node(const std::string &node) {
  return {QuantityKind::node, "network", node};
}

} // namespace quantity

inline std::ostream &operator<<(std::ostream &stream, const Quantity &quantity) {
  return stream << to_string(quantity);
}

} // namespace earshot

#endif
