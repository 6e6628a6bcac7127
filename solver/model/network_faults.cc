#include "solver/model/network_faults.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/config/network_check.h"
#include "solver/model/outside.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace earshot {

namespace {

using Name = Located<std::string>;

bool looks_like_ground(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name == Circuit::ground || name == "gnd" || name == "0";
}

/// Where a node is mentioned first.
SourcePosition place_of_node(const NetworkConfig &network, const std::string &node) {
  for (const NetworkElementConfig &e : network.elements)
    for (const Name *name : {&e.from, &e.to, &e.second_from, &e.second_to})
      if (name->value == node)
        return name->where;
  return network.spice.where;
}

SourcePosition place_of_element(const NetworkConfig &network, const std::string &name) {
  for (const NetworkElementConfig &e : network.elements)
    if (e.name.value == name)
      return e.name.where;
  return network.spice.value.empty() ? network.plug.where : network.spice.where;
}

/// Nodes that an element, a source or the mesh is at.
std::set<std::string> used_nodes(const Case &config, const Circuit &circuit) {
  std::set<std::string> nodes;
  const auto add = [&](const Circuit::Place &place) {
    if (!place.is_branch)
      nodes.insert(circuit.nodes()[place.index]);
  };
  for (const Circuit::Element &element : circuit.elements())
    for (const Circuit::Entry &entry : element.entries)
      add(entry.row), add(entry.column);
  for (const Circuit::Source &source : circuit.sources())
    add(source.row);
  for (const NetworkPortConfig &port : config.network->ports)
    nodes.insert(port.node);
  return nodes;
}

std::string listed(const std::vector<std::string> &nodes) {
  constexpr std::size_t most = 12;
  const std::vector<std::string> first(nodes.begin(), nodes.begin() + std::min(nodes.size(), most));
  return fmt::format("{}{}", fmt::join(first, ", "), nodes.size() > most ? ", ..." : "");
}

std::vector<std::string> nodes_without(const Circuit &circuit, const std::string &node) {
  std::vector<std::string> nodes = circuit.nodes();
  std::erase(nodes, node);
  return nodes;
}

/// Whether anything but a source is at a node.
bool holds_something(const Circuit &circuit, const std::string &node) {
  if (!circuit.has_node(node))
    return false;
  const Circuit::Place place{false, circuit.node_index(node)};
  const auto is_of_a_source = [&](const Circuit::Place &other) {
    return std::any_of(circuit.sources().begin(), circuit.sources().end(),
                       [&](const Circuit::Source &source) { return source.row == other; });
  };
  for (const Circuit::Element &element : circuit.elements())
    for (const Circuit::Entry &entry : element.entries)
      if ((entry.row == place && !is_of_a_source(entry.column)) ||
          (entry.column == place && !is_of_a_source(entry.row)))
        return true;
  return false;
}

/// Something must drive, and what is asked for must be reached from there. The air of a mesh joins all its
/// ports, and a driver in it moves them.
void check_drive(const Case &config, const Circuit &circuit, std::vector<Diagnostic> &problems) {
  const NetworkConfig &network = *config.network;
  std::vector<Circuit::Place> from;
  for (const Circuit::Source &source : circuit.sources())
    from.push_back(source.row);
  std::vector<Circuit::Place> ports;
  for (const NetworkPortConfig &port : network.ports)
    if (circuit.has_node(port.node))
      ports.push_back({false, circuit.node_index(port.node)});
  const auto is_reached = [&](const std::vector<bool> &reached, const Circuit::Place &place) {
    return reached[place.index];
  };
  if (asks_for_isolation(config))
    return;
  const bool only_the_plug = from.size() == 1 && circuit.has_node(network.plug) && is_lumped(config);
  if (from.empty() || (only_the_plug && !holds_something(circuit, network.plug))) {
    problems.push_back({network.spice.value.empty() ? network.plug.where : network.spice.where,
                        fmt::format("nothing drives the network: the plug \"{}\" hangs on nothing, and no "
                                    "source is left; its nodes are {}",
                                    network.plug.value, listed(nodes_without(circuit, network.plug)))});
    return;
  }
  std::vector<bool> reached = reached_nodes(circuit, from);
  const bool air_moves =
      !config.drivers.empty() ||
      std::any_of(ports.begin(), ports.end(), [&](const auto &port) { return is_reached(reached, port); });
  if (air_moves) {
    from.insert(from.end(), ports.begin(), ports.end());
    reached = reached_nodes(circuit, from);
  }
  std::vector<std::string> driven;
  for (std::size_t k = 0; k < reached.size(); ++k)
    if (reached[k])
      driven.push_back(circuit.nodes()[k]);
  const auto require = [&](const Name &node, const std::string &what) {
    if (circuit.has_node(node) && !reached[circuit.node_index(node)])
      problems.push_back(
          {node.where, fmt::format("found {} at node \"{}\", which nothing that drives reaches; "
                                   "driven are {}",
                                   what, node.value, listed(driven))});
  };
  require(config.ear.node, "the ear");
  for (const ProbeConfig &probe : config.probes)
    require(probe.node, "probe " + probe.name.value);
  if (!is_lumped(config) && !air_moves)
    problems.push_back(
        {network.plug.where, fmt::format("nothing that drives reaches the air of the mesh, which "
                                         "has {} ports; driven are {}",
                                         ports.size(), listed(driven))});
}

} // namespace

