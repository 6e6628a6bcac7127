#ifndef EARSHOT_PHYSICS_NETWORK_NETWORK_H
#define EARSHOT_PHYSICS_NETWORK_NETWORK_H

#include "solver/algebra/frequency_problem.h"
#include "solver/materials/circuit.h"

namespace earshot {

/// Joins a surface of the air to a node of an acoustic circuit: the node's pressure is the surface's mean
/// pressure, and what flows out of the air flows into the node.
struct Port {
  std::string name, node;
  /// Mean pressure over the surface as a functional of the air's unknowns, (1/S) int q, by global number.
  SparseVector mean_pressure;
};

/// A circuit's part of the coupled symmetric system.
///
/// Acoustic: unknown node pressures P and, per port, the volume W that has left the air [m^3]. With s/S
/// the mean-pressure functional, the rows are
///     air:   ... - (s/S) W                          = ...
///     port:  -(s/S)^T p + P_node                    = 0
///     node:  sum of W - sum of Y/(i w) (P - P_other) = - (volume velocity injected) / (i w)
/// Electrical: unknown lambda = potential/(i w) [V s], rows sum of currents leaving:
///     node:  sum of i + sum of i w Y (lambda - lambda_other) = current injected
/// so that a branch current i, whose own row holds + lambda (and -Z/(i w) i), couples by a real 1.
///
/// Constant branches are grouped into one term a kind, general ones have a term each.
class Network {
public:
  /// @param region name for the term ledger
  /// @throws std::out_of_range if a port names an unknown node, std::invalid_argument for a port on an
  ///         electrical circuit
  Network(std::string region, Circuit circuit, std::vector<Port> ports = {});

  const Circuit &circuit() const { return circuit_; }
  /// Nodes, then ports.
  Index n_unknowns() const;
  /// Number among this network's unknowns. @throws std::out_of_range
  Index node_unknown(const std::string &node) const;
  Index port_unknown(const std::string &port) const;

  /// Adds the terms, and for every node an output "<region>.<node>" (its potential).
  /// Collective; rank 0 contributes the entries.
  /// @param global maps this network's unknowns 0 .. n_unknowns()-1 to global numbers
  void add_terms(FrequencyProblem &problem, const std::function<Index(Index)> &global) const;

  /// Unit flow into a node (volume velocity or current) times `flow`, as a load.
  Load flow_source(const std::string &name, const std::string &node, const Admittance &flow,
                   const std::function<Index(Index)> &global) const;
  /// Potential of a node as an output.
  Output potential(const std::string &name, const std::string &node,
                   const std::function<Index(Index)> &global) const;

private:
  Coefficient branch_coefficient(const Admittance &admittance) const;
  void add_constant_branches(FrequencyProblem &problem, const std::function<Index(Index)> &global) const;
  void add_general_branches(FrequencyProblem &problem, const std::function<Index(Index)> &global) const;
  void add_ports(FrequencyProblem &problem, const std::function<Index(Index)> &global) const;

  std::string region_;
  Circuit circuit_;
  std::vector<Port> ports_;
};

} // namespace earshot

#endif
