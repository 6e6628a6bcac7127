#include "solver/config/outside_check.h"

#include "solver/config/network_check.h"

#include <fmt/format.h>

#include <algorithm>

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
    if (surface.model.value == "opening")
      names.push_back(surface.name);
  if (c.network)
    for (const NetworkElementConfig &element : c.network->elements)
      if (element.kind.value == "radiation")
        names.push_back(element.name);
  if (c.leak)
    names.push_back("leak");
  return names;
}

void check_outside(const Case &c, Diagnostics &diagnostics) {
  if (c.leak)
    check_leak(*c.leak, diagnostics);
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.closed && surface.model.value != "opening")
      diagnostics.push_back(
          {surface.closed.where,
           fmt::format("found a closed {}, expected model = \"opening\"", surface.model.value)});
  for (const AnalysisConfig &analysis : c.analyses)
    if (analysis.type.value == "isolation")
      check_isolation(c, analysis, diagnostics);
}

} // namespace earshot
