#include "solver/output/isolation_files.h"

namespace earshot {

Table isolation_table(const Isolation &isolation) {
  Table table{{"frequency_hz", "open_ear_reference_db"}, {}};
  for (const RealSeries &variant : isolation.variants)
    table.columns.push_back(variant.name + "_db");
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) {
    table.rows.push_back({isolation.frequency_hz[k], isolation.open_ear_reference_db[k]});
    for (const RealSeries &variant : isolation.variants)
      table.rows.back().push_back(variant.values[k]);
  }
  return table;
}

void write_isolation(const std::filesystem::path &directory, const Isolation &isolation) {
  write_table(directory / "isolation.csv", isolation_table(isolation));
}

} // namespace earshot
