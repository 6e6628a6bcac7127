#include "solver/circuit/circuit.h"

#include "solver/circuit/circuit_solution.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;

void require_positive(double value, const char *what) {
  if (!(value > 0))
    throw std::invalid_argument(std::string(what) + " of a circuit branch must be positive");
}

FrequencyLaw one() {
  return {"1", [](double) { return Complex(1); }};
}
FrequencyLaw times_iw() {
  return {"i w", [](double omega) { return Complex(0, omega); }};
}
FrequencyLaw over_iw() {
  return {"1/(i w)", [](double omega) { return Complex(0, -1 / omega); }};
}

/// A reciprocal two-port as a shunt, a series impedance, an ideal transformer and a shunt, from side 1 to 2.
struct ShuntedTransformer {
  Complex shunt1, series, ratio, shunt2;
};

/// The chain n + z y2/n, z/n; y1 a + y2/n, y1 b + 1/n leaves n free. The ratio n = a divides by a alone, n =
/// 1 by b alone; as a d - b c = 1, not both of a d and b c are small.
ShuntedTransformer shunted_transformer(const TwoPort &t) {
  if (std::abs(t.a * t.d) >= std::abs(t.b * t.c))
    return {t.c / t.a, t.a * t.b, t.a, 0};
  return {(t.d - 1.0) / t.b, t.b, 1, (t.a - 1.0) / t.b};
}

/// Entries by row and column.
using EntrySums = std::map<std::pair<Circuit::Place, Circuit::Place>, double>;

EntrySums sums_of(const std::vector<Circuit::Entry> &entries) {
  EntrySums sums;
  for (const Circuit::Entry &entry : entries)
    sums[{entry.row, entry.column}] += entry.weight;
  return sums;
}

double mirror_of(const EntrySums &sums, const std::pair<Circuit::Place, Circuit::Place> &places) {
  const auto mirror = sums.find({places.second, places.first});
  return mirror == sums.end() ? 0.0 : mirror->second;
}

/// How an entry compares to the one in the other triangle.
enum class Mirror { equal, opposite, either };

/// @param rule of a row and a column
template <class Rule>
bool all_mirrored(const std::vector<Circuit::Entry> &entries, Rule rule) {
  const EntrySums sums = sums_of(entries);
  double largest = 0;
  for (const auto &[places, sum] : sums)
    largest = std::max(largest, std::abs(sum));
  return std::all_of(sums.begin(), sums.end(), [&](const auto &entry) {
    const auto &[places, sum] = entry;
    const double mirror = mirror_of(sums, places), tolerance = 1e-14 * largest;
    const bool equal = std::abs(sum - mirror) <= tolerance, opposite = std::abs(sum + mirror) <= tolerance;
    switch (rule(places.first, places.second)) {
    case Mirror::equal:
      return equal;
    case Mirror::opposite:
      return opposite;
    default:
      return equal || opposite;
    }
  });
}

} // namespace

const char *name_of(CircuitDomain domain) {
  switch (domain) {
  case CircuitDomain::acoustic:
    return "acoustic";
  case CircuitDomain::electrical:
    return "electrical";
  default:
    return "mechanical";
  }
}

bool Circuit::has_node(const std::string &name) const {
  return std::find(nodes_.begin(), nodes_.end(), name) != nodes_.end();
}

void Circuit::add_node(const std::string &name, std::optional<CircuitDomain> domain) {
  if (name == ground)
    return;
  if (!has_node(name)) {
    nodes_.push_back(name);
    node_domains_.push_back(domain.value_or(domain_));
  } else if (domain && node_domains_[node_index(name)] != *domain) {
    throw std::invalid_argument("node \"" + name + "\" is " + name_of(node_domains_[node_index(name)]) +
                                ", not " + name_of(*domain));
  }
}

std::size_t Circuit::node_index(const std::string &name) const {
  const auto found = std::find(nodes_.begin(), nodes_.end(), name);
  if (found == nodes_.end())
    throw std::out_of_range("the circuit has no node \"" + name + "\"");
  return static_cast<std::size_t>(found - nodes_.begin());
}

