#ifndef EARSHOT_MODEL_NETWORK_WIRING_H
#define EARSHOT_MODEL_NETWORK_WIRING_H

#include "solver/circuit/circuit.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"
#include "solver/model/network_parts.h"
#include "solver/model/outside.h"
#include "solver/physics/ears/ears.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A case's ear at a node of a circuit, with the band that the case or else the model says. @throws UserError
EarEnd add_ear(Circuit &circuit, const std::string &node, const Case &config, const AirProperties &air,
               std::vector<std::string> &warnings);

/// [network] as a circuit with its source, and the ear if it is at a node.
struct BuiltNetwork {
  Circuit circuit{CircuitDomain::electrical};
  std::string source;                           ///< branch of [source] at the plug; empty without a plug
  std::optional<EarEnd> ear;                    ///< where ear.node is given
  std::vector<LumpedDriver> drivers;            ///< each with a node `diaphragm_node(name)`
  std::vector<ExteriorSource> exterior_sources; ///< of sound from outside
  std::vector<std::string> warnings;
  std::vector<std::string> notes; ///< drivers that were fitted to curves, mouths of passages
};

/// Domains of the nodes follow from the units of the elements' values. @throws UserError with every problem
/// at once: values, missing keys, nodes of two domains, nodes that lead nowhere, loops of ideal sources, and
/// for a network beside a mesh what is not reciprocal
BuiltNetwork build_network(const Case &config, const AirProperties &air);

/// "Network: 12 electrical, 5 mechanical, 20 acoustic nodes, 4 flows, 40 elements".
std::string describe_network(const Circuit &circuit);

} // namespace earshot

#endif
