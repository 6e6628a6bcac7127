#include "solver/circuit/spice.h"

#include "solver/config/located.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace earshot {

namespace {

/// A line with what continues it, in words.
struct Card {
  int line;
  std::vector<std::string> words;
};

struct Subcircuit {
  std::vector<std::string> pins;
  std::vector<Card> cards;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::vector<std::string> words_of(std::string line) {
  line = lower(line.substr(0, line.find(';')));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '(' || c == ')' || c == ',' || c == '='; }, ' ');
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

std::vector<Card> cards_of(const std::string &text) {
  std::vector<Card> cards;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] == '*')
      continue;
    const bool goes_on = line[0] == '+';
    if (goes_on)
      line[0] = ' ';
    std::vector<std::string> words = words_of(line);
    if (words.empty())
      continue;
    if (goes_on && !cards.empty())
      cards.back().words.insert(cards.back().words.end(), words.begin(), words.end());
    else
      cards.push_back({number, std::move(words)});
  }
  return cards;
}

/// Adds cards to a circuit, one instance of a subcircuit after the other.
class SpiceBuilder {
public:
  SpiceBuilder(Circuit &circuit, std::string file) : circuit_(circuit), file_(std::move(file)) {}

  void build(const std::vector<Card> &cards) {
    std::vector<Card> top;
    Subcircuit *open = nullptr;
    int opened = 0;
    for (const Card &card : cards) {
      const std::string &first = card.words[0];
      if (first == ".subckt") {
        require(card, 3, ".subckt name nodes");
        if (open != nullptr)
          fail(card, "found .subckt within another, expected .ends before");
        open = &subcircuits_[card.words[1]];
        *open = {{card.words.begin() + 2, card.words.end()}, {}};
        opened = card.line;
      } else if (first == ".ends") {
        if (open == nullptr)
          fail(card, "found .ends without .subckt");
        open = nullptr;
      } else if (first == ".end") {
        break;
      } else if (open != nullptr) {
        open->cards.push_back(card);
      } else {
        top.push_back(card);
      }
    }
    if (open != nullptr)
      fail({opened, {}}, "found .subckt without .ends");
    add_all(top, "", {}, 0);
  }

private:
  using Pins = std::map<std::string, std::string>;

  [[noreturn]] void fail(const Card &card, const std::string &message) const {
    throw UserError({file_, card.line, 1, ""}, message);
  }
  void require(const Card &card, std::size_t words, const std::string &form) const {
    if (card.words.size() < words)
      fail(card, "found " + std::to_string(card.words.size()) + " words, expected " + form);
  }
  double value(const Card &card, std::size_t k) const {
    double number = 0;
    if (k >= card.words.size())
      fail(card, "missing, expected a value such as 4.7u");
    if (!parse_spice_value(card.words[k], number))
      fail(card, "found \"" + card.words[k] + "\", expected a value such as 4.7u");
    return number;
  }
  /// The value after a word such as "z0" behind a line's four nodes.
  double named(const Card &card, const std::string &word) const {
    const auto found = std::find(card.words.begin() + 5, card.words.end(), word);
    if (found == card.words.end())
      fail(card, "missing, expected " + word + "=value");
    return value(card, static_cast<std::size_t>(found - card.words.begin()) + 1);
  }

  void add_all(const std::vector<Card> &cards, const std::string &prefix, const Pins &pins, int depth) {
    // What others refer to by name goes first.
    const auto is_late = [](const Card &card) {
      return std::string("kfh").find(card.words[0][0]) != std::string::npos;
    };
    for (const bool late : {false, true})
      for (const Card &card : cards)
        if (is_late(card) == late)
          add(card, prefix, pins, depth);
  }

  void add(const Card &card, const std::string &prefix, const Pins &pins, int depth) {
    const auto node = [&](std::size_t k) {
      const std::string &word = card.words.at(k);
      if (word == "0" || word == "gnd" || word == Circuit::ground)
        return std::string(Circuit::ground);
      const auto pin = pins.find(word);
      const std::string name = pin == pins.end() ? node_called(prefix + word) : pin->second;
      circuit_.add_node(name, CircuitDomain::electrical);
      return name;
    };
    const std::string name = prefix + card.words[0];
    if (!names_.insert(name).second)
      fail(card, "found \"" + card.words[0] + "\" a second time, expected a name of its own");
    try {
      switch (card.words[0][0]) {
      case 'r':
        require(card, 4, "Rname node node value");
        return circuit_.add_resistance(node(1), node(2), value(card, 3), "electrical_resistances");
      case 'l':
        require(card, 4, "Lname node node value");
        return add_coil(name, node(1), node(2), value(card, 3));
      case 'c':
        require(card, 4, "Cname node node value");
        return circuit_.add_compliance(node(1), node(2), value(card, 3));
      case 'k':
        require(card, 4, "Kname L1 L2 coupling");
        return add_coupling(card, prefix);
      case 'e':
        require(card, 6, "Ename out+ out- in+ in- gain");
        return circuit_.add_vcvs(name, {node(1), node(2)}, {node(3), node(4)}, value(card, 5));
      case 'g':
        require(card, 6, "Gname out+ out- in+ in- transconductance");
        return circuit_.add_vccs(name, {node(1), node(2)}, {node(3), node(4)}, value(card, 5));
      case 'f':
        require(card, 5, "Fname out+ out- Vname gain");
        return circuit_.add_cccs(name, {node(1), node(2)}, prefix + card.words[3], value(card, 4));
      case 'h':
        require(card, 5, "Hname out+ out- Vname transresistance");
        return circuit_.add_ccvs(name, {node(1), node(2)}, prefix + card.words[3], value(card, 4));
      case 't':
        require(card, 9, "Tname a+ a- b+ b- Z0=value TD=value");
        return add_line(card, name, {node(1), node(2)}, {node(3), node(4)});
      case 'v':
        require(card, 3, "Vname node node value");
        return circuit_.add_potential_source(name, node(1), node(2), amplitude(card));
      case 'i':
        require(card, 3, "Iname node node value");
        return circuit_.add_flow_source(name, node(1), node(2), amplitude(card));
      case 'x':
        return add_instance(card, name, node, depth);
      default:
        fail(card, "found \"" + card.words[0] +
                       "\", expected an element R, L, C, K, E, F, G, H, T, V, I, X or "
                       ".subckt, .ends, .end");
      }
    } catch (const std::invalid_argument &error) {
      fail(card, error.what());
    } catch (const std::out_of_range &error) {
      fail(card, error.what());
    }
  }

