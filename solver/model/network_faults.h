#ifndef EARSHOT_MODEL_NETWORK_FAULTS_H
#define EARSHOT_MODEL_NETWORK_FAULTS_H

#include "solver/model/network_wiring.h"

#include <string>
#include <vector>

/// What users get wrong in networks, beyond units and keys.
namespace earshot {

/// Both ends at one node, names that only look like ground's, shapes that can't be.
void check_element(const NetworkElementConfig &element, std::vector<Diagnostic> &problems);

/// Refuses a node that the case names, but that nothing is at.
/// @param what refers to it, such as "the ear"
/// @throws UserError with the nodes there are
void require_node(const Located<std::string> &node, const std::string &what, const Case &config,
                  const Circuit &circuit);

/// Nodes that lead nowhere, loops of ideal sources, and beside a mesh what is not reciprocal.
/// @throws UserError
void check_circuit(const Case &config, const BuiltNetwork &built);

/// A warning for each driver, lumped or meshed, that no current from a source reaches: it moves by the air
/// alone.
std::vector<std::string> unpowered_drivers(const Case &config, const Circuit &circuit);

} // namespace earshot

#endif
