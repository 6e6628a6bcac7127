#include "solver/config/documents.h"
#include "solver/model/case_terms.h"

namespace earshot {

namespace {

void drop_coefficients(DriverConfig &driver) {
  driver.motor = {};
  if (driver.piston)
    driver.piston = PistonConfig{};
  if (driver.coil) {
    CoilConfig coil;
    coil.zone = driver.coil->zone;
    driver.coil = coil;
  }
  if (!driver.diaphragm)
    return;
  driver.diaphragm->rim_stiffness = driver.diaphragm->rim_bending_stiffness = {};
  for (ZoneConfig &zone : driver.diaphragm->zones) {
    zone.layers.clear(); // which entries of the stiffness they have is seen in the list of terms
    zone.tension = {};
  }
}

/// Values, which are seen in the list of terms as far as matrices hold them.
void drop_coefficients(NetworkElementConfig &element) {
  element.value = element.table = {};
  for (Located<double> *size : {&element.radius, &element.inner_radius, &element.end_radius, &element.gap,
                                &element.width, &element.length, &element.area, &element.surface_area})
    *size = {};
  element.flange = {};
  element.closed = {};
}

/// The case without what is in coefficients, in files' names and in what is asked of the solution. A key that
/// isn't named here counts as one that matrices depend on.
Case without_coefficients(Case config) {
  config.file.clear();
  config.title = {};
  config.air = {};
  config.materials.clear();
  config.source = {};
  config.sweep = {};
  config.analyses.clear();
  config.studies.clear();
  config.output = {};
  config.ear.table = {};
  config.ear.lowest = config.ear.highest = std::nullopt;
  if (config.leak)
    config.leak.emplace();
  if (config.housing)
    config.housing.emplace();
  config.armatures.clear();
  config.moving_coils.clear();
  if (config.network)
    for (NetworkElementConfig &element : config.network->elements)
      drop_coefficients(element);
  for (DriverConfig &driver : config.drivers)
    drop_coefficients(driver);
  for (VolumeConfig &volume : config.volumes) {
    VolumeConfig narrow;
    narrow.name = volume.name;
    volume = narrow;
  }
  for (SurfaceConfig &surface : config.surfaces) {
    surface.resistance = surface.surface_density = {};
    surface.radiation = {};
    surface.closed = {};
  }
  return config;
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
  std::string text = text_of(without_coefficients(config));
  for (const std::string &line : outline.lines)
    text += line + "\n";
  return text;
}

bool same_matrices(const Case &base, const Case &changed, const MeshFacts &facts) {
  // The facts are no use to another geometry.
  return text_of(without_coefficients(base)) == text_of(without_coefficients(changed)) &&
         matrix_signature(base, facts) == matrix_signature(changed, facts);
}

} // namespace earshot
