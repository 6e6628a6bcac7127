#include "solver/physics/network/network.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);

int rank_of(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank;
}

/// Entries of one term: branches' weights between global numbers, `no_unknown` for ground.
struct WeightedBranch {
  Index from, to;
  double weight;
};

RealMatrix branch_matrix(const Partition &partition, const std::vector<WeightedBranch> &branches) {
  MatrixBuilder builder(partition);
  if (rank_of(partition) == 0)
    for (const WeightedBranch &b : branches) {
      const Index unknowns[2] = {b.from, b.to};
      const double w = b.weight, values[4] = {w, -w, -w, w};
      builder.add_element(unknowns, values);
    }
  return builder.finish();
}

/// Constant factor of a branch's admittance once its frequency law is taken out.
double constant_weight(const Circuit::Branch &branch) {
  return branch.kind == Circuit::Kind::compliance ? branch.value : 1 / branch.value;
}

/// The frequency law that is left, for a unit value.
Admittance frequency_law(Circuit::Kind kind) {
  switch (kind) {
  case Circuit::Kind::inertance:
    return {"1/(i w)", [](double omega) { return 1.0 / (i_unit * omega); }};
  case Circuit::Kind::compliance:
    return {"i w", [](double omega) { return i_unit * omega; }};
  default:
    return {"1", [](double) { return Complex(1); }};
  }
}

std::string kind_name(Circuit::Kind kind) {
  switch (kind) {
  case Circuit::Kind::resistance:
    return "resistances";
  case Circuit::Kind::inertance:
    return "inertances";
  case Circuit::Kind::compliance:
    return "compliances";
  case Circuit::Kind::general:
    break;
  }
  return "branch";
}

} // namespace

Network::Network(std::string region, Circuit circuit, std::vector<Port> ports)
    : region_(std::move(region)), circuit_(std::move(circuit)), ports_(std::move(ports)) {
  if (!ports_.empty() && circuit_.domain() != CircuitDomain::acoustic)
    throw std::invalid_argument("only an acoustic circuit can have ports to the air");
  for (const Port &port : ports_)
    circuit_.node_index(port.node);
}

Index Network::n_unknowns() const {
  return static_cast<Index>(circuit_.nodes().size() + ports_.size());
}

Index Network::node_unknown(const std::string &node) const {
  return static_cast<Index>(circuit_.node_index(node));
}

Index Network::port_unknown(const std::string &port) const {
  const auto found =
      std::find_if(ports_.begin(), ports_.end(), [&](const Port &p) { return p.name == port; });
  if (found == ports_.end())
    throw std::out_of_range("the network has no port \"" + port + "\"");
  return static_cast<Index>(circuit_.nodes().size()) + static_cast<Index>(found - ports_.begin());
}

/// -Y/(i w) acoustic, i w Y electrical.
Coefficient Network::branch_coefficient(const Admittance &y) const {
  if (circuit_.domain() == CircuitDomain::electrical)
    return {"i w (" + y.symbol + ")",
            [value = y.value](double omega) { return i_unit * omega * value(omega); }};
  return {"-(" + y.symbol + ")/(i w)",
          [value = y.value](double omega) { return -value(omega) / (i_unit * omega); }};
}

void Network::add_constant_branches(FrequencyProblem &problem,
                                    const std::function<Index(Index)> &global) const {
  // One matrix for all branches with the same frequency law and the same row of the energy ledger.
  std::map<std::pair<Circuit::Kind, std::string>, std::vector<WeightedBranch>> groups;
  const auto number = [&](const std::string &node) {
    return node == Circuit::ground ? no_unknown : global(node_unknown(node));
  };
  for (const Circuit::Branch &branch : circuit_.branches())
    if (branch.kind != Circuit::Kind::general)
      groups[{branch.kind, branch.loss}].push_back(
          {number(branch.from), number(branch.to), constant_weight(branch)});
  for (const auto &[key, branches] : groups)
    problem.terms.push_back({kind_name(key.first), region_, branch_coefficient(frequency_law(key.first)),
                             branch_matrix(problem.partition, branches), key.second});
}

void Network::add_general_branches(FrequencyProblem &problem,
                                   const std::function<Index(Index)> &global) const {
  const auto number = [&](const std::string &node) {
    return node == Circuit::ground ? no_unknown : global(node_unknown(node));
  };
  for (const Circuit::Branch &branch : circuit_.branches())
    if (branch.kind == Circuit::Kind::general)
      problem.terms.push_back(
          {"branch " + branch.from + " - " + branch.to, region_, branch_coefficient(branch.admittance),
           branch_matrix(problem.partition, {{number(branch.from), number(branch.to), 1}}), branch.loss});
}

void Network::add_ports(FrequencyProblem &problem, const std::function<Index(Index)> &global) const {
  for (const Port &port : ports_) {
    MatrixBuilder builder(problem.partition);
    if (rank_of(problem.partition) == 0) {
      const Index w = global(port_unknown(port.name));
      for (const auto &[unknown, weight] : port.mean_pressure)
        if (unknown != no_unknown)
          builder.add_symmetric(unknown, w, -weight);
      builder.add_symmetric(w, global(node_unknown(port.node)), 1);
    }
    problem.terms.push_back(
        {"port " + port.name, region_, {"1", [](double) { return Complex(1); }}, builder.finish(), ""});
  }
}

void Network::add_terms(FrequencyProblem &problem, const std::function<Index(Index)> &global) const {
  add_constant_branches(problem, global);
  add_general_branches(problem, global);
  add_ports(problem, global);

  for (const std::string &node : circuit_.nodes())
    problem.outputs.push_back(potential(region_ + "." + node, node, global));
}

Load Network::flow_source(const std::string &name, const std::string &node, const Admittance &flow,
                          const std::function<Index(Index)> &global) const {
  const SparseVector at_node{{global(node_unknown(node)), 1.0}};
  if (circuit_.domain() == CircuitDomain::electrical)
    return {name, {flow.symbol, [value = flow.value](double omega) { return value(omega); }}, at_node};
  return {name,
          {"-" + flow.symbol + "/(i w)",
           [value = flow.value](double omega) { return -value(omega) / (i_unit * omega); }},
          at_node};
}

Output Network::potential(const std::string &name, const std::string &node,
                          const std::function<Index(Index)> &global) const {
  const SparseVector at_node{{global(node_unknown(node)), 1.0}};
  if (circuit_.domain() == CircuitDomain::electrical)
    return {name, {"i w", [](double omega) { return i_unit * omega; }}, at_node};
  return {name, {"1", [](double) { return Complex(1); }}, at_node};
}

} // namespace earshot
