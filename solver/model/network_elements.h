#ifndef EARSHOT_MODEL_NETWORK_ELEMENTS_H
#define EARSHOT_MODEL_NETWORK_ELEMENTS_H

#include "solver/circuit/circuit.h"
#include "solver/config/case.h"
#include "solver/files/import_files.h"
#include "solver/materials/air.h"
#include "solver/model/network_parts.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// An element of [network] whose value has been read.
struct ReadElement {
  const NetworkElementConfig *config = nullptr;
  double value = 0;                           ///< in SI units
  std::optional<CircuitDomain> first, second; ///< of the nodes from, to and second_from, second_to
  std::optional<CircuitDomain> far;           ///< of the node `to` of a two-port, where it isn't `first`
  bool is_flow_source = false;
  std::optional<ImportedImpedance> impedance;
  std::optional<ImportedTwoPort> two_port;
  std::vector<std::string> notes; ///< of the files' readers
};

/// Reads an element's value, units and files and checks that it has what its kind needs and nothing else.
/// @param diagnostics gets what is wrong, with file and line
ReadElement read_element(const NetworkElementConfig &element, std::vector<Diagnostic> &diagnostics);

/// Whether the two nodes `from` and `to` may be of different domains.
bool joins_domains(const NetworkElementConfig &element);

/// What the elements are made with.
struct ElementContext {
  const Case &config;
  const std::vector<MovingCoilConfig> &moving_coils; ///< the case's, fitted to their curves
  AirProperties air;
  std::vector<std::string> &warnings;
};

/// Adds an element to the circuit, whose nodes know their domains already. @return the driver that it is
/// @throws UserError
std::optional<LumpedDriver> add_element(Circuit &circuit, const ReadElement &element,
                                        const ElementContext &context);

} // namespace earshot

#endif
