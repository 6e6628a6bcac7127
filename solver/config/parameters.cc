#include "solver/config/parameters.h"

#include "solver/config/declaration.h"
#include "solver/config/former_names.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>

namespace earshot {

namespace {

/// How a key writes the name of an item; empty where it can't be told in a key or in a column's head.
std::string name_in_key(const std::string &name) {
  if (name.find_first_of("\",\n") != std::string::npos)
    return "";
  return name.find_first_of(".[] =") == std::string::npos ? name : "\"" + name + "\"";
}

/// The visitor that shows every number to a function, with what sets it.
class ParameterVisitor {
public:
  using Show = std::function<void(const Parameter &, const std::function<void(double)> &set)>;

  explicit ParameterVisitor(Show show) : show_(std::move(show)) {}

  void quantity(const std::string &key, Located<double> &value, const QuantitySpec &spec) {
    if (!spec.allowed.contains(value)) // the default that stands for "not given"
      return;
    show_({named_ + key, numbered_ + key, value, spec.unit.si, spec.allowed, spec.usual,
           value.where.is_default()},
          [&](double changed) { value.value = changed; });
  }
  void quantity(const std::string &key, std::optional<Located<double>> &value, const QuantitySpec &spec) {
    if (value)
      quantity(key, *value, spec);
  }
  void quantity(const std::string &key, std::vector<Located<double>> &values, const QuantitySpec &spec) {
    for (std::size_t i = 0; i < values.size(); ++i)
      quantity(fmt::format("{}[{}]", key, i), values[i], spec);
  }
  void integer(const std::string &, Located<int> &, const IntegerSpec &) {}
  void flag(const std::string &, Located<bool> &, const std::string &) {}
  void text(const std::string &key, Located<std::string> &value, const TextSpec &spec) {
    char *rest = nullptr;
    const double number = std::strtod(value.value.c_str(), &rest);
    if (rest == value.value.c_str() || spec.is_file || !spec.choices.empty() || !std::isfinite(number))
      return;
    const std::string unit = rest;
    show_({named_ + key,
           numbered_ + key,
           number,
           unit.empty() ? "1" : unit.substr(unit.find_first_not_of(' ')),
           {},
           {},
           value.where.is_default()},
          [&value, unit](double changed) { value.value = fmt::format("{}{}", changed, unit); });
  }
  void texts(const std::string &, std::vector<Located<std::string>> &, const TextSpec &) {}
  template <class T>
  void section(const std::string &key, T &value, const std::string &) {
    nest(value, key, key);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &value, const std::string &) {
    if (value)
      nest(*value, key, key);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &values, const std::string &, std::size_t) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string number = fmt::format("{}[{}]", key, i), name = name_in_key(name_of(values[i]));
      nest(values[i], name.empty() ? number : key + "." + name, number);
    }
  }
  void exactly_one(const std::vector<std::string> &) {}
  void formerly(const std::string &, const std::string &) {}
  void include(const std::string &, const std::string &) {}

private:
  template <class T>
  static std::string name_of(const T &item) {
    if constexpr (requires { item.name.value; })
      return item.name.value;
    else if constexpr (requires { item.volume.value; })
      return item.volume.value;
    else
      return "";
  }

  template <class T>
  void nest(T &value, const std::string &named, const std::string &numbered) {
    const std::string outer_named = named_, outer_numbered = numbered_;
    named_ += named + ".";
    numbered_ += numbered + ".";
    describe(*this, value);
    named_ = outer_named;
    numbered_ = outer_numbered;
  }

  Show show_;
  std::string named_, numbered_;
};

} // namespace

std::vector<Parameter> parameters_of(const Case &config) {
  std::vector<Parameter> parameters;
  ParameterVisitor visitor(
      [&](const Parameter &parameter, const auto &) { parameters.push_back(parameter); });
  Case copy = config; // a declaration takes what it describes as changeable
  describe(visitor, copy);
  return parameters;
}

