#include "solver/model/network_wiring.h"

#include "solver/circuit/spice.h"
#include "solver/config/sweep_grid.h"
#include "solver/files/import_files.h"
#include "solver/files/user_text.h"
#include "solver/model/coil_fit.h"
#include "solver/model/network_elements.h"
#include "solver/model/network_faults.h"
#include "solver/model/network_mouths.h"
#include "solver/model/network_parts.h"
#include "solver/model/network_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace earshot {

namespace {

using Name = Located<std::string>;
using Diagnostics = std::vector<Diagnostic>;

/// Which domain each node is of, and who said so.
class NodeDomains {
public:
  explicit NodeDomains(Diagnostics &problems) : problems_(problems) {}

  void demand(const Name &node, CircuitDomain domain, const std::string &by) {
    if (node.value.empty() || node.value == Circuit::ground)
      return;
    const auto [known, is_new] = nodes_.try_emplace(node.value, Entry{domain, by, node.where});
    if (is_new || known->second.domain == domain)
      return;
    problems_.push_back(
        {node.where, fmt::format("found node \"{}\" at {}, which makes it {}, but it is {} by {} in {}:{}",
                                 node.value, by, name_of(domain), name_of(known->second.domain),
                                 known->second.by, known->second.where.file, known->second.where.line)});
  }
  std::optional<CircuitDomain> of(const Name &node) const {
    const auto found = nodes_.find(node.value);
    return found == nodes_.end() ? std::nullopt : std::optional(found->second.domain);
  }
  void declare(Circuit &circuit) const {
    for (const auto &[name, entry] : nodes_)
      circuit.add_node(name, entry.domain);
  }

private:
  struct Entry {
    CircuitDomain domain;
    std::string by;
    SourcePosition where;
  };
  std::map<std::string, Entry> nodes_;
  Diagnostics &problems_;
};

std::string title_of(const NetworkElementConfig &e) {
  return fmt::format("{} \"{}\"", e.kind.value, e.name.value);
}

void demand_domains(const ReadElement &element, NodeDomains &nodes) {
  const NetworkElementConfig &e = *element.config;
  if (element.first) {
    // A driver's second_to is its rear; its first side is electrical.
    nodes.demand(e.from, *element.first, title_of(e));
    nodes.demand(e.to, element.far.value_or(*element.first), title_of(e));
  }
  if (element.second) {
    nodes.demand(e.second_from, *element.second, title_of(e));
    nodes.demand(e.second_to, *element.second, title_of(e));
  }
}

/// The sides of a two-port that may join two domains: known as soon as what hangs on them is. @return whether
/// something became known
bool find_sides(ReadElement &element, const NodeDomains &nodes) {
  const auto before = std::pair(element.first, element.far);
  element.first = nodes.of(element.config->from);
  element.far = nodes.of(element.config->to);
  return std::pair(element.first, element.far) != before;
}

/// Two-ports with one side known have the same domain on the other when nothing says otherwise.
bool complete_sides(std::vector<ReadElement> &elements, NodeDomains &nodes) {
  for (ReadElement &element : elements)
    if (joins_domains(*element.config) && element.first.has_value() != element.far.has_value()) {
      const CircuitDomain known = element.first ? *element.first : *element.far;
      element.first = element.far = known;
      demand_domains(element, nodes);
      return true;
    }
  return false;
}

/// Ideal elements without a unit take the domain of what they hang on.
void spread_domains(std::vector<ReadElement> &elements, NodeDomains &nodes, Diagnostics &problems) {
  const auto known_of = [&](const Name &a, const Name &b) {
    const auto first = nodes.of(a);
    return first ? first : nodes.of(b);
  };
  for (bool changed = true; changed; changed = changed || complete_sides(elements, nodes)) {
    changed = false;
    for (ReadElement &element : elements) {
      const NetworkElementConfig &e = *element.config;
      if (joins_domains(e)) {
        changed = find_sides(element, nodes) || changed;
        continue;
      }
      if (element.first || e.kind.value == ElementKind::unset)
        continue;
      auto domain = known_of(e.from, e.to);
      if (!domain && e.kind.value == ElementKind::transformer)
        domain = known_of(e.second_from, e.second_to);
      if (!domain)
        continue;
      element.first = domain;
      if (e.kind.value == ElementKind::transformer)
        element.second = domain;
      demand_domains(element, nodes);
      changed = true;
    }
  }
  for (const ReadElement &element : elements)
    if (!element.first && (element.value != 0 || element.config->kind.value == ElementKind::two_port))
      problems.push_back({element.config->name.where,
                          fmt::format("the domain of {} is unknown: no element with a unit is at its nodes",
                                      title_of(*element.config))});
}

void require_none(Diagnostics problems) {
  if (!problems.empty())
    throw UserError(std::move(problems));
}

/// Radii of equal area along a canal of a CSV file.
std::vector<Section> read_sections(const EarConfig &ear) {
  try {
    const auto [position, area] = read_section_table(ear.sections.value);
    std::vector<Section> sections;
    for (std::size_t k = 0; k < position.size(); ++k)
      sections.push_back({position[k], std::sqrt(area[k] / std::numbers::pi)});
    return sections;
  } catch (const UserError &error) {
    throw UserError(ear.sections.where, error.what());
  }
}

EarEnd add_table(Circuit &circuit, const std::string &node, const Case &config,
                 std::vector<std::string> &warnings) {
  const ImpedanceTable table = read_table_of(config.ear.table, TableQuantity::acoustic, warnings);
  check_range(config.ear.table, config.ear.extrapolate, table.lowest_hz(), table.highest_hz(), config,
              warnings);
  return add_impedance_table(circuit, node, table);
}

EarEnd add_skinned_canal(Circuit &circuit, const std::string &node, const EarConfig &ear,
                         const AirProperties &air) {
  try {
    std::optional<YieldingWall> skin;
    if (ear.skin_stiffness > 0)
      skin = YieldingWall{ear.skin_stiffness, ear.skin_resonance, ear.skin_damping};
    return add_canal(circuit, node, read_sections(ear), air, skin);
  } catch (const std::invalid_argument &error) {
    throw UserError(ear.sections.where, error.what());
  }
}

EarEnd add_model(Circuit &circuit, const std::string &node, const Case &config, const AirProperties &air,
                 std::vector<std::string> &warnings) {
  switch (config.ear.model.value) {
  case EarModel::iec711:
    return add_iec60318_4(circuit, node);
  case EarModel::iec711_tubes:
    return add_iec711_tubes(circuit, node, air);
  case EarModel::hudde_engel:
    return add_hudde_engel(circuit, node, air.bulk_modulus());
  case EarModel::p57_type43:
    return add_p57_type43(circuit, node, air);
  case EarModel::two_cc:
    return add_two_cc_coupler(circuit, node, air);
  case EarModel::table:
    return add_table(circuit, node, config, warnings);
  case EarModel::canal:
    return add_skinned_canal(circuit, node, config.ear, air);
  case EarModel::rigid:
  case EarModel::none:
  case EarModel::unset:
    return add_rigid_end(circuit, node);
  }
  throw std::logic_error("an ear that is none of them");
}

/// Nodes whose unknowns others than the network refer to.
std::vector<std::string> nodes_of_the_rest(const Case &config, const BuiltNetwork &built) {
  std::vector<std::string> nodes;
  for (const NetworkPortConfig &port : config.network->ports)
    nodes.push_back(port.node);
  for (const NetworkTerminalConfig &terminal : config.network->terminals)
    nodes.insert(nodes.end(), {terminal.plus, terminal.minus});
  if (!config.drivers.empty())
    nodes.push_back(config.network->plug);
  for (const LumpedDriver &driver : built.drivers) {
    nodes.push_back(driver.coil);
    for (const NodeMass &mass : driver.masses)
      nodes.push_back(mass.node);
  }
  return nodes;
}

void add_circuit_file(BuiltNetwork &built, const Case &config) {
  const NetworkConfig &network = *config.network;
  const auto texts = [](const std::vector<Name> &names) {
    return std::vector<std::string>(names.begin(), names.end());
  };
  const std::vector<double> frequencies = all_frequencies(config);
  const std::string &file = network.spice;
  const auto notes = add_spice_text(built.circuit, read_user_bytes(file), file,
                                    {frequencies.front(), frequencies.back(), texts(network.acoustic_nodes),
                                     texts(network.mechanical_nodes)});
  built.warnings.insert(built.warnings.end(), notes.begin(), notes.end());
}

} // namespace

