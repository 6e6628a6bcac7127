#include "solver/analysis/suspension_study.h"

namespace earshot {

Table suspension_table(const DriverSuspension &suspension) {
  Table table{
      {"displacement_mm", "force_n", "stiffness_n_mm", "tangent_stiffness_n_mm", "effective_area_mm2"}, {}};
  for (const SuspensionPoint &point : suspension.points)
    table.rows.push_back({1e3 * point.displacement, point.force, 1e-3 * point.stiffness,
                          1e-3 * point.tangent_stiffness, 1e6 * point.effective_area});
  return table;
}

void analyse_suspensions(const Case &config, const SuspensionConfig &asked,
                         const std::filesystem::path &directory, spdlog::logger &log) {
  for (const DriverConfig &driver : config.drivers) {
    if (!driver.diaphragm || !driver.coil || !driver.diaphragm->surface_mesh.value.empty())
      continue;
    const DriverSuspension suspension =
        driver_suspension(driver, config.materials, positions_within(asked.excursion, asked.positions));
    log.info("{}", describe_suspension(driver, suspension));
    const std::string suffix = config.drivers.size() > 1 ? "_" + driver.name.value : "";
    write_table(directory / ("suspension" + suffix + ".csv"), suspension_table(suspension));
  }
}

} // namespace earshot
