#include "solver/config/outside_check.h"

#include "solver/config/name_check.h"
#include "solver/config/network_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

void check_leak(const LeakConfig &leak, Diagnostics &diagnostics) {
  const bool tube = leak.radius.value != 0, slit = leak.gap.value != 0 || leak.width.value != 0;
  if (tube == slit)
    diagnostics.push_back(
        {leak.length.where, fmt::format("found a leak with {}, expected a radius, or gap and width",
                                        tube ? "a radius and a slit" : "neither radius nor gap")});
  else if (slit && (leak.gap.value == 0 || leak.width.value == 0))
    diagnostics.push_back(
        {leak.length.where, fmt::format("found a slit without its {}, expected one such as {}",
                                        leak.gap.value == 0 ? "gap" : "width",
                                        leak.gap.value == 0 ? "\"0.1 mm\"" : "\"5 mm\"")});
}

using Values = std::vector<Located<double>>;

void check_vector(const Values &values, const char *what, Diagnostics &diagnostics) {
  if (!values.empty() && values.size() != 3)
    diagnostics.push_back(
        {values.front().where, fmt::format("found {} numbers, expected three: {}", values.size(), what)});
}

void check_direction(const Values &values, Diagnostics &diagnostics) {
  check_vector(values, "x, y, z", diagnostics);
  if (!values.empty() && std::all_of(values.begin(), values.end(), [](double value) { return value == 0; }))
    diagnostics.push_back({values.front().where, "found no direction, expected one such as [0, 0, 1]"});
}

void require(const Located<double> &value, const std::string &expected, Diagnostics &diagnostics) {
  if (value.value == 0)
    diagnostics.push_back({value.where, "found nothing, expected " + expected});
}

/// One degree of freedom, on skin.
void check_resting(const HousingConfig &housing, Diagnostics &diagnostics) {
  if (housing.is_elastic())
    diagnostics.push_back({housing.walls.front().thickness.where,
                           "found elastic walls of a housing that rests, expected a [[housing.support]]"});
  require(housing.mass, "a mass such as \"4 g\"", diagnostics);
  const std::string or_supports = ", or a [[housing.support]]";
  require(housing.contact_area, "an area such as \"2 cm2\"" + or_supports, diagnostics);
  require(housing.skin_stiffness, "a stiffness such as \"2e7 Pa/m\"" + or_supports, diagnostics);
  require(housing.outer_area, "an area such as \"3 cm2\"", diagnostics);
  require(housing.canal_area, "an area such as \"44 mm2\"", diagnostics);
  for (const Values *values :
       {&housing.centre, &housing.inertia, &housing.inertia_products, &housing.direction})
    if (!values->empty())
      diagnostics.push_back({values->front().where, "found a key of a housing that moves in six directions, "
                                                    "expected a [[housing.support]] as well"});
}

/// What a rigid housing weighs.
void check_rigid(const HousingConfig &housing, Diagnostics &diagnostics) {
  if (housing.mass.value != 0)
    for (const Located<double> *of_walls : {&housing.wall_density, &housing.wall_thickness})
      if (of_walls->value != 0)
        diagnostics.push_back({of_walls->where, "found a key of the walls' mass beside mass, expected mass "
                                                "alone, or wall_density and wall_thickness alone"});
  if (housing.mass.value == 0 && (housing.wall_density.value == 0 || housing.wall_thickness.value == 0))
    diagnostics.push_back({housing.mass.where, "expected either a mass such as \"4 g\", or wall_density and "
                                               "wall_thickness"});
  for (const HousingSupportConfig &support : housing.supports)
    if (!support.surface.value.empty())
      diagnostics.push_back({support.surface.where, "found a surface of walls that are rigid, expected a "
                                                    "[[housing.wall]], or a position"});
}

