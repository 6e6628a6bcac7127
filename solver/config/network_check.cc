#include "solver/config/network_check.h"

#include "solver/config/name_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

template <class T>
void check_known(const Located<std::string> &name, const std::vector<T> &items, const char *what,
                 Diagnostics &diagnostics) {
  std::vector<std::string> names;
  for (const T &item : items)
    names.push_back(item.name);
  if (!name.value.empty() && std::find(names.begin(), names.end(), name.value) == names.end())
    diagnostics.push_back({name.where, fmt::format("found the unknown {} \"{}\", {}", what, name.value,
                                                   expected_one_of(name, names))});
}

void check_elements(const Case &c, Diagnostics &diagnostics) {
  const auto &elements = c.network->elements;
  std::vector<const Located<std::string> *> names;
  for (const NetworkElementConfig &element : elements) {
    names.push_back(&element.name);
    check_not_reserved(element.name, diagnostics);
  }
  check_unique(names, diagnostics);
  for (const NetworkElementConfig &element : elements) {
    check_known(element.control, elements, "element", diagnostics);
    if (element.kind.value == ElementKind::armature)
      check_known(element.part, c.armatures, "[[armature]]", diagnostics);
    if (element.kind.value == ElementKind::moving_coil)
      check_known(element.part, c.moving_coils, "[[moving_coil]]", diagnostics);
  }
}

/// What needs a network or a mesh, and doesn't find it.
void check_places(const Case &c, Diagnostics &diagnostics) {
  const auto needs_network = [&](const Located<std::string> &node) {
    if (!node.value.empty() && !c.network)
      diagnostics.push_back(
          {node.where, fmt::format("found the node \"{}\" without a [network]", node.value)});
  };
  needs_network(c.ear.node);
  for (const ProbeConfig &probe : c.probes) {
    needs_network(probe.node);
    if (probe.node.value.empty() == probe.surface.value.empty() && !probe.name.value.empty())
      diagnostics.push_back({probe.name.where, "missing, expected exactly one of surface and node"});
    if (is_lumped(c) && !probe.surface.value.empty())
      diagnostics.push_back({probe.surface.where, "found a surface in a case without mesh, expected a node"});
  }
  if (is_lumped(c) && !c.output.field_frequencies.empty())
    diagnostics.push_back({c.output.field_frequencies.front().where,
                           "found fields asked for in a case without mesh, expected none"});
  for (const AnalysisConfig &analysis : c.analyses)
    if (is_lumped(c) && analysis.type.value != AnalysisType::isolation &&
        analysis.type.value != AnalysisType::sensitivity &&
        analysis.type.value != AnalysisType::contributions && analysis.type.value != AnalysisType::unset)
      diagnostics.push_back(
          {analysis.type.where, fmt::format("found \"{}\" in a case without mesh, expected \"isolation\", "
                                            "\"sensitivity\" or \"contributions\"",
                                            analysis.type.value)});
}

struct CoilKey {
  const char *name;
  const Located<double> &value;

  bool is_given() const { return value.value != 0; }
};

std::ptrdiff_t count_given(const std::vector<CoilKey> &keys) {
  return std::count_if(keys.begin(), keys.end(), [](const CoilKey &key) { return key.is_given(); });
}

/// A moving coil is given by its parts or by its data sheet, whose numbers may follow from a curve.
void check_moving_coil(const MovingCoilConfig &m, Diagnostics &diagnostics) {
  const auto require = [&](const std::vector<CoilKey> &keys, const char *why) {
    for (const CoilKey &key : keys)
      if (!key.is_given())
        diagnostics.push_back(
            {m.name.where, fmt::format("found moving coil \"{}\" without {}, expected it {}", m.name.value,
                                       key.name, why)});
  };
  const std::vector<CoilKey> sheet{{"resonance", m.resonance},
                                   {"mechanical_quality", m.mechanical_quality},
                                   {"electrical_quality", m.electrical_quality}},
      scales{{"equivalent_volume", m.equivalent_volume},
             {"mass", m.mass},
             {"compliance", m.compliance},
             {"force_factor", m.force_factor}};
  const bool by_curve = !m.impedance.value.empty();
  if (!by_curve)
    require({{"resistance", m.resistance}}, "or the file of an impedance");
  if (!by_curve && count_given(sheet) == 0 && m.equivalent_volume.value == 0)
    return require({{"force_factor", m.force_factor}, {"mass", m.mass}, {"compliance", m.compliance}},
                   "where no data sheet is");
  if (!by_curve)
    require(sheet, "in a data sheet");
  if (const auto given = count_given(scales); given != 1)
    diagnostics.push_back(
        {m.name.where, fmt::format("found moving coil \"{}\" by its {} with {} of equivalent_volume, mass, "
                                   "compliance and force_factor, expected one of them",
                                   m.name.value, by_curve ? "impedance" : "resonance", given)});
  if (m.mechanical_resistance.value != 0)
    diagnostics.push_back({m.mechanical_resistance.where,
                           "found mechanical_resistance beside a data sheet, from which it follows, expected "
                           "one of them"});
}

} // namespace

bool is_lumped(const Case &c) {
  return c.network && c.drivers.empty() && !c.geometry && c.parts.empty() && c.mesh.file.value.empty();
}

bool ends_surface(const Case &c) {
  return !is_lumped(c) && c.ear.node.value.empty() && c.ear.model.value != EarModel::none;
}

void check_network(const Case &c, Diagnostics &diagnostics) {
  if (c.drivers.empty() && !c.network)
    diagnostics.push_back(
        {{c.file, 0, 0, "driver"}, "missing, expected at least one [[driver]] or a [network]"});
  check_places(c, diagnostics);
  if (c.ear.model.value == EarModel::canal && c.ear.sections.value.empty())
    diagnostics.push_back(
        {c.ear.model.where, "found \"canal\" without ear.sections, expected the name of a CSV file"});
  for (const MovingCoilConfig &part : c.moving_coils)
    check_moving_coil(part, diagnostics);
  if (!c.network)
    return;
  for (const auto *names : {&c.network->acoustic_nodes, &c.network->mechanical_nodes})
    if (!names->empty() && c.network->spice.value.empty())
      diagnostics.push_back(
          {names->front().where, "found nodes of a circuit file, expected network.spice too"});
  check_elements(c, diagnostics);
  for (const NetworkTerminalConfig &terminal : c.network->terminals)
    check_known(terminal.driver, c.drivers, "driver", diagnostics);
  for (const NetworkPortConfig &port : c.network->ports)
    if (is_lumped(c))
      diagnostics.push_back({port.surface.where, "found a port in a case without mesh, expected none"});
}

} // namespace earshot
