#ifndef EARSHOT_MODEL_EAR_WIRING_H
#define EARSHOT_MODEL_EAR_WIRING_H

#include "solver/circuit/circuit.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"
#include "solver/model/outside.h"
#include "solver/results/response.h"

#include <string>
#include <vector>

namespace earshot {

/// The ear of a case: a circuit with the node "canal" that the air is joined to.
struct EarCircuit {
  Circuit circuit;
  std::string eardrum_node;
  std::vector<std::string> warnings;            ///< what the user should know
  std::vector<ExteriorSource> exterior_sources; ///< of sound from outside
};

/// The frequencies that a case's ear is meant for. @throws UserError as ear_circuit()
FrequencyBand ear_band(const Case &config, const AirProperties &air);

/// @throws UserError for a table that can't be used
EarCircuit ear_circuit(const Case &config, const AirProperties &air);

/// Builds what of a case is lumped, ear and network, for its errors: long before a mesh needs it.
/// @throws UserError
void check_lumped_parts(const Case &config, const AirProperties &air);

} // namespace earshot

#endif
