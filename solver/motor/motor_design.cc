#include "solver/motor/motor_design.h"

#include "solver/fem/convex_polygon.h"
#include "solver/files/import_files.h"
#include "solver/motor/motor_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

constexpr double reference_temperature = 293.15; ///< [K]

BhCurve read_bh_curve(const Located<std::string> &file) {
  const ColumnPair table = read_bh_table(file.value);
  std::vector<BhPoint> points;
  for (std::size_t k = 0; k < table.first.size(); ++k)
    points.push_back({table.first[k], table.second[k]});
  return BhCurve(points, file);
}

MotorMaterial own_material(const MagneticMaterialConfig &config) {
  MotorMaterial material;
  material.name = config.name;
  material.curve =
      config.bh_curve.value.empty() ? BhCurve(config.relative_permeability) : read_bh_curve(config.bh_curve);
  material.conductivity = config.conductivity;
  material.density = config.density;
  material.remanence = config.remanence;
  material.intrinsic_coercivity = config.intrinsic_coercivity;
  material.remanence_coefficient = config.remanence_coefficient;
  material.coercivity_coefficient = config.coercivity_coefficient;
  material.source = "the case file";
  return material;
}

/// Errors of the mesh builder, which knows no lines, at the motor's table.
PlaneMesh build_mesh(const MagneticMotorConfig &config, const MotorParts &parts) {
  try {
    return config.type.value == MotorType::mesh
               ? read_plane_mesh(config.mesh, config.mesh_scale, config.planar)
               : plane_mesh(parts.geometry);
  } catch (const UserError &error) {
    throw UserError(config.type.where, error.what());
  }
}

void add_regions(const MagneticMotorConfig &config, const MotorParts &parts,
                 const std::vector<MagneticMaterialConfig> &materials, MotorDesign &design) {
  for (const MotorPart &part : parts.parts)
    if (region_index(design.mesh, part.name) < 0)
      throw UserError(part.material.where,
                      fmt::format("found the part \"{}\", which is no surface of the mesh, {}", part.name,
                                  expected_one_of(part.name, design.mesh.regions)));
  bool has_magnet = false;
  for (const std::string &region : design.mesh.regions) {
    const auto part = std::find_if(parts.parts.begin(), parts.parts.end(),
                                   [&](const MotorPart &p) { return p.name == region; });
    if (part != parts.parts.end())
      design.regions.push_back({magnetic_material(part->material, materials), part->magnetization});
    else if (region == plane_air_region || region == plane_open_region)
      design.regions.push_back({motor_material("air"), 0});
    else
      throw UserError(
          config.type.where,
          fmt::format("found the surface \"{}\" of the mesh without a material, expected a [[part]] of "
                      "that name",
                      region));
    has_magnet = has_magnet || design.regions.back().material.is_magnet();
  }
  if (!has_magnet)
    throw UserError(config.type.where, "found no magnet among the parts, expected at least one");
}

void add_winding(const MagneticMotorConfig &config, const MotorParts &parts, MotorDesign &design) {
  const WindingConfig &w = *config.winding;
  WindingSpec spec{wire_material(w.material), w.wire_diameter, w.insulation_thickness, w.layers, w.turns, 0};
  const double width = w.layers * (w.wire_diameter + 2 * w.insulation_thickness);
  spec.inner_radius =
      w.inner_radius ? w.inner_radius->value : ((*parts.gap)[0] + (*parts.gap)[1] - width) / 2;
  try {
    const Winding winding = wind(spec, config.temperature);
    if (parts.gap)
      check_fits(spec, winding, (*parts.gap)[0], (*parts.gap)[1]);
    design.coil = {{winding.inner_radius, winding.outer_radius, w.offset - winding.height / 2,
                    w.offset + winding.height / 2, static_cast<double>(w.turns.value)}};
    design.winding = winding;
    design.resistance = winding.resistance;
    design.coil_mass = winding.mass;
  } catch (const UserError &error) {
    throw UserError(w.wire_diameter.where, error.diagnostics().front().message);
  }
  const double warming =
      1 + spec.material.temperature_coefficient * (config.temperature - reference_temperature);
  design.wire = {w.wire_diameter, spec.material.conductivity / warming};
}

