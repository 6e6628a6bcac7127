#include "solver/model/reaction.h"

#include "solver/fem/shell_space.h"
#include "solver/model/shell_wiring.h"

#include <algorithm>

namespace earshot {

namespace {

double length_of(const ComputedTrace &trace) {
  double length = 0;
  for (const TracePiece &piece : trace.pieces)
    length += piece.length;
  return length;
}

} // namespace

bool asks_for_housing_force(const Case &config) {
  return std::any_of(config.analyses.begin(), config.analyses.end(), [](const AnalysisConfig &analysis) {
    return analysis.type.value == AnalysisType::housing_force;
  });
}

std::vector<MovingMass> moving_masses(const DriverConfig &driver,
                                      const std::vector<MaterialConfig> &materials,
                                      const std::vector<MeshFacts::Zone> &zones, const ShellSpace *space,
                                      const ShellAxis &axis) {
  const ShellProperties properties = diaphragm_properties(driver, materials, zones);
  std::vector<MovingMass> masses;
  for (std::size_t zone = 0; zone < zones.size(); ++zone)
    masses.push_back({zones[zone].name, properties.sections[zone].mass * zones[zone].area,
                      [=] { return space->mean_displacement(static_cast<int>(zone), axis.direction); }});
  if (driver.motor.trace)
    masses.push_back({"trace", driver.motor.trace->mass_per_length,
                      [&driver, space, axis] { return displacement_along_trace(driver, *space, axis); },
                      length_of(*driver.motor.trace)});
  return masses;
}

double driver_moving_mass(const Case &config, const MeshFacts &facts, std::size_t driver) {
  const DriverConfig &of = config.drivers[driver];
  if (of.piston)
    return of.piston->mass;
  double sum = 0;
  for (const MovingMass &part : moving_masses(of, config.materials, facts.diaphragms.at(driver), nullptr, {}))
    sum += part.mass * part.extent;
  return sum;
}

} // namespace earshot