std::size_t Circuit::branch_index(const std::string &name) const {
  const auto found =
      std::find_if(branches_.begin(), branches_.end(), [&](const Branch &b) { return b.name == name; });
  if (found == branches_.end())
    throw std::out_of_range("the circuit has no branch \"" + name + "\" with a flow of its own");
  return static_cast<std::size_t>(found - branches_.begin());
}

CircuitDomain Circuit::domain_of(const Place &place) const {
  return place.is_branch ? branches_.at(place.index).domain : node_domains_.at(place.index);
}

void Circuit::add_path(const std::string &from, const std::string &to) {
  add_node(from);
  add_node(to);
  const auto domain = [&](const std::string &node) { return node_domains_[node_index(node)]; };
  if (from != ground && to != ground && domain(from) != domain(to))
    throw std::invalid_argument("node \"" + from + "\" is " + name_of(domain(from)) + ", but \"" + to +
                                "\" is " + name_of(domain(to)));
  paths_.emplace_back(from, to);
}

Circuit::Place Circuit::add_branch(const std::string &name, const std::string &from, const std::string &to,
                                   bool ideal) {
  add_path(from, to);
  const std::string &node = from == ground ? to : from;
  branches_.push_back({name, node == ground ? domain_ : node_domains_[node_index(node)], from, to, ideal});
  return {true, branches_.size() - 1};
}

void Circuit::add_flow(std::vector<Entry> &entries, const Pair &nodes, const Place &flow,
                       double weight) const {
  if (nodes.plus != ground)
    entries.push_back({{false, node_index(nodes.plus)}, flow, weight});
  if (nodes.minus != ground)
    entries.push_back({{false, node_index(nodes.minus)}, flow, -weight});
}

void Circuit::add_difference(std::vector<Entry> &entries, const Place &row, const Pair &nodes,
                             double weight) const {
  if (nodes.plus != ground)
    entries.push_back({row, {false, node_index(nodes.plus)}, weight});
  if (nodes.minus != ground)
    entries.push_back({row, {false, node_index(nodes.minus)}, -weight});
}

void Circuit::add_between(std::vector<Entry> &entries, const Pair &rows, const Pair &columns,
                          double weight) const {
  if (columns.plus != ground)
    add_flow(entries, rows, {false, node_index(columns.plus)}, weight);
  if (columns.minus != ground)
    add_flow(entries, rows, {false, node_index(columns.minus)}, -weight);
}

void Circuit::add_admittance(const std::string &name, const std::string &from, const std::string &to,
                             FrequencyLaw law, bool common_law, double weight, const std::string &loss) {
  add_path(from, to);
  Element element{name, std::move(law), common_law, {}, loss};
  add_between(element.entries, {from, to}, {from, to}, weight);
  elements_.push_back(std::move(element));
}

void Circuit::add_resistance(const std::string &from, const std::string &to, double resistance,
                             const std::string &loss) {
  require_positive(resistance, "resistance");
  add_admittance("resistances", from, to, one(), true, 1 / resistance, loss);
}

void Circuit::add_inertance(const std::string &from, const std::string &to, double inertance) {
  require_positive(inertance, "inertance");
  add_admittance("inertances", from, to, over_iw(), true, 1 / inertance, "");
}

void Circuit::add_compliance(const std::string &from, const std::string &to, double compliance) {
  require_positive(compliance, "compliance");
  add_admittance("compliances", from, to, times_iw(), true, compliance, "");
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
  add_admittance("branch " + from + " - " + to, from, to, std::move(admittance), false, 1, loss);
}

void Circuit::add_pi(const std::string &side1, const std::string &side2, const std::string &symbol,
                     std::function<PiTwoPort(double)> pi, const std::string &loss) {
  add_general(side1, side2, {symbol + ": series", [pi](double omega) { return pi(omega).series; }}, loss);
  add_general(side1, ground, {symbol + ": shunt 1", [pi](double omega) { return pi(omega).shunt1; }}, loss);
  add_general(side2, ground, {symbol + ": shunt 2", [pi](double omega) { return pi(omega).shunt2; }}, loss);
}

