#include "solver/output/housing_motion_files.h"

#include "solver/files/tables.h"

namespace earshot {

namespace {

void add_column(Table &table, const std::string &name, const std::vector<double> &values) {
  table.columns.push_back(name);
  for (std::size_t k = 0; k < table.rows.size(); ++k)
    table.rows[k].push_back(values[k]);
}

} // namespace

void write_housing_motion(const std::filesystem::path &directory, const HousingMotion &motion) {
  Table table{{"frequency_hz"}, {}};
  for (const double frequency : motion.frequency_hz)
    table.rows.push_back({frequency});
  add_column(table, "share_db", motion.share_db);
  add_column(table, "level_change_db", motion.level_change_db);
  if (!motion.isolation_loss_db.empty())
    add_column(table, "isolation_loss_db", motion.isolation_loss_db);
  for (const ComplexSeries &one : motion.motions) {
    std::vector<double> sizes, phases;
    for (const std::complex<double> value : one.values) {
      sizes.push_back(std::abs(value));
      phases.push_back(phase_deg(value));
    }
    add_column(table, one.name + (one.name.size() == 1 ? "_m_v" : "_rad_v"), sizes);
    add_column(table, one.name + "_phase_deg", phases);
  }
  for (const HousingMotion::Point &point : motion.points)
    for (int axis = 0; axis < 3; ++axis)
      add_column(table, point.name + "_" + "xyz"[axis] + "_m_s2_v", point.acceleration[axis]);
  write_table(directory / "housing.csv", table);
}

} // namespace earshot
