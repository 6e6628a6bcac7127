#ifndef EARSHOT_CIRCUIT_CIRCUIT_H
#define EARSHOT_CIRCUIT_CIRCUIT_H

#include "solver/circuit/dense_solve.h"
#include "solver/circuit/passages.h"

#include <complex>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// Which pair of quantities a node speaks of; potential times conjugate flow is a power in each.
/// Acoustic: pressure [Pa], volume velocity [m^3/s]. Electrical: voltage [V], current [A].
/// Mechanical: velocity [m/s], force [N] (the mobility analogy: a mass is a capacitor to ground, a spring an
/// inductor). With it a moving coil is a transformer between electrical and mechanical nodes, a piston a
/// gyrator between mechanical and acoustic ones, and both are symmetric beside finite elements (Network).
enum class CircuitDomain { acoustic, electrical, mechanical };

/// "acoustic", "electrical", "mechanical".
const char *name_of(CircuitDomain domain);

/// A complex number over angular frequency, with its formula for the log.
struct FrequencyLaw {
  std::string symbol;
  std::function<std::complex<double>(double omega)> value;
};
using Admittance = FrequencyLaw; ///< flow / potential
using Impedance = FrequencyLaw;  ///< potential / flow

/// A lumped circuit as data: the equations of a modified nodal analysis in natural units. Unknowns are the
/// potentials of named nodes and the flows of named branches. A node's row says that the flows leaving it sum
/// to those that sources send in; a branch's row is its own law. "ground" is the node of zero potential in
/// every domain: static pressure, the electrical return, the frame at rest.
class Circuit {
public:
  static constexpr const char *ground = "ground";

  /// An unknown: the potential of `nodes()[index]` or the flow of `branches()[index]`.
  struct Place {
    bool is_branch;
    std::size_t index;
    auto operator<=>(const Place &) const = default;
  };
  struct Entry {
    Place row, column;
    double weight;
  };
  /// law(w) times a real matrix.
  struct Element {
    std::string name;
    FrequencyLaw law;
    bool common_law; ///< law is 1, i w or 1/(i w): elements with the same one may be joined
    std::vector<Entry> entries;
    std::string loss; ///< row of the power balance; empty for a lossless element
  };
  /// A branch with a flow of its own, from `from` through the branch to `to`.
  struct Branch {
    std::string name;
    CircuitDomain domain;
    std::string from, to;
    bool ideal; ///< without impedance: several of these in a loop contradict each other
  };
  /// An independent source: the right-hand side of a row.
  struct Source {
    std::string name;
    Place row;
    FrequencyLaw value;
  };

  explicit Circuit(CircuitDomain domain = CircuitDomain::acoustic) : domain_(domain) {}

  /// Makes a node known. The first mention decides on its domain; without one it is that of the circuit.
  /// @throws std::invalid_argument when it belongs to another domain already
  void add_node(const std::string &name) { add_node(name, std::nullopt); }
  void add_node(const std::string &name, std::optional<CircuitDomain> domain);

  /// Acoustic [Pa s/m^3] or electrical [ohm]; mechanical [m/(N s)], the reciprocal of a friction.
  /// @throws std::invalid_argument unless positive
  void add_resistance(const std::string &from, const std::string &to, double resistance,
                      const std::string &loss);
  /// Acoustic mass [kg/m^4], inductance [H], mechanical compliance [m/N].
  /// @throws std::invalid_argument unless positive
  void add_inertance(const std::string &from, const std::string &to, double inertance);
  /// Acoustic compliance [m^3/Pa], capacitance [F], mass [kg] (its other end is ground).
  /// @throws std::invalid_argument unless positive
  void add_compliance(const std::string &from, const std::string &to, double compliance);
  /// R + i w M + 1/(i w C) in one branch. An infinite compliance leaves its part out.
  /// @throws std::invalid_argument for a negative R or M, or C <= 0
  void add_series(const std::string &from, const std::string &to, double resistance, double inertance,
                  double compliance, const std::string &loss);
  /// Any admittance. @param loss where the power of its real part is booked
  void add_general(const std::string &from, const std::string &to, Admittance admittance,
                   const std::string &loss);
  /// A reciprocal two-port against ground by its pi of admittances.
  void add_pi(const std::string &side1, const std::string &side2, const std::string &symbol,
              std::function<PiTwoPort(double omega)> pi, const std::string &loss);
  /// A two-port by its chain matrix that need not be reciprocal: the flow out of side 2 is an unknown.
  void add_chain(const std::string &name, const std::string &side1, const std::string &side2,
                 std::function<TwoPort(double omega)> chain, const std::string &loss);

  /// potential(from) - potential(to) = Z flow; Z may be zero or infinite nowhere else.
  void add_impedance(const std::string &name, const std::string &from, const std::string &to,
                     Impedance impedance, const std::string &loss);
  /// A coil whose flow others refer to: potential(from) - potential(to) = i w L flow.
  void add_coil(const std::string &name, const std::string &from, const std::string &to, double inductance);
  /// Mutual inductance between two branches of `add_coil` [H], both counted from `from`.
  void add_mutual(const std::string &coil1, const std::string &coil2, double inductance);
  /// Holds potential(from) - potential(to) at `value`, without impedance. Its flow counts from `from`
  /// through the source to `to`, so that what it sends into the circuit has the other sign.
  void add_potential_source(const std::string &name, const std::string &from, const std::string &to,
                            FrequencyLaw value);
  /// The same behind a resistance, whose power is booked under `loss`.
  void add_potential_source(const std::string &name, const std::string &from, const std::string &to,
                            FrequencyLaw value, double resistance, const std::string &loss);
  /// Holds two nodes at one potential and counts the flow between them: a source at rest.
  void add_probe(const std::string &name, const std::string &from, const std::string &to);
  /// Sends a flow into `to`, taken from `from`.
  void add_flow_source(const std::string &name, const std::string &from, const std::string &to,
                       FrequencyLaw value);