void Circuit::add_two_port(const std::string &name, const Pair &side1, const Pair &side2,
                           std::function<TwoPort(double)> two_port, const std::string &loss) {
  const auto part = [&](const char *symbol, Complex ShuntedTransformer::*member) {
    return FrequencyLaw{name + ": " + symbol,
                        [=](double omega) { return shunted_transformer(two_port(omega)).*member; }};
  };
  add_path(side2.plus, side2.minus);
  const Place flow = add_branch(name, side1.plus, side1.minus, false);
  std::vector<Entry> first, second;
  add_flow(first, side1, flow, 1);
  add_difference(first, flow, side1, 1);
  add_flow(second, side2, flow, -1);
  add_difference(second, flow, side2, -1);
  elements_.push_back({"branch flows", one(), true, first, ""});
  elements_.push_back({name, part("ratio", &ShuntedTransformer::ratio), false, second, loss});
  elements_.push_back({name, part("series", &ShuntedTransformer::series), false, {{flow, flow, -1}}, loss});
  add_general(side1.plus, side1.minus, part("shunt 1", &ShuntedTransformer::shunt1), loss);
  add_general(side2.plus, side2.minus, part("shunt 2", &ShuntedTransformer::shunt2), loss);
}

void Circuit::add_chain(const std::string &name, const std::string &side1, const std::string &side2,
                        std::function<TwoPort(double)> chain, const std::string &loss) {
  // Unknown flow J out of side 2: row J is e1 - a e2 - b J = 0, side 1 loses c e2 + d J, side 2 gains J.
  add_path(side1, ground);
  const Place flow = add_branch(name, side2, ground, false);
  const auto part = [&](const char *symbol, std::complex<double> TwoPort::*member,
                        std::vector<Entry> entries) {
    elements_.push_back(
        {name,
         {std::string(symbol), [chain, member](double omega) { return chain(omega).*member; }},
         false,
         std::move(entries),
         loss});
  };
  std::vector<Entry> ones;
  add_difference(ones, flow, {side1}, 1);
  add_flow(ones, {side2}, flow, -1);
  elements_.push_back({name, one(), true, ones, loss});
  std::vector<Entry> a, b{{flow, flow, -1}}, c, d;
  add_difference(a, flow, {side2}, -1);
  add_between(c, {side1}, {side2}, 1);
  add_flow(d, {side1}, flow, 1);
  part("a", &TwoPort::a, a), part("b", &TwoPort::b, b), part("c", &TwoPort::c, c), part("d", &TwoPort::d, d);
}

void Circuit::add_impedance(const std::string &name, const std::string &from, const std::string &to,
                            Impedance impedance, const std::string &loss) {
  const Place flow = add_branch(name, from, to, false);
  std::vector<Entry> entries;
  add_flow(entries, {from, to}, flow, 1);
  add_difference(entries, flow, {from, to}, 1);
  elements_.push_back({"branch flows", one(), true, entries, ""});
  elements_.push_back({name, std::move(impedance), false, {{flow, flow, -1}}, loss});
}

void Circuit::add_coil(const std::string &name, const std::string &from, const std::string &to,
                       double inductance) {
  require_positive(inductance, "inductance");
  const Place flow = add_branch(name, from, to, false);
  std::vector<Entry> entries;
  add_flow(entries, {from, to}, flow, 1);
  add_difference(entries, flow, {from, to}, 1);
  elements_.push_back({"branch flows", one(), true, entries, ""});
  elements_.push_back({"coils", times_iw(), true, {{flow, flow, -inductance}}, ""});
}

void Circuit::add_mutual(const std::string &coil1, const std::string &coil2, double inductance) {
  const Place first{true, branch_index(coil1)}, second{true, branch_index(coil2)};
  elements_.push_back(
      {"coils", times_iw(), true, {{first, second, -inductance}, {second, first, -inductance}}, ""});
}

void Circuit::add_probe(const std::string &name, const std::string &from, const std::string &to) {
  const Place flow = add_branch(name, from, to, true);
  std::vector<Entry> entries;
  add_flow(entries, {from, to}, flow, 1);
  add_difference(entries, flow, {from, to}, 1);
  elements_.push_back({"branch flows", one(), true, entries, ""});
}

void Circuit::add_potential_source(const std::string &name, const std::string &from, const std::string &to,
                                   FrequencyLaw value) {
  add_probe(name, from, to);
  sources_.push_back({name, {true, branches_.size() - 1}, std::move(value)});
}

