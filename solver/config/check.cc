#include "solver/config/check.h"

#include "solver/config/body_check.h"
#include "solver/config/cad_check.h"
#include "solver/config/dimensions.h"
#include "solver/config/distortion_check.h"
#include "solver/config/fit_check.h"
#include "solver/config/motor_check.h"
#include "solver/config/name_check.h"
#include "solver/config/network_check.h"
#include "solver/config/outside_check.h"
#include "solver/config/parameters.h"
#include "solver/config/part_check.h"
#include "solver/config/planar_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/config/tune_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;
using Name = Located<std::string>;

/// A value that was refused is NaN: given, and silent in comparisons, as it has been reported already.
bool given(const Located<double> &value) {
  return value.value != 0.0;
}

std::string millimetres(double metres) {
  return fmt::format("{:.6g} mm", metres * 1e3);
}

template <class T>
std::vector<std::string> names_of(const std::vector<T> &items) {
  std::vector<std::string> names;
  for (const T &item : items)
    if (!item.name.value.empty())
      names.push_back(item.name);
  return names;
}

bool among(const Name &name, const std::vector<std::string> &names) {
  return name.value.empty() || std::find(names.begin(), names.end(), name.value) != names.end();
}

template <class T>
void check_unique_names(const std::vector<T> &items, Diagnostics &diagnostics) {
  std::vector<const Name *> names;
  for (const T &item : items)
    names.push_back(&item.name);
  check_unique(names, diagnostics);
}

/// A surface is one thing only: a driver's, the ear's, or one with a model.
void check_surfaces(const Case &c, Diagnostics &diagnostics) {
  std::vector<const Name *> names;
  for (const DriverConfig &driver : c.drivers)
    names.push_back(&driver.surface);
  if (ends_surface(c))
    names.push_back(&c.ear.surface);
  if (c.network)
    for (const NetworkPortConfig &port : c.network->ports)
      names.push_back(&port.surface);
  for (const SurfaceConfig &surface : c.surfaces)
    names.push_back(&surface.name);
  check_unique(names, diagnostics);
  for (const SurfaceConfig &surface : c.surfaces) {
    const bool has_impedance =
        surface.model.value == SurfaceModel::screen || surface.model.value == SurfaceModel::impedance;
    const bool has_numbers = given(surface.resistance) || given(surface.surface_density);
    const bool has_table = !surface.table.value.empty();
    if (has_impedance && !has_numbers && !has_table)
      diagnostics.push_back(
          {surface.model.where, fmt::format("found \"{}\" without resistance and surface_density, "
                                            "expected one of them, or a table",
                                            surface.model.value)});
    if (has_table && (has_numbers || !has_impedance))
      diagnostics.push_back({surface.table.where,
                             "found a table, expected one of a screen or an impedance alone, "
                             "without resistance and surface_density"});
  }
}

void check_volumes(const Case &c, Diagnostics &diagnostics) {
  check_unique_names(c.volumes, diagnostics);
  for (const VolumeConfig &volume : c.volumes) {
    const bool tube = volume.model.value == VolumeModel::tube, slit = volume.model.value == VolumeModel::slit;
    if ((tube && !given(volume.radius)) || (slit && !given(volume.gap)))
      diagnostics.push_back(
          {volume.model.where,
           fmt::format("found \"{}\" without its {}, expected {} = \"0.2 mm\"", volume.model.value,
                       tube ? "radius" : "gap", tube ? "radius" : "gap")});
  }
}

void check_material(const MaterialConfig &material, Diagnostics &diagnostics) {
  if (material.transverse_modulus && !material.shear_modulus)
    diagnostics.push_back(
        {material.transverse_modulus->where,
         "found an orthotropic material without shear_modulus, expected one such as \"1.5 GPa\""});
  for (const auto &modulus : {material.shear_modulus, material.transverse_shear_modulus})
    if (modulus && !material.transverse_modulus)
      diagnostics.push_back({modulus->where,
                             "found a shear modulus without transverse_modulus, expected it for "
                             "orthotropic materials only"});
  if (!material.transverse_modulus || !given(material.youngs_modulus))
    return;
  // The compliance matrix must be positive definite: nu12^2 < E1 / E2.
  const double ratio = material.youngs_modulus / *material.transverse_modulus;
  if (material.poissons_ratio * material.poissons_ratio >= ratio)
    diagnostics.push_back({material.poissons_ratio.where,
                           fmt::format("found {}, expected less than {:.4g}, the root of youngs_modulus / "
                                       "transverse_modulus",
                                       material.poissons_ratio.value, std::sqrt(ratio))});
}

