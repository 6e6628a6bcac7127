#include "solver/physics/network/network.h"

#include "solver/circuit/circuit_solution.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <stdexcept>
#include <tuple>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);

int rank_of(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank;
}

/// sign (i w)^power, a row's or column's factor between natural and scaled equations.
struct Scale {
  int sign, power;
};

/// @param acoustic whether the row is of that kind
Scale row_scale(bool acoustic, bool is_branch) {
  if (acoustic)
    return is_branch ? Scale{-1, 0} : Scale{-1, -1};
  return is_branch ? Scale{1, -1} : Scale{1, 0};
}

/// natural unknown = scale * unknown
Scale column_scale(bool acoustic, bool is_branch) {
  return {1, acoustic == is_branch ? 1 : 0};
}

Coefficient scaled(const FrequencyLaw &law, int power, double factor = 1) {
  const std::string symbol =
      (factor < 0 ? "-" : "") + (power == 0 || law.symbol == "1" ? law.symbol : "(" + law.symbol + ")");
  switch (power) {
  case 1:
    return {law.symbol == "1" ? (factor < 0 ? "-i w" : "i w") : "i w " + symbol,
            [=](double omega) { return factor * i_unit * omega * law.value(omega); }};
  case -1:
    return {symbol + "/(i w)", [=](double omega) { return factor * law.value(omega) / (i_unit * omega); }};
  default:
    return {symbol, [=](double omega) { return factor * law.value(omega); }};
  }
}

FrequencyLaw times(double value, const FrequencyLaw &law) {
  if (value == 1)
    return law;
  std::ostringstream symbol;
  symbol.precision(4);
  symbol << value << (law.symbol == "1" ? "" : " " + law.symbol);
  return {symbol.str(), [=](double omega) { return value * law.value(omega); }};
}

struct WeightedEntry {
  Index row, column;
  double weight;
};

/// The entries as text: these numbers are no coefficients.
std::string text_of(const std::vector<WeightedEntry> &entries) {
  std::ostringstream text;
  text.precision(17);
  for (const WeightedEntry &entry : entries)
    text << entry.row << ' ' << entry.column << ' ' << entry.weight << "; ";
  return text.str();
}

bool is_symmetric(const std::vector<WeightedEntry> &entries) {
  std::map<std::pair<Index, Index>, double> difference;
  for (const WeightedEntry &entry : entries) {
    difference[{entry.row, entry.column}] += entry.weight;
    difference[{entry.column, entry.row}] -= entry.weight;
  }
  return std::all_of(difference.begin(), difference.end(), [](const auto &pair) { return pair.second == 0; });
}

/// Of the two triangles that the entries of a symmetric matrix hold, one is given to the builder.
RealMatrix matrix_of(const Partition &partition, const std::vector<WeightedEntry> &entries) {
  const bool symmetric = is_symmetric(entries);
  MatrixBuilder builder(partition, symmetric ? Symmetry::symmetric : Symmetry::none);
  if (rank_of(partition) != 0)
    return builder.finish();
  for (const WeightedEntry &entry : entries)
    if (!symmetric)
      builder.add_entry(entry.row, entry.column, entry.weight);
    else if (entry.row <= entry.column)
      builder.add_symmetric(entry.row, entry.column, entry.weight);
  return builder.finish();
}

} // namespace

Network::Network(std::string region, Circuit circuit, std::vector<Port> ports)
    : region_(std::move(region)), circuit_(std::move(circuit)), ports_(std::move(ports)) {
  for (const Port &port : ports_)
    if (circuit_.has_node(port.node) || circuit_.domain() == CircuitDomain::acoustic) {
      if (circuit_.node_domains()[circuit_.node_index(port.node)] != CircuitDomain::acoustic)
        throw std::invalid_argument("port \"" + port.name + "\": node \"" + port.node + "\" is not acoustic");
    } else
      throw std::invalid_argument("only an acoustic node can be a port to the air");
  const std::string unsymmetric = unsymmetric_element(circuit_);
  if (!ports_.empty() && !unsymmetric.empty())
    throw std::invalid_argument(unsymmetric + " is not reciprocal: it can't be joined to finite elements, "
                                              "whose system is symmetric");
}

Index Network::n_unknowns() const {
  return static_cast<Index>(circuit_.nodes().size() + circuit_.branches().size() + ports_.size());
}

Index Network::unknown_of(const Circuit::Place &place) const {
  return static_cast<Index>(place.is_branch ? circuit_.nodes().size() + place.index : place.index);
}

Index Network::node_unknown(const std::string &node) const {
  return unknown_of({false, circuit_.node_index(node)});
}

Index Network::branch_unknown(const std::string &branch) const {
  return unknown_of({true, circuit_.branch_index(branch)});
}

Index Network::port_unknown(const std::string &port) const {
  const auto found =
      std::find_if(ports_.begin(), ports_.end(), [&](const Port &p) { return p.name == port; });
  if (found == ports_.end())
    throw std::out_of_range("the network has no port \"" + port + "\"");
  return static_cast<Index>(circuit_.nodes().size() + circuit_.branches().size()) +
         static_cast<Index>(found - ports_.begin());
}

