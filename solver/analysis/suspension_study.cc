#include "solver/analysis/suspension_study.h"

#include <algorithm>

namespace earshot {

namespace {

using Warn = std::function<void(const std::string &)>;

/// A column for each zone and material; a row of `table` for each state.
void add_stresses(const StateStresses &stresses, Table &table) {
  for (const LayerStress &stress : stresses.front())
    table.columns.push_back("stress_mpa." + stress.zone + "." + stress.material);
  for (std::size_t k = 0; k < stresses.size(); ++k)
    for (const LayerStress &stress : stresses[k])
      table.rows[k].push_back(1e-6 * stress.stress);
}

bool has_suspension(const DriverConfig &driver) {
  return driver.diaphragm && driver.coil && driver.diaphragm->surface_mesh.value.empty();
}

std::vector<double> ascending(const std::vector<Located<double>> &values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

void analyse_pressures(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                       const std::vector<double> &pressures, const std::filesystem::path &file,
                       spdlog::logger &log, const Warn &warn) {
  const DriverUnderPressure under = driver_under_pressure(driver, materials, pressures);
  log.info("{}", describe_pressures(driver, under));
  for (const std::string &text : stress_warnings(driver, under.stresses, "under static pressure"))
    warn(text);
  write_table(file, pressure_table(under));
}

} // namespace

Table suspension_table(const DriverSuspension &suspension) {
  Table table{
      {"displacement_mm", "force_n", "stiffness_n_mm", "tangent_stiffness_n_mm", "effective_area_mm2"}, {}};
  for (const SuspensionPoint &point : suspension.points)
    table.rows.push_back({1e3 * point.displacement, point.force, 1e-3 * point.stiffness,
                          1e-3 * point.tangent_stiffness, 1e6 * point.effective_area});
  add_stresses(suspension.stresses, table);
  return table;
}

Table pressure_table(const DriverUnderPressure &under) {
  Table table{
      {"pressure_pa", "displacement_mm", "volume_mm3", "tangent_stiffness_n_mm", "effective_area_mm2"}, {}};
  for (const PressurePoint &point : under.curve.points)
    table.rows.push_back({point.pressure, 1e3 * point.displacement, 1e9 * point.volume,
                          1e-3 * point.tangent_stiffness, 1e6 * point.effective_area});
  add_stresses(under.stresses, table);
  return table;
}

void analyse_suspensions(const Case &config, const SuspensionConfig &asked,
                         const std::filesystem::path &directory, spdlog::logger &log, const Warn &warn) {
  for (const DriverConfig &driver : config.drivers) {
    if (!has_suspension(driver))
      continue;
    const DriverSuspension suspension =
        driver_suspension(driver, config.materials, positions_within(asked.excursion, asked.positions));
    log.info("{}", describe_suspension(driver, suspension));
    for (const std::string &text : stress_warnings(driver, suspension.stresses, "within the excursion"))
      warn(text);
    const std::string suffix = config.drivers.size() > 1 ? "_" + driver.name.value : "";
    write_table(directory / ("suspension" + suffix + ".csv"), suspension_table(suspension));
    if (!asked.pressures.empty())
      analyse_pressures(driver, config.materials, ascending(asked.pressures),
                        directory / ("suspension_pressure" + suffix + ".csv"), log, warn);
  }
}

} // namespace earshot
