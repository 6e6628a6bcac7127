#include "solver/model/ear_wiring.h"

#include "solver/config/network_check.h"
#include "solver/model/network_wiring.h"
#include "solver/model/surface_tables.h"

namespace earshot {

FrequencyBand ear_band(const Case &config, const AirProperties &air) {
  if (config.ear.model.value == EarModel::none)
    return {};
  Circuit circuit;
  std::vector<std::string> warnings;
  const EarEnd end = add_ear(circuit, "canal", config, air, warnings);
  return {end.lowest_hz, end.highest_hz};
}

EarCircuit ear_circuit(const Case &config, const AirProperties &air) {
  EarCircuit ear;
  ear.eardrum_node = add_ear(ear.circuit, "canal", config, air, ear.warnings).pressure_node;
  ear.exterior_sources = add_wearing(ear.circuit, "canal", config, air);
  return ear;
}

void check_lumped_parts(const Case &config, const AirProperties &air) {
  if (config.network)
    build_network(config, air);
  if (ends_surface(config))
    ear_circuit(config, air);
  surfaces_with_tables(config);
}

} // namespace earshot
