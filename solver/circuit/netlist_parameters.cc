#include "solver/circuit/netlist_parameters.h"

#include "solver/circuit/expression.h"
#include "solver/circuit/netlist_lines.h"
#include "solver/circuit/spice_number.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr int deepest_reference = 60;

bool is_name(const std::string &text) {
  return !text.empty() && (std::isalpha(static_cast<unsigned char>(text[0])) != 0 || text[0] == '_') &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

} // namespace

double ParameterScope::value(const std::string &name, int depth) const {
  if (depth > deepest_reference)
    throw std::invalid_argument(
        fmt::format("found parameters that refer to each other more than {} deep at \"{}\"; does one hold "
                    "itself?",
                    deepest_reference, name));
  for (const ParameterScope *scope = this; scope != nullptr; scope = scope->outer_)
    if (const auto found = scope->own_.find(name); found != scope->own_.end()) {
      const auto known = scope->known_.find(name);
      if (known != scope->known_.end())
        return known->second;
      return scope->known_[name] = scope->evaluate(found->second, depth + 1);
    }
  if (name == "pi")
    return std::numbers::pi;
  throw std::invalid_argument(fmt::format(
      "found the unknown parameter \"{}\", expected one of .param or of the subcircuit", excerpt(name)));
}

bool ParameterScope::knows(const std::string &name) const {
  return name == "pi" || defines(name) || (outer_ != nullptr && outer_->knows(name));
}

double ParameterScope::evaluate(const std::string &text, int depth) const {
  const std::string inner = trimmed(without_braces(trimmed(text)));
  if (const auto number = parse_spice_value(inner))
    return *number;
  const bool is_plain = inner == text && inner.find_first_of("+-*/^?(") == std::string::npos;
  if (is_plain && (!is_name(inner) || !knows(inner)))
    throw std::invalid_argument(fmt::format("found \"{}\", expected a value such as 4.7u", excerpt(text)));
  const Expression expression(inner, Expression::NumberStyle::spice);
  std::vector<std::complex<double>> values;
  for (const std::string &name : expression.names())
    values.emplace_back(value(name, depth));
  const std::complex<double> result = expression(values);
  if (!std::isfinite(result.real()) || !std::isfinite(result.imag()) || result.imag() != 0)
    throw std::invalid_argument(fmt::format("found \"{}\", which is no finite real number", excerpt(text)));
  return result.real();
}

} // namespace earshot
