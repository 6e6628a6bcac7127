#include "solver/circuit/spice.h"

#include "solver/circuit/netlist_elements.h"
#include "solver/circuit/netlist_laws.h"
#include "solver/circuit/node_domains.h"
#include "solver/config/located.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace earshot {

namespace {

using Complex = std::complex<double>;

bool is_one_of(const std::string &word, const std::string &words) {
  return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

/// Adds the elements of a netlist to a circuit.
class SpiceBuilder {
public:
  SpiceBuilder(Circuit &circuit, const std::string &file, const SpiceOptions &options,
               std::vector<std::string> &notes)
      : circuit_(circuit), file_(file), options_(options), notes_(notes) {}

  void build(const Netlist &netlist) {
    for (const NetlistElement &element : netlist.elements())
      guarded(element, [&] { collect(element); });
    declare_domains();
    // What others refer to by name goes first.
    for (const bool late : {false, true})
      for (const NetlistElement &element : netlist.elements())
        if (is_one_of(element.line->words[0].substr(0, 1), "k f h") == late)
          guarded(element, [&] { add(element); });
  }

private:
  [[noreturn]] void fail(const NetlistElement &element, const std::string &message) const {
    throw UserError({file_, element.line->number, 1, ""}, message);
  }
  template <class Work>
  void guarded(const NetlistElement &element, const Work &work) const {
    try {
      work();
    } catch (const std::invalid_argument &error) {
      fail(element, error.what());
    } catch (const std::out_of_range &error) {
      fail(element, error.what());
    }
  }

  static const std::vector<std::string> &words(const NetlistElement &e) { return e.line->words; }
  void require(const NetlistElement &e, std::size_t n, const std::string &form) const {
    if (words(e).size() < n)
      fail(e, fmt::format("found {} words, expected {}", words(e).size(), form));
  }
  /// Refuses words from the n-th on.
  void require_end(const NetlistElement &e, std::size_t n) const {
    if (words(e).size() > n)
      fail(e, fmt::format("found \"{}\" on the line, which isn't used", excerpt(words(e)[n])));
  }
  /// Refuses assignments but these.
  void require_only(const NetlistElement &e, const std::string &names) const {
    for (const NetlistAssignment &assignment : e.line->assignments)
      if (!is_one_of(assignment.name, names))
        fail(e, fmt::format("found \"{}={}\" on the line, which isn't used", excerpt(assignment.name),
                            excerpt(assignment.value)));
  }
  std::optional<std::string> given(const NetlistElement &e, const std::string &name) const {
    for (const NetlistAssignment &assignment : e.line->assignments)
      if (assignment.name == name)
        return assignment.value;
    return std::nullopt;
  }
  std::optional<double> number(const NetlistElement &e, const std::string &name) const {
    const auto text = given(e, name);
    return text ? std::optional(e.scope->evaluate(*text)) : std::nullopt;
  }
  double required(const NetlistElement &e, const std::string &name) const {
    const auto value = number(e, name);
    if (!value)
      fail(e, "missing, expected " + name + "=value");
    return *value;
  }
  double value(const NetlistElement &e, std::size_t k) const {
    if (k >= words(e).size())
      fail(e, "missing, expected a value such as 4.7u");
    return e.scope->evaluate(words(e)[k]);
  }

  /// A node's name in the circuit, where it may stand in capitals.
  std::string node(const NetlistElement &e, const std::string &word) const {
    const std::string name = e.node(word);
    const auto &nodes = circuit_.nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const std::string &known) { return lower_case(known) == name; });
    return found == nodes.end() ? name : *found;
  }
  std::string node(const NetlistElement &e, std::size_t k) const { return node(e, words(e).at(k)); }
  Circuit::Pair pair(const NetlistElement &e, std::size_t k) const { return {node(e, k), node(e, k + 1)}; }