/// A volume has walls of one kind: layers name the same volumes or others.
void check_wall_volumes(const HousingConfig &housing, Diagnostics &diagnostics) {
  std::map<std::string, std::vector<std::string>> named; // with which others a volume is
  for (const HousingLayerConfig &layer : housing.walls) {
    const std::vector<std::string> volumes(layer.volumes.begin(), layer.volumes.end());
    for (const Located<std::string> &volume : layer.volumes)
      if (named.try_emplace(volume, volumes).first->second != volumes)
        diagnostics.push_back(
            {volume.where, fmt::format("found walls of \"{}\" in two lists that differ, expected "
                                       "the same volumes in all layers of its walls",
                                       volume.value)});
  }
  if (std::none_of(housing.walls.begin(), housing.walls.end(),
                   [](const HousingLayerConfig &layer) { return layer.volumes.empty(); }))
    diagnostics.push_back({housing.walls.front().volumes.front().where,
                           "found no layer of the walls of all other volumes, expected a [[housing.wall]] "
                           "without volumes"});
}

/// Walls of layers: what they are of, and no key of a rigid body.
void check_elastic(const Case &c, const HousingConfig &housing, Diagnostics &diagnostics) {
  for (const HousingLayerConfig &layer : housing.walls) {
    const auto material = std::find_if(c.materials.begin(), c.materials.end(), [&](const MaterialConfig &m) {
      return m.name.value == layer.material.value;
    });
    if (material == c.materials.end())
      diagnostics.push_back(
          {layer.material.where, fmt::format("found the unknown material \"{}\"; walls take "
                                             "a [[material]] with density, youngs_modulus "
                                             "and poissons_ratio",
                                             layer.material.value)});
    else if (material->transverse_modulus)
      diagnostics.push_back({layer.material.where,
                             fmt::format("found the orthotropic material \"{}\", expected an isotropic one: "
                                         "walls have no direction for its grain",
                                         layer.material.value)});
  }
  check_wall_volumes(housing, diagnostics);
  for (const Located<double> *value : {&housing.wall_density, &housing.wall_thickness})
    if (value->value != 0)
      diagnostics.push_back({value->where, "found a key of rigid walls beside [[housing.wall]], whose "
                                           "material and thickness count"});
  for (const Values *values : {&housing.centre, &housing.inertia, &housing.inertia_products})
    if (!values->empty())
      diagnostics.push_back({values->front().where, "found a key of a rigid housing beside [[housing.wall]]: "
                                                    "it follows from the walls and the drivers"});
  for (const HousingSupportConfig &support : housing.supports)
    if (support.surface.value.empty() == support.position.empty())
      diagnostics.push_back(
          {support.name.where,
           fmt::format("found a support with {}, expected one of them, "
                       "where it holds the elastic walls",
                       support.position.empty() ? "neither position nor surface" : "position and surface")});
  for (const HousingPointConfig &point : housing.points)
    if (point.position.empty())
      diagnostics.push_back({point.name.where, "found a point of elastic walls without position"});
  for (const HousingMoverConfig &mover : housing.movers)
    if (mover.position.empty())
      diagnostics.push_back({mover.element.where, "found a mover on elastic walls without position"});
}

void check_moving(const Case &c, const HousingConfig &housing, Diagnostics &diagnostics) {
  if (housing.is_elastic())
    check_elastic(c, housing, diagnostics);
  else
    check_rigid(housing, diagnostics);
  for (const Located<double> *skin : {&housing.contact_area, &housing.skin_stiffness, &housing.skin_damping})
    if (skin->value != 0)
      diagnostics.push_back({skin->where, "found skin beside [[housing.support]], expected its stiffness and "
                                          "damping among those of the supports"});
  check_vector(housing.centre, "x, y, z", diagnostics);
  check_vector(housing.inertia, "xx, yy, zz", diagnostics);
  check_vector(housing.inertia_products, "xy, yz, zx", diagnostics);
  if (housing.inertia.empty() && !housing.inertia_products.empty())
    diagnostics.push_back({housing.inertia_products.front().where,
                           "found products without moments of inertia, expected inertia as well"});
  check_direction(housing.direction, diagnostics);
  for (const HousingSupportConfig &support : housing.supports) {
    check_vector(support.position, "x, y, z", diagnostics);
    check_direction(support.direction, diagnostics);
    for (const Values *values :
         {&support.stiffness, &support.damping, &support.rotational_stiffness, &support.rotational_damping})
      check_vector(*values, "one for each axis", diagnostics);
  }
  for (const HousingMoverConfig &mover : housing.movers) {
    if (!c.network)
      diagnostics.push_back({mover.element.where, "found a mover in a case without a [network]"});
    check_vector(mover.position, "x, y, z", diagnostics);
    check_direction(mover.direction, diagnostics);
  }
  if (is_lumped(c))
    diagnostics.push_back({housing.mass.where,
                           "found a housing with supports in a case without a mesh, whose "
                           "walls it would move"});
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.model.value == SurfaceModel::symmetry)
      diagnostics.push_back({surface.model.where,
                             "found \"symmetry\" beside a housing with supports, of which "
                             "half would move: expected the whole"});
  for (const VolumeConfig &volume : c.volumes)
    if (volume.model.value == VolumeModel::thermoviscous || volume.model.value == VolumeModel::sequential)
      diagnostics.push_back(
          {volume.model.where, fmt::format("found \"{}\" beside a housing with supports, expected "
                                           "another model: its walls can't move yet",
                                           volume.model.value)});
}

