#include "solver/config/planar_check.h"

#include "solver/config/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {
namespace {

using Diagnostics = std::vector<Diagnostic>;

std::string length_text(double metres) {
  return fmt::format("{:.4g} mm", 1e3 * metres);
}

void check_pattern(const TraceConfig &trace, Diagnostics &diagnostics) {
  const TracePattern pattern = trace.pattern;
  const auto complain = [&](const SourcePosition &where, const std::string &text) {
    diagnostics.push_back({where.is_default() ? trace.pattern.where : where, text});
  };
  const auto wider = [&](const Located<double> &extent, const char *key) {
    if (extent <= trace.width)
      complain(extent.where, fmt::format("found a {} with a {} of {}, expected more than its width of {}",
                                         pattern, key, length_text(extent), length_text(trace.width)));
  };
  const auto some = [&](const Located<int> &number, const char *key) {
    if (number < 1)
      complain(number.where, fmt::format("found a {} without {}, expected {} = 4 or so", pattern, key, key));
  };
  if (pattern == TracePattern::meander)
    some(trace.legs, "legs"), wider(trace.length, "length");
  if (pattern == TracePattern::spiral)
    some(trace.turns, "turns"), wider(trace.length, "length"), wider(trace.breadth, "breadth");
  const bool is_path = pattern == TracePattern::path;
  if (!is_path && pattern != TracePattern::unset && !(trace.x.empty() && trace.y.empty()))
    complain((trace.x.empty() ? trace.y : trace.x).front().where,
             fmt::format("found corners of a {}, expected pattern = \"path\"", pattern));
  if (!is_path)
    return;
  if (trace.x.size() < 2 || trace.x.size() != trace.y.size())
    return complain(
        trace.x.empty() ? trace.pattern.where : trace.x.front().where,
        fmt::format("found a path with {} values in x and {} in y, expected as many in both, two at "
                    "least",
                    trace.x.size(), trace.y.size()));
  constexpr std::size_t most = 4000;
  if (trace.x.size() > most)
    complain(trace.x.front().where,
             fmt::format("found a path of {} corners, expected at most {}", trace.x.size(), most));
  for (std::size_t k = 0; k + 1 < trace.x.size(); ++k)
    if (trace.x[k] == trace.x[k + 1].value && trace.y[k] == trace.y[k + 1].value)
      complain(trace.x[k + 1].where, "found the same corner of a path twice in turn, expected it once");
}

void check_bars(const MagnetBarsConfig &bars, Diagnostics &diagnostics) {
  if (bars.count > 1 && bars.pitch < bars.width)
    diagnostics.push_back(
        {bars.pitch.where.is_default() ? bars.width.where : bars.pitch.where,
         fmt::format("found bars {} wide with a pitch of {}, expected a pitch that is not less",
                     length_text(bars.width), length_text(bars.pitch))});
}

/// Of the conductor's edges between the radii of a zone of rings.
void check_zone(const DriverConfig &driver, const TraceConfig &trace, Diagnostics &diagnostics) {
  const auto &zones = driver.diaphragm->zones;
  const auto found = std::find_if(zones.begin(), zones.end(), [&](const ZoneConfig &zone) {
    return zone.name.value == trace.zone.value;
  });
  if (found == zones.end()) {
    std::vector<std::string> names;
    for (const ZoneConfig &zone : zones)
      names.push_back(zone.name);
    diagnostics.push_back(
        {trace.zone.where, fmt::format("found the unknown zone \"{}\", {}", trace.zone.value,
                                       expected_one_of(trace.zone, names))});
  } else if (driver.diaphragm->surface_mesh.value.empty() && found->shape.value != ProfileShape::flat)
    diagnostics.push_back(
        {trace.zone.where, fmt::format("found a trace on the {} \"{}\", expected a flat zone",
                                       found->shape.value, trace.zone.value)});
}

} // namespace

void check_planar(const DriverConfig &driver, const PlanarMotorConfig &motor, Diagnostics &diagnostics) {
  const SourcePosition &where = motor.trace.zone.where;
  if (!driver.diaphragm)
    diagnostics.push_back({where, "found a planar motor of a piston, expected one of a diaphragm"});
  else if (!motor.trace.zone.value.empty())
    check_zone(driver, motor.trace, diagnostics);
  if (driver.coil)
    diagnostics.push_back(
        {driver.coil->zone.where,
         "found a coil beside the table motor.planar, whose trace it is, expected one of them"});
  if (driver.motor.magnetic)
    diagnostics.push_back({where, "found the tables motor.planar and motor.magnetic, expected one of them"});
  if (driver.large_signal)
    diagnostics.push_back({where,
                           "found a planar motor with [driver.large_signal], whose laws are those of a coil "
                           "on an axis, expected one of them"});
  check_pattern(motor.trace, diagnostics);
  check_bars(motor.magnets, diagnostics);
}

std::vector<Diagnostic> tension_warnings(const Case &c) {
  Diagnostics warnings;
  for (const DriverConfig &driver : c.drivers) {
    if (!driver.diaphragm)
      continue;
    for (const ZoneConfig &zone : driver.diaphragm->zones) {
      double stiffness = 0; // sum of E h
      const auto material_of = [&](const LayerConfig &layer) {
        return std::find_if(c.materials.begin(), c.materials.end(), [&](const MaterialConfig &material) {
          return material.name.value == layer.material.value;
        });
      };
      for (const LayerConfig &layer : zone.layers)
        stiffness += material_of(layer)->youngs_modulus * layer.thickness;
      for (const LayerConfig &layer : zone.layers) {
        const MaterialConfig &material = *material_of(layer);
        const double stress = zone.tension * material.youngs_modulus / stiffness;
        if (material.strength && stress > *material.strength)
          warnings.push_back(
              {zone.tension.where,
               fmt::format(
                   "found {}, which puts {:.3g} MPa on \"{}\", expected at most its strength of {:.3g} MPa",
                   format_quantity(zone.tension, unit::tension), 1e-6 * stress, material.name.value,
                   1e-6 * *material.strength)});
      }
    }
  }
  return warnings;
}

} // namespace earshot
