#ifndef EARSHOT_PHYSICS_NETWORK_NETWORK_H
#define EARSHOT_PHYSICS_NETWORK_NETWORK_H

#include "solver/algebra/problem_builder.h"
#include "solver/circuit/circuit.h"

namespace earshot {

/// Joins a surface of the air to a node of an acoustic circuit: the node's pressure is the surface's mean
/// pressure, and what flows out of the air flows into the node.
struct Port {
  std::string name, node;
  /// Mean pressure over the surface as a functional of the air's unknowns, (1/S) int q, by global number.
  SparseVector mean_pressure;
};

/// A circuit's part of the coupled symmetric system, from its equations in natural units (Circuit) by a scale
/// for each row and column. Electrical and mechanical places are of one kind, acoustic ones of the other:
///
///                               unknown                    row
///     electrical, mechanical    lambda = potential/(i w)   sum of flows leaving = flow sent in
///       their branches          flow                       (potential - Z flow)/(i w) = ...
///     acoustic                  potential P                -(sum of flows leaving)/(i w) = ...
///       its branches            W = flow/(i w)             -(potential - Z flow) = ...
///
/// so that unknown times row is an energy everywhere, and the unknowns are those of the finite elements:
/// lambda is a velocity's displacement, W a volume. Impedances become -Y/(i w), i w Y, -Z/(i w) or i w Z;
/// transformers between places of one kind and gyrators between the kinds (pistons) become real and
/// symmetric. What is not reciprocal in this sense (`unsymmetric_element`) has a matrix that is not
/// symmetric, and no place beside finite elements.
///
/// A port adds the volume W that has left the air [m^3]. With s/S the mean-pressure functional:
///     air:   ... - (s/S) W                          = ...
///     port:  -(s/S)^T p + P_node                    = 0
///     node:  sum of W - sum of Y/(i w) (P - P_other) = - (volume velocity injected) / (i w)
///
/// Each element has a term with its value in the coefficient, so that values can be changed without new
/// matrices; the ratios of a transformer are in the matrix.
class Network {
public:
  /// @param region name for the table of terms
  /// @throws std::out_of_range if a port names an unknown node, std::invalid_argument for a port at a node
  ///         that is not acoustic, or beside an unsymmetric element
  Network(std::string region, Circuit circuit, std::vector<Port> ports = {});

  const Circuit &circuit() const { return circuit_; }
  /// Nodes, branches, then ports.
  Index n_unknowns() const;
  /// Number among this network's unknowns. @throws std::out_of_range
  Index node_unknown(const std::string &node) const;
  Index branch_unknown(const std::string &branch) const;
  Index port_unknown(const std::string &port) const;

  /// Adds the terms, the loads of the circuit's sources, and for every node an output "<region>.<node>" (its
  /// potential).
  /// Collective; rank 0 contributes the entries.
  /// @param global maps this network's unknowns 0 .. n_unknowns()-1 to global numbers
  void add_terms(ProblemBuilder problem, const std::function<Index(Index)> &global) const;

  /// Unit flow into a node times `flow`, as a load.
  Load flow_source(const std::string &name, const std::string &node, const Admittance &flow,
                   const std::function<Index(Index)> &global) const;
  /// Potential of a node as an output.
  Output potential(const Quantity &quantity, const std::string &node,
                   const std::function<Index(Index)> &global) const;

  /// Flow of a branch as an output, `sign` times.
  Output flow(const Quantity &quantity, const std::string &branch, double sign,
              const std::function<Index(Index)> &global) const;

  /// Volume [m3] that has passed an acoustic branch, as an output; the same vector is the load of a pressure
  /// along the branch [Pa]. @throws std::invalid_argument for a branch whose unknown is none
  Output volume_displacement(const Quantity &quantity, const std::string &branch,
                             const std::function<Index(Index)> &global) const;

private:
  Index unknown_of(const Circuit::Place &place) const;
  void add_elements(ProblemBuilder problem, const std::function<Index(Index)> &global) const;
  void add_ports(ProblemBuilder problem, const std::function<Index(Index)> &global) const;

  std::string region_;
  Circuit circuit_;
  std::vector<Port> ports_;
};

} // namespace earshot

#endif