  /// A node that is there under this name in capitals or not, or the name itself.
  std::string node_called(const std::string &name) const {
    const auto &nodes = circuit_.nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const std::string &node) { return lower(node) == name; });
    return found == nodes.end() ? name : *found;
  }

  FrequencyLaw amplitude(const Card &card) const {
    double number = 0;
    for (std::size_t k = 3; k < card.words.size(); ++k)
      if (card.words[k] != "dc" && card.words[k] != "ac")
        number = value(card, k);
    return {card.words[0], [number](double) { return std::complex<double>(number); }};
  }

  void add_coil(const std::string &name, const std::string &from, const std::string &to, double inductance) {
    circuit_.add_coil(name, from, to, inductance);
    inductances_[name] = inductance;
  }

  void add_coupling(const Card &card, const std::string &prefix) {
    const std::string first = prefix + card.words[1], second = prefix + card.words[2];
    const double k = value(card, 3);
    if (first == second)
      fail(card, "found an inductor coupled to itself, expected two of them");
    for (const std::string &coil : {first, second})
      if (!inductances_.count(coil))
        fail(card, "found the unknown inductor \"" + coil + "\"");
    if (!(k > 0 && k <= 1))
      fail(card, "found the coupling " + card.words[3] + ", expected more than 0 and at most 1");
    circuit_.add_mutual(first, second, k * std::sqrt(inductances_[first] * inductances_[second]));
  }

  /// TD, or NL wavelengths, a quarter by default, at the frequency F [s].
  double delay_of(const Card &card) const {
    const auto has = [&](const char *word) {
      return std::find(card.words.begin() + 5, card.words.end(), word) != card.words.end();
    };
    if (!has("f"))
      return named(card, "td");
    return (has("nl") ? named(card, "nl") : 0.25) / named(card, "f");
  }

  /// cos, i Z0 sin, i sin / Z0, cos of w TD.
  void add_line(const Card &card, const std::string &name, const Circuit::Pair &a, const Circuit::Pair &b) {
    const double impedance = named(card, "z0"), delay = delay_of(card);
    if (!(impedance > 0 && delay > 0))
      fail(card, "found a line with an impedance or a delay that isn't positive");
    const auto chain = [=](double omega) {
      const std::complex<double> i(0, 1), c = std::cos(omega * delay), s = i * std::sin(omega * delay);
      return TwoPort{c, impedance * s, s / impedance, c};
    };
    circuit_.add_two_port(name, a, b, chain, "");
  }

  template <class NodeOf>
  void add_instance(const Card &card, const std::string &name, const NodeOf &node, int depth) {
    require(card, 3, "Xname nodes subcircuit");
    const auto found = subcircuits_.find(card.words.back());
    if (found == subcircuits_.end())
      fail(card, "found the unknown subcircuit \"" + card.words.back() + "\"");
    const Subcircuit &subcircuit = found->second;
    if (subcircuit.pins.size() != card.words.size() - 2)
      fail(card, "found " + std::to_string(card.words.size() - 2) + " nodes, expected " +
                     std::to_string(subcircuit.pins.size()));
    if (depth > 20)
      fail(card, "found subcircuits nested more than 20 deep; does one hold itself?");
    Pins pins;
    for (std::size_t k = 0; k < subcircuit.pins.size(); ++k)
      pins[subcircuit.pins[k]] = node(k + 1);
    add_all(subcircuit.cards, name + ".", pins, depth + 1);
  }

  Circuit &circuit_;
  std::string file_;
  std::map<std::string, Subcircuit> subcircuits_;
  std::map<std::string, double> inductances_;
  std::set<std::string> names_;
};

} // namespace

bool parse_spice_value(const std::string &text, double &value) {
  static const std::pair<const char *, double> suffixes[] = {
      {"meg", 1e6}, {"mil", 25.4e-6}, {"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9},
      {"u", 1e-6},  {"m", 1e-3},      {"k", 1e3},   {"g", 1e9},   {"t", 1e12}};
  const std::string word = lower(!text.empty() && text[0] == '+' ? text.substr(1) : text);
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc())
    return false;
  const std::string letters(rest, word.data() + word.size());
  if (!std::all_of(letters.begin(), letters.end(), [](unsigned char c) { return std::isalpha(c) != 0; }))
    return false;
  for (const auto &[suffix, factor] : suffixes)
    if (letters.rfind(suffix, 0) == 0) {
      value *= factor;
      break;
    }
  return true;
}

void add_spice_text(Circuit &circuit, const std::string &text, const std::string &name) {
  SpiceBuilder(circuit, name).build(cards_of(text));
}

void add_spice(Circuit &circuit, const std::filesystem::path &file) {
  std::ifstream stream(file);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf()))
    throw UserError("can't read " + file.string());
  add_spice_text(circuit, text.str(), file.string());
}

} // namespace earshot
