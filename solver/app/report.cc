#include "solver/app/report.h"

#include "solver/analysis/frequency_sweep.h"
#include "solver/config/network_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/config/units.h"
#include "solver/mesh/checks.h"
#include "solver/mesh/mesh_summary.h"
#include "solver/model/cost.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <set>

namespace earshot {

namespace {

/// "25 um" for people: four digits are enough.
std::string shown(double value, const UnitKind &kind) {
  return format_quantity(std::stod(fmt::format("{:.4g}", value)), kind);
}

std::string sweep_text(const Case &config) {
  const std::vector<double> grid = all_frequencies(config);
  std::string text = fmt::format("{} frequencies from {} to {}", grid.size(),
                                 shown(grid.front(), unit::frequency), shown(grid.back(), unit::frequency));
  for (const auto &frequency : config.output.field_frequencies)
    text += (&frequency == &config.output.field_frequencies.front() ? "; fields at " : ", ") +
            shown(frequency, unit::frequency);
  return text;
}

std::string zone_text(const ZoneConfig &zone) {
  std::vector<std::string> plies;
  for (const LayerConfig &layer : zone.layers)
    plies.push_back(fmt::format("{} {}", shown(layer.thickness, unit::length), layer.material.value));
  std::string shape = name_of(zone.shape.value);
  if (zone.rise != 0)
    shape += " " + shown(zone.rise, unit::length);
  return fmt::format("    {:<16} to {:<9} {:<16} {}\n", zone.name.value,
                     shown(zone.outer_radius, unit::length), shape, fmt::join(plies, " + "));
}

std::string driver_text(const DriverConfig &driver) {
  std::string text = fmt::format("  {} on surface '{}'\n", driver.name.value, driver.surface.value);
  if (driver.diaphragm) {
    for (const ZoneConfig &zone : driver.diaphragm->zones)
      text += zone_text(zone);
    text += fmt::format("    {:<16} {}, degree {}\n", "rim", driver.diaphragm->rim.value,
                        driver.diaphragm->degree.value);
  }
  if (driver.coil)
    text += fmt::format("    {:<16} {} on {}\n", "coil", shown(driver.coil->mass, unit::mass),
                        driver.coil->zone.value);
  if (driver.piston)
    text += fmt::format("    {:<16} {}, {}\n", "piston", shown(driver.piston->mass, unit::mass),
                        shown(driver.piston->compliance, unit::compliance));
  if (driver.motor.planar)
    return text + fmt::format("    {:<16} computed, {} of {} on {}\n", "motor",
                              driver.motor.planar->trace.pattern.value,
                              driver.motor.planar->trace.material.value,
                              driver.motor.planar->trace.zone.value);
  if (driver.motor.magnetic)
    return text + fmt::format("    {:<16} computed, {}\n", "motor", driver.motor.magnetic->type.value);
  return text + fmt::format("    {:<16} {}, {}, {}\n", "motor",
                            shown(driver.motor.force_factor, unit::force_factor),
                            shown(driver.motor.resistance, unit::electrical_resistance),
                            shown(driver.motor.inductance, unit::inductance));
}

std::set<std::string> used_materials(const Case &config) {
  std::set<std::string> names;
  for (const DriverConfig &driver : config.drivers)
    if (driver.diaphragm)
      for (const ZoneConfig &zone : driver.diaphragm->zones)
        for (const LayerConfig &layer : zone.layers)
          names.insert(layer.material);
  return names;
}

/// What a surface is to the case; one that it doesn't name is a rigid wall, or nothing if within the air.
std::string role_of(const std::string &surface, bool split, const Case &config) {
  for (const DriverConfig &driver : config.drivers)
    if (driver.surface.value == surface)
      return "driver " + driver.name.value;
  if (config.ear.surface.value == surface && ends_surface(config))
    return fmt::format("ear: {}", config.ear.model.value);
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      if (port.surface.value == surface)
        return "port of node " + port.node.value;
  for (const SurfaceConfig &entry : config.surfaces)
    if (entry.name.value == surface) {
      const bool absorbs =
          entry.model.value == SurfaceModel::screen || entry.model.value == SurfaceModel::impedance;
      if (absorbs && !entry.table.value.empty())
        return fmt::format("{} of {}", entry.model.value, entry.table.value);
      return absorbs ? fmt::format("{} of {}", entry.model.value,
                                   shown(entry.resistance, unit::specific_resistance))
                     : name_of(entry.model.value);
    }
  for (const ProbeConfig &probe : config.probes)
    if (probe.surface.value == surface)
      return "probe " + probe.name.value;
  return split ? "rigid, air on both sides" : "";
}

} // namespace

std::string describe_case(const Case &config, const AirProperties &air) {
  std::string text = fmt::format("{}: {}\n\n", config.file, config.title.value);
  text +=
      fmt::format("  {:<10} {:.4g} degC, {}, {}: density {:.4g} kg/m3, sound speed {:.1f} m/s, losses {}\n",
                  "air", config.air.temperature - 273.15, shown(config.air.static_pressure, unit::pressure),
                  shown(config.air.relative_humidity, unit::percentage), air.density, air.sound_speed,
                  config.air.losses.value);
  text += fmt::format("  {:<10} {} RMS, {}\n", "source", shown(config.source.voltage, unit::voltage),
                      shown(config.source.output_impedance, unit::electrical_resistance));
  const bool at_node = !config.ear.node.value.empty();
  if (config.ear.model.value == EarModel::none)
    text += fmt::format("  {:<10} none\n", "ear");
  else
    text +=
        fmt::format("  {:<10} {} at {} '{}'\n", "ear", config.ear.model.value, at_node ? "node" : "surface",
                    at_node ? config.ear.node.value : config.ear.surface.value);
  text += fmt::format("  {:<10} {}\n", "sweep", sweep_text(config));
  text += "\nDrivers\n";
  for (const DriverConfig &driver : config.drivers)
    text += driver_text(driver);
  const std::set<std::string> used = used_materials(config);
  if (!used.empty())
    text += "\nMaterials used\n";
  for (const MaterialConfig &material : config.materials)
    if (used.count(material.name))
      text += fmt::format("  {:<20} {:>10}  {:>9}  Poisson's ratio {:.3g}, loss factor {:.3g}\n",
                          material.name.value, shown(material.density, unit::density),
                          shown(material.youngs_modulus, unit::modulus), material.poissons_ratio.value,
                          material.loss_factor.value);
  return text;
}

std::string describe_mesh(const AirMesh &mesh, const Case &config, double sound_speed) {
  const double highest = all_frequencies(config).back();
  const MeshSummary summary = summarize(mesh);
  std::string text =
      fmt::format("Mesh of the air: {} nodes, {} tetrahedra, smallest angle {:.0f} degrees", summary.nodes,
                  summary.cells, summary.smallest_angle * 180 / std::numbers::pi);
  if (summary.straightened_cells > 0)
    text += fmt::format(", {} kept straight", summary.straightened_cells);
  for (const std::string &note : mesh.notes)
    text += "\n  " + note;
  text += fmt::format("\n  {:<22}{:>11}{:>13}{:>17}\n", "volume", "mm3", "tetrahedra", "per wavelength");
  const auto resolutions = wave_resolutions(mesh, sound_speed, highest);
  for (std::size_t k = 0; k < summary.volumes.size(); ++k)
    text += fmt::format("  {:<22}{:>11.4g}{:>13}{:>17.1f}\n", summary.volumes[k].name,
                        1e9 * summary.volumes[k].volume, summary.volumes[k].cells,
                        resolutions[k].elements_per_wavelength);
  text += fmt::format("  {:<22}{:>11}{:>13}{:>17}   {}\n", "surface", "mm2", "triangles", "", "is");
  for (const auto &surface : summary.surfaces)
    text += fmt::format("  {:<22}{:>11.4g}{:>13}{:>17}   {}\n", surface.name, 1e6 * surface.area,
                        surface.triangles, "", role_of(surface.name, surface.split, config));
  return text;
}

std::string describe_unknowns(const Model &model) {
  std::string text = "Unknowns\n";
  const auto &blocks = model.problem().blocks;
  for (std::size_t field = 0; field < blocks.size(); ++field)
    text +=
        fmt::format("  {:<22}{:>11}\n", blocks[field].name, model.unknowns().size(static_cast<int>(field)));
  return text + fmt::format("  {:<22}{:>11}\n", "together", model.unknowns().size());
}

namespace {

/// Of a fast sweep in factorisations, as measured; see docs/performance.md.
constexpr double fast_sweep_cost = 8;

double seconds_of(double flops, int ranks) {
  constexpr double flops_per_second = 10e9; // of one core
  return flops / (flops_per_second * ranks);
}

} // namespace

std::string describe_accuracies(const AccuracyForecasts &forecasts, unsigned ranks) {
  std::string text =
      fmt::format("Accuracy\n  this mesh's error is at most {:.2g} dB, at {}\n  {:<22}{:>12}{:>14}{:>22}\n",
                  forecasts.tried.error_db, frequency_text(forecasts.tried.frequency), "mesh.accuracy",
                  "unknowns", "factor", "time of the sweep");
  for (const AccuracyForecast &goal : forecasts.goals)
    text += fmt::format("  {:<22}{:>12}{:>14}{:>22}\n", fmt::format("{:g} dB", goal.accuracy_db),
                        fmt::format("{}{:.2g}", goal.times_cells > 1 ? "" : "these, ", goal.unknowns),
                        format_bytes(goal.factor_bytes),
                        clock_text(fast_sweep_cost * seconds_of(goal.flops, static_cast<int>(ranks))));
  return text;
}

std::string describe_cost(const Factorization &factorization, const SweepConfig &sweep,
                          std::size_t frequencies, double peak_bytes, double available_bytes, int ranks) {
  const double seconds = seconds_of(factorization.estimated_flops(), ranks);
  std::string text = "Cost\n";
  text += fmt::format("  {:<22}{:.3g} million entries\n", "factor",
                      1e-6 * factorization.estimated_factor_entries());
  text += fmt::format("  {:<22}{} at its peak, {} of it the factor's; {} are free\n", "memory",
                      format_bytes(peak_bytes), format_bytes(factorization.estimated_bytes()),
                      available_bytes > 0 ? format_bytes(available_bytes) : "an unknown number");
  const bool fast = fast_sweep_pays(sweep, frequencies);
  const double factorizations = fast ? fast_sweep_cost : static_cast<double>(frequencies);
  text += fmt::format(
      "  {:<22}about {:.2g} s a factorisation, {} in all ({} sweep), on {} rank{} of 10 GFlop/s\n", "time",
      seconds, clock_text(seconds * factorizations), fast ? "fast" : "direct", ranks, ranks == 1 ? "" : "s");
  return text;
}

std::optional<std::string> resolution_warning(const AirMesh &mesh, const Case &config, double sound_speed) {
  const double highest = all_frequencies(config).back(), wanted = config.mesh.elements_per_wavelength;
  const WaveResolution coarsest = wave_resolution(mesh, sound_speed, highest);
  if (coarsest.elements_per_wavelength >= wanted)
    return std::nullopt;
  return fmt::format("volume '{}' has {:.2g} tetrahedra per wavelength at {}, expected {:.2g} "
                     "(mesh.elements_per_wavelength): its longest edge is {}",
                     coarsest.volume, coarsest.elements_per_wavelength, shown(highest, unit::frequency),
                     wanted, shown(coarsest.longest_edge, unit::length));
}

} // namespace earshot
