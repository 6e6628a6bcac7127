#include "solver/study/ear_wiring.h"

#include "solver/study/network_wiring.h"

namespace earshot {

namespace {

/// The ear's table of a CSV file. @throws UserError
ImpedanceTable read_impedance_table(const EarConfig &ear) {
  const Table table = read_table(ear.table.value);
  try {
    const auto frequency = table.column("frequency_hz"), resistance = table.column("resistance_pa_s_m3"),
               reactance = table.column("reactance_pa_s_m3");
    std::vector<ImpedanceTable::Row> rows;
    for (std::size_t k = 0; k < frequency.size(); ++k)
      rows.push_back({frequency[k], {resistance[k], reactance[k]}});
    return ImpedanceTable(rows);
  } catch (const std::exception &error) {
    throw UserError(ear.table.where, ear.table.value + ": " + error.what());
  }
}

std::string coverage_warning(const Case &config, const ImpedanceTable &table) {
  const std::vector<double> frequencies = all_frequencies(config);
  if (frequencies.front() >= (1 - 1e-6) * table.lowest_hz() &&
      frequencies.back() <= (1 + 1e-6) * table.highest_hz())
    return "";
  return fmt::format(
      "{} reaches from {:.4g} Hz to {:.4g} Hz, but frequencies from {:.4g} Hz to {:.4g} Hz are asked for: "
      "the ear's impedance is held constant beyond the table",
      config.ear.table.value, table.lowest_hz(), table.highest_hz(), frequencies.front(), frequencies.back());
}

} // namespace

EarCircuit ear_circuit(const Case &config, const AirProperties &air) {
  const std::string model = config.ear.model;
  EarCircuit ear;
  EarEnd end;
  if (model == "iec711") {
    end = add_iec60318_4(ear.circuit, "canal");
  } else if (model == "hudde_engel") {
    end = add_hudde_engel(ear.circuit, "canal", air.bulk_modulus());
  } else if (model == "table") {
    const ImpedanceTable table = read_impedance_table(config.ear);
    ear.warning = coverage_warning(config, table);
    end = add_impedance_table(ear.circuit, "canal", table);
  } else {
    end = add_rigid_end(ear.circuit, "canal");
  }
  ear.eardrum_node = end.pressure_node;
  return ear;
}

} // namespace earshot
