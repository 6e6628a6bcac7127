#include "solver/model/shell_wiring.h"

#include "solver/mesh/quad_surface_reader.h"

#include <algorithm>

namespace earshot {

namespace {

ProfileShape profile_shape(const std::string &name) {
  if (name == "cone")
    return ProfileShape::cone;
  if (name == "dome")
    return ProfileShape::dome;
  if (name == "roll")
    return ProfileShape::roll;
  return name == "corrugated" ? ProfileShape::corrugated : ProfileShape::flat;
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

/// Turns what the shell's own code objects to into an error that points at the config.
template <class Work>
auto pointing_at(const SourcePosition &where, const Work &work) {
  try {
    return work();
  } catch (const std::invalid_argument &error) {
    throw UserError(where, error.what());
  }
}

ShellSection zone_section(const ZoneConfig &zone, const std::vector<MaterialConfig> &materials) {
  std::vector<Ply> plies;
  for (const LayerConfig &layer : zone.layers) {
    const auto found = std::find_if(materials.begin(), materials.end(),
                                    [&](const auto &m) { return m.name.value == layer.material.value; });
    if (found == materials.end())
      throw UserError(layer.material.where, "unknown material '" + layer.material.value + "'");
    plies.push_back({ply_material(*found), layer.thickness, layer.angle});
  }
  return pointing_at(zone.name.where, [&] { return laminate(plies); });
}

} // namespace

std::optional<Profile> diaphragm_profile(const DriverConfig &driver) {
  if (!driver.diaphragm || !driver.diaphragm->surface_mesh.value.empty())
    return std::nullopt;
  std::vector<ProfileZone> zones;
  for (const ZoneConfig &zone : driver.diaphragm->zones)
    zones.push_back({zone.name, zone.outer_radius, profile_shape(zone.shape), zone.rise, zone.waves});
  return pointing_at(driver.name.where, [&] { return std::optional<Profile>(Profile(std::move(zones))); });
}

std::unique_ptr<ShellSpace> diaphragm_space(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials,
                                            const ShellAxis &axis, double scale, double highest_frequency) {
  const DiaphragmConfig &diaphragm = *driver.diaphragm;
  return pointing_at(driver.name.where, [&] {
    const auto profile = diaphragm_profile(driver);
    ShellMesh mesh;
    if (profile) {
      std::vector<double> sizes;
      for (std::size_t k = 0; k < diaphragm.zones.size(); ++k) {
        const double wavelength =
            bending_wavelength(zone_section(diaphragm.zones[k], materials), highest_frequency);
        sizes.push_back(std::min(wavelength / diaphragm.elements_per_wavelength,
                                 geometric_size(*profile, k) * diaphragm.degree.value / 4));
      }
      mesh = disc_shell(*profile, axis, sizes);
    } else {
      mesh = surface_shell(read_quad_surface(diaphragm.surface_mesh, scale));
    }
    const bool clamped = diaphragm.rim.value == "clamped";
    return std::make_unique<ShellSpace>(std::move(mesh), diaphragm.degree.value,
                                        clamped ? ShellSpace::clamped : ShellSpace::free);
  });
}

std::vector<MeshFacts::Zone> zones_of(const ShellSpace &space) {
  std::vector<MeshFacts::Zone> zones;
  for (const std::string &name : space.mesh().zones)
    zones.push_back({name, space.area(static_cast<int>(zones.size()))});
  return zones;
}

std::vector<std::string> zone_names(const std::vector<MeshFacts::Zone> &zones) {
  std::vector<std::string> names;
  for (const MeshFacts::Zone &zone : zones)
    names.push_back(zone.name);
  return names;
}

ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const ShellSpace &space) {
  return diaphragm_properties(driver, materials, zones_of(space));
}

ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
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
  if (diaphragm.rim.value == "elastic")
    properties.rim = ElasticRim{diaphragm.rim_stiffness, diaphragm.rim_bending_stiffness, 0.0};
  return properties;
}

} // namespace earshot
