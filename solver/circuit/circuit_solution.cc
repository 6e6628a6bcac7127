#include "solver/circuit/circuit_solution.h"

#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// Sets of nodes; the last one, circuit.nodes().size(), is ground.
class NodeSets {
public:
  explicit NodeSets(const Circuit &circuit) : circuit_(circuit), parent_(circuit.nodes().size() + 1) {
    std::iota(parent_.begin(), parent_.end(), std::size_t(0));
  }
  std::size_t find(const std::string &node) const {
    return root(node == Circuit::ground ? circuit_.nodes().size() : circuit_.node_index(node));
  }
  /// @return false when both were in one set before
  bool join(const std::string &a, const std::string &b) {
    const std::size_t first = find(a), second = find(b);
    parent_[first] = second;
    return first != second;
  }

private:
  std::size_t root(std::size_t k) const {
    while (parent_[k] != k)
      k = parent_[k];
    return k;
  }
  const Circuit &circuit_;
  std::vector<std::size_t> parent_;
};

} // namespace

std::vector<Complex> CircuitMatrix::sources(double omega) const {
  std::vector<Complex> b(size());
  for (const Circuit::Source &source : circuit_.sources())
    b[number(source.row)] += source.value.value(omega);
  return b;
}

std::vector<Complex> CircuitMatrix::solve(double omega, std::vector<Complex> b) const {
  const std::size_t n = size();
  std::vector<Complex> matrix(n * n);
  for (const Circuit::Element &element : circuit_.elements()) {
    const Complex law = element.law.value(omega);
    for (const Circuit::Entry &entry : element.entries)
      matrix[number(entry.row) * n + number(entry.column)] += entry.weight * law;
  }
  return solve_dense(std::move(matrix), std::move(b));
}

double CircuitMatrix::input(double omega, const std::vector<Complex> &x) const {
  double power = 0;
  for (const Circuit::Source &source : circuit_.sources()) {
    // A branch's flow counts into the source, a node's inflow into the circuit.
    const Complex product = std::conj(x[number(source.row)]) * source.value.value(omega);
    power += source.row.is_branch ? -product.real() : product.real();
  }
  return power;
}

double CircuitMatrix::power(const Circuit::Element &element, double omega,
                            const std::vector<Complex> &x) const {
  Complex nodes = 0, branches = 0;
  for (const Circuit::Entry &entry : element.entries)
    (entry.row.is_branch ? branches : nodes) +=
        std::conj(x[number(entry.row)]) * entry.weight * x[number(entry.column)];
  // Flow leaving a node takes power out of it; a branch's row is potential - Z flow.
  const Complex law = element.law.value(omega);
  return (law * nodes).real() - (law * branches).real();
}

std::vector<std::string> floating_nodes(const Circuit &circuit) {
  NodeSets sets(circuit);
  for (const auto &[from, to] : circuit.paths())
    sets.join(from, to);
  std::vector<std::string> floating;
  for (const std::string &node : circuit.nodes())
    if (sets.find(node) != sets.find(Circuit::ground))
      floating.push_back(node);
  return floating;
}

std::vector<bool> reached_nodes(const Circuit &circuit, const std::vector<Circuit::Place> &from,
                                std::optional<CircuitDomain> within) {
  std::map<Circuit::Place, std::vector<Circuit::Place>> acted_on;
  for (const Circuit::Element &element : circuit.elements())
    for (const Circuit::Entry &entry : element.entries)
      if (!within || (circuit.domain_of(entry.row) == *within && circuit.domain_of(entry.column) == *within))
        acted_on[entry.column].push_back(entry.row);
  std::set<Circuit::Place> reached(from.begin(), from.end());
  for (std::vector<Circuit::Place> edge = from; !edge.empty();) {
    const Circuit::Place place = edge.back();
    edge.pop_back();
    for (const Circuit::Place &next : acted_on[place])
      if (reached.insert(next).second)
        edge.push_back(next);
  }
  std::vector<bool> nodes;
  for (std::size_t k = 0; k < circuit.nodes().size(); ++k)
    nodes.push_back(reached.count({false, k}) != 0);
  return nodes;
}

std::vector<std::string> ideal_loops(const Circuit &circuit) {
  NodeSets sets(circuit);
  std::vector<std::string> closing;
  for (const Circuit::Branch &branch : circuit.branches())
    if (branch.ideal && !sets.join(branch.from, branch.to))
      closing.push_back(branch.name);
  return closing;
}

std::string unsymmetric_element(const Circuit &circuit) {
  for (const Circuit::Element &element : circuit.elements())
    if (!circuit.is_reciprocal(element.entries))
      return element.name;
  return "";
}

} // namespace earshot
