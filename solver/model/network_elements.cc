#include "solver/model/network_elements.h"

#include "solver/config/network_declaration.h"
#include "solver/model/network_mouths.h"
#include "solver/model/network_parts.h"
#include "solver/model/network_tables.h"
#include "solver/model/outside.h"
#include "solver/model/vents.h"
#include "solver/physics/ears/impedance_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <sstream>
#include <stdexcept>

namespace earshot {

namespace {

using Domain = std::optional<CircuitDomain>;
constexpr CircuitDomain electrical = CircuitDomain::electrical, acoustic = CircuitDomain::acoustic,
                        mechanical = CircuitDomain::mechanical;

/// What a value may be measured in, and where that puts the element.
struct ValueUnit {
  UnitKind unit;
  Domain first, second;
};

/// What a kind of element is given by; keys are separated by blanks.
struct KindRule {
  std::vector<ValueUnit> values;
  std::string required, optional;
  Domain first, second; ///< when no value says so
};

inline constexpr UnitKind velocity{"a velocity", "m/s", {"mm/s", "m/s"}, "1 mm/s"};

const std::map<ElementKind, KindRule> &rules() {
  using enum ElementKind;
  static const std::map<ElementKind, KindRule> table{
      {resistance,
       {{{unit::electrical_resistance, electrical, {}},
         {unit::acoustic_resistance, acoustic, {}},
         {unit::mechanical_resistance, mechanical, {}}},
        "value",
        "to",
        {},
        {}}},
      {inductance, {{{unit::inductance, electrical, {}}}, "value", "to", {}, {}}},
      {capacitance, {{{unit::capacitance, electrical, {}}}, "value", "to", {}, {}}},
      {mass, {{{unit::acoustic_mass, acoustic, {}}, {unit::mass, mechanical, {}}}, "value", "to", {}, {}}},
      {compliance,
       {{{unit::acoustic_compliance, acoustic, {}}, {unit::compliance, mechanical, {}}},
        "value",
        "to",
        {},
        {}}},
      {impedance_table, {{}, "table", "to extrapolate columns", {}, {}}},
      {two_port_table, {{}, "to table", "extrapolate", {}, {}}},
      {two_port,
       {{}, "to a b c d", "radius inner_radius end_radius gap width length area surface_area", {}, {}}},
      {hunt,
       {{},
        "to electrical_impedance transduction acoustic_impedance",
        "radius inner_radius end_radius gap width length area surface_area",
        electrical,
        {}}},
      {tube, {{}, "radius length", "to", acoustic, {}}},
      {slit, {{}, "gap width length", "to", acoustic, {}}},
      {annulus, {{}, "inner_radius radius length", "to", acoustic, {}}},
      {cone, {{}, "radius end_radius length", "to", acoustic, {}}},
      {cavity, {{{unit::volume, acoustic, {}}}, "value", "surface_area radius length", {}, {}}},
      {damper, {{{unit::acoustic_resistance, acoustic, {}}}, "value", "to", {}, {}}},
      {screen, {{{unit::specific_resistance, acoustic, {}}}, "value area", "to", {}, {}}},
      {radiation, {{}, "radius", "flange closed", acoustic, {}}},
      {transformer, {{{unit::ratio, {}, {}}}, "value second_from", "to second_to", {}, {}}},
      {gyrator,
       {{{unit::conductance, electrical, electrical},
         {{"an acoustic conductance", "m3/(Pa s)", {"m3/(Pa s)"}, "1e-8 m3/(Pa s)"}, acoustic, acoustic}},
        "value second_from",
        "to second_to",
        {},
        {}}},
      {motor, {{{unit::force_factor, electrical, mechanical}}, "value second_from", "to second_to", {}, {}}},
      {piston, {{{unit::area, mechanical, acoustic}}, "value second_from", "to second_to", {}, {}}},
      {source,
       {{{unit::voltage, electrical, {}},
         {unit::pressure, acoustic, {}},
         {velocity, mechanical, {}},
         {unit::current, electrical, {}},
         {unit::volume_velocity, acoustic, {}},
         {unit::force, mechanical, {}}},
        "value",
        "to",
        {},
        {}}},
      {vcvs, {{{unit::ratio, {}, {}}}, "value second_from", "to second_to", {}, {}}},
      {vccs, {{{unit::conductance, electrical, electrical}}, "value second_from", "to second_to", {}, {}}},
      {cccs, {{{unit::ratio, {}, {}}}, "value control", "to", {}, {}}},
      {ccvs, {{{unit::electrical_resistance, electrical, {}}}, "value control", "to", {}, {}}},
      {moving_coil, {{}, "part second_from", "to second_to", electrical, acoustic}},
      {armature, {{}, "part second_from", "to", electrical, acoustic}}};
  return table;
}

struct Key {
  const char *name;
  SourcePosition where;
  bool given;
  const char *example;
};

std::vector<Key> keys_of(const NetworkElementConfig &e) {
  const NetworkElementConfig defaults;
  const auto text = [](const char *name, const Located<std::string> &value, const char *example,
                       const std::string &by_default = "") {
    return Key{name, value.where, value.value != by_default, example};
  };
  const auto number = [](const char *name, const Located<double> &value, const char *example) {
    return Key{name, value.where, value.value != 0, example};
  };
  return {text("to", e.to, "to = \"canal\"", defaults.to),
          text("second_from", e.second_from, "second_from = \"front\""),
          text("second_to", e.second_to, "second_to = \"rear\"", defaults.second_to),
          text("value", e.value, ""),
          text("control", e.control, "control = \"an element\""),
          text("part", e.part, "part = \"a name\""),
          text("table", e.table, "table = \"file.csv\""),
          text("columns", e.columns, ""),
          text("electrical_impedance", e.electrical_impedance,
               "electrical_impedance = \"40 + i * omega * 5e-3\""),
          text("transduction", e.transduction, "transduction = \"9e3\""),
          text("acoustic_impedance", e.acoustic_impedance, "acoustic_impedance = \"1.2e8\""),
          Key{"extrapolate", e.extrapolate.where, e.extrapolate.value, ""},
          text("a", e.a, "a = \"cos(omega * length / speed_of_sound)\""),
          text("b", e.b, "b = \"1e6\""),
          text("c", e.c, "c = \"0\""),
          text("d", e.d, "d = \"1\""),
          number("radius", e.radius, "radius = \"1 mm\""),
          number("inner_radius", e.inner_radius, "inner_radius = \"1 mm\""),
          number("end_radius", e.end_radius, "end_radius = \"1 mm\""),
          number("gap", e.gap, "gap = \"0.1 mm\""),
          number("width", e.width, "width = \"2 mm\""),
          number("length", e.length, "length = \"5 mm\""),
          number("area", e.area, "area = \"3 mm2\""),
          number("surface_area", e.surface_area, "surface_area = \"80 mm2\""),
          Key{"flange", e.flange.where, e.flange.value != defaults.flange.value, "flange = \"flanged\""},
          Key{"closed", e.closed.where, e.closed.value, ""}};
}

/// Whether one of the words between blanks is this one.
bool holds(const std::string &words, const std::string &word) {
  for (std::size_t at = words.find(word); at != std::string::npos; at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
      return true;
  }
  return false;
}

void check_keys(const NetworkElementConfig &e, const KindRule &rule, std::vector<Diagnostic> &diagnostics) {
  for (const Key &key : keys_of(e)) {
    const bool required = holds(rule.required, key.name);
    if (required && !key.given && std::string(key.name) == "value")
      diagnostics.push_back(
          {e.name.where, fmt::format("found {} \"{}\" without value, expected value = \"{}\"", e.kind.value,
                                     e.name.value, rule.values[0].unit.example)});
    else if (required && !key.given)
      diagnostics.push_back({e.name.where, fmt::format("found {} \"{}\" without {}, expected {}",
                                                       e.kind.value, e.name.value, key.name, key.example)});
    if (key.given && !required && !holds(rule.optional, key.name))
      diagnostics.push_back(
          {key.where, fmt::format("found {} of a {}, which takes {}{}{}", key.name, e.kind.value,
                                  rule.required, rule.optional.empty() ? "" : " ", rule.optional)});
  }
}

void read_value(ReadElement &element, const KindRule &rule, std::vector<Diagnostic> &diagnostics) {
  const Located<std::string> &text = element.config->value;
  if (rule.values.empty() || text.value.empty())
    return;
  std::vector<std::string> expected;
  std::string error;
  for (const ValueUnit &candidate : rule.values) {
    const ParsedQuantity parsed = parse_quantity(text.value, candidate.unit);
    if (parsed.error.empty()) {
      element.value = parsed.value;
      element.first = candidate.first;
      element.second = candidate.second;
      const std::string si = candidate.unit.si;
      element.is_flow_source = si == "A" || si == "m3/s" || si == "N";
      const bool may_be_negative = element.config->kind.value == ElementKind::source || !candidate.first;
      if (element.value == 0 || (element.value < 0 && !may_be_negative))
        diagnostics.push_back({text.where, fmt::format("found \"{}\", expected more than 0", text.value)});
      return;
    }
    if (error.empty())
      error = parsed.error.substr(0, parsed.error.rfind(", expected"));
    expected.push_back(fmt::format("{} such as \"{}\"", candidate.unit.name, candidate.unit.example));
  }
  diagnostics.push_back({text.where, fmt::format("{}, expected {}", error, fmt::join(expected, ", or "))});
}

void read_files(ReadElement &element, std::vector<Diagnostic> &diagnostics) {
  const NetworkElementConfig &e = *element.config;
  if (e.table.value.empty())
    return;
  const auto domain = [](TableQuantity quantity) {
    return quantity == TableQuantity::acoustic ? acoustic : electrical;
  };
  try {
    if (e.kind.value == ElementKind::impedance_table) {
      element.impedance = read_impedance(e.table.value, e.columns);
      if (element.impedance->quantity == TableQuantity::specific)
        throw UserError(e.table.value + ": found an impedance in Pa s/m, expected ohm or Pa s/m3");
      element.first = domain(element.impedance->quantity);
      element.notes = element.impedance->notes();
    } else if (e.kind.value == ElementKind::two_port_table) {
      element.two_port = read_two_port(e.table.value);
      element.first = domain(element.two_port->quantity);
      if (element.two_port->quantity == TableQuantity::electroacoustic)
        element.far = acoustic;
      element.notes = element.two_port->notes;
    }
  } catch (const UserError &error) {
    diagnostics.push_back({e.table.where, error.what()});
  }
}

constexpr double pi = std::numbers::pi;

/// Lossless walls' and isothermal walls' compliances of a cavity.
void add_cavity(Circuit &circuit, const ReadElement &element, const AirProperties &air) {
  const NetworkElementConfig &e = *element.config;
  const double volume = element.value, radius = e.radius, length = e.length, surface = e.surface_area;
  if (surface == 0 && radius == 0)
    return circuit.add_compliance(e.from, Circuit::ground, volume / air.bulk_modulus());
  const auto law = [=](double omega) {
    const auto compliance = surface > 0 ? cavity_compliance(air, omega, volume, surface)
                                        : volume / (pi * radius * radius * length) *
                                              cylinder_compliance(air, omega, radius, length);
    return std::complex<double>(0, omega) * compliance;
  };
  circuit.add_general(e.from, Circuit::ground, {"i w C(w) of " + e.name.value, law}, "cavity_walls");
}

void add_passage(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const AirProperties &air = context.air;
  const PassageMouths mouths{lumped_mouths(e, context.config), e.length};
  const double r = e.radius, ri = e.inner_radius, r2 = e.end_radius, gap = e.gap, width = e.width,
               length = e.length;
  std::function<PiTwoPort(double)> law;
  if (e.kind.value == ElementKind::tube)
    law = [=](double w) { return uniform_pi(tube_fluid(air, r, w, mouths), w, length, pi * r * r); };
  else if (e.kind.value == ElementKind::slit)
    law = [=](double w) { return uniform_pi(slit_fluid(air, gap, w, mouths), w, length, gap * width); };
  else if (e.kind.value == ElementKind::annulus)
    law = [=](double w) {
      return uniform_pi(annulus_fluid(air, ri, r, w, mouths), w, length, pi * (r * r - ri * ri));
    };
  else
    law = [=](double w) { return cone_pi(air, w, length, r, r2); };
  circuit.add_pi(passage_inlet(circuit, context.config, e.name, e.from), e.to,
                 fmt::format("{} {}", e.kind.value, e.name.value), law, "narrow_passages");
}

/// Which row of the power balance an element's resistance is booked under.
std::string loss_of(const ReadElement &element) {
  if (element.config->kind.value == ElementKind::damper || element.config->kind.value == ElementKind::screen)
    return "dampers";
  return fmt::format("{}_resistances", name_of(element.first.value_or(electrical)));
}

bool controls_another(const NetworkElementConfig &e, const NetworkConfig &network) {
  return std::any_of(network.elements.begin(), network.elements.end(),
                     [&](const NetworkElementConfig &other) { return other.control.value == e.name.value; });
}

void add_simple(Circuit &circuit, const ReadElement &element, const Case &config) {
  const NetworkElementConfig &e = *element.config;
  const ElementKind kind = e.kind;
  const bool moves = element.first == mechanical;
  if (kind == ElementKind::resistance && controls_another(e, *config.network)) {
    const double resistance = moves ? 1 / element.value : element.value;
    return circuit.add_impedance(e.name, e.from, e.to,
                                 {"R", [=](double) { return std::complex<double>(resistance); }},
                                 loss_of(element));
  }
  if (kind == ElementKind::screen)
    circuit.add_resistance(passage_inlet(circuit, config, e.name, e.from), e.to, element.value / e.area,
                           loss_of(element));
  else if (kind == ElementKind::resistance || kind == ElementKind::damper)
    circuit.add_resistance(e.from, e.to, moves ? 1 / element.value : element.value, loss_of(element));
  else if (kind == ElementKind::inductance)
    circuit.add_coil(e.name, e.from, e.to, element.value);
  else if (kind == ElementKind::capacitance || (kind == ElementKind::compliance && !moves) ||
           (kind == ElementKind::mass && moves))
    circuit.add_compliance(e.from, e.to, element.value);
  else
    circuit.add_inertance(e.from, e.to, element.value);
}

FrequencyLaw constant(double value) {
  return {fmt::format("{:g}", value), [value](double) { return std::complex<double>(value); }};
}

void add_ideal(Circuit &circuit, const ReadElement &element) {
  const NetworkElementConfig &e = *element.config;
  const Circuit::Pair first{e.from, e.to}, second{e.second_from, e.second_to};
  switch (e.kind.value) {
  case ElementKind::transformer:
  case ElementKind::motor:
    return circuit.add_transformer(e.name, first, second, element.value);
  case ElementKind::gyrator:
  case ElementKind::piston:
    return circuit.add_gyrator(e.name, first, second, element.value);
  case ElementKind::vcvs:
    return circuit.add_vcvs(e.name, first, second, element.value);
  case ElementKind::vccs:
    return circuit.add_vccs(e.name, first, second, element.value);
  case ElementKind::cccs:
    return circuit.add_cccs(e.name, first, e.control, element.value);
  case ElementKind::ccvs:
    return circuit.add_ccvs(e.name, first, e.control, element.value);
  default: // a source
    return element.is_flow_source
               ? circuit.add_flow_source(e.name, e.to, e.from, constant(element.value))
               : circuit.add_potential_source(e.name, e.from, e.to, constant(element.value));
  }
}

template <class Part>
const Part &part_of(const std::vector<Part> &parts, const std::string &name) {
  return *std::find_if(parts.begin(), parts.end(), [&](const Part &part) { return part.name.value == name; });
}

} // namespace

bool joins_domains(const NetworkElementConfig &element) {
  return element.kind.value == ElementKind::two_port;
}

ReadElement read_element(const NetworkElementConfig &config, std::vector<Diagnostic> &diagnostics) {
  ReadElement element;
  element.config = &config;
  const auto rule = rules().find(config.kind.value);
  if (rule == rules().end())
    return element; // refused before
  element.first = rule->second.first;
  element.second = rule->second.second;
  if (config.kind.value == ElementKind::hunt)
    element.far = acoustic;
  check_keys(config, rule->second, diagnostics);
  read_value(element, rule->second, diagnostics);
  read_files(element, diagnostics);
  return element;
}

std::optional<LumpedDriver> add_element(Circuit &circuit, const ReadElement &element,
                                        const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  try {
    switch (e.kind.value) {
    case ElementKind::tube:
    case ElementKind::slit:
    case ElementKind::annulus:
    case ElementKind::cone:
      add_passage(circuit, element, context);
      break;
    case ElementKind::cavity:
      add_cavity(circuit, element, context.air);
      break;
    case ElementKind::radiation:
      circuit.add_general(e.from, Circuit::ground, radiation_admittance(e, context.air), "radiation");
      break;
    case ElementKind::impedance_table:
      add_impedance_element(circuit, element, context);
      break;
    case ElementKind::two_port_table:
      add_two_port_table(circuit, element, context);
      break;
    case ElementKind::two_port:
      add_two_port_formula(circuit, element, context);
      break;
    case ElementKind::hunt:
      add_hunt(circuit, element, context);
      break;
    case ElementKind::moving_coil:
      return add_moving_coil(circuit, e.name, part_of(context.moving_coils, e.part), {e.from, e.to},
                             {e.second_from, e.second_to}, context.air);
    case ElementKind::armature:
      return add_armature(circuit, e.name, part_of(context.config.armatures, e.part), {e.from, e.to},
                          e.second_from, context.air);
    case ElementKind::resistance:
    case ElementKind::inductance:
    case ElementKind::capacitance:
    case ElementKind::mass:
    case ElementKind::compliance:
    case ElementKind::damper:
    case ElementKind::screen:
      add_simple(circuit, element, context.config);
      break;
    case ElementKind::transformer:
    case ElementKind::gyrator:
    case ElementKind::motor:
    case ElementKind::piston:
    case ElementKind::source:
    case ElementKind::vcvs:
    case ElementKind::vccs:
    case ElementKind::cccs:
    case ElementKind::ccvs:
      add_ideal(circuit, element);
      break;
    case ElementKind::unset: // refused before
      break;
    }
  } catch (const std::invalid_argument &error) {
    throw UserError(e.name.where, error.what());
  } catch (const std::out_of_range &error) {
    throw UserError(
        e.control.where,
        fmt::format("{}: expected a resistance, inductance, source or transformer", error.what()));
  }
  return std::nullopt;
}

} // namespace earshot
