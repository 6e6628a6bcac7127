#include "solver/config/cad_check.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

void check_size(const std::vector<Located<double>> &values, std::size_t size, const char *example,
                Diagnostics &diagnostics) {
  if (!values.empty() && values.size() != size)
    diagnostics.push_back({values.front().where, fmt::format("found {} values, expected {}, such as {}",
                                                             values.size(), size, example)});
}

void check_box(const TripleConfig &from, const TripleConfig &to, Diagnostics &diagnostics) {
  constexpr const char *example = R"(["0 mm", "0 mm", "5 mm"])";
  check_size(from, 3, example, diagnostics);
  check_size(to, 3, example, diagnostics);
  if (from.empty() != to.empty())
    diagnostics.push_back({(from.empty() ? to : from).front().where,
                           "found one corner of a box, expected both, box_from and box_to"});
  for (std::size_t d = 0; d < 3 && from.size() == 3 && to.size() == 3; ++d)
    if (to[d] < from[d])
      diagnostics.push_back({to[d].where, fmt::format("found {:.6g} mm, expected at least {:.6g} mm, the "
                                                      "same of box_from",
                                                      1e3 * to[d], 1e3 * from[d])});
}

void check_volume(const CadVolumeConfig &volume, Diagnostics &diagnostics) {
  check_size(volume.point, 3, R"(["0 mm", "0 mm", "5 mm"])", diagnostics);
  check_box(volume.box_from, volume.box_to, diagnostics);
  if (volume.in_file.value.empty() && volume.point.empty() && volume.box_from.empty())
    diagnostics.push_back(
        {volume.name.where,
         fmt::format("found \"{}\" without a selector, expected in_file, point, or box_from "
                     "and box_to",
                     volume.name.value)});
}

void check_surface(const CadSurfaceConfig &surface, Diagnostics &diagnostics) {
  check_size(surface.near, 3, R"(["0 mm", "0 mm", "5 mm"])", diagnostics);
  check_size(surface.plane_point, 3, R"(["0 mm", "0 mm", "5 mm"])", diagnostics);
  check_size(surface.plane_normal, 3, "[0, 0, 1]", diagnostics);
  check_size(surface.area, 2, R"(["1 mm2", "2 mm2"])", diagnostics);
  check_box(surface.box_from, surface.box_to, diagnostics);
  if (surface.plane_point.empty() != surface.plane_normal.empty())
    diagnostics.push_back(
        {(surface.plane_point.empty() ? surface.plane_normal : surface.plane_point).front().where,
         "found a plane without its other half, expected both, plane_point and plane_normal"});
  double length = 0;
  for (const Located<double> &component : surface.plane_normal)
    length += std::abs(component.value);
  if (!surface.plane_normal.empty() && length == 0)
    diagnostics.push_back({surface.plane_normal.front().where, "found a normal of length zero"});
  if (!surface.between.empty() && surface.between.size() != 2)
    diagnostics.push_back({surface.between.front().where,
                           fmt::format("found {} volumes, expected two, such as [\"front\", \"outside\"]",
                                       surface.between.size())});
  if (surface.area.size() == 2 && surface.area[1] < surface.area[0])
    diagnostics.push_back({surface.area[1].where, "found an area range upside down"});
  if (surface.in_file.value.empty() && surface.near.empty() && surface.between.empty() &&
      surface.plane_point.empty() && surface.area.empty() && surface.box_from.empty())
    diagnostics.push_back(
        {surface.name.where,
         fmt::format("found \"{}\" without a selector, expected in_file, near, between, plane_point and "
                     "plane_normal, area, or box_from and box_to",
                     surface.name.value)});
}

} // namespace

void check_cad(const Case &c, Diagnostics &diagnostics) {
  if (!c.geometry)
    return;
  const CadConfig &cad = c.geometry->cad;
  for (const CadVolumeConfig &volume : cad.volumes)
    check_volume(volume, diagnostics);
  for (const CadSurfaceConfig &surface : cad.surfaces)
    check_surface(surface, diagnostics);
  for (const CadCapConfig &cap : cad.caps) {
    check_size(cap.near, 3, R"(["0 mm", "0 mm", "5 mm"])", diagnostics);
    if (cap.near.empty())
      diagnostics.push_back(
          {cap.name.where,
           fmt::format("found cap \"{}\" without near, expected about the middle of the opening",
                       cap.name.value)});
  }
  if (!cad.caps.empty() && cad.holds.value == CadContent::air)
    diagnostics.push_back({cad.caps.front().name.where,
                           "found a cap of a file that holds the air, expected geometry.holds = \"parts\""});
  if (!c.geometry->is_template() && !c.parts.empty())
    diagnostics.push_back(
        {c.parts.front().name.where, "found a [[part]] beside a CAD file, expected only one of them"});
  if (c.geometry->is_template() && !(cad.volumes.empty() && cad.surfaces.empty()))
    diagnostics.push_back({(cad.volumes.empty() ? cad.surfaces.front().name : cad.volumes.front().name).where,
                           "found a selector without a CAD file, expected geometry.step"});
  if (!cad.unit.value.empty() && cad.brep.value.empty())
    diagnostics.push_back(
        {cad.unit.where, "found a unit, expected none but for a BREP file: STEP and IGES files say theirs"});
}

} // namespace earshot
