#include "solver/materials/winding.h"

#include "solver/config/located.h"

#include <fmt/core.h>

#include <numbers>

namespace earshot {
namespace {

using std::numbers::pi;

const std::vector<WireMaterial> &wires() {
  static const std::vector<WireMaterial> list{
      {"copper", 8930, 58.0e6, 3.93e-3, 115e9, "IEC 60028; modulus handbook"},
      {"aluminium", 2703, 35.4e6, 4.03e-3, 69e9, "IEC 60889; modulus handbook"},
      {"copper-clad aluminium 10 %", 3320, 36.5e6, 4.0e-3, 73.6e9,
       "class 10A of ASTM B566; coefficient typical, modulus by volume"},
      {"copper-clad aluminium 15 %", 3630, 37.4e6, 4.0e-3, 75.9e9,
       "class 15A of ASTM B566; coefficient typical, modulus by volume"}};
  return list;
}

std::string micrometres(double metres) {
  return fmt::format("{:.4g} um", 1e6 * metres);
}

} // namespace

std::vector<std::string> wire_material_names() {
  std::vector<std::string> names;
  for (const WireMaterial &wire : wires())
    names.push_back(wire.name);
  return names;
}

WireMaterial wire_material(const std::string &name) {
  for (const WireMaterial &wire : wires())
    if (wire.name == name)
      return wire;
  throw UserError(
      fmt::format("found the unknown wire \"{}\", {}", name, expected_one_of(name, wire_material_names())));
}

Winding wind(const WindingSpec &spec, double temperature) {
  if (!(spec.wire_diameter > 0 && spec.insulation_thickness >= 0 && spec.inner_radius > 0 && spec.layers > 0))
    throw UserError("winding: found a dimension that is not positive, expected positive ones");
  if (spec.turns < spec.layers)
    throw UserError(fmt::format("winding: found {} turns in {} layers, expected one per layer at least",
                                spec.turns, spec.layers));
  const double outer_diameter = spec.wire_diameter + 2 * spec.insulation_thickness;
  const int turns_per_layer = (spec.turns + spec.layers - 1) / spec.layers;
  Winding w{};
  w.inner_radius = spec.inner_radius;
  w.outer_radius = spec.inner_radius + spec.layers * outer_diameter;
  w.height = turns_per_layer * outer_diameter;
  w.wire_length = spec.turns * 2 * pi * w.mean_radius();
  w.conductor_area = pi / 4 * spec.wire_diameter * spec.wire_diameter;
  const double warming = 1 + spec.material.temperature_coefficient * (temperature - 293.15);
  w.resistance = warming * w.wire_length / (spec.material.conductivity * w.conductor_area);
  const double insulation_density = 1350, insulated_area = pi / 4 * outer_diameter * outer_diameter;
  w.mass = w.wire_length * (spec.material.density * w.conductor_area +
                            insulation_density * (insulated_area - w.conductor_area));
  w.fill_factor = spec.turns * w.conductor_area / (w.width() * w.height);
  return w;
}

void check_fits(const WindingSpec &spec, const Winding &winding, double gap_inner_radius,
                double gap_outer_radius) {
  const double gap = gap_outer_radius - gap_inner_radius;
  const double wire = spec.wire_diameter + 2 * spec.insulation_thickness;
  if (wire >= gap)
    throw UserError(fmt::format("winding: found an insulated wire of {}, expected less than the gap of {}",
                                micrometres(wire), micrometres(gap)));
  if (winding.inner_radius <= gap_inner_radius || winding.outer_radius >= gap_outer_radius)
    throw UserError(
        fmt::format("winding: found {} layers that reach from a radius of {} to {}, expected them "
                    "within the gap from {} to {}",
                    spec.layers, micrometres(winding.inner_radius), micrometres(winding.outer_radius),
                    micrometres(gap_inner_radius), micrometres(gap_outer_radius)));
}

} // namespace earshot