void check_element(const NetworkElementConfig &e, std::vector<Diagnostic> &problems) {
  for (const Name *name : {&e.from, &e.to, &e.second_from, &e.second_to})
    if (name->value != Circuit::ground && looks_like_ground(name->value))
      problems.push_back(
          {name->where,
           fmt::format("found the node \"{}\", expected \"ground\" for the zero of all potentials "
                       "or a name that can't be mistaken for it",
                       name->value)});
  if (!e.from.value.empty() && e.from.value == e.to.value)
    problems.push_back(
        {e.from.where, fmt::format("found both ends of {} \"{}\" at \"{}\", expected two nodes", e.kind.value,
                                   e.name.value, e.from.value)});
  if (e.kind.value == ElementKind::annulus && e.radius > 0 && e.inner_radius >= e.radius)
    problems.push_back({e.inner_radius.where, fmt::format("found an inner radius of {:.4g} mm, expected less "
                                                          "than the outer one of {:.4g} mm",
                                                          1e3 * e.inner_radius, 1e3 * e.radius)});
  if (e.kind.value == ElementKind::cavity && (e.radius > 0) != (e.length > 0))
    problems.push_back(
        {e.name.where,
         fmt::format("found cavity \"{}\" with one of radius and length, expected both or neither",
                     e.name.value)});
}

void require_node(const Name &node, const std::string &what, const Case &config, const Circuit &circuit) {
  const std::set<std::string> used = used_nodes(config, circuit);
  if (node.value.empty() || node.value == Circuit::ground || used.contains(node.value))
    return;
  throw UserError(node.where,
                  used.empty()
                      ? fmt::format("found {} at node \"{}\" of a network without elements", what, node.value)
                      : fmt::format("found {} at node \"{}\", where nothing else is, expected one of \"{}\"",
                                    what, node.value, fmt::join(used, "\", \"")));
}

std::vector<std::string> unpowered_drivers(const Case &config, const Circuit &circuit) {
  std::vector<Circuit::Place> from;
  for (const Circuit::Source &source : circuit.sources())
    from.push_back(source.row);
  if (from.empty() || asks_for_isolation(config))
    return {};
  struct Ends {
    const Name *driver, *plus, *minus;
  };
  std::vector<Ends> drivers;
  Circuit joined = circuit; // by the coils of meshed drivers, which may be in series
  for (const NetworkTerminalConfig &terminal : config.network->terminals) {
    drivers.push_back({&terminal.driver, &terminal.plus, &terminal.minus});
    if (terminal.plus.value != terminal.minus.value)
      joined.add_resistance(terminal.plus, terminal.minus, 1, "");
  }
  for (const NetworkElementConfig &e : config.network->elements)
    if (e.kind.value == ElementKind::armature || e.kind.value == ElementKind::moving_coil)
      drivers.push_back({&e.name, &e.from, &e.to});
  const std::vector<bool> reached = reached_nodes(joined, from, CircuitDomain::electrical);
  const auto is_live = [&](const Name &node) {
    return joined.has_node(node) && reached[joined.node_index(node)];
  };
  std::vector<std::string> warnings;
  for (const Ends &ends : drivers)
    if (!is_live(*ends.plus) && !is_live(*ends.minus))
      warnings.push_back(to_string(
          {ends.plus->where.is_default() ? ends.driver->where : ends.plus->where,
           fmt::format(
               "found driver \"{}\" between \"{}\" and \"{}\", which no current from a source reaches: "
               "it moves by the air alone",
               ends.driver->value, ends.plus->value, ends.minus->value)}));
  return warnings;
}

void check_circuit(const Case &config, const BuiltNetwork &built) {
  const NetworkConfig &network = *config.network;
  std::vector<Diagnostic> problems;
  std::vector<std::string> joined;
  for (const NetworkPortConfig &port : network.ports)
    joined.push_back(port.node);
  if (is_lumped(config) && built.circuit.elements().empty())
    problems.push_back({{config.file, 0, 0, "network"}, "found no elements, expected some without a mesh"});
  if (!is_lumped(config)) // drivers hang on these
    joined.push_back(network.plug);
  for (const NetworkTerminalConfig &terminal : network.terminals)
    joined.insert(joined.end(), {terminal.plus, terminal.minus});
  Circuit grounded = built.circuit; // what the mesh does for nodes at its edge
  for (const std::string &node : joined)
    if (grounded.has_node(node))
      grounded.add_resistance(node, Circuit::ground, 1, "");
  for (const std::string &node : floating_nodes(grounded))
    problems.push_back({place_of_node(network, node),
                        fmt::format("node \"{}\" has no way to ground: its potential is undefined", node)});
  for (const std::string &branch : ideal_loops(built.circuit))
    problems.push_back({place_of_element(network, branch),
                        fmt::format("source \"{}\" closes a loop of sources without resistance", branch)});
  if (problems.empty())
    check_drive(config, built.circuit, problems);
  const std::string unsymmetric = unsymmetric_element(built.circuit);
  if (!is_lumped(config) && !unsymmetric.empty())
    problems.push_back({place_of_element(network, unsymmetric.substr(unsymmetric.rfind(' ') + 1)),
                        fmt::format("{} is not reciprocal, which a network can be on its own only: beside a "
                                    "mesh the system is symmetric",
                                    unsymmetric)});
  if (!problems.empty())
    throw UserError(std::move(problems));
}

} // namespace earshot
