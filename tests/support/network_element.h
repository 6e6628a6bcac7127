#ifndef EARSHOT_TESTS_SUPPORT_NETWORK_ELEMENT_H
#define EARSHOT_TESTS_SUPPORT_NETWORK_ELEMENT_H

#include "solver/config/network_case.h"

#include <string>

namespace earshot::testing {

/// A [[network.element]] with a value.
inline NetworkElementConfig network_element(const std::string &name, ElementKind kind,
                                            const std::string &from, const std::string &to,
                                            const std::string &value) {
  NetworkElementConfig config;
  config.name = name;
  config.kind = kind;
  config.from = from;
  config.to = to;
  config.value = value;
  return config;
}

/// A resistance between the plug and the driver "dynamic" and a capacitor across it.
inline NetworkConfig resistor_and_capacitor() {
  NetworkTerminalConfig terminal;
  terminal.driver = std::string("dynamic");
  terminal.plus = std::string("coil");
  NetworkConfig network;
  network.elements = {network_element("series", ElementKind::resistance, "plug", "coil", "10 ohm"),
                      network_element("parallel", ElementKind::capacitance, "coil", "ground", "1 uF")};
  network.terminals = {terminal};
  return network;
}

} // namespace earshot::testing

#endif