/// Flat conductors in series, each `depth` long per turn; returns outside of the field are left out.
void add_tracks(const MagneticMotorConfig &config, MotorDesign &design) {
  for (const TrackConfig &track : config.tracks) {
    design.coil.push_back({track.x - track.width / 2, track.x + track.width / 2,
                           track.y - track.thickness / 2, track.y + track.thickness / 2,
                           static_cast<double>(track.turns.value)});
    const WireMaterial metal = wire_material(track.material);
    const double turns = std::abs(track.turns.value), area = track.width * track.thickness;
    const double warming = 1 + metal.temperature_coefficient * (config.temperature - reference_temperature);
    design.resistance += warming * turns * turns * config.depth / (metal.conductivity * area);
    design.coil_mass += metal.density * area * config.depth;
  }
}

/// The coil moves through air only.
void check_free_way(const MagneticMotorConfig &config, const MotorDesign &design) {
  const SourcePosition &where =
      config.winding ? config.winding->wire_diameter.where : config.tracks.at(0).x.where;
  for (const CoilSection &section : design.coil) {
    const ConvexPolygon way =
        rectangle(section.inner, section.outer, section.bottom - config.displacement_range,
                  section.top + config.displacement_range);
    double inside = 0;
    for (const auto &quad : design.mesh.quads) {
      ConvexPolygon corners;
      for (const int vertex : quad.vertices)
        corners.push_back(design.mesh.nodes[vertex]);
      const double shared = area(intersection(corners, way));
      const std::string &region = design.mesh.regions[quad.region];
      const bool is_air = design.regions[quad.region].material.name == "air";
      inside += region == plane_open_region ? 0 : shared;
      if (shared > 1e-6 * area(way) && !is_air)
        throw UserError(
            where, fmt::format("found the coil, r from {:.4g} to {:.4g} mm and z from {:.4g} to {:.4g} mm "
                               "with its displacements, in the part \"{}\", expected it in air",
                               1e3 * way[0][0], 1e3 * way[1][0], 1e3 * way[0][1], 1e3 * way[2][1], region));
    }
    if (inside < (1 - 1e-6) * area(way))
      throw UserError(where,
                      "found the coil outside of the mesh's air, expected all its displacements inside");
  }
}

} // namespace

MotorMaterial magnetic_material(const Located<std::string> &name,
                                const std::vector<MagneticMaterialConfig> &materials) {
  std::vector<std::string> names = motor_material_names();
  for (const MagneticMaterialConfig &material : materials) {
    if (material.name.value == name.value)
      return own_material(material);
    names.push_back(material.name);
  }
  if (std::find(names.begin(), names.end(), name.value) != names.end())
    return motor_material(name);
  throw UserError(name.where, fmt::format("found the unknown magnetic material \"{}\", {}", name.value,
                                          expected_one_of(name, names)));
}

MotorDesign motor_design(const MagneticMotorConfig &config,
                         const std::vector<MagneticMaterialConfig> &materials) {
  const MotorParts parts = motor_parts(config);
  MotorDesign design;
  design.temperature = config.temperature;
  design.space.symmetry = config.planar ? PlaneSymmetry::planar : PlaneSymmetry::axisymmetric;
  design.space.depth = config.planar ? config.depth.value : 1.0;
  for (const OutlineCircle &circle : outline_circles(parts.geometry))
    design.space.circles.push_back({circle.centre, circle.radius});
  if (config.planar)
    add_tracks(config, design);
  else
    add_winding(config, parts, design);
  design.mesh = build_mesh(config, parts);
  add_regions(config, parts, materials, design);
  check_free_way(config, design);
  return design;
}

std::vector<MagneticMaterial> magnetic_materials(const MotorDesign &design) {
  std::vector<MagneticMaterial> result;
  for (const MotorRegion &region : design.regions) {
    const MotorMaterial &m = region.material;
    MagneticMaterial material;
    material.conductivity = m.conductivity;
    if (m.is_iron()) {
      material.field_strength = [curve = m.curve](double b) { return curve.field_strength(b); };
      material.field_strength_slope = [curve = m.curve](double b) {
        return curve.differential_reluctivity(b);
      };
    } else
      material.relative_permeability = 1 / (vacuum_permeability * m.curve.reluctivity(0));
    if (m.is_magnet()) {
      const double remanence = remanence_at(m, design.temperature);
      material.remanence = {remanence * std::sin(region.magnetization),
                            remanence * std::cos(region.magnetization)};
      if (m.intrinsic_coercivity > 0)
        material.knee_flux_density = remanence - 0.9 * intrinsic_coercivity_at(m, design.temperature) *
                                                     material.relative_permeability * vacuum_permeability;
    }
    result.push_back(material);
  }
  return result;
}

} // namespace earshot