void check_zone(const ZoneConfig &zone, bool innermost, double inner_radius, Diagnostics &diagnostics) {
  const ProfileShape shape = zone.shape;
  if (given(zone.outer_radius) && zone.outer_radius <= inner_radius)
    diagnostics.push_back({zone.outer_radius.where,
                           fmt::format("found {}, expected more than {}, the outer radius of the zone before",
                                       millimetres(zone.outer_radius), millimetres(inner_radius))});
  if (shape == ProfileShape::dome && !innermost)
    diagnostics.push_back({zone.shape.where,
                           "found \"dome\" around another zone, expected it innermost only; a ring "
                           "bulges as a \"roll\""});
  if (shape == ProfileShape::flat && given(zone.rise))
    diagnostics.push_back({zone.rise.where, "found a rise of a flat zone, expected another shape or none"});
  if (shape != ProfileShape::flat && shape != ProfileShape::unset && !given(zone.rise))
    diagnostics.push_back(
        {zone.shape.where, fmt::format("found \"{}\" without its rise, expected rise = \"0.5 mm\"", shape)});
  const double reach =
      shape == ProfileShape::roll ? 0.5 * (zone.outer_radius - inner_radius) : zone.outer_radius.value;
  if ((shape == ProfileShape::dome || shape == ProfileShape::roll) && reach > 0.0 &&
      std::abs(zone.rise) > reach)
    diagnostics.push_back(
        {zone.rise.where, fmt::format("found {}, expected at most {}, where the arc is a half circle",
                                      millimetres(zone.rise), millimetres(reach))});
}

void check_diaphragm(const DiaphragmConfig &diaphragm, const std::vector<std::string> &materials,
                     Diagnostics &diagnostics) {
  check_unique_names(diaphragm.zones, diagnostics);
  double inner_radius = 0.0;
  for (const ZoneConfig &zone : diaphragm.zones) {
    if (diaphragm.surface_mesh.value.empty()) {
      if (!given(zone.outer_radius))
        diagnostics.push_back({{zone.name.where.file, zone.name.where.line, 0, zone.outer_radius.where.key},
                               "missing, expected a length such as \"2.5 mm\""});
      check_zone(zone, &zone == &diaphragm.zones.front(), inner_radius, diagnostics);
      inner_radius = std::max(inner_radius, zone.outer_radius.value);
    }
    for (const LayerConfig &layer : zone.layers)
      if (!among(layer.material, materials))
        diagnostics.push_back(
            {layer.material.where, fmt::format("found the unknown material \"{}\", {}", layer.material.value,
                                               expected_one_of(layer.material, materials))});
  }
  if (diaphragm.rim.value == RimSupport::elastic && !given(diaphragm.rim_stiffness))
    diagnostics.push_back(
        {diaphragm.rim.where, "found \"elastic\" without rim_stiffness, expected one such as \"0.1 N/mm2\""});
}

void check_driver(const DriverConfig &driver, const std::vector<std::string> &materials,
                  Diagnostics &diagnostics) {
  const SourcePosition &where = driver.name.where;
  if (driver.diaphragm)
    check_diaphragm(*driver.diaphragm, materials, diagnostics);
  if (driver.motor.planar)
    check_planar(driver, *driver.motor.planar, diagnostics);
  if (driver.diaphragm && !driver.coil && !driver.motor.planar)
    diagnostics.push_back(
        {where, fmt::format("found driver \"{}\" with a diaphragm and no coil, expected a table "
                            "[driver.coil] or [driver.motor.planar]",
                            driver.name.value)});
  if (driver.piston && !driver.diaphragm && driver.coil)
    diagnostics.push_back(
        {driver.coil->zone.where,
         "found a coil with a piston, expected its mass within piston.mass and no table coil"});
  if (driver.diaphragm && driver.coil) {
    const auto zones = names_of(driver.diaphragm->zones);
    if (!among(driver.coil->zone, zones))
      diagnostics.push_back(
          {driver.coil->zone.where, fmt::format("found the unknown zone \"{}\", {}", driver.coil->zone.value,
                                                expected_one_of(driver.coil->zone, zones))});
  }
  check_motor(driver.motor, where, diagnostics);
}

