#include "solver/output/housing_force_files.h"

#include "solver/files/tables.h"

#include <numbers>

namespace earshot {

void write_housing_force(const std::filesystem::path &directory, const HousingForce &force) {
  Table table{{"frequency_hz", "net_n"}, {}};
  for (std::size_t k = 0; k < force.frequency_hz.size(); ++k)
    table.rows.push_back({force.frequency_hz[k], force.net_n[k]});
  for (const ComplexSeries &driver : force.drivers) {
    table.columns.insert(table.columns.end(), {driver.name + "_n", driver.name + "_phase_deg"});
    for (std::size_t k = 0; k < table.rows.size(); ++k)
      table.rows[k].insert(table.rows[k].end(),
                           {std::numbers::sqrt2 * std::abs(driver.values[k]), phase_deg(driver.values[k])});
  }
  write_table(directory / "housing_force.csv", table);
}

} // namespace earshot
