#include "solver/study/ear_wiring.h"

#include "solver/study/network_wiring.h"

namespace earshot {

EarCircuit ear_circuit(const Case &config, const AirProperties &air) {
  EarCircuit ear;
  std::vector<std::string> warnings;
  ear.eardrum_node = add_ear(ear.circuit, "canal", config, air, warnings).pressure_node;
  if (!warnings.empty())
    ear.warning = warnings.front();
  return ear;
}

} // namespace earshot