void Network::add_elements(ProblemBuilder problem, const std::function<Index(Index)> &global) const {
  // An element's value is in its coefficient, so each has a matrix of its own, told by its number in the key;
  // connections, which have none, share one. The order of the terms doesn't depend on values.
  using Key = std::tuple<std::string, std::size_t, std::string, int, std::string>;
  std::map<Key, std::pair<FrequencyLaw, std::vector<WeightedEntry>>> groups;
  for (std::size_t k = 0; k < circuit_.elements().size(); ++k) {
    const Circuit::Element &element = circuit_.elements()[k];
    if (element.entries.empty()) // between ground and ground
      continue;
    const double value = std::abs(element.entries.front().weight);
    const bool joined = element.common_law && value == 1;
    const FrequencyLaw law = times(value, element.law);
    for (const Circuit::Entry &entry : element.entries) {
      const Scale row = row_scale(circuit_.is_acoustic_kind(entry.row), entry.row.is_branch),
                  column = column_scale(circuit_.is_acoustic_kind(entry.column), entry.column.is_branch);
      auto &[group_law, entries] = groups[{element.name, joined ? 0 : k + 1, joined ? law.symbol : "",
                                           row.power + column.power, element.loss}];
      group_law = law;
      entries.push_back({global(unknown_of(entry.row)), global(unknown_of(entry.column)),
                         row.sign * column.sign * entry.weight / value});
    }
  }
  for (auto &[key, group] : groups) {
    // An acoustic branch reads as -Y/(i w) in the log rather than as Y/(i w) with a negative matrix.
    const double sign = std::get<3>(key) == -1 ? -1 : 1;
    for (WeightedEntry &entry : group.second)
      entry.weight *= sign;
    const std::vector<WeightedEntry> &entries = group.second;
    problem.add_term(
        std::get<0>(key), region_, scaled(group.first, std::get<3>(key), sign), std::get<4>(key),
        [&] { return matrix_of(problem.partition(), entries); }, text_of(entries));
  }
}

void Network::add_ports(ProblemBuilder problem, const std::function<Index(Index)> &global) const {
  for (const Port &port : ports_)
    problem.add_term("port " + port.name, region_, {"1", [](double) { return Complex(1); }}, "", [&] {
      MatrixBuilder builder(problem.partition());
      if (rank_of(problem.partition()) == 0) {
        const Index w = global(port_unknown(port.name));
        for (const auto &[unknown, weight] : port.mean_pressure)
          if (unknown != no_unknown)
            builder.add_symmetric(unknown, w, -weight);
        builder.add_symmetric(w, global(node_unknown(port.node)), 1);
      }
      return builder.finish();
    });
}

void Network::add_terms(ProblemBuilder problem, const std::function<Index(Index)> &global) const {
  add_elements(problem, global);
  add_ports(problem, global);
  for (const Circuit::Source &source : circuit_.sources()) {
    const Scale row = row_scale(circuit_.is_acoustic_kind(source.row), source.row.is_branch);
    problem.add_load(source.name, scaled(source.value, row.power, row.sign), [&] {
      return SparseVector{{global(unknown_of(source.row)), 1.0}};
    });
  }
  for (const std::string &node : circuit_.nodes()) {
    const Output output = potential({QuantityKind::node, region_, node}, node, global);
    problem.add_output(output.quantity, output.coefficient, [&] { return output.vector; });
  }
}

Load Network::flow_source(const std::string &name, const std::string &node, const Admittance &flow,
                          const std::function<Index(Index)> &global) const {
  const Scale row = row_scale(circuit_.is_acoustic_kind({false, circuit_.node_index(node)}), false);
  return {name, scaled(flow, row.power, row.sign), {{global(node_unknown(node)), 1.0}}};
}

Output Network::potential(const Quantity &quantity, const std::string &node,
                          const std::function<Index(Index)> &global) const {
  const Scale column = column_scale(circuit_.is_acoustic_kind({false, circuit_.node_index(node)}), false);
  return {quantity,
          scaled({"1", [](double) { return Complex(1); }}, column.power),
          {{global(node_unknown(node)), 1.0}}};
}

Output Network::flow(const Quantity &quantity, const std::string &branch, double sign,
                     const std::function<Index(Index)> &global) const {
  const Scale column = column_scale(circuit_.is_acoustic_kind({true, circuit_.branch_index(branch)}), true);
  return {quantity,
          scaled({"1", [](double) { return Complex(1); }}, column.power),
          {{global(branch_unknown(branch)), sign}}};
}

Output Network::volume_displacement(const Quantity &quantity, const std::string &branch,
                                    const std::function<Index(Index)> &global) const {
  if (!circuit_.is_acoustic_kind({true, circuit_.branch_index(branch)}))
    throw std::invalid_argument("\"" + branch + "\" lies beyond a gyrator: its unknown is no volume");
  return {quantity, {"1", [](double) { return Complex(1); }}, {{global(branch_unknown(branch)), 1.0}}};
}

} // namespace earshot
