#include "solver/config/part_check.h"

#include "solver/config/body_check.h"

#include <fmt/format.h>

#include <numbers>
#include <set>
#include <string>

namespace earshot {

namespace {

std::string millimetres(double metres) {
  return fmt::format("{:.6g} mm", metres * 1e3);
}

void check_extent(const PartConfig &part, std::vector<Diagnostic> &diagnostics) {
  const auto least = [&](const Located<double> &value, double limit, const std::string &limit_name) {
    if (value <= limit) // never for a refused value, which is NaN
      diagnostics.push_back(
          {value.where, fmt::format("found {}, expected more than {}, {} of part \"{}\"", millimetres(value),
                                    millimetres(limit), limit_name, part.name.value)});
  };
  least(part.to, part.from, "the beginning");
  least(part.radius, part.inner_radius, "the inner radius");
  if (part.end_radius)
    least(*part.end_radius, part.inner_radius, "the inner radius");
  constexpr double rounding = 1e-9;
  if (part.sectors * part.angle > 2 * std::numbers::pi * (1 + rounding) && part.sectors > 1)
    diagnostics.push_back(
        {part.sectors.where, fmt::format("found {} sectors of {:.6g} degree, which overlap each other",
                                         part.sectors.value, part.angle * 180 / std::numbers::pi)});
  if (!part.inner_surface.value.empty() && part.inner_radius <= 0)
    diagnostics.push_back(
        {part.inner_surface.where,
         fmt::format("found an inner surface, but part \"{}\" has no inner radius", part.name.value)});
}

void check_tubes(const Case &c, std::vector<Diagnostic> &diagnostics) {
  for (std::size_t i = 0; i < c.tubes.size(); ++i)
    check_placement(c.tubes[i].place, c.tubes[i].name.where, fmt::format("tube[{}]", i), diagnostics);
  const bool has_template = c.geometry && c.geometry->is_template();
  if (!c.tubes.empty() && !has_template && c.parts.empty())
    diagnostics.push_back({c.tubes.front().name.where,
                           "found a [[tube]] without walls, expected a template [geometry] or a [[part]]"});
}

} // namespace

void check_parts(const Case &c, std::vector<Diagnostic> &diagnostics) {
  for (const PartConfig &part : c.parts)
    check_extent(part, diagnostics);
  if (!c.parts.empty() && !c.mesh.file.value.empty())
    diagnostics.push_back(
        {c.mesh.file.where, "found both mesh.file and [[part]], expected only one of them"});
  check_tubes(c, diagnostics);
  const bool has_template = c.geometry && c.geometry->is_template();
  std::set<std::string> taken;
  if (has_template)
    taken = {"rear", "front", "nozzle", "tip", "canal", "rear_vent", "front_vent"};
  for (const PartConfig &part : c.parts)
    if (taken.count(part.name) > 0)
      diagnostics.push_back(
          {part.name.where, fmt::format("found \"{}\", expected another name: [geometry] has a "
                                        "volume of this name",
                                        part.name.value)});
  for (const PartConfig &part : c.parts)
    taken.insert(part.name);
  for (const TubeConfig &tube : c.tubes)
    if (taken.count(tube.name) > 0)
      diagnostics.push_back({tube.name.where, fmt::format("found \"{}\", expected another name: there is a "
                                                          "volume of this name",
                                                          tube.name.value)});
}

} // namespace earshot
