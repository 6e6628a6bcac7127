#include "solver/circuit/spice.h"

#include "solver/circuit/element_line.h"
#include "solver/circuit/netlist_elements.h"
#include "solver/circuit/netlist_laws.h"
#include "solver/circuit/node_domains.h"
#include "solver/circuit/source_amplitude.h"
#include "solver/config/located.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// Adds the elements of a netlist to a circuit.
class SpiceBuilder {
public:
  SpiceBuilder(Circuit &circuit, const std::string &file, const SpiceOptions &options,
               std::vector<std::string> &notes)
      : circuit_(circuit), file_(file), options_(options), notes_(notes) {}

  void build(const Netlist &netlist) {
    std::vector<ElementLine> lines;
    for (const NetlistElement &element : netlist.elements())
      lines.emplace_back(element, file_);
    for (const ElementLine &line : lines)
      guarded(line, [&] { collect(line); });
    declare_domains();
    // What others refer to by name goes first.
    for (const bool late : {false, true})
      for (const ElementLine &line : lines)
        if ((std::string("kfh").find(line.kind()) != std::string::npos) == late)
          guarded(line, [&] { add(line); });
  }

private:
  template <class Work>
  static void guarded(const ElementLine &line, const Work &work) {
    try {
      work();
    } catch (const std::invalid_argument &error) {
      line.fail(error.what());
    } catch (const std::out_of_range &error) {
      line.fail(error.what());
    }
  }