  /// Which nodes a flow may pass between, and so are of one domain.
  void collect(const NetlistElement &e) {
    const char kind = words(e)[0][0];
    if (std::string("rlckefghtvib").find(kind) == std::string::npos)
      fail(e, fmt::format("found \"{}\", expected an element R, L, C, K, E, F, G, H, T, V, I, X or .param, "
                          ".subckt, .ends, .end",
                          excerpt(words(e)[0])));
    if (kind == 'k')
      return;
    static const std::map<char, std::pair<std::size_t, std::string>> forms{
        {'r', {3, "Rname node node value"}},
        {'l', {3, "Lname node node value"}},
        {'c', {3, "Cname node node value"}},
        {'e', {3, "Ename out+ out- in+ in- gain"}},
        {'g', {3, "Gname out+ out- in+ in- transconductance"}},
        {'f', {5, "Fname out+ out- Vname gain"}},
        {'h', {5, "Hname out+ out- Vname transresistance"}},
        {'t', {5, "Tname a+ a- b+ b- Z0=value TD=value"}},
        {'v', {3, "Vname node node value"}},
        {'i', {3, "Iname node node value"}},
        {'b', {3, "Bname node node V=I(Bname) FREQ=table"}}};
    const auto &[n, form] = forms.at(kind);
    require(e, n, form);
    domains_.join(node(e, 1), node(e, 2));
    if (kind == 't') {
      domains_.join(node(e, 3), node(e, 4));
      domains_.join(node(e, 1) == Circuit::ground ? node(e, 2) : node(e, 1),
                    node(e, 3) == Circuit::ground ? node(e, 4) : node(e, 3));
    }
    const bool plain = words(e).size() > 4 && words(e)[3] != "poly" && words(e)[3] != "laplace" &&
                       words(e)[3] != "freq" && words(e)[3] != "value" && words(e)[3] != "table";
    if ((kind == 'e' || kind == 'g') && plain)
      domains_.join(node(e, 3), node(e, 4));
  }

