#include "solver/output/distortion_files.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {

Table distortion_table(const Distortion &distortion) {
  Table table{{"frequency_hz", "voltage_v", "level_db", "compression_db", "thd_percent", "h2_db", "h3_db",
               "h4_db", "h5_db", "h2_percent", "h3_percent", "h4_percent", "h5_percent"},
              {}};
  for (const std::string &driver : distortion.drivers) {
    table.columns.push_back("excursion_mm." + driver);
    table.columns.push_back("offset_mm." + driver);
  }
  for (const std::string &vent : distortion.vents)
    table.columns.push_back("velocity_mps." + vent);
  for (const std::string &law : distortion.laws) {
    table.columns.push_back("thd_alone_percent." + law);
    table.columns.push_back("thd_without_percent." + law);
  }
  if (!distortion.rows.empty())
    for (std::size_t k = 1; k <= distortion.rows.front().housing_force_n.size(); ++k)
      table.columns.push_back(fmt::format("h{}_housing_n", k));
  for (const DistortionRow &row : distortion.rows) {
    std::vector<double> values{row.frequency_hz, row.voltage_v, row.level_db, row.compression_db,
                               row.thd_percent};
    values.insert(values.end(), row.harmonics_db.begin(), row.harmonics_db.end());
    values.insert(values.end(), row.harmonics_percent.begin(), row.harmonics_percent.end());
    for (const CoilMotion &coil : row.coils) {
      values.push_back(coil.excursion_mm);
      values.push_back(coil.offset_mm);
    }
    values.insert(values.end(), row.vent_velocities_mps.begin(), row.vent_velocities_mps.end());
    for (std::size_t k = 0; k < distortion.laws.size(); ++k) {
      values.push_back(row.thd_alone[k]);
      values.push_back(row.thd_without[k]);
    }
    values.insert(values.end(), row.housing_force_n.begin(), row.housing_force_n.end());
    table.rows.push_back(std::move(values));
  }
  return table;
}

Table intermodulation_table(const std::vector<IntermodulationRow> &rows) {
  Table table{{"voltage_v", "order", "m1", "m2", "frequency_hz", "level_db", "percent"}, {}};
  for (const IntermodulationRow &row : rows)
    table.rows.push_back({row.voltage_v, static_cast<double>(row.order), static_cast<double>(row.m1),
                          static_cast<double>(row.m2), row.frequency_hz, row.level_db, row.percent});
  return table;
}

double DistortionSensitivity::thd_rms() const {
  double squares = 0;
  int known = 0;
  for (const Row &row : rows)
    if (const double change = row.change_db[1]; std::isfinite(change)) {
      squares += change * change;
      ++known;
    }
  return known > 0 ? std::sqrt(squares / known) : 0;
}

std::string distortion_sensitivity_csv(const std::vector<DistortionSensitivity> &sensitivities) {
  std::string csv = "key,nominal,unit,frequency_hz,voltage_v,level_db,thd_db,h2_db,h3_db\n";
  for (const DistortionSensitivity &parameter : sensitivities)
    for (const DistortionSensitivity::Row &row : parameter.rows) {
      csv += fmt::format("{},{:.9g},{},{:.9g},{:.9g}", csv_field(parameter.key), parameter.nominal,
                         csv_field(parameter.unit), row.frequency_hz, row.voltage_v);
      for (const double change : row.change_db) // of harmonics above the sweep nothing is known
        csv += std::isfinite(change) ? fmt::format(",{:.6g}", change) : ",";
      csv += "\n";
    }
  return csv;
}

void write_distortion(const std::filesystem::path &directory, const Distortion &distortion) {
  write_table(directory / "distortion.csv", distortion_table(distortion));
  if (!distortion.intermodulation.empty())
    write_table(directory / "intermodulation.csv", intermodulation_table(distortion.intermodulation));
}

} // namespace earshot