void Circuit::add_potential_source(const std::string &name, const std::string &from, const std::string &to,
                                   FrequencyLaw value, double resistance, const std::string &loss) {
  add_potential_source(name, from, to, std::move(value));
  branches_.back().ideal = resistance == 0;
  const Place flow{true, branches_.size() - 1};
  elements_.push_back({"source resistance",
                       {"R", [resistance](double) { return Complex(resistance); }},
                       false,
                       {{flow, flow, -1}},
                       loss});
}

void Circuit::add_flow_source(const std::string &name, const std::string &from, const std::string &to,
                              FrequencyLaw value) {
  add_node(from);
  add_node(to);
  if (to != ground)
    sources_.push_back({name, {false, node_index(to)}, value});
  if (from != ground)
    sources_.push_back({name,
                        {false, node_index(from)},
                        {"-" + value.symbol, [law = value.value](double omega) { return -law(omega); }}});
}

void Circuit::add_transformer(const std::string &name, const Pair &side1, const Pair &side2, double ratio) {
  add_path(side2.plus, side2.minus);
  const Place flow = add_branch(name, side1.plus, side1.minus, false);
  std::vector<Entry> entries;
  add_flow(entries, side1, flow, 1);
  add_flow(entries, side2, flow, -ratio);
  add_difference(entries, flow, side1, 1);
  add_difference(entries, flow, side2, -ratio);
  elements_.push_back({"transformer " + name, one(), false, entries, ""});
}

void Circuit::add_gyrator(const std::string &name, const Pair &side1, const Pair &side2,
                          double transconductance) {
  add_path(side1.plus, side1.minus);
  add_path(side2.plus, side2.minus);
  std::vector<Entry> entries;
  add_between(entries, side1, side2, transconductance);
  add_between(entries, side2, side1, -transconductance);
  elements_.push_back({"gyrator " + name, one(), false, entries, ""});
}

void Circuit::add_vccs(const std::string &name, const Pair &out, const Pair &control, double gain) {
  for (const std::string &node : {out.plus, out.minus, control.plus, control.minus})
    add_node(node);
  std::vector<Entry> entries;
  add_between(entries, out, control, gain);
  elements_.push_back({"controlled source " + name, one(), false, entries, "active"});
}

void Circuit::add_vcvs(const std::string &name, const Pair &out, const Pair &control, double gain) {
  add_node(control.plus);
  add_node(control.minus);
  const Place flow = add_branch(name, out.plus, out.minus, true);
  std::vector<Entry> entries;
  add_flow(entries, out, flow, 1);
  add_difference(entries, flow, out, 1);
  add_difference(entries, flow, control, -gain);
  elements_.push_back({"controlled source " + name, one(), false, entries, "active"});
}

void Circuit::add_vccs(const std::string &name, const Pair &out, const Pair &control, FrequencyLaw gain) {
  for (const std::string &node : {out.plus, out.minus, control.plus, control.minus})
    add_node(node);
  std::vector<Entry> entries;
  add_between(entries, out, control, 1);
  elements_.push_back({"controlled source " + name, std::move(gain), false, entries, "active"});
}

void Circuit::add_vcvs(const std::string &name, const Pair &out, const Pair &control, FrequencyLaw gain) {
  add_node(control.plus);
  add_node(control.minus);
  const Place flow = add_branch(name, out.plus, out.minus, true);
  std::vector<Entry> connection, controlled;
  add_flow(connection, out, flow, 1);
  add_difference(connection, flow, out, 1);
  add_difference(controlled, flow, control, -1);
  elements_.push_back({"branch flows", one(), true, connection, "active"});
  elements_.push_back({"controlled source " + name, std::move(gain), false, controlled, "active"});
}

bool Circuit::is_acoustic_kind(const Place &place) const {
  return (domain_of(place) == CircuitDomain::acoustic) != turned_.contains(place);
}

bool Circuit::is_reciprocal(const std::vector<Entry> &entries) const {
  return all_mirrored(entries, [&](const Place &row, const Place &column) {
    return is_acoustic_kind(row) == is_acoustic_kind(column) ? Mirror::equal : Mirror::opposite;
  });
}