  /// A node of the netlist whatever the capitals of its name.
  std::string known_name(const std::string &name) const {
    const auto &nodes = domains_.nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const std::string &node) {
      return lower_case(node) == lower_case(name);
    });
    return found == nodes.end() ? name : *found;
  }
  void declare(const std::vector<std::string> &names, CircuitDomain domain) {
    for (const std::string &name : names)
      if (!domains_.declare(known_name(name), domain))
        throw UserError({file_, 0, 0, ""},
                        fmt::format("found no node \"{}\", which network.{}_nodes names; its nodes are {}",
                                    name, name_of(domain), fmt::join(domains_.nodes(), ", ")));
  }

  /// From the nodes that the circuit has already, and from those that the case names.
  void declare_domains() {
    declare(options_.acoustic_nodes, CircuitDomain::acoustic);
    declare(options_.mechanical_nodes, CircuitDomain::mechanical);
    for (const std::string &name : domains_.nodes())
      if (circuit_.has_node(name))
        domains_.declare(name, circuit_.node_domains()[circuit_.node_index(name)]);
    try {
      domains_.check();
    } catch (const std::invalid_argument &error) {
      throw UserError({file_, 0, 0, ""}, error.what());
    }
    std::map<CircuitDomain, std::vector<std::string>> by_domain;
    for (const std::string &name : domains_.nodes()) {
      circuit_.add_node(name, domains_.of(name));
      by_domain[domains_.of(name)].push_back(name);
    }
    for (const auto &[domain, units] : {std::pair(CircuitDomain::acoustic, "1 Pa and 1 A for 1 m3/s"),
                                        std::pair(CircuitDomain::mechanical, "1 m/s and 1 A for 1 N")})
      if (by_domain.count(domain) != 0)
        notes_.push_back(fmt::format("{}: {} are {} nodes by the case, where 1 V stands for {}", file_,
                                     fmt::join(by_domain[domain], ", "), name_of(domain), units));
  }

  std::string resistances(const std::string &node, const std::string &other) const {
    const std::string &known = node == Circuit::ground ? other : node;
    return fmt::format("{}_resistances", name_of(domains_.of(known)));
  }

  void add(const NetlistElement &e) {
    switch (words(e)[0][0]) {
    case 'r':
    case 'l':
    case 'c':
      return add_passive(e);
    case 'k':
      return add_coupling(e);
    case 'e':
    case 'g':
      return add_controlled_by_potential(e);
    case 'f':
    case 'h':
      return add_controlled_by_flow(e);
    case 't':
      return add_line(e);
    case 'b':
      return add_impedance(e);
    default:
      return add_source(e);
    }
  }

  void add_resistor(const std::string &from, const std::string &to, double resistance) {
    circuit_.add_resistance(from, to, resistance, resistances(from, to));
  }
  std::string inner_node(const NetlistElement &e, const char *end) {
    const std::string name = e.name + "." + end;
    const std::string first = node(e, 1);
    circuit_.add_node(name, domains_.of(first == Circuit::ground ? node(e, 2) : first));
    return name;
  }

  /// A resistor, coil or capacitor with its parasitics.
  void add_passive(const NetlistElement &e) {
    const char kind = words(e)[0][0];
    const std::string key(1, kind);
    const auto keyed = number(e, key);
    if (!keyed)
      require(e, 4, std::string(1, static_cast<char>(kind - 'a' + 'A')) + "name node node value");
    require_end(e, keyed ? 3 : 4);
    require_only(
        e, key + " rser lser rpar cpar m tc tc1 tc2 tol pwr v irms ipk ic mfg pn type temp noisy noiseless");
    for (const char *name : {"tc", "tc1", "tc2"})
      if (number(e, name).value_or(0) != 0)
        fail(e,
             fmt::format("found \"{}={}\" on the line, which isn't used: the part's temperature is unknown",
                         name, *given(e, name)));
    std::string from = node(e, 1);
    const std::string to = node(e, 2);
    if (const auto resistance = number(e, "rpar"))
      add_resistor(from, to, *resistance);
    if (const auto capacitance = number(e, "cpar"))
      circuit_.add_compliance(from, to, *capacitance);
    const double many = number(e, "m").value_or(1);
    if (!(many > 0))
      fail(e, "found a number of parts in parallel that isn't positive");
    if (const double resistance = number(e, "rser").value_or(0); resistance != 0) {
      const std::string inner = inner_node(e, "rser");
      add_resistor(from, inner, resistance / many);
      from = inner;
    }
    if (const double inductance = number(e, "lser").value_or(0); inductance != 0) {
      const std::string inner = inner_node(e, "lser");
      circuit_.add_inertance(from, inner, inductance / many);
      from = inner;
    }
    const double amount = keyed ? *keyed : value(e, 3);
    if (kind == 'r')
      add_resistor(from, to, amount / many);
    else if (kind == 'c')
      circuit_.add_compliance(from, to, amount * many);
    else
      add_coil(e, from, to, amount / many);
  }

  void add_coil(const NetlistElement &e, const std::string &from, const std::string &to, double inductance) {
    circuit_.add_coil(e.name, from, to, inductance);
    inductances_[e.name] = inductance;
  }

  void add_coupling(const NetlistElement &e) {
    require(e, 4, "Kname L1 L2 coupling");
    require_end(e, 4);
    require_only(e, "");
    const std::string first = e.prefix + words(e)[1], second = e.prefix + words(e)[2];
    const double k = value(e, 3);
    if (first == second)
      fail(e, "found an inductor coupled to itself, expected two of them");
    for (const std::string &coil : {first, second})
      if (inductances_.count(coil) == 0)
        fail(e, fmt::format("found the unknown inductor \"{}\"", excerpt(coil)));
    if (!(k > 0 && k <= 1))
      fail(e, fmt::format("found the coupling {}, expected more than 0 and at most 1", excerpt(words(e)[3])));
    circuit_.add_mutual(first, second, k * std::sqrt(inductances_[first] * inductances_[second]));
  }

  /// Gains of the first order of POLY(n) with n controls of `width` words each, from the word after it.
  std::vector<double> first_order(const NetlistElement &e, std::size_t n, std::size_t width) const {
    const std::size_t first = 5 + n * width;
    std::vector<double> gains;
    for (std::size_t k = first; k < words(e).size(); ++k) {
      const double coefficient = value(e, k);
      if (k == first && words(e).size() > first + 1) {
        if (coefficient != 0)
          notes_.push_back(
              fmt::format("{}:{}: the bias {:g} of POLY is left out", file_, e.line->number, coefficient));
      } else if (k - first <= n) {
        gains.push_back(coefficient);
      } else if (coefficient != 0) {
        fail(e,
             fmt::format("found the coefficient \"{}\" of a higher order of POLY, expected a linear source",
                         excerpt(words(e)[k])));
      }
    }
    if (gains.empty())
      fail(e, "missing, expected coefficients of POLY");
    gains.resize(n);
    return gains;
  }
  std::size_t poly_controls(const NetlistElement &e) const {
    const double n = value(e, 4);
    if (!(n >= 1 && n <= 20 && std::floor(n) == n))
      fail(e, fmt::format("found POLY({:g}), expected the number of its controls", n));
    return static_cast<std::size_t>(n);
  }

  /// Where the k-th of n sources in series stands between two nodes.
  Circuit::Pair in_series(const NetlistElement &e, std::size_t k, std::size_t n) {
    const auto joint = [&](std::size_t i) {
      return i == 0 ? node(e, 1) : i == n ? node(e, 2) : inner_node(e, std::to_string(i).c_str());
    };
    return {joint(k), joint(k + 1)};
  }

  void add_controlled_by_potential(const NetlistElement &e) {
    const bool is_potential = words(e)[0][0] == 'e';
    const std::string form =
        is_potential ? "Ename out+ out- in+ in- gain" : "Gname out+ out- in+ in- transconductance";
    const bool has_value = given(e, "value").has_value();
    if (!has_value)
      require(e, 4, form);
    const std::string &word = words(e)[std::min<std::size_t>(3, words(e).size() - 1)];
    if (word == "laplace" || word == "freq")
      return add_transform(e, word == "laplace");
    if (has_value || word == "value" || word == "table" || word.front() == '{')
      fail(e, "found a behavioural source, expected gains, POLY, LAPLACE or FREQ");
    if (word == "poly") {
      require(e, 6, form);
      require_only(e, "");
      const std::size_t n = poly_controls(e);
      require(e, 6 + 2 * n, "POLY(n) with n pairs of nodes and coefficients");
      const std::vector<double> gains = first_order(e, n, 2);
      for (std::size_t k = 0; k < n; ++k)
        add_by_potential(e, n == 1 ? e.name : fmt::format("{}.{}", e.name, k + 1),
                         is_potential ? in_series(e, k, n) : pair(e, 1), pair(e, 5 + 2 * k), gains[k]);
      return;
    }
    if (const auto function = given(e, "laplace")) {
      require(e, 5, "Ename out+ out- in+ in- LAPLACE=function of s");
      require_end(e, 5);
      require_only(e, "laplace");
      return add_by_potential(e, pair(e, 3), laplace_law(*function, *e.scope));
    }
    require(e, 6, form);
    require_end(e, 6);
    require_only(e, "");
    add_by_potential(e, e.name, pair(e, 1), pair(e, 3), value(e, 5));
  }
  void add_by_potential(const NetlistElement &e, const std::string &name, const Circuit::Pair &out,
                        const Circuit::Pair &control, double gain) {
    if (words(e)[0][0] == 'e')
      circuit_.add_vcvs(name, out, control, gain);
    else
      circuit_.add_vccs(name, out, control, gain);
  }
  void add_by_potential(const NetlistElement &e, const Circuit::Pair &control, const FrequencyLaw &gain) {
    if (words(e)[0][0] == 'e')
      circuit_.add_vcvs(e.name, pair(e, 1), control, gain);
    else
      circuit_.add_vccs(e.name, pair(e, 1), control, gain);
  }

  /// Ename out+ out- LAPLACE {V(a, b)} = {function}, FREQ {V(a, b)} = table.
  void add_transform(const NetlistElement &e, bool is_laplace) {
    const std::string form = is_laplace ? "LAPLACE {V(a, b)} = {function of s}" : "FREQ {V(a, b)} = table";
    const bool has_law = e.line->assignments.size() == 1 && e.line->assignments[0].name.empty();
    const bool has_control = words(e).size() >= 5;
    if (!has_law || !has_control)
      fail(e, "missing, expected " + form);
    // Without braces the brackets of V(a, b) have parted its words.
    std::string control = words(e)[4];
    if (control == "v")
      control = words(e).size() == 6   ? "v(" + words(e)[5] + ")"
                : words(e).size() == 7 ? "v(" + words(e)[5] + "," + words(e)[6] + ")"
                                       : "";
    else
      require_end(e, 5);
    const auto [plus, minus] = voltage_between(control);
    const std::string &law = e.line->assignments[0].value;
    add_by_potential(e, {node(e, plus), node(e, minus)},
                     is_laplace ? laplace_law(law, *e.scope)
                                : table_law(law, *e.scope, options_.lowest_hz, options_.highest_hz));
  }

  void add_controlled_by_flow(const NetlistElement &e) {
    const bool is_potential = words(e)[0][0] == 'h';
    require_only(e, "");
    const auto add_one = [&](const std::string &name, const Circuit::Pair &out, const std::string &branch,
                             double gain) {
      if (is_potential)
        circuit_.add_ccvs(name, out, e.prefix + branch, gain);
      else
        circuit_.add_cccs(name, out, e.prefix + branch, gain);
    };
    if (words(e)[3] != "poly") {
      require_end(e, 5);
      return add_one(e.name, pair(e, 1), words(e)[3], value(e, 4));
    }
    const std::size_t n = poly_controls(e);
    require(e, 6 + n, "POLY(n) with n sources and coefficients");
    const std::vector<double> gains = first_order(e, n, 1);
    for (std::size_t k = 0; k < n; ++k)
      add_one(n == 1 ? e.name : fmt::format("{}.{}", e.name, k + 1),
              is_potential ? in_series(e, k, n) : pair(e, 1), words(e)[5 + k], gains[k]);
  }

  /// TD, or NL wavelengths, a quarter by default, at the frequency F [s].
  double delay_of(const NetlistElement &e) const {
    if (!given(e, "f"))
      return required(e, "td");
    return number(e, "nl").value_or(0.25) / required(e, "f");
  }

  /// cos, i Z0 sin, i sin / Z0, cos of w TD.
  void add_line(const NetlistElement &e) {
    require_end(e, 5);
    const double impedance = required(e, "z0"), delay = delay_of(e);
    require_only(e, given(e, "f") ? "z0 f nl" : "z0 td");
    if (!(impedance > 0 && delay > 0))
      fail(e, "found a line with an impedance or a delay that isn't positive");
    const auto chain = [=](double omega) {
      const Complex i(0, 1), c = std::cos(omega * delay), s = i * std::sin(omega * delay);
      return TwoPort{c, impedance * s, s / impedance, c};
    };
    circuit_.add_two_port(e.name, pair(e, 1), pair(e, 3), chain, "");
  }

  /// Bname n1 n2 V=I(Bname) FREQ=table: its impedance.
  void add_impedance(const NetlistElement &e) {
    std::string law = given(e, "v").value_or("");
    std::erase_if(law, [](char c) { return c == ' ' || c == '\t'; });
    const auto table = given(e, "freq");
    if (law != "i(" + words(e)[0] + ")" || !table || e.line->assignments.size() != 2 || words(e).size() != 3)
      fail(e, "found a behavioural source, expected Bname node node V=I(Bname) FREQ=table, or E, F, G, H");
    const FrequencyLaw impedance = table_law(*table, *e.scope, options_.lowest_hz, options_.highest_hz);
    circuit_.add_impedance(e.name, node(e, 1), node(e, 2), impedance, "tables");
  }

  /// Magnitude and phase behind AC; what stands for a bias or for transients is no signal.
  Complex amplitude(const NetlistElement &e) const {
    std::size_t k = 3;
    const auto is_number = [&](std::size_t at) {
      return at < words(e).size() && (std::isdigit(static_cast<unsigned char>(words(e)[at][0])) != 0 ||
                                      std::string("{'+-.").find(words(e)[at][0]) != std::string::npos);
    };
    std::optional<Complex> signal;
    double bias = 0;
    while (k < words(e).size()) {
      const std::string &word = words(e)[k];
      if (word == "ac") {
        const double magnitude = is_number(k + 1) ? value(e, ++k) : 1;
        const double degrees = is_number(k + 1) ? value(e, ++k) : 0;
        signal = magnitude * std::polar(1.0, degrees * std::numbers::pi / 180);
      } else if (word == "dc" || (k == 3 && is_number(k))) {
        bias = word == "dc" ? (is_number(k + 1) ? value(e, ++k) : 0) : value(e, k);
        if (word != "dc" && bias != 0 && std::find(words(e).begin(), words(e).end(), "ac") == words(e).end())
          fail(e, fmt::format(
                      "found \"{}\" alone, which SPICE takes as a bias, expected AC {} for a signal or DC {} "
                      "for a bias",
                      excerpt(word), excerpt(word), excerpt(word)));
      } else if (is_one_of(word, "sin sine pulse exp pwl sffm am")) {
        while (is_number(k + 1))
          ++k;
        notes_.push_back(
            fmt::format("{}:{}: {} is for transients and left out", file_, e.line->number, word));
      } else {
        fail(e, fmt::format("found \"{}\" on the line, which isn't used", excerpt(word)));
      }
      ++k;
    }
    if (bias != 0)
      notes_.push_back(fmt::format("{}:{}: the bias {:g} is left out", file_, e.line->number, bias));
    return signal.value_or(0);
  }

  void add_source(const NetlistElement &e) {
    const bool is_potential = words(e)[0][0] == 'v';
    require_only(e, is_potential ? "rser" : "");
    const Complex value = amplitude(e);
    const FrequencyLaw law{e.name, [value](double) { return value; }};
    if (!is_potential && value == 0.0)
      return notes_.push_back(
          fmt::format("{}:{}: {} is at rest, an open circuit", file_, e.line->number, e.name));
    if (!is_potential)
      return circuit_.add_flow_source(e.name, node(e, 1), node(e, 2), law);
    std::string from = node(e, 1);
    if (const double resistance = number(e, "rser").value_or(0); resistance != 0) {
      const std::string inner = inner_node(e, "rser");
      add_resistor(from, inner, resistance);
      from = inner;
    }
    if (value == 0.0)
      circuit_.add_probe(e.name, from, node(e, 2));
    else
      circuit_.add_potential_source(e.name, from, node(e, 2), law);
  }

  Circuit &circuit_;
  const std::string &file_;
  const SpiceOptions &options_;
  std::vector<std::string> &notes_;
  NodeDomainSets domains_;
  std::map<std::string, double> inductances_;
};

} // namespace

std::vector<std::string> add_spice_text(Circuit &circuit, const std::string &bytes, const std::string &name,
                                        const SpiceOptions &options) {
  std::vector<std::string> notes;
  const Netlist netlist(decoded_text(bytes, name), name, notes);
  SpiceBuilder(circuit, name, options, notes).build(netlist);
  return notes;
}

} // namespace earshot
