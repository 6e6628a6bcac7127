#include "solver/circuit/circuit_solution.h"

#include <cmath>
#include <map>
#include <numeric>

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

std::vector<std::string> ideal_loops(const Circuit &circuit) {
  NodeSets sets(circuit);
  std::vector<std::string> closing;
  for (const Circuit::Branch &branch : circuit.branches())
    if (branch.ideal && !sets.join(branch.from, branch.to))
      closing.push_back(branch.name);
  return closing;
}

bool same_kind(CircuitDomain a, CircuitDomain b) {
  return (a == CircuitDomain::acoustic) == (b == CircuitDomain::acoustic);
}

std::string unsymmetric_element(const Circuit &circuit) {
  for (const Circuit::Element &element : circuit.elements()) {
    std::map<std::pair<Circuit::Place, Circuit::Place>, double> sums;
    double largest = 0;
    for (const Circuit::Entry &entry : element.entries) {
      sums[{entry.row, entry.column}] += entry.weight;
      largest = std::max(largest, std::abs(entry.weight));
    }
    for (const auto &[places, weight] : sums) {
      const auto &[row, column] = places;
      const double sign = same_kind(circuit.domain_of(row), circuit.domain_of(column)) ? 1 : -1;
      const auto mirror = sums.find({column, row});
      if (std::abs(weight - sign * (mirror == sums.end() ? 0.0 : mirror->second)) > 1e-14 * largest)
        return element.name;
    }
  }
  return "";
}

} // namespace earshot
