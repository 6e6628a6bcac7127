#include "solver/config/dimensions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace earshot {

namespace {

bool begins_with(const std::string &text, const std::string &begin) {
  return text.compare(0, begin.size(), begin) == 0;
}

std::string last_name(const Parameter &parameter) {
  return parameter.key.substr(parameter.key.rfind('.') + 1);
}

/// What a step opens between: radii, or places along the axis; empty: neither.
std::string kind_of(const Parameter &parameter) {
  const std::string name = last_name(parameter);
  if (name == "radius" || name == "end_radius" || name == "inner_radius")
    return "radius";
  return name == "from" || name == "to" ? "place" : "";
}

bool is_dimension(const Parameter &parameter) {
  if (parameter.unit != "m" && parameter.unit != "rad")
    return false;
  const std::string name = last_name(parameter);
  return begins_with(parameter.key, "geometry.") || begins_with(parameter.key, "part") ||
         begins_with(parameter.key, "tube") ||
         (begins_with(parameter.key, "driver") && (name == "outer_radius" || name == "rise"));
}

std::string joined(const std::vector<Parameter> &parameters) {
  std::string name;
  for (const Parameter &parameter : parameters)
    name += (name.empty() ? "" : " = ") + parameter.key;
  return name;
}

} // namespace

Dimension find_dimension(const std::vector<Parameter> &parameters, const Located<std::string> &text) {
  Dimension dimension;
  for (const std::string &key : joined_keys(text.value)) {
    const Parameter &parameter = find_parameter(parameters, {key, text.where});
    if (begins_with(parameter.key, "mesh."))
      throw UserError(text.where,
                      fmt::format("found \"{}\", which is the mesh's own, expected a dimension of "
                                  "the geometry",
                                  key));
    if (!dimension.parameters.empty() && parameter.value != dimension.value())
      throw UserError(text.where,
                      fmt::format("found {:.6g} {} and {:.6g} {} in \"{}\", expected keys of one value",
                                  dimension.value(), dimension.parameters.front().unit, parameter.value,
                                  parameter.unit, text.value));
    dimension.parameters.push_back(parameter);
  }
  dimension.name = joined(dimension.parameters);
  return dimension;
}

Parameter find_number(const std::vector<Parameter> &parameters, const Located<std::string> &text) {
  const Dimension dimension = find_dimension(parameters, text);
  Parameter number = dimension.parameters.front();
  number.key = dimension.name;
  for (const Parameter &other : dimension.parameters) {
    number.allowed.lower = std::max(number.allowed.lower, other.allowed.lower);
    number.allowed.upper = std::min(number.allowed.upper, other.allowed.upper);
  }
  return number;
}

bool is_dimension(const std::vector<Parameter> &parameters, const std::string &name) {
  const std::string first = joined_keys(name).front();
  const std::vector<Dimension> all = all_dimensions(parameters);
  return std::any_of(all.begin(), all.end(),
                     [&](const Dimension &dimension) { return dimension.name == first; });
}

std::vector<Dimension> all_dimensions(const std::vector<Parameter> &parameters) {
  std::vector<Dimension> dimensions;
  for (const Parameter &parameter : parameters)
    if (is_dimension(parameter) && !(parameter.is_default && parameter.value == 0))
      dimensions.push_back({parameter.key, {parameter}});
  return dimensions;
}

std::vector<Parameter> partners_of(const Dimension &dimension, const std::vector<Parameter> &parameters) {
  // A diaphragm's rim may lie in the wall of a volume; no volume is bound to a zone's edge.
  const bool is_edge = last_name(dimension.parameters.front()) == "outer_radius";
  const std::string kind = is_edge ? "radius" : kind_of(dimension.parameters.front());
  std::vector<Parameter> partners;
  if (kind.empty())
    return partners;
  for (const Parameter &parameter : parameters)
    if (is_dimension(parameter) && kind_of(parameter) == kind && parameter.value == dimension.value() &&
        std::none_of(dimension.parameters.begin(), dimension.parameters.end(),
                     [&](const Parameter &own) { return own.key == parameter.key; }))
      partners.push_back(parameter);
  return partners;
}

Case with_dimension(const Case &config, const Dimension &dimension, double value) {
  std::map<std::string, double> values;
  for (const Parameter &parameter : dimension.parameters) {
    if (!parameter.allowed.contains(value))
      throw UserError(fmt::format("{}: found {:.6g} {}, expected {}", parameter.key, value, parameter.unit,
                                  "a value that the key allows"));
    values[parameter.key] = value;
  }
  return with_values(config, values);
}

} // namespace earshot