void check_housing(const Case &c, const HousingConfig &housing, Diagnostics &diagnostics) {
  std::vector<const Located<std::string> *> supports, points, movers;
  for (const HousingSupportConfig &support : housing.supports)
    supports.push_back(&support.name);
  for (const HousingPointConfig &point : housing.points) {
    points.push_back(&point.name);
    check_plain(point.name, diagnostics);
    check_vector(point.position, "x, y, z", diagnostics);
  }
  for (const HousingMoverConfig &mover : housing.movers)
    movers.push_back(&mover.element);
  for (const auto *names : {&supports, &points, &movers})
    check_unique(*names, diagnostics);
  if (housing.moves())
    check_moving(c, housing, diagnostics);
  else
    check_resting(housing, diagnostics);
}

void check_isolation(const Case &c, const AnalysisConfig &analysis, Diagnostics &diagnostics) {
  std::vector<std::string> names = openings_of(c);
  if (names.empty() && !c.housing)
    diagnostics.push_back({analysis.type.where,
                           "found \"isolation\" in a case without a way in: expected a surface with model "
                           "\"opening\", a network element of kind \"radiation\", a [leak] or a [housing]"});
  if (is_lumped(c) && c.ear.node.value.empty())
    diagnostics.push_back({analysis.type.where, "found \"isolation\" without an ear, expected ear.node"});
  names.insert(names.end(), {"vents", "all"});
  for (const Located<std::string> &name : analysis.isolation.close)
    if (std::find(names.begin(), names.end(), name.value) == names.end())
      diagnostics.push_back({name.where, fmt::format("found the unknown opening \"{}\", {}", name.value,
                                                     expected_one_of(name.value, names))});
}

} // namespace

std::vector<std::string> openings_of(const Case &c) {
  std::vector<std::string> names;
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.model.value == SurfaceModel::opening)
      names.push_back(surface.name);
  if (c.network)
    for (const NetworkElementConfig &element : c.network->elements)
      if (element.kind.value == ElementKind::radiation)
        names.push_back(element.name);
  if (c.leak)
    names.push_back("leak");
  return names;
}

void check_outside(const Case &c, Diagnostics &diagnostics) {
  if (c.leak)
    check_leak(*c.leak, diagnostics);
  if (c.housing)
    check_housing(c, *c.housing, diagnostics);
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.closed && surface.model.value != SurfaceModel::opening)
      diagnostics.push_back(
          {surface.closed.where,
           fmt::format("found a closed {}, expected model = \"opening\"", surface.model.value)});
  for (const AnalysisConfig &analysis : c.analyses)
    if (analysis.type.value == AnalysisType::isolation)
      check_isolation(c, analysis, diagnostics);
    else if (analysis.type.value == AnalysisType::housing && c.ear.model.value == EarModel::none)
      diagnostics.push_back(
          {analysis.type.where, "found \"housing\" without an ear, expected one that hears it"});
    else if (analysis.type.value == AnalysisType::housing && !(c.housing && c.housing->moves()))
      diagnostics.push_back(
          {analysis.type.where,
           "found \"housing\" in a case whose housing rests, expected a [[housing.support]]"});
}

} // namespace earshot
