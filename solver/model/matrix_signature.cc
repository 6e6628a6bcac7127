#include "solver/config/documents.h"
#include "solver/model/case_terms.h"
#include "solver/model/meridian.h"

#include <algorithm>

namespace earshot {

namespace {

/// Where a trace runs and how its force is spread; not how strong that is, nor what the trace weighs.
PlanarMotorConfig matrix_inputs(PlanarMotorConfig motor) {
  const PlanarMotorConfig any;
  motor.temperature = any.temperature;
  motor.magnets.material = any.magnets.material;
  motor.trace.material = any.trace.material;
  motor.trace.thickness = any.trace.thickness;
  return motor;
}

bool is_deflected(const DriverConfig &driver) {
  return driver.diaphragm && driver.diaphragm->pressure_difference != 0;
}

/// What decides on a driver's matrices: where it is, and its shell's mesh. Of the coil, what is driven.
DriverConfig matrix_inputs(const DriverConfig &driver) {
  DriverConfig inputs;
  inputs.name = driver.name;
  inputs.surface = driver.surface;
  inputs.place = driver.place;
  inputs.body = driver.body;
  if (driver.piston)
    inputs.piston.emplace();
  if (driver.coil)
    inputs.coil.emplace().zone = driver.coil->zone;
  if (driver.motor.planar)
    inputs.motor.planar = matrix_inputs(*driver.motor.planar);
  if (!driver.diaphragm)
    return inputs;
  if (is_deflected(driver)) {
    const Case statics = statics_of(driver, {});
    inputs.diaphragm = statics.drivers.front().diaphragm;
    inputs.coil = statics.drivers.front().coil;
    return inputs;
  }
  const DiaphragmConfig &diaphragm = *driver.diaphragm;
  DiaphragmConfig &shell = inputs.diaphragm.emplace();
  shell.surface_mesh = diaphragm.surface_mesh;
  shell.rim = diaphragm.rim;
  shell.degree = diaphragm.degree;
  shell.elements_per_wavelength = diaphragm.elements_per_wavelength;
  for (const ZoneConfig &zone : diaphragm.zones) {
    ZoneConfig &ring = shell.zones.emplace_back();
    ring.name = zone.name;
    ring.outer_radius = zone.outer_radius;
    ring.shape = zone.shape;
    ring.rise = zone.rise;
    ring.waves = zone.waves;
  }
  return inputs;
}

/// How an element is connected; its values are in coefficients.
NetworkElementConfig matrix_inputs(const NetworkElementConfig &element) {
  NetworkElementConfig inputs;
  inputs.name = element.name;
  inputs.kind = element.kind;
  inputs.from = element.from;
  inputs.to = element.to;
  inputs.second_from = element.second_from;
  inputs.second_to = element.second_to;
  inputs.control = element.control;
  inputs.part = element.part;
  return inputs;
}

/// Which walls move, and where its supports and movers are; not what they weigh and hold.
HousingConfig matrix_inputs(const HousingConfig &housing) {
  HousingConfig inputs;
  if (!housing.moves())
    return inputs;
  inputs.centre = housing.centre;
  inputs.fixed = housing.fixed;
  inputs.moving = housing.moving;
  inputs.direction = housing.direction;
  inputs.movers = housing.movers;
  for (const HousingSupportConfig &support : housing.supports) {
    HousingSupportConfig &place = inputs.supports.emplace_back();
    place.name = support.name;
    place.position = support.position;
    place.direction = support.direction;
    place.radius = support.radius;
    place.surface = support.surface;
  }
  if (housing.is_elastic()) { // their number decides on the terms; their mesh is part of "one mesh"
    for (const HousingLayerConfig &layer : housing.walls)
      inputs.walls.emplace_back().volumes = layer.volumes;
    inputs.points = housing.points; // each has weights of its own in outputs
  }
  // The matrix of the mass holds the walls' inertia where none is given, and their area where no mass is.
  if (!housing.inertia.empty())
    inputs.inertia = {1.0, 1.0, 1.0};
  if (housing.mass.value == 0 && !housing.is_elastic())
    inputs.wall_density = 1.0;
  return inputs;
}

NetworkConfig matrix_inputs(const NetworkConfig &network) {
  NetworkConfig inputs;
  inputs.plug = network.plug;
  inputs.spice = network.spice;
  for (const NetworkElementConfig &element : network.elements)
    inputs.elements.push_back(matrix_inputs(element));
  inputs.ports = network.ports;
  inputs.terminals = network.terminals;
  return inputs;
}

/// The part of a case that decides on its matrices and vectors, beside the list of its terms: the meshes, and
/// where on them the parts of the earphone are. All else is in coefficients, or seen in that list: which
/// entries of a stiffness a laminate has, whether a loss is there, what an ear's or an element's circuit
/// looks like.
Case matrix_inputs(const Case &config) {
  Case inputs;
  inputs.geometry = config.geometry;
  inputs.parts = config.parts;
  inputs.tubes = config.tubes;
  inputs.mesh = config.mesh;
  for (const DriverConfig &driver : config.drivers)
    inputs.drivers.push_back(matrix_inputs(driver));
  if (std::any_of(config.drivers.begin(), config.drivers.end(), is_deflected))
    inputs.materials = statics_of({}, config.materials).materials;
  for (const VolumeConfig &volume : config.volumes)
    inputs.volumes.emplace_back().name = volume.name;
  for (const SurfaceConfig &surface : config.surfaces) {
    SurfaceConfig &boundary = inputs.surfaces.emplace_back();
    boundary.name = surface.name;
    boundary.model = surface.model;
    boundary.wall_losses = surface.wall_losses;
  }
  inputs.probes = config.probes;
  inputs.ear.model = config.ear.model;
  inputs.ear.surface = config.ear.surface;
  inputs.ear.node = config.ear.node;
  inputs.ear.sections = config.ear.sections;
  if (config.leak)
    inputs.leak.emplace();
  if (config.housing)
    inputs.housing = matrix_inputs(*config.housing);
  if (config.network)
    inputs.network = matrix_inputs(*config.network);
  return inputs;
}

/// The config as text, whether its values were written or are defaults.
std::string text_of(const Case &config) {
  std::string text = resolved_toml(config);
  const std::string mark = " # default";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
    text.erase(at, mark.size());
  return text;
}

} // namespace

std::string matrix_signature(const Case &config, const MeshFacts &facts) {
  ProblemOutline outline;
  add_case_terms(config, facts, nullptr, outline);
  std::string text = text_of(matrix_inputs(config));
  for (const std::string &line : outline.lines)
    text += line + "\n";
  return text;
}

bool same_matrices(const Case &base, const Case &changed, const MeshFacts &facts) {
  // The facts are no use to another geometry.
  return text_of(matrix_inputs(base)) == text_of(matrix_inputs(changed)) &&
         matrix_signature(base, facts) == matrix_signature(changed, facts);
}

} // namespace earshot
