#include "solver/materials/circuit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;

void require_positive(double value, const char *what) {
  if (!(value > 0))
    throw std::invalid_argument(std::string(what) + " of a circuit branch must be positive");
}

} // namespace

void Circuit::add_node(const std::string &name) {
  if (name != ground && std::find(nodes_.begin(), nodes_.end(), name) == nodes_.end())
    nodes_.push_back(name);
}

void Circuit::add(Branch branch) {
  add_node(branch.from);
  add_node(branch.to);
  branches_.push_back(std::move(branch));
}

void Circuit::add_resistance(const std::string &from, const std::string &to, double resistance,
                             const std::string &loss) {
  require_positive(resistance, "resistance");
  add({from,
       to,
       Kind::resistance,
       resistance,
       {"1/R", [resistance](double) { return Complex(1 / resistance); }},
       loss});
}

void Circuit::add_inertance(const std::string &from, const std::string &to, double inertance) {
  require_positive(inertance, "inertance");
  add({from,
       to,
       Kind::inertance,
       inertance,
       {"1/(i w M)", [inertance](double omega) { return 1.0 / Complex(0, omega * inertance); }},
       ""});
}

void Circuit::add_compliance(const std::string &from, const std::string &to, double compliance) {
  require_positive(compliance, "compliance");
  add({from,
       to,
       Kind::compliance,
       compliance,
       {"i w C", [compliance](double omega) { return Complex(0, omega * compliance); }},
       ""});
}

void Circuit::add_series(const std::string &from, const std::string &to, double resistance, double inertance,
                         double compliance, const std::string &loss) {
  if (!(resistance >= 0 && inertance >= 0 && compliance > 0))
    throw std::invalid_argument("a series branch needs R >= 0, M >= 0 and C > 0");
  const auto admittance = [=](double omega) {
    return 1.0 / Complex(resistance, omega * inertance - 1 / (omega * compliance));
  };
  add_general(from, to, {"1/(R + i w M + 1/(i w C))", admittance}, resistance > 0 ? loss : "");
}

void Circuit::add_general(const std::string &from, const std::string &to, Admittance admittance,
                          const std::string &loss) {
  add({from, to, Kind::general, 0, std::move(admittance), loss});
}

void Circuit::add_two_port(const std::string &side1, const std::string &side2, const std::string &symbol,
                           std::function<TwoPort(double)> two_port, const std::string &loss) {
  add_general(side1, side2, {symbol + ": 1/b", [two_port](double omega) { return 1.0 / two_port(omega).b; }},
              loss);
  const auto shunt = [two_port](bool first) {
    return [two_port, first](double omega) {
      const TwoPort t = two_port(omega);
      return ((first ? t.d : t.a) - 1.0) / t.b;
    };
  };
  add_general(side1, ground, {symbol + ": (d-1)/b", shunt(true)}, loss);
  add_general(side2, ground, {symbol + ": (a-1)/b", shunt(false)}, loss);
}

std::size_t Circuit::node_index(const std::string &name) const {
  const auto found = std::find(nodes_.begin(), nodes_.end(), name);
  if (found == nodes_.end())
    throw std::out_of_range("the circuit has no node \"" + name + "\"");
  return static_cast<std::size_t>(found - nodes_.begin());
}

std::vector<Complex> Circuit::potentials(double omega,
                                         const std::vector<std::pair<std::string, Complex>> &flows) const {
  const std::size_t n = nodes_.size();
  std::vector<Complex> matrix(n * n), b(n);
  for (const Branch &branch : branches_) {
    const Complex y = branch.admittance.value(omega);
    const bool from = branch.from != ground, to = branch.to != ground;
    const std::size_t i = from ? node_index(branch.from) : 0, j = to ? node_index(branch.to) : 0;
    if (from)
      matrix[i * n + i] += y;
    if (to)
      matrix[j * n + j] += y;
    if (from && to) {
      matrix[i * n + j] -= y;
      matrix[j * n + i] -= y;
    }
  }
  for (const auto &[node, flow] : flows)
    b[node_index(node)] += flow;
  return solve_dense(std::move(matrix), std::move(b));
}

Complex Circuit::transfer_impedance(const std::string &from, const std::string &to, double omega) const {
  return potentials(omega, {{from, 1.0}})[node_index(to)];
}

std::vector<Complex> solve_dense(std::vector<Complex> matrix, std::vector<Complex> b) {
  const std::size_t n = b.size();
  const auto a = [&](std::size_t i, std::size_t j) -> Complex & { return matrix[i * n + j]; };
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(a(i, k)) > std::abs(a(pivot, k)))
        pivot = i;
    if (!(std::abs(a(pivot, k)) > std::numeric_limits<double>::min()))
      throw std::runtime_error("the circuit's matrix is singular: some node has no way to ground");
    for (std::size_t j = 0; j < n; ++j)
      std::swap(a(k, j), a(pivot, j));
    std::swap(b[k], b[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const Complex factor = a(i, k) / a(k, k);
      for (std::size_t j = k; j < n; ++j)
        a(i, j) -= factor * a(k, j);
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j)
      b[k] -= a(k, j) * b[j];
    b[k] /= a(k, k);
  }
  return b;
}

} // namespace earshot