/// The diaphragm must have room between the rear and the front volume.
void check_room(const GeometryConfig &geometry, const DiaphragmConfig &diaphragm, Diagnostics &diagnostics) {
  double radius = 0.0, highest = 0.0, lowest = 0.0;
  for (const ZoneConfig &zone : diaphragm.zones) {
    radius = std::max(radius, zone.outer_radius.value);
    highest = std::max(highest, zone.rise.value);
    lowest = std::min(lowest, zone.rise.value);
  }
  const auto at_least = [&](const Located<double> &value, double limit, const char *limit_name) {
    if (given(value) && value < limit)
      diagnostics.push_back({value.where, fmt::format("found {}, expected at least {}, {}",
                                                      millimetres(value), millimetres(limit), limit_name)});
  };
  at_least(geometry.rear.radius, radius, "the diaphragm's outer radius");
  at_least(geometry.front.radius, radius, "the diaphragm's outer radius");
  at_least(geometry.front.length, highest, "the highest rise of the diaphragm");
  at_least(geometry.rear.length, -lowest, "the deepest fall of the diaphragm");
}

void check_geometry(const Case &c, Diagnostics &diagnostics) {
  const bool from_file = !c.mesh.file.value.empty();
  if (c.geometry && from_file)
    diagnostics.push_back(
        {c.mesh.file.where, "found both mesh.file and [geometry], expected only one of them"});
  if (!c.geometry && c.parts.empty() && !from_file && !is_lumped(c))
    diagnostics.push_back(
        {{c.file, 0, 0, "geometry"}, "missing, expected a table [geometry], [[part]] or mesh.file"});
  if (!c.mesh.unit.value.empty() && !c.mesh.scale.where.is_default())
    diagnostics.push_back({c.mesh.scale.where, "found both mesh.unit and mesh.scale, expected one of them"});
  std::vector<const Name *> regions;
  for (const MeshSizeConfig &region : c.mesh.region)
    regions.push_back(&region.volume);
  check_unique(regions, diagnostics);
  check_cad(c, diagnostics);
  if (!c.geometry || !c.geometry->is_template())
    return;
  const GeometryConfig &geometry = *c.geometry;
  if (!c.drivers.empty() && c.drivers[0].diaphragm && c.drivers[0].diaphragm->surface_mesh.value.empty())
    check_room(geometry, *c.drivers[0].diaphragm, diagnostics);
  if (c.drivers.size() > 1)
    diagnostics.push_back({c.drivers[1].name.where, "found a second driver, expected one with shape "
                                                    "\"single_dynamic\""});
  const auto within = [&](const VentConfig &vent, double limit, const char *limit_name) {
    if (vent.offset + vent.radius > limit && limit > 0.0)
      diagnostics.push_back(
          {vent.radius.where,
           fmt::format("found a vent that reaches to {}, expected at most {}, {}",
                       millimetres(vent.offset + vent.radius), millimetres(limit), limit_name)});
  };
  if (geometry.rear_vent)
    within(*geometry.rear_vent, geometry.rear.radius, "the rear volume's radius");
  if (geometry.front_vent)
    within(*geometry.front_vent, geometry.front.length, "the front volume's length");
}

void check_sweep(const SweepConfig &sweep, Diagnostics &diagnostics) {
  if (!sweep.frequencies.empty())
    return;
  const SourcePosition &where =
      !sweep.to.where.is_default() || sweep.from.where.is_default() ? sweep.to.where : sweep.from.where;
  if (sweep.from > sweep.to)
    diagnostics.push_back(
        {where, fmt::format("found a range upside down, from {} Hz to {} Hz, expected sweep.from "
                            "below sweep.to",
                            sweep.from.value, sweep.to.value)});
  else if (sweep.from <= sweep.to && sweep_frequencies(sweep).empty())
    diagnostics.push_back(
        {where, fmt::format("found an empty sweep, expected one of the preferred frequencies "
                            "between {} Hz and {} Hz",
                            sweep.from.value, sweep.to.value)});
}

/// Without an ear something else must be asked for, and nothing that needs one.
void check_absent_ear(const Case &c, Diagnostics &diagnostics) {
  if (c.ear.model.value != EarModel::none)
    return;
  if (!c.ear.node.value.empty())
    diagnostics.push_back(
        {c.ear.node.where, "found a node of an ear whose model is \"none\", expected none"});
  if (c.probes.empty() && !is_lumped(c))
    diagnostics.push_back({c.ear.model.where, "found no ear and no [[probe]], expected one of them"});
  for (const AnalysisConfig &analysis : c.analyses)
    if (const AnalysisType type = analysis.type;
        type == AnalysisType::isolation || type == AnalysisType::sensitivity ||
        type == AnalysisType::contributions || type == AnalysisType::distortion ||
        analysis.of.value == ModesOf::coupled)
      diagnostics.push_back(
          {analysis.type.where,
           fmt::format("found \"{}\" without an ear, expected an ear.model besides \"none\"",
                       analysis.type.value)});
}

