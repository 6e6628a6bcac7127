#include "solver/config/motor_check.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {
namespace {

using Diagnostics = std::vector<Diagnostic>;

/// A value that was refused is NaN: given, and silent in comparisons, as it has been reported already.
bool given(const Located<double> &value) {
  return value.value != 0.0;
}

/// The place of a key that is not there: the table's line, if it is known.
SourcePosition absent(SourcePosition where, const std::string &key) {
  where.key = where.key.substr(0, where.key.rfind('.') + 1) + key;
  return where;
}

void require(bool there, const MagneticMotorConfig &motor, const std::string &key,
             const std::string &expected, Diagnostics &diagnostics) {
  if (!there)
    diagnostics.push_back({absent(motor.type.where, key),
                           fmt::format("missing, type \"{}\" needs {}", motor.type.value, expected)});
}

void check_numbers(const MotorConfig &motor, const SourcePosition &where, Diagnostics &diagnostics) {
  const auto check = [&](const Located<double> &value, const char *key, const char *example) {
    if (motor.magnetic && given(value))
      diagnostics.push_back({value.where, fmt::format("found {} beside the table magnetic, from which it is "
                                                      "computed, expected only one of them",
                                                      key)});
    if (motor.planar && given(value))
      diagnostics.push_back({value.where, fmt::format("found {} beside the table planar, from which it is "
                                                      "computed, expected only one of them",
                                                      key)});
    if (!motor.magnetic && !motor.planar && !given(value)) {
      SourcePosition place = value.where.is_default() ? where : value.where;
      place.key = value.where.key;
      diagnostics.push_back(
          {place,
           value.where.is_default()
               ? fmt::format("missing, expected {} = \"{}\" or a table magnetic or planar", key, example)
               : "found 0, expected more than 0"});
    }
  };
  check(motor.force_factor, "force_factor", "0.4 T m");
  check(motor.resistance, "resistance", "16 ohm");
  if (given(motor.lossy_inductance) != given(motor.lossy_resistance))
    diagnostics.push_back(
        {given(motor.lossy_inductance) ? motor.lossy_inductance.where : motor.lossy_resistance.where,
         "found one of lossy_inductance and lossy_resistance, expected both or none"});
  if (motor.magnetic && (given(motor.inductance) || given(motor.lossy_inductance)))
    diagnostics.push_back({given(motor.inductance) ? motor.inductance.where : motor.lossy_inductance.where,
                           "found an inductance beside the table magnetic, expected only one of them"});
}

void check_magnet(const std::optional<MagnetConfig> &magnet, Diagnostics &diagnostics) {
  if (magnet && magnet->inner_radius >= magnet->outer_radius)
    diagnostics.push_back({magnet->inner_radius.where,
                           fmt::format("found {:g} mm, expected less than the outer radius of {:g} mm",
                                       1e3 * magnet->inner_radius, 1e3 * magnet->outer_radius)});
}

void check_type(const MagneticMotorConfig &motor, Diagnostics &diagnostics) {
  const MotorType type = motor.type;
  const bool parametric =
      type == MotorType::inner_magnet || type == MotorType::outer_ring || type == MotorType::dual_magnet;
  if (parametric) {
    require(motor.magnet.has_value(), motor, "magnet", "a table magnet", diagnostics);
    require(motor.washer.has_value(), motor, "washer", "a table washer", diagnostics);
    require(motor.yoke.has_value(), motor, "yoke", "a table yoke", diagnostics);
    require(given(motor.gap_width), motor, "gap_width", "gap_width = \"0.4 mm\"", diagnostics);
    require(motor.winding.has_value(), motor, "winding", "a table winding", diagnostics);
    if (motor.planar)
      diagnostics.push_back(
          {motor.planar.where, "found planar with a round type, expected \"parts\" or \"mesh\""});
  }
  if (type == MotorType::inner_magnet && motor.yoke)
    require(given(motor.yoke->wall_thickness), motor, "yoke.wall_thickness", "the cup's wall", diagnostics);
  if (type == MotorType::outer_ring && motor.yoke)
    require(given(motor.yoke->pole_radius), motor, "yoke.pole_radius", "the pole's radius", diagnostics);
  if (type == MotorType::dual_magnet)
    require(motor.outer_magnet.has_value(), motor, "outer_magnet", "a table outer_magnet", diagnostics);
  if (type == MotorType::mesh)
    require(!motor.mesh.value.empty(), motor, "mesh", "mesh = \"motor.msh\"", diagnostics);
  if (type == MotorType::parts || type == MotorType::mesh)
    require(!motor.parts.empty(), motor, "part", "at least one [[...part]] with its material", diagnostics);
}

void check_coil(const MagneticMotorConfig &motor, Diagnostics &diagnostics) {
  if (motor.planar) {
    require(given(motor.depth), motor, "depth", "the length in the third direction", diagnostics);
    require(!motor.tracks.empty(), motor, "track", "tracks when planar", diagnostics);
    if (motor.winding)
      diagnostics.push_back({motor.winding->wire_diameter.where,
                             "found a winding of a planar motor, expected [[...track]] instead"});
  } else if (!motor.tracks.empty())
    diagnostics.push_back(
        {motor.tracks[0].x.where, "found a track without planar = true, expected a winding"});
  for (const TrackConfig &track : motor.tracks)
    if (track.turns == 0)
      diagnostics.push_back({track.turns.where, "found 0 turns, expected at least one in either direction"});
  if (!motor.winding)
    return require(motor.planar || motor.type.value == MotorType::unset, motor, "winding", "a table winding",
                   diagnostics);
  if (motor.winding->turns < motor.winding->layers)
    diagnostics.push_back(
        {motor.winding->turns.where, fmt::format("found {} turns in {} layers, expected at least "
                                                 "one per layer",
                                                 motor.winding->turns.value, motor.winding->layers.value)});
  if (!motor.winding->inner_radius &&
      (motor.type.value == MotorType::parts || motor.type.value == MotorType::mesh))
    require(false, motor, "winding.inner_radius", "the winding's inner radius", diagnostics);
}

void check_part(const MagneticMotorConfig &motor, const MotorPartConfig &part, Diagnostics &diagnostics) {
  const auto complain = [&](const std::string &text) { diagnostics.push_back({part.name.where, text}); };
  if (motor.type.value == MotorType::mesh) {
    if (!part.r.empty() || !part.z.empty())
      complain(
          "found an outline of a part with type \"mesh\", expected the name of a surface of the mesh only");
    return;
  }
  if (motor.type.value != MotorType::parts)
    return complain(fmt::format("found a part with type \"{}\", expected type \"parts\"", motor.type.value));
  if (part.r.size() < 3)
    complain(
        fmt::format("found {} corners of \"{}\" in r, expected at least 3", part.r.size(), part.name.value));
  if (part.r.size() != part.z.size())
    complain(fmt::format("found {} values in r and {} in z of \"{}\", expected as many", part.r.size(),
                         part.z.size(), part.name.value));
  if (!part.bulge.empty() && part.bulge.size() != part.r.size())
    complain(fmt::format("found {} values in bulge of \"{}\", expected {}, one per corner", part.bulge.size(),
                         part.name.value, part.r.size()));
  for (const Located<double> &r : part.r)
    if (!motor.planar && r < 0)
      diagnostics.push_back(
          {r.where, fmt::format("found {:g} mm, expected r >= 0 for a body of revolution", 1e3 * r)});
}

} // namespace

void check_motor(const MotorConfig &motor, const SourcePosition &where, Diagnostics &diagnostics) {
  check_numbers(motor, where, diagnostics);
  if (!motor.magnetic || motor.magnetic->type.value == MotorType::unset)
    return;
  check_type(*motor.magnetic, diagnostics);
  check_coil(*motor.magnetic, diagnostics);
  check_magnet(motor.magnetic->magnet, diagnostics);
  check_magnet(motor.magnetic->outer_magnet, diagnostics);
  for (const MotorPartConfig &part : motor.magnetic->parts)
    check_part(*motor.magnetic, part, diagnostics);
}

void check_magnetic_material(const MagneticMaterialConfig &material, Diagnostics &diagnostics) {
  if (!material.bh_curve.value.empty() && given(material.remanence))
    diagnostics.push_back({material.bh_curve.where,
                           "found a B-H curve of a magnet, expected its remanence and "
                           "relative_permeability"});
  if (given(material.intrinsic_coercivity) && !given(material.remanence))
    diagnostics.push_back(
        {material.intrinsic_coercivity.where, "found a coercivity without remanence, expected both"});
}

} // namespace earshot