  /// A node's name in the circuit, where it may stand in capitals.
  std::string node(const ElementLine &e, const std::string &word) const {
    const std::string name = e.node(word);
    const auto &nodes = circuit_.nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const std::string &known) { return lower_case(known) == name; });
    return found == nodes.end() ? name : *found;
  }
  std::string node(const ElementLine &e, std::size_t k) const { return node(e, e.words().at(k)); }
  Circuit::Pair pair(const ElementLine &e, std::size_t k) const { return {node(e, k), node(e, k + 1)}; }

  /// Which nodes a flow may pass between, and so are of one domain.
  void collect(const ElementLine &e) {
    const char kind = e.kind();
    if (std::string("rlckefghtvib").find(kind) == std::string::npos)
      e.fail(fmt::format("found \"{}\", expected an element R, L, C, K, E, F, G, H, T, V, I, X or .param, "
                         ".subckt, .ends, .end",
                         excerpt(e.words()[0])));
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
    e.require(n, form);
    domains_.join(node(e, 1), node(e, 2));
    if (kind == 't') {
      domains_.join(node(e, 3), node(e, 4));
      domains_.join(node(e, 1) == Circuit::ground ? node(e, 2) : node(e, 1),
                    node(e, 3) == Circuit::ground ? node(e, 4) : node(e, 3));
    }
    const bool plain = e.words().size() > 4 && e.words()[3] != "poly" && e.words()[3] != "laplace" &&
                       e.words()[3] != "freq" && e.words()[3] != "value" && e.words()[3] != "table";
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

  void add(const ElementLine &e) {
    switch (e.kind()) {
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
  std::string inner_node(const ElementLine &e, const char *end) {
    const std::string name = e.name() + "." + end;
    const std::string first = node(e, 1);
    circuit_.add_node(name, domains_.of(first == Circuit::ground ? node(e, 2) : first));
    return name;
  }

  /// A resistor, coil or capacitor with its parasitics.
  void add_passive(const ElementLine &e) {
    const char kind = e.kind();
    const std::string key(1, kind);
    const auto keyed = e.number(key);
    if (!keyed)
      e.require(4, std::string(1, static_cast<char>(kind - 'a' + 'A')) + "name node node value");
    e.require_end(keyed ? 3 : 4);
    e.require_only(
        key + " rser lser rpar cpar m tc tc1 tc2 tol pwr v irms ipk ic mfg pn type temp noisy noiseless");
    for (const char *name : {"tc", "tc1", "tc2"})
      if (e.number(name).value_or(0) != 0)
        e.fail(fmt::format("found \"{}={}\" on the line, which isn't used: the part's temperature is unknown",
                           name, *e.given(name)));
    std::string from = node(e, 1);
    const std::string to = node(e, 2);
    if (const auto resistance = e.number("rpar"))
      add_resistor(from, to, *resistance);
    if (const auto capacitance = e.number("cpar"))
      circuit_.add_compliance(from, to, *capacitance);
    const double many = e.number("m").value_or(1);
    if (!(many > 0))
      e.fail("found a number of parts in parallel that isn't positive");
    if (const double resistance = e.number("rser").value_or(0); resistance != 0) {
      const std::string inner = inner_node(e, "rser");
      add_resistor(from, inner, resistance / many);
      from = inner;
    }
    if (const double inductance = e.number("lser").value_or(0); inductance != 0) {
      const std::string inner = inner_node(e, "lser");
      circuit_.add_inertance(from, inner, inductance / many);
      from = inner;
    }
    const double amount = keyed ? *keyed : e.value(3);
    if (kind == 'r')
      add_resistor(from, to, amount / many);
    else if (kind == 'c')
      circuit_.add_compliance(from, to, amount * many);
    else
      add_coil(e, from, to, amount / many);
  }

  void add_coil(const ElementLine &e, const std::string &from, const std::string &to, double inductance) {
    circuit_.add_coil(e.name(), from, to, inductance);
    inductances_[e.name()] = inductance;
  }

  void add_coupling(const ElementLine &e) {
    e.require(4, "Kname L1 L2 coupling");
    e.require_end(4);
    e.require_only("");
    const std::string first = e.prefix() + e.words()[1], second = e.prefix() + e.words()[2];
    const double k = e.value(3);
    if (first == second)
      e.fail("found an inductor coupled to itself, expected two of them");
    for (const std::string &coil : {first, second})
      if (inductances_.count(coil) == 0)
        e.fail(fmt::format("found the unknown inductor \"{}\"", excerpt(coil)));
    if (!(k > 0 && k <= 1))
      e.fail(fmt::format("found the coupling {}, expected more than 0 and at most 1", excerpt(e.words()[3])));
    circuit_.add_mutual(first, second, k * std::sqrt(inductances_[first] * inductances_[second]));
  }

  /// Gains of the first order of POLY(n) with n controls of `width` words each, from the word after it.
  std::vector<double> first_order(const ElementLine &e, std::size_t n, std::size_t width) const {
    const std::size_t first = 5 + n * width;
    std::vector<double> gains;
    for (std::size_t k = first; k < e.words().size(); ++k) {
      const double coefficient = e.value(k);
      if (k == first && e.words().size() > first + 1) {
        if (coefficient != 0)
          notes_.push_back(fmt::format("{}:{}: the bias {:g} of POLY is left out", file_, e.number_in_file(),
                                       coefficient));
      } else if (k - first <= n) {
        gains.push_back(coefficient);
      } else if (coefficient != 0) {
        e.fail(fmt::format("found the coefficient \"{}\" of a higher order of POLY, expected a linear source",
                           excerpt(e.words()[k])));
      }
    }
    if (gains.empty())
      e.fail("missing, expected coefficients of POLY");
    gains.resize(n);
    return gains;
  }
  std::size_t poly_controls(const ElementLine &e) const {
    const double n = e.value(4);
    if (!(n >= 1 && n <= 20 && std::floor(n) == n))
      e.fail(fmt::format("found POLY({:g}), expected the number of its controls", n));
    return static_cast<std::size_t>(n);
  }

  /// Where the k-th of n sources in series stands between two nodes.
  Circuit::Pair in_series(const ElementLine &e, std::size_t k, std::size_t n) {
    const auto joint = [&](std::size_t i) {
      return i == 0 ? node(e, 1) : i == n ? node(e, 2) : inner_node(e, std::to_string(i).c_str());
    };
    return {joint(k), joint(k + 1)};
  }

  void add_controlled_by_potential(const ElementLine &e) {
    const bool is_potential = e.kind() == 'e';
    const std::string form =
        is_potential ? "Ename out+ out- in+ in- gain" : "Gname out+ out- in+ in- transconductance";
    const bool has_value = e.given("value").has_value();
    if (!has_value)
      e.require(4, form);
    const std::string &word = e.words()[std::min<std::size_t>(3, e.words().size() - 1)];
    if (word == "laplace" || word == "freq")
      return add_transform(e, word == "laplace");
    if (has_value || word == "value" || word == "table" || word.front() == '{')
      e.fail("found a behavioural source, expected gains, POLY, LAPLACE or FREQ");
    if (word == "poly") {
      e.require(6, form);
      e.require_only("");
      const std::size_t n = poly_controls(e);
      e.require(6 + 2 * n, "POLY(n) with n pairs of nodes and coefficients");
      const std::vector<double> gains = first_order(e, n, 2);
      for (std::size_t k = 0; k < n; ++k)
        add_by_potential(e, n == 1 ? e.name() : fmt::format("{}.{}", e.name(), k + 1),
                         is_potential ? in_series(e, k, n) : pair(e, 1), pair(e, 5 + 2 * k), gains[k]);
      return;
    }
    if (const auto function = e.given("laplace")) {
      e.require(5, "Ename out+ out- in+ in- LAPLACE=function of s");
      e.require_end(5);
      e.require_only("laplace");
      return add_by_potential(e, pair(e, 3), laplace_law(*function, e.scope()));
    }
    e.require(6, form);
    e.require_end(6);
    e.require_only("");
    add_by_potential(e, e.name(), pair(e, 1), pair(e, 3), e.value(5));
  }
  void add_by_potential(const ElementLine &e, const std::string &name, const Circuit::Pair &out,
                        const Circuit::Pair &control, double gain) {
    if (e.kind() == 'e')
      circuit_.add_vcvs(name, out, control, gain);
    else
      circuit_.add_vccs(name, out, control, gain);
  }
  void add_by_potential(const ElementLine &e, const Circuit::Pair &control, const FrequencyLaw &gain) {
    if (e.kind() == 'e')
      circuit_.add_vcvs(e.name(), pair(e, 1), control, gain);
    else
      circuit_.add_vccs(e.name(), pair(e, 1), control, gain);
  }

  /// Ename out+ out- LAPLACE {V(a, b)} = {function}, FREQ {V(a, b)} = table.
  void add_transform(const ElementLine &e, bool is_laplace) {
    const std::string form = is_laplace ? "LAPLACE {V(a, b)} = {function of s}" : "FREQ {V(a, b)} = table";
    const bool has_law = e.assignments().size() == 1 && e.assignments()[0].name.empty();
    const bool has_control = e.words().size() >= 5;
    if (!has_law || !has_control)
      e.fail("missing, expected " + form);
    // Without braces the brackets of V(a, b) have parted its words.
    std::string control = e.words()[4];
    if (control == "v")
      control = e.words().size() == 6   ? "v(" + e.words()[5] + ")"
                : e.words().size() == 7 ? "v(" + e.words()[5] + "," + e.words()[6] + ")"
                                        : "";
    else
      e.require_end(5);
    const auto [plus, minus] = voltage_between(control);
    const std::string &law = e.assignments()[0].value;
    add_by_potential(e, {node(e, plus), node(e, minus)},
                     is_laplace ? laplace_law(law, e.scope())
                                : table_law(law, e.scope(), options_.lowest_hz, options_.highest_hz));
  }

  void add_controlled_by_flow(const ElementLine &e) {
    const bool is_potential = e.kind() == 'h';
    e.require_only("");
    const auto add_one = [&](const std::string &name, const Circuit::Pair &out, const std::string &branch,
                             double gain) {
      if (is_potential)
        circuit_.add_ccvs(name, out, e.prefix() + branch, gain);
      else
        circuit_.add_cccs(name, out, e.prefix() + branch, gain);
    };
    if (e.words()[3] != "poly") {
      e.require_end(5);
      return add_one(e.name(), pair(e, 1), e.words()[3], e.value(4));
    }
    const std::size_t n = poly_controls(e);
    e.require(6 + n, "POLY(n) with n sources and coefficients");
    const std::vector<double> gains = first_order(e, n, 1);
    for (std::size_t k = 0; k < n; ++k)
      add_one(n == 1 ? e.name() : fmt::format("{}.{}", e.name(), k + 1),
              is_potential ? in_series(e, k, n) : pair(e, 1), e.words()[5 + k], gains[k]);
  }

  /// TD, or NL wavelengths, a quarter by default, at the frequency F [s].
  double delay_of(const ElementLine &e) const {
    if (!e.given("f"))
      return e.required("td");
    return e.number("nl").value_or(0.25) / e.required("f");
  }

  /// cos, i Z0 sin, i sin / Z0, cos of w TD.
  void add_line(const ElementLine &e) {
    e.require_end(5);
    const double impedance = e.required("z0"), delay = delay_of(e);
    e.require_only(e.given("f") ? "z0 f nl" : "z0 td");
    if (!(impedance > 0 && delay > 0))
      e.fail("found a line with an impedance or a delay that isn't positive");
    const auto chain = [=](double omega) {
      const Complex i(0, 1), c = std::cos(omega * delay), s = i * std::sin(omega * delay);
      return TwoPort{c, impedance * s, s / impedance, c};
    };
    circuit_.add_two_port(e.name(), pair(e, 1), pair(e, 3), chain, "");
  }

  /// Bname n1 n2 V=I(Bname) FREQ=table: its impedance.
  void add_impedance(const ElementLine &e) {
    std::string law = e.given("v").value_or("");
    std::erase_if(law, [](char c) { return c == ' ' || c == '\t'; });
    const auto table = e.given("freq");
    if (law != "i(" + e.words()[0] + ")" || !table || e.assignments().size() != 2 || e.words().size() != 3)
      e.fail("found a behavioural source, expected Bname node node V=I(Bname) FREQ=table, or E, F, G, H");
    const FrequencyLaw impedance = table_law(*table, e.scope(), options_.lowest_hz, options_.highest_hz);
    circuit_.add_impedance(e.name(), node(e, 1), node(e, 2), impedance, "tables");
  }

  void add_source(const ElementLine &e) {
    const bool is_potential = e.kind() == 'v';
    e.require_only(is_potential ? "rser" : "");
    const Complex value = source_amplitude(e, file_, notes_);
    const FrequencyLaw law{e.name(), [value](double) { return value; }};
    if (!is_potential && value == 0.0)
      return notes_.push_back(
          fmt::format("{}:{}: {} is at rest, an open circuit", file_, e.number_in_file(), e.name()));
    if (!is_potential)
      return circuit_.add_flow_source(e.name(), node(e, 1), node(e, 2), law);
    std::string from = node(e, 1);
    if (const double resistance = e.number("rser").value_or(0); resistance != 0) {
      const std::string inner = inner_node(e, "rser");
      add_resistor(from, inner, resistance);
      from = inner;
    }
    if (value == 0.0)
      circuit_.add_probe(e.name(), from, node(e, 2));
    else
      circuit_.add_potential_source(e.name(), from, node(e, 2), law);
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
