#include "solver/model/surface_tables.h"

#include "solver/model/network_tables.h"

namespace earshot {

namespace {

std::vector<SurfaceConfig> read_surfaces(const Case &config, std::vector<std::string> &warnings) {
  std::vector<SurfaceConfig> surfaces = config.surfaces;
  for (SurfaceConfig &surface : surfaces) {
    if (surface.table.value.empty())
      continue;
    const ImpedanceTable table = read_table_of(surface.table, TableQuantity::specific, warnings);
    check_range(surface.table, surface.extrapolate, table.lowest_hz(), table.highest_hz(), config, warnings);
    surface.impedance = table;
  }
  return surfaces;
}

} // namespace

std::vector<SurfaceConfig> surfaces_with_tables(const Case &config) {
  std::vector<std::string> warnings;
  return read_surfaces(config, warnings);
}

std::vector<std::string> surface_table_warnings(const Case &config) {
  std::vector<std::string> warnings;
  read_surfaces(config, warnings);
  return warnings;
}

} // namespace earshot
