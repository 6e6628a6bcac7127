#ifndef EARSHOT_CIRCUIT_CIRCUIT_SOLUTION_H
#define EARSHOT_CIRCUIT_CIRCUIT_SOLUTION_H

#include "solver/circuit/circuit.h"

#include <optional>

namespace earshot {

/// The modified nodal analysis of a circuit by dense, unsymmetric elimination: every element is allowed.
/// Unknowns are the nodes' potentials, then the branches' flows, in natural units. Keeps a reference to the
/// circuit.
class CircuitMatrix {
public:
  explicit CircuitMatrix(const Circuit &circuit) : circuit_(circuit) {}

  std::size_t size() const { return circuit_.nodes().size() + circuit_.branches().size(); }
  std::size_t number(const Circuit::Place &place) const {
    return place.is_branch ? circuit_.nodes().size() + place.index : place.index;
  }

  /// Right-hand side of the circuit's own sources.
  std::vector<std::complex<double>> sources(double omega) const;
  /// @throws std::runtime_error if the matrix is singular
  std::vector<std::complex<double>> solve(double omega, std::vector<std::complex<double>> b) const;

  /// Time-average power [W] that the sources put in, for RMS phasors.
  double input(double omega, const std::vector<std::complex<double>> &x) const;
  /// Time-average power [W] that an element takes.
  double power(const Circuit::Element &element, double omega,
               const std::vector<std::complex<double>> &x) const;

private:
  const Circuit &circuit_;
};

/// Nodes from which no element leads on to ground: their potential is undefined.
std::vector<std::string> floating_nodes(const Circuit &circuit);

/// Whether what drives at the given places has an influence on each node, by the structure of the equations:
/// a place acts on the rows of its column. In the order of `circuit.nodes()`.
/// @param within  the only domain to follow it through; without, it passes from one to another
std::vector<bool> reached_nodes(const Circuit &circuit, const std::vector<Circuit::Place> &from,
                                std::optional<CircuitDomain> within = std::nullopt);

/// Names of branches without impedance that close a loop of such branches.
std::vector<std::string> ideal_loops(const Circuit &circuit);

/// Name of the first element that has no place in a symmetric system, such as a controlled source, or a
/// gyrator within a domain; empty when there is none.
std::string unsymmetric_element(const Circuit &circuit);

} // namespace earshot

#endif
