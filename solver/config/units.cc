#include "solver/config/units.h"

#include <fmt/format.h>
#include <udunits2.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace earshot {

namespace {

using Unit = std::unique_ptr<ut_unit, void (*)(ut_unit *)>;

Unit own(ut_unit *unit) {
  return {unit, &ut_free};
}

/// The unit database, read once, with the names it lacks.
ut_system *unit_system() {
  static ut_system *const system = [] {
    ut_set_error_message_handler(&ut_ignore); // it would print every failed attempt
    ut_system *const read = ut_read_xml(nullptr);
    if (read == nullptr)
      throw std::runtime_error("the unit database of UDUNITS-2 can't be read: install the package "
                               "libudunits2-data or set UDUNITS2_XML_PATH");
    const auto add = [read](const char *name, const char *meaning) {
      ut_map_name_to_unit(name, UT_ASCII, own(ut_parse(read, meaning, UT_ASCII)).get());
    };
    add("deg", "degree");
    // Levels are kept in decibels: a unit of their own, as nothing converts to them.
    const Unit decibel = own(ut_new_base_unit(read));
    ut_map_name_to_unit("dB", UT_ASCII, decibel.get());
    ut_map_unit_to_name(decibel.get(), "dB", UT_ASCII);
    add("acoustic_ohm", "1e5 Pa s/m3"); // of the CGS system: the grades of dampers
    add("rayl", "Pa s/m");
    return read;
  }();
  return system;
}

/// Null when UDUNITS doesn't know the unit. A number in the place of the unit, as in "1 000 Hz", is refused:
/// UDUNITS would multiply by it. Units are few and asked for often, so what was parsed is kept; UDUNITS'
/// parser is not for several threads at once.
ut_unit *parse_unit(const std::string &text) {
  static std::mutex one_at_a_time;
  static std::map<std::string, Unit> known;
  const std::scoped_lock lock(one_at_a_time);
  if (const auto found = known.find(text); found != known.end())
    return found->second.get();
  const bool number = !text.empty() && text.rfind("1/", 0) != 0 && text != "1" &&
                      (std::isalpha(static_cast<unsigned char>(text[0])) == 0) && text[0] != '%' &&
                      static_cast<unsigned char>(text[0]) < 0x80;
  Unit unit = own(number ? nullptr : ut_parse(unit_system(), text.c_str(), UT_UTF8));
  return unit ? known.emplace(text, std::move(unit)).first->second.get() : nullptr;
}

/// Whether the units differ by a number alone. `ut_are_convertible` is too generous: it takes seconds for
/// hertz and radians for numbers.
bool find_same_dimension(const ut_unit *a, const ut_unit *b) {
  if (a == b)
    return true;
  const Unit quotient = own(ut_divide(a, b));
  char definition[256] = "";
  if (!quotient || ut_format(quotient.get(), definition, sizeof definition, UT_ASCII | UT_DEFINITION) < 0)
    return false;
  double factor = 0.0;
  const char *const end = definition + std::string(definition).size();
  const auto [rest, error] = std::from_chars(definition, end, factor);
  const std::string left(rest, end);
  return error == std::errc() && (left.empty() || left == " 1");
}

/// The same, kept for the units of parse_unit(), which live as long as the program: a fit reads the values of
/// its network thousands of times.
bool same_dimension(const ut_unit *a, const ut_unit *b) {
  static std::mutex one_at_a_time;
  static std::map<std::pair<const ut_unit *, const ut_unit *>, bool> known;
  const std::scoped_lock lock(one_at_a_time);
  const auto found = known.find({a, b});
  return found != known.end() ? found->second
                              : known.emplace(std::pair(a, b), find_same_dimension(a, b)).first->second;
}

using Converter = std::unique_ptr<cv_converter, void (*)(cv_converter *)>;

/// Between units of parse_unit(), kept as they are.
const cv_converter *converter(ut_unit *from, ut_unit *to) {
  static std::mutex one_at_a_time;
  static std::map<std::pair<const ut_unit *, const ut_unit *>, Converter> known;
  const std::scoped_lock lock(one_at_a_time);
  const auto found = known.find({from, to});
  return found != known.end()
             ? found->second.get()
             : known.emplace(std::pair(from, to), Converter(ut_get_converter(from, to), &cv_free))
                   .first->second.get();
}

/// Factors such as 1e-6 are no binary numbers, their reciprocals are: dividing by these gives the double
/// nearest to the decimal text.
double to_si(double value, ut_unit *from, ut_unit *si) {
  const cv_converter *const by = converter(from, si);
  if (cv_convert_double(by, 0.0) != 0.0) // an offset
    return cv_convert_double(by, value);
  const auto is_whole = [](double x) { return std::abs(x - std::round(x)) < 1e-12 * std::abs(x); };
  const double factor = cv_convert_double(by, 1.0);
  if (factor < 1.0 && is_whole(1.0 / factor))
    return value / std::round(1.0 / factor);
  return value * (is_whole(factor) ? std::round(factor) : factor);
}

double from_si(double value, ut_unit *si, ut_unit *to) {
  return cv_convert_double(converter(si, to), value);
}

/// What a unit measures, in brackets, or "" for units that no key takes.
std::string measured_by(const ut_unit *found) {
  for (const UnitKind *kind : {&unit::ratio,
                               &unit::length,
                               &unit::angle,
                               &unit::temperature,
                               &unit::pressure,
                               &unit::density,
                               &unit::surface_density,
                               &unit::mass,
                               &unit::force,
                               &unit::tension,
                               &unit::bending_stiffness,
                               &unit::compliance,
                               &unit::mechanical_resistance,
                               &unit::rotational_stiffness,
                               &unit::rotational_resistance,
                               &unit::moment_of_inertia,
                               &unit::force_factor,
                               &unit::voltage,
                               &unit::electrical_resistance,
                               &unit::inductance,
                               &unit::specific_resistance,
                               &unit::frequency})
    if (same_dimension(found, parse_unit(kind->si)))
      return fmt::format(" ({})", kind->name);
  return "";
}

std::string trimmed(const std::string &text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string expectation(const UnitKind &kind) {
  return fmt::format("expected {} such as \"{}\"", kind.name, kind.example);
}

} // namespace

ParsedQuantity parse_quantity(const std::string &text, const UnitKind &kind) {
  std::string body = trimmed(text);
  if (!body.empty() && body[0] == '+')
    body.erase(0, 1);
  double number = 0.0;
  const auto [rest, error] = std::from_chars(body.data(), body.data() + body.size(), number);
  if (error != std::errc() || !std::isfinite(number))
    return {0.0, fmt::format("found \"{}\", {}", text, expectation(kind))};
  const std::string unit_text = trimmed(body.substr(static_cast<std::size_t>(rest - body.data())));
  ut_unit *const si = parse_unit(kind.si);
  if (unit_text.empty() && std::string(kind.si) != "1")
    return {0.0, fmt::format("found \"{}\" without a unit, {}", text, expectation(kind))};
  ut_unit *const found = parse_unit(unit_text);
  if (!found)
    return {0.0,
            fmt::format("found \"{}\" with the unknown unit \"{}\", {}", text, unit_text, expectation(kind))};
  if (!same_dimension(found, si))
    return {0.0, fmt::format("found \"{}\"{}, {}", text, measured_by(found), expectation(kind))};
  return {to_si(number, found, si), ""};
}

double metres_in(const std::string &unit) {
  const ParsedQuantity one = parse_quantity("1 " + unit, unit::length);
  if (!one.error.empty())
    throw std::invalid_argument("'" + unit + "' is no unit of length");
  return one.value;
}

std::string format_quantity(double value, const UnitKind &kind) {
  const auto with_unit = [](const std::string &number, const std::string &name) {
    return name == "1" ? number : number + " " + name;
  };
  std::string shortest = with_unit(fmt::format("{}", value), kind.si);
  for (const char *name : kind.shown) {
    if (name == nullptr)
      continue;
    const double shown = from_si(value, parse_unit(kind.si), parse_unit(name));
    const std::string text = with_unit(fmt::format("{:.15g}", shown), name);
    if (parse_quantity(text, kind).value != value)
      continue;
    if (std::abs(shown) >= 1.0 && std::abs(shown) < 1000.0)
      return text;
    if (text.size() < shortest.size())
      shortest = text;
  }
  return shortest;
}

} // namespace earshot