EarEnd add_ear(Circuit &circuit, const std::string &node, const Case &config, const AirProperties &air,
               std::vector<std::string> &warnings) {
  EarEnd end = add_model(circuit, node, config, air, warnings);
  end.lowest_hz = config.ear.lowest.value_or(end.lowest_hz);
  end.highest_hz = config.ear.highest.value_or(end.highest_hz);
  return end;
}

std::string describe_network(const Circuit &circuit) {
  std::map<CircuitDomain, int> count;
  for (const CircuitDomain domain : circuit.node_domains())
    ++count[domain];
  return fmt::format("Network: {} electrical, {} mechanical, {} acoustic nodes, {} flows, {} elements",
                     count[CircuitDomain::electrical], count[CircuitDomain::mechanical],
                     count[CircuitDomain::acoustic], circuit.branches().size(), circuit.elements().size());
}

BuiltNetwork build_network(const Case &config, const AirProperties &air) {
  const NetworkConfig &network = *config.network;
  BuiltNetwork built;
  Diagnostics problems;
  std::vector<ReadElement> elements;
  for (const NetworkElementConfig &element : network.elements) {
    elements.push_back(read_element(element, problems));
    const std::vector<std::string> &notes = elements.back().notes;
    built.warnings.insert(built.warnings.end(), notes.begin(), notes.end());
    check_element(element, problems);
  }
  NodeDomains nodes(problems);
  for (const ReadElement &element : elements)
    demand_domains(element, nodes);
  if (!network.plug.where.is_default() || !config.drivers.empty())
    nodes.demand(network.plug, CircuitDomain::electrical, "the plug");
  for (const NetworkTerminalConfig &terminal : network.terminals) {
    nodes.demand(terminal.plus, CircuitDomain::electrical, "driver " + terminal.driver.value);
    nodes.demand(terminal.minus, CircuitDomain::electrical, "driver " + terminal.driver.value);
  }
  for (const NetworkPortConfig &port : network.ports)
    nodes.demand(port.node, CircuitDomain::acoustic, "surface " + port.surface.value);
  nodes.demand(config.ear.node, CircuitDomain::acoustic, "the ear");
  for (const ProbeConfig &probe : config.probes)
    nodes.demand(probe.node, CircuitDomain::acoustic, "probe " + probe.name.value);
  spread_domains(elements, nodes, problems);
  require_none(problems);

  nodes.declare(built.circuit);
  if (!network.spice.value.empty())
    add_circuit_file(built, config);
  if (built.circuit.has_node(network.plug)) {
    built.source = "source at the plug";
    built.circuit.add_potential_source(
        built.source, network.plug, Circuit::ground,
        {"V", [voltage = config.source.voltage.value](double) { return std::complex<double>(voltage); }},
        config.source.output_impedance, "source");
  }
  const std::vector<MovingCoilConfig> coils = fitted_coils(config.moving_coils, built.notes, built.warnings);
  const ElementContext context{config, coils, air, built.warnings};
  std::stable_partition(elements.begin(), elements.end(),
                        [](const ReadElement &element) { return element.config->control.value.empty(); });
  for (const ReadElement &element : elements) {
    if (auto driver = add_element(built.circuit, element, context))
      built.drivers.push_back(std::move(*driver));
    if (element.config->kind.value == ElementKind::radiation)
      built.exterior_sources.push_back({element.config->name, element.config->from,
                                        radiation_admittance(*element.config, air),
                                        std::numbers::pi * element.config->radius * element.config->radius});
  }
  if (std::string mouths = describe_lumped_mouths(config); !mouths.empty())
    built.notes.push_back(std::move(mouths));
  built.circuit.join_reciprocal_sources();
  require_node(config.ear.node, "the ear", config, built.circuit);
  if (!config.ear.node.value.empty())
    built.ear = add_ear(built.circuit, config.ear.node, config, air, built.warnings);
  if (!config.ear.node.value.empty())
    for (ExteriorSource &source : add_wearing(built.circuit, config.ear.node, config, air))
      built.exterior_sources.push_back(std::move(source));
  for (const ProbeConfig &probe : config.probes)
    require_node(probe.node, "probe " + probe.name.value, config, built.circuit);
  built.circuit.turn_beyond_gyrators(nodes_of_the_rest(config, built));
  check_circuit(config, built);
  for (std::string &warning : unpowered_drivers(config, built.circuit))
    built.warnings.push_back(std::move(warning));
  return built;
}

} // namespace earshot
