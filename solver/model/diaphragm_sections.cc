#include "solver/model/diaphragm_sections.h"

#include <algorithm>

namespace earshot {

const MaterialConfig &material_of(const LayerConfig &layer, const std::vector<MaterialConfig> &materials) {
  const auto found = std::find_if(materials.begin(), materials.end(),
                                  [&](const auto &m) { return m.name.value == layer.material.value; });
  if (found == materials.end())
    throw UserError(layer.material.where, "unknown material '" + layer.material.value + "'");
  return *found;
}

PlyMaterial ply_material(const MaterialConfig &config) {
  PlyMaterial material =
      isotropic_ply(config.density, config.youngs_modulus, config.poissons_ratio, config.loss_factor);
  if (config.transverse_modulus) {
    material.transverse_modulus = *config.transverse_modulus;
    material.shear_modulus = config.shear_modulus ? config.shear_modulus->value : material.shear_modulus;
    material.transverse_shear_modulus =
        config.transverse_shear_modulus ? config.transverse_shear_modulus->value : material.shear_modulus;
  }
  return material;
}

ShellSection zone_section(const ZoneConfig &zone, const std::vector<MaterialConfig> &materials) {
  std::vector<Ply> plies;
  for (const LayerConfig &layer : zone.layers)
    plies.push_back({ply_material(material_of(layer, materials)), layer.thickness, layer.angle});
  return pointing_at(zone.name.where, [&] { return laminate(plies); });
}

ShellProperties stretched_diaphragm(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                    const std::vector<MeshFacts::Zone> &zones) {
  const DiaphragmConfig &diaphragm = *driver.diaphragm;
  ShellProperties properties;
  properties.sections.resize(zones.size());
  double inner_radius = 0;
  for (const ZoneConfig &zone : diaphragm.zones) {
    const auto found =
        std::find_if(zones.begin(), zones.end(), [&](const auto &z) { return z.name == zone.name.value; });
    if (found == zones.end())
      throw UserError(zone.name.where, "zone '" + zone.name.value + "' is not in the diaphragm's mesh");
    ShellSection &section = properties.sections[found - zones.begin()] = zone_section(zone, materials);
    section.tension = zone.tension;
    if (driver.coil && driver.coil->zone.value == zone.name.value) {
      const CoilConfig &coil = *driver.coil;
      add_coil_ring(section, {coil.mass / found->area, coil.height, zone.outer_radius - inner_radius,
                              coil.hoop_stiffness, coil.hoop_bending_stiffness, coil.hoop_torsion_stiffness,
                              coil.loss_factor});
    }
    inner_radius = zone.outer_radius;
  }
  if (diaphragm.rim.value == RimSupport::elastic)
    properties.rim = ElasticRim{diaphragm.rim_stiffness, diaphragm.rim_bending_stiffness, 0.0};
  return properties;
}

} // namespace earshot
