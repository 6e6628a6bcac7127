#include "solver/output/isolation_files.h"

#include "solver/results/third_octaves.h"

namespace earshot {

Table isolation_table(const Isolation &isolation) {
  Table table{{"frequency_hz", "open_ear_reference_db"}, {}};
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k)
    table.rows.push_back({isolation.frequency_hz[k], isolation.open_ear_reference_db[k]});
  const auto add = [&](const std::vector<RealSeries> &list, const char *unit) {
    for (const RealSeries &series : list) {
      table.columns.push_back(series.name + unit);
      for (std::size_t k = 0; k < table.rows.size(); ++k)
        table.rows[k].push_back(series.values[k]);
    }
  };
  add(isolation.variants, "_db");
  add(isolation.errors_db, "_error_db");
  return table;
}

Table third_octave_table(const Isolation &isolation) {
  Table table{{"band_hz"}, {}};
  for (const RealSeries &variant : isolation.variants)
    table.columns.push_back(variant.name + "_db");
  if (isolation.frequency_hz.empty())
    return table;
  for (const ThirdOctave &band :
       third_octaves_within(isolation.frequency_hz.front(), isolation.frequency_hz.back())) {
    auto &row = table.rows.emplace_back(std::vector<double>{band.nominal_hz});
    for (const RealSeries &variant : isolation.variants)
      row.push_back(band_attenuation(isolation.frequency_hz, variant.values, band));
  }
  return table;
}

void write_isolation(const std::filesystem::path &directory, const Isolation &isolation) {
  write_table(directory / "isolation.csv", isolation_table(isolation));
  write_table(directory / "isolation_third_octaves.csv", third_octave_table(isolation));
}

} // namespace earshot