void check_ear(const EarConfig &ear, Diagnostics &diagnostics) {
  if (ear.lowest && ear.highest && *ear.lowest >= *ear.highest)
    diagnostics.push_back(
        {ear.highest->where, fmt::format("found {} Hz, expected more than {} Hz, ear.lowest",
                                         ear.highest->value, ear.lowest->value)});
  if (ear.model.value == EarModel::table && ear.table.value.empty())
    diagnostics.push_back(
        {ear.model.where, "found \"table\" without ear.table, expected the name of a CSV file"});
  if (ear.model.value != EarModel::table && ear.model.value != EarModel::unset && !ear.table.value.empty())
    diagnostics.push_back({ear.table.where, fmt::format("found a table with the model \"{}\", expected "
                                                        "ear.model = \"table\"",
                                                        ear.model.value)});
}

/// Tolerances are of numbers in the case, in their units.
void check_tolerances(const Case &c, Diagnostics &diagnostics) {
  const auto parameters = parameters_of(c);
  for (const AnalysisConfig &analysis : c.analyses)
    for (const ToleranceConfig &tolerance : analysis.tolerances)
      try {
        tolerance_of(find_parameter(parameters, tolerance.key), tolerance.tolerance);
      } catch (const UserError &error) {
        diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
      }
}

/// Dimensions are of numbers in the case; "all" is among none.
void check_dimensions(const Case &c, Diagnostics &diagnostics) {
  const auto parameters = parameters_of(c);
  for (const AnalysisConfig &analysis : c.analyses)
    for (const Located<std::string> &dimension : analysis.dimensions)
      try {
        if (analysis.type.value != AnalysisType::sensitivity)
          throw UserError(dimension.where, fmt::format("found dimensions of \"{}\", expected those of an "
                                                       "analysis of type \"sensitivity\"",
                                                       analysis.type.value));
        if (dimension.value != "all")
          find_dimension(parameters, dimension);
      } catch (const UserError &error) {
        diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
      }
}

} // namespace

std::vector<Diagnostic> contradictions(const Case &c) {
  Diagnostics diagnostics;
  check_network(c, diagnostics);
  check_unique_names(c.materials, diagnostics);
  check_unique_names(c.magnetic_materials, diagnostics);
  check_unique_names(c.drivers, diagnostics);
  check_unique_names(c.parts, diagnostics);
  check_unique_names(c.tubes, diagnostics);
  check_parts(c, diagnostics);
  check_unique_names(c.probes, diagnostics);
  check_unique_names(c.armatures, diagnostics);
  check_unique_names(c.moving_coils, diagnostics);
  for (const DriverConfig &driver : c.drivers)
    check_plain(driver.name, diagnostics), check_not_reserved(driver.name, diagnostics);
  for (const ProbeConfig &probe : c.probes)
    check_plain(probe.name, diagnostics), check_not_reserved(probe.name, diagnostics);
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.model.value == SurfaceModel::opening)
      check_not_reserved(surface.name, diagnostics);
  check_surfaces(c, diagnostics);
  check_volumes(c, diagnostics);
  for (const MaterialConfig &material : c.materials)
    check_material(material, diagnostics);
  for (const MagneticMaterialConfig &material : c.magnetic_materials)
    check_magnetic_material(material, diagnostics);
  const auto materials = names_of(c.materials);
  for (const DriverConfig &driver : c.drivers)
    check_driver(driver, materials, diagnostics);
  check_geometry(c, diagnostics);
  check_bodies(c, diagnostics);
  check_sweep(c.sweep, diagnostics);
  check_ear(c.ear, diagnostics);
  check_absent_ear(c, diagnostics);
  check_outside(c, diagnostics);
  check_distortion(c, diagnostics);
  check_tolerances(c, diagnostics);
  check_dimensions(c, diagnostics);
  check_fit(c, diagnostics);
  check_tune(c, diagnostics);
  return diagnostics;
}

} // namespace earshot
