#include "solver/model/network_mouths.h"

#include "solver/circuit/circuit.h"
#include "solver/materials/narrow_region.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <set>
#include <string>

namespace earshot {

namespace {

using Element = NetworkElementConfig;

bool is_one_of(const Element &element, std::initializer_list<ElementKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), element.kind.value) != kinds.end();
}

bool leads_on(const Element &element) {
  return is_one_of(element, {ElementKind::damper, ElementKind::screen, ElementKind::mass});
}

/// A node and those that cloths and the mass of a mouth join it to.
std::set<std::string> behind_mouth(const std::string &node, const NetworkConfig &network) {
  std::set<std::string> nodes = {node};
  for (bool grows = true; grows;) {
    grows = false;
    for (const Element &element : network.elements)
      if (leads_on(element))
        for (const auto &[here, there] : {std::pair(element.from.value, element.to.value),
                                          std::pair(element.to.value, element.from.value)})
          if (here != Circuit::ground && nodes.contains(here))
            grows = nodes.insert(there).second || grows;
  }
  return nodes;
}

/// Area of an armature's spout [m2].
double spout_area(const Element &e, const Case &config) {
  for (const ArmatureConfig &part : config.armatures)
    if (part.name.value == e.part.value)
      return std::numbers::pi * part.spout_radius * part.spout_radius;
  return 0;
}

double mouth_at(const std::string &node, const Element &passage, const Case &config) {
  const std::set<std::string> nodes = behind_mouth(node, *config.network);
  const auto holds = [&](const Located<std::string> &name) { return nodes.contains(name.value); };
  if (nodes.contains(Circuit::ground))
    return 1;
  const std::vector<NetworkPortConfig> &ports = config.network->ports;
  bool opens = std::any_of(ports.begin(), ports.end(), [&](const auto &port) { return holds(port.node); });
  bool unknown = holds(config.ear.node);
  double onwards = 0;
  for (const Element &e : config.network->elements) {
    if (e.name.value == passage.name.value || leads_on(e))
      continue;
    const bool near = holds(e.from), far = holds(e.to);
    if (near && is_one_of(e, {ElementKind::cavity, ElementKind::radiation}))
      return 1;
    opens = opens || near || far || holds(e.second_from) || holds(e.second_to);
    unknown = unknown || ((near || far) && is_one_of(e, {ElementKind::two_port, ElementKind::two_port_table,
                                                         ElementKind::hunt}));
    onwards += (near ? passage_area(e, false) : 0) + (far ? passage_area(e, true) : 0);
    if (e.kind.value == ElementKind::armature && holds(e.second_from))
      onwards += spout_area(e, config);
  }
  if (onwards > 0)
    return step_share(passage_area(passage, false) / onwards);
  return opens && !unknown ? 1 : 0;
}

} // namespace

double passage_area(const Element &e, bool far_end) {
  constexpr double pi = std::numbers::pi;
  const double radius = e.radius, inner = e.inner_radius, end = e.end_radius;
  if (e.kind.value == ElementKind::tube)
    return pi * radius * radius;
  if (e.kind.value == ElementKind::slit)
    return e.gap * e.width;
  if (e.kind.value == ElementKind::annulus)
    return pi * (radius * radius - inner * inner);
  if (e.kind.value == ElementKind::cone)
    return far_end ? pi * end * end : pi * radius * radius;
  return 0;
}

double lumped_mouths(const Element &passage, const Case &config) {
  if (passage_area(passage, false) == 0 || passage.kind.value == ElementKind::cone)
    return 0;
  return mouth_at(passage.from, passage, config) + mouth_at(passage.to, passage, config);
}

std::string describe_lumped_mouths(const Case &config) {
  std::vector<std::string> passages;
  for (const Element &e : config.network->elements)
    if (const double number = lumped_mouths(e, config); number > 0) {
      const double radius = e.radius,
                   gap = e.kind.value == ElementKind::annulus ? radius - e.inner_radius : e.gap.value,
                   each =
                       e.kind.value == ElementKind::tube ? tube_mouth_length(radius) : slit_mouth_length(gap);
      passages.push_back(fmt::format("{} '{}' {:.2g} (as {:.3g} mm more)", e.kind.value, e.name.value, number,
                                     1e3 * number * each));
    }
  return passages.empty()
             ? ""
             : fmt::format("mouths, by the length of their friction: {}", fmt::join(passages, ", "));
}

} // namespace earshot
