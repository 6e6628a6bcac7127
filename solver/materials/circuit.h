#ifndef EARSHOT_MATERIALS_CIRCUIT_H
#define EARSHOT_MATERIALS_CIRCUIT_H

#include "solver/materials/narrow_region.h"

#include <complex>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// Acoustic: potential = pressure [Pa], flow = volume velocity [m^3/s].
/// Electrical: potential = voltage [V], flow = current [A].
enum class CircuitDomain { acoustic, electrical };

/// Admittance flow / potential as a function of angular frequency, with its formula for the log.
struct Admittance {
  std::string symbol;
  std::function<std::complex<double>(double omega)> value;
};

/// A lumped circuit as data: named nodes and the branches between them. "ground" is the node of zero
/// potential (static pressure, or the electrical return).
class Circuit {
public:
  static constexpr const char *ground = "ground";

  enum class Kind { resistance, inertance, compliance, general };

  struct Branch {
    std::string from, to;
    Kind kind;
    double value;          ///< R, M or C; 0 for a general branch
    Admittance admittance; ///< of every kind of branch
    std::string loss;      ///< row of the energy ledger; empty for a lossless branch
  };

  explicit Circuit(CircuitDomain domain = CircuitDomain::acoustic) : domain_(domain) {}

  /// Acoustic [Pa s/m^3] or electrical [ohm]. @throws std::invalid_argument unless positive
  void add_resistance(const std::string &from, const std::string &to, double resistance,
                      const std::string &loss);
  /// Acoustic mass [kg/m^4] or inductance [H]. @throws std::invalid_argument unless positive
  void add_inertance(const std::string &from, const std::string &to, double inertance);
  /// Acoustic compliance [m^3/Pa] or capacitance [F]. @throws std::invalid_argument unless positive
  void add_compliance(const std::string &from, const std::string &to, double compliance);
  /// R + i w M + 1/(i w C) in one branch. An infinite compliance leaves its part out.
  /// @throws std::invalid_argument for a negative R or M, or C <= 0
  void add_series(const std::string &from, const std::string &to, double resistance, double inertance,
                  double compliance, const std::string &loss);
  /// Any admittance. @param loss where the power of its real part is booked
  void add_general(const std::string &from, const std::string &to, Admittance admittance,
                   const std::string &loss);
  /// A reciprocal two-port against ground, as the pi of admittances 1/b, (d - 1)/b and (a - 1)/b.
  void add_two_port(const std::string &side1, const std::string &side2, const std::string &symbol,
                    std::function<TwoPort(double omega)> two_port, const std::string &loss);
  /// Makes the node known even if no branch touches it (a port's node, a rigid end).
  void add_node(const std::string &name);

  CircuitDomain domain() const { return domain_; }
  const std::vector<std::string> &nodes() const { return nodes_; } ///< without ground, in order of mention
  const std::vector<Branch> &branches() const { return branches_; }
  /// Position of a node in `nodes`. @throws std::out_of_range with the name
  std::size_t node_index(const std::string &name) const;

  /// Potentials of all nodes when the given flows enter theirs, by a dense nodal analysis.
  /// @throws std::runtime_error if the nodal matrix is singular (a node without a way to ground)
  std::vector<std::complex<double>>
  potentials(double omega, const std::vector<std::pair<std::string, std::complex<double>>> &flows) const;

  /// Potential at `to` per flow into `from` [Pa s/m^3 or ohm].
  std::complex<double> transfer_impedance(const std::string &from, const std::string &to, double omega) const;

private:
  void add(Branch branch);

  CircuitDomain domain_;
  std::vector<std::string> nodes_;
  std::vector<Branch> branches_;
};

/// Solves the small dense system A x = b by Gaussian elimination with row pivoting.
/// @param matrix row-major, size b.size()^2 @throws std::runtime_error if singular
std::vector<std::complex<double>> solve_dense(std::vector<std::complex<double>> matrix,
                                              std::vector<std::complex<double>> b);

} // namespace earshot

#endif
