#include "solver/algebra/quantity.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace earshot {

namespace {

using enum QuantityKind;

constexpr std::array names = {
    std::pair(eardrum_pressure, "eardrum"),
    std::pair(probe_pressure, "probe"),
    std::pair(node, "node"),
    std::pair(source_current, "source_current"),
    std::pair(coil_current, "coil_current"),
    std::pair(coil_displacement, "coil_displacement"),
    std::pair(coil_voltage, "coil_voltage"),
    std::pair(piston_displacement, "piston_displacement"),
    std::pair(excursion, "excursion"),
    std::pair(pressure_jump, "pressure_jump"),
    std::pair(reaction, "reaction"),
    std::pair(exterior_load, "exterior_load"),
    std::pair(opening_velocity, "opening_velocity"),
    std::pair(vent_displacement, "vent_displacement"),
    std::pair(housing_motion, "housing_motion"),
    std::pair(housing_point, "housing_point"),
};

} // namespace

const char *name_of(QuantityKind kind) {
  for (const auto &[known, name] : names)
    if (known == kind)
      return name;
  throw std::logic_error("a kind of quantity has no name");
}

QuantityKind quantity_kind(const std::string &name) {
  for (const auto &[kind, known] : names)
    if (name == known)
      return kind;
  throw std::invalid_argument("\"" + name + "\" is no kind of quantity");
}

std::string to_string(const Quantity &quantity) {
  std::string text = name_of(quantity.kind);
  for (const std::string *name : {&quantity.of, &quantity.part})
    if (!name->empty())
      text += "." + *name;
  return text;
}

} // namespace earshot
