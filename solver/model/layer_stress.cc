#include "solver/model/layer_stress.h"

#include "solver/model/diaphragm_sections.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using Point = AxisymmetricShell::Point;

/// Von Mises' stress of a ply at height z above the midsurface, beside an even stress.
double von_mises(const std::array<double, 9> &stiffness, const Point &point, double z, double even) {
  const double e_1 = point.strain[0] + z * point.curvature[0], e_2 = point.strain[1] + z * point.curvature[1];
  const auto stress = [&](int row) { return stiffness[3 * row] * e_1 + stiffness[3 * row + 1] * e_2; };
  const double s_1 = stress(0) + even, s_2 = stress(1) + even, s_12 = stress(2);
  return std::sqrt(s_1 * s_1 - s_1 * s_2 + s_2 * s_2 + 3 * s_12 * s_12);
}

/// The entry of a material, made where there is none yet.
LayerStress &entry_of(const ZoneConfig &zone, const MaterialConfig &material,
                      std::vector<LayerStress> &stresses) {
  const auto found = std::find_if(stresses.begin(), stresses.end(), [&](const LayerStress &stress) {
    return stress.material == material.name.value;
  });
  if (found != stresses.end())
    return *found;
  LayerStress &added = stresses.emplace_back(LayerStress{zone.name, material.name, 0, 0, std::nullopt});
  if (material.strength)
    added.strength = material.strength->value;
  return added;
}

} // namespace

std::vector<LayerStress> layer_stresses(const ZoneConfig &zone, const std::vector<MaterialConfig> &materials,
                                        const std::vector<Point> &points) {
  double stiffness = 0, thickness = 0;
  for (const LayerConfig &layer : zone.layers) {
    stiffness += material_of(layer, materials).youngs_modulus * layer.thickness;
    thickness += layer.thickness;
  }
  std::vector<LayerStress> stresses;
  double top = thickness / 2;
  for (const LayerConfig &layer : zone.layers) {
    const MaterialConfig &material = material_of(layer, materials);
    const auto ply = plane_stress_stiffness(ply_material(material), layer.angle);
    const double even = zone.tension * material.youngs_modulus / stiffness;
    LayerStress &largest = entry_of(zone, material, stresses);
    for (const double z : {top, top - layer.thickness})
      for (const Point &point : points)
        if (const double stress = von_mises(ply, point, z, even); stress > largest.stress) {
          largest.stress = stress;
          largest.radius = point.radius;
        }
    top -= layer.thickness;
  }
  return stresses;
}

std::vector<LayerStress> layer_stresses(const DiaphragmConfig &diaphragm,
                                        const std::vector<MaterialConfig> &materials,
                                        const AxisymmetricShell &shell, std::span<const double> u) {
  std::vector<std::vector<Point>> points(diaphragm.zones.size());
  for (const Point &point : shell.points_with_ends(u))
    points[point.zone].push_back(point);
  std::vector<LayerStress> stresses;
  for (std::size_t k = 0; k < points.size(); ++k)
    for (LayerStress &stress : layer_stresses(diaphragm.zones[k], materials, points[k]))
      stresses.push_back(std::move(stress));
  return stresses;
}

} // namespace earshot