  /// Terminals of one side of an ideal two-port.
  struct Pair {
    std::string plus, minus = ground;
  };
  /// A reciprocal two-port between pairs of nodes by its chain matrix, p1 = a p2 + b U2, U1 = c p2 + d U2
  /// with a d - b c = 1; any of the four may be zero, as in lines of half and quarter waves. What flows into
  /// the plus node of a pair comes back out of its minus node.
  void add_two_port(const std::string &name, const Pair &side1, const Pair &side2,
                    std::function<TwoPort(double omega)> two_port, const std::string &loss);
  /// potential(side1) = ratio potential(side2), flow into side 2 = -ratio flow into side 1. The flow into
  /// side 1 is the branch `name`.
  void add_transformer(const std::string &name, const Pair &side1, const Pair &side2, double ratio);
  /// Flow into side 1 = g potential(side2), flow into side 2 = -g potential(side1).
  void add_gyrator(const std::string &name, const Pair &side1, const Pair &side2, double transconductance);

  /// Controlled sources. Those by a potential may have a gain over frequency. Flow from `out.plus` through
  /// the source to `out.minus`, or potential across `out`.
  void add_vccs(const std::string &name, const Pair &out, const Pair &control, double gain);
  void add_vccs(const std::string &name, const Pair &out, const Pair &control, FrequencyLaw gain);
  void add_vcvs(const std::string &name, const Pair &out, const Pair &control, double gain);
  void add_vcvs(const std::string &name, const Pair &out, const Pair &control, FrequencyLaw gain);
  void add_cccs(const std::string &name, const Pair &out, const std::string &branch, double gain);
  void add_ccvs(const std::string &name, const Pair &out, const std::string &branch, double gain);

  /// Makes one element of each two controlled sources that are reciprocal together, as a gyrator of two G
  /// sources is: a symmetric system has no place for one of them alone.
  void join_reciprocal_sources();
  /// Symmetric systems have two kinds of places: equal entries (in natural units) within a kind, opposite
  /// ones between the kinds (Network). Acoustic places are of one kind, all others of the other; gyrators
  /// within a domain part the kinds, so what lies beyond one is turned to the other kind.
  /// @param fixed nodes that the rest of the system takes for those of their domain; where one of them would
  ///        have to be turned, nothing is
  void turn_beyond_gyrators(const std::vector<std::string> &fixed);
  /// Whether a place is of the acoustic kind.
  bool is_acoustic_kind(const Place &place) const;
  /// Whether entries are as the kinds of their places ask for.
  bool is_reciprocal(const std::vector<Entry> &entries) const;

  CircuitDomain domain() const { return domain_; }
  const std::vector<std::string> &nodes() const { return nodes_; } ///< without ground, in order of mention
  const std::vector<CircuitDomain> &node_domains() const { return node_domains_; }
  const std::vector<Branch> &branches() const { return branches_; }
  const std::vector<Element> &elements() const { return elements_; }
  const std::vector<Source> &sources() const { return sources_; }
  CircuitDomain domain_of(const Place &place) const;
  bool has_node(const std::string &name) const;
  /// Position of a node in `nodes`. @throws std::out_of_range with the name
  std::size_t node_index(const std::string &name) const;
  /// Position of a branch in `branches`. @throws std::out_of_range with the name
  std::size_t branch_index(const std::string &name) const;
  /// Pairs of nodes that an element lets a flow pass between.
  const std::vector<std::pair<std::string, std::string>> &paths() const { return paths_; }

  /// Potentials of all nodes when the given flows enter theirs; the circuit's own sources are at rest.
  /// @throws std::runtime_error if the matrix is singular (a node without a way to ground)
  std::vector<std::complex<double>>
  potentials(double omega, const std::vector<std::pair<std::string, std::complex<double>>> &flows) const;

  /// Potential at `to` per flow into `from` [Pa s/m^3 or ohm].
  std::complex<double> transfer_impedance(const std::string &from, const std::string &to, double omega) const;

private:
  Place add_branch(const std::string &name, const std::string &from, const std::string &to, bool ideal);
  void add_path(const std::string &from, const std::string &to);
  /// The entries +-weight of a difference of potentials in a row, or of a flow in the rows of two nodes.
  void add_between(std::vector<Entry> &entries, const Pair &rows, const Pair &columns, double weight) const;
  void add_flow(std::vector<Entry> &entries, const Pair &nodes, const Place &flow, double weight) const;
  void add_difference(std::vector<Entry> &entries, const Place &row, const Pair &nodes, double weight) const;
  void add_admittance(const std::string &name, const std::string &from, const std::string &to,
                      FrequencyLaw law, bool common_law, double weight, const std::string &loss);

  CircuitDomain domain_;
  std::vector<std::string> nodes_;
  std::vector<CircuitDomain> node_domains_;
  std::vector<Branch> branches_;
  std::vector<Element> elements_;
  std::vector<Source> sources_;
  std::vector<std::pair<std::string, std::string>> paths_;
  std::set<Place> turned_; ///< of the other kind than their domain's
};

} // namespace earshot

#endif