void Circuit::turn_beyond_gyrators(const std::vector<std::string> &fixed) {
  std::map<Place, std::vector<std::pair<Place, bool>>> neighbours; // whether of the same kind
  for (const Element &element : elements_) {
    const EntrySums sums = sums_of(element.entries);
    for (const auto &[places, sum] : sums) {
      const double mirror = mirror_of(sums, places);
      if (places.first != places.second && sum != 0 && std::abs(sum) == std::abs(mirror))
        neighbours[places.first].emplace_back(places.second, sum == mirror);
    }
  }
  std::map<Place, bool> kinds;
  const auto spread_from = [&](const Place &seed) {
    if (!kinds.try_emplace(seed, is_acoustic_kind(seed)).second)
      return;
    for (std::vector<Place> reached{seed}; !reached.empty();) {
      const Place place = reached.back();
      reached.pop_back();
      for (const auto &[other, same] : neighbours[place])
        if (kinds.try_emplace(other, kinds.at(place) == same).second)
          reached.push_back(other);
    }
  };
  for (const std::string &node : fixed)
    if (node != ground && has_node(node))
      spread_from({false, node_index(node)});
  for (std::size_t k = 0; k < nodes_.size(); ++k)
    spread_from({false, k});
  std::set<Place> turned;
  for (const auto &[place, kind] : kinds)
    if (kind != is_acoustic_kind(place))
      turned.insert(place);
  const bool holds = std::none_of(fixed.begin(), fixed.end(), [&](const std::string &node) {
    return node != ground && has_node(node) && turned.contains({false, node_index(node)});
  });
  if (holds)
    turned_ = std::move(turned);
}

void Circuit::join_reciprocal_sources() {
  const auto alone = [&](const Element &element) {
    return element.law.symbol == "1" && !element.common_law && !is_reciprocal(element.entries);
  };
  const auto either = [](const Place &, const Place &) { return Mirror::either; };
  const auto opposite = [](const Place &, const Place &) { return Mirror::opposite; };
  for (std::size_t k = 0; k < elements_.size(); ++k)
    for (std::size_t other = k + 1; other < elements_.size() && alone(elements_[k]); ++other) {
      if (!alone(elements_[other]))
        continue;
      std::vector<Entry> together = elements_[k].entries;
      together.insert(together.end(), elements_[other].entries.begin(), elements_[other].entries.end());
      if (!all_mirrored(together, either))
        continue;
      elements_[k].entries = std::move(together);
      if (all_mirrored(elements_[k].entries, opposite))
        elements_[k].loss.clear(); // what one takes the other gives
      elements_.erase(elements_.begin() + static_cast<std::ptrdiff_t>(other));
      break;
    }
}

void Circuit::add_cccs(const std::string &name, const Pair &out, const std::string &branch, double gain) {
  add_node(out.plus);
  add_node(out.minus);
  std::vector<Entry> entries;
  add_flow(entries, out, {true, branch_index(branch)}, gain);
  elements_.push_back({"controlled source " + name, one(), false, entries, "active"});
}

void Circuit::add_ccvs(const std::string &name, const Pair &out, const std::string &branch, double gain) {
  const Place control{true, branch_index(branch)}, flow = add_branch(name, out.plus, out.minus, true);
  std::vector<Entry> entries{{flow, control, -gain}};
  add_flow(entries, out, flow, 1);
  add_difference(entries, flow, out, 1);
  elements_.push_back({"controlled source " + name, one(), false, entries, "active"});
}

std::vector<Complex> Circuit::potentials(double omega,
                                         const std::vector<std::pair<std::string, Complex>> &flows) const {
  const CircuitMatrix matrix(*this);
  std::vector<Complex> b(matrix.size());
  for (const auto &[node, flow] : flows)
    b[node_index(node)] += flow;
  std::vector<Complex> x = matrix.solve(omega, std::move(b));
  x.resize(nodes_.size());
  return x;
}

Complex Circuit::transfer_impedance(const std::string &from, const std::string &to, double omega) const {
  return potentials(omega, {{from, 1.0}})[node_index(to)];
}

} // namespace earshot