Case with_value(const Case &config, const std::string &key, double value) {
  bool found = false;
  ParameterVisitor visitor([&](const Parameter &parameter, const std::function<void(double)> &set) {
    if (!found && (parameter.key == key || parameter.numbered_key == key)) {
      set(value);
      found = true;
    }
  });
  Case changed = config;
  describe(visitor, changed);
  if (!found)
    find_parameter(parameters_of(config), key);
  return changed;
}

std::vector<std::string> joined_keys(const std::string &text) {
  static const std::string between = " = ";
  std::vector<std::string> keys;
  std::size_t begin = 0;
  for (std::size_t end = text.find(between); end != std::string::npos; end = text.find(between, begin)) {
    keys.push_back(text.substr(begin, end - begin));
    begin = end + between.size();
  }
  keys.push_back(text.substr(begin));
  return keys;
}

Case with_values(const Case &config, const std::map<std::string, double> &joined) {
  std::map<std::string, double> values;
  for (const auto &[text, value] : joined)
    for (const std::string &key : joined_keys(text))
      values[key] = value;
  std::set<std::string> found;
  ParameterVisitor visitor([&](const Parameter &parameter, const std::function<void(double)> &set) {
    const auto value = values.find(parameter.key);
    if (value == values.end() || !found.insert(parameter.key).second)
      return;
    set(value->second);
  });
  Case changed = config;
  describe(visitor, changed);
  if (found.size() < values.size())
    for (const auto &[key, value] : values)
      if (found.count(key) == 0)
        find_parameter(parameters_of(config), key);
  return changed;
}

const Parameter &find_parameter(const std::vector<Parameter> &parameters, const Located<std::string> &key) {
  const std::string today = with_names_of_today(key);
  std::vector<std::string> keys;
  for (const Parameter &parameter : parameters) {
    if (parameter.key == today || parameter.numbered_key == today)
      return parameter;
    keys.push_back(parameter.key);
  }
  const std::string nearest = nearest_name(key, keys);
  throw UserError(key.where,
                  fmt::format("found \"{}\", expected the key of a number in this case{}", key.value,
                              nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

double value_in_unit(const Parameter &parameter, const Located<std::string> &text) {
  const std::string example = parameter.unit == "1" ? "1" : "1 " + parameter.unit;
  const UnitKind kind{"a value", parameter.unit.c_str(), {parameter.unit.c_str()}, example.c_str()};
  const ParsedQuantity parsed = parse_quantity(text, kind);
  if (!parsed.error.empty())
    throw UserError(text.where, parsed.error);
  return parsed.value;
}

double tolerance_of(const Parameter &parameter, const Located<std::string> &tolerance) {
  const ParsedQuantity percent = parse_quantity(tolerance, unit::percentage);
  if (percent.error.empty()) {
    if (percent.value < 0 || parameter.value == 0)
      throw UserError(tolerance.where, fmt::format("found \"{}\", expected {}", tolerance.value,
                                                   percent.value < 0 ? "0 % or more"
                                                                     : "a difference with a unit, as " +
                                                                           parameter.key + " is 0"));
    return percent.value * std::abs(parameter.value);
  }
  // 2 degC more is 2 K more: the origin of the unit drops out of the difference.
  const UnitKind kind{"a difference", parameter.unit.c_str(), {parameter.unit.c_str()}, "5 %"};
  char *rest = nullptr;
  std::strtod(tolerance.value.c_str(), &rest);
  const ParsedQuantity given = parse_quantity(tolerance, kind),
                       origin = parse_quantity(std::string("0") + rest, kind);
  if (!given.error.empty() || !origin.error.empty() || given.value < origin.value)
    throw UserError(tolerance.where,
                    fmt::format("found \"{}\", expected a percentage such as \"5 %\" or a difference in {}",
                                tolerance.value, parameter.unit));
  return given.value - origin.value;
}

} // namespace earshot
