#include "solver/circuit/netlist_laws.h"

#include "solver/circuit/expression.h"
#include "solver/circuit/netlist_lines.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace earshot {

namespace {

using Complex = std::complex<double>;

struct Row {
  double log_frequency, decibels, degrees;
};

std::vector<Row> table_rows(const std::string &text, const ParameterScope &parameters) {
  std::vector<double> numbers;
  std::string word;
  for (const char c : text + " ")
    if (std::string(" \t,()").find(c) == std::string::npos) {
      word += c;
    } else if (!word.empty()) {
      numbers.push_back(parameters.evaluate(word));
      word.clear();
    }
  if (numbers.size() < 6 || numbers.size() % 3 != 0)
    throw std::invalid_argument(fmt::format(
        "found {} numbers after FREQ, expected rows of frequency, dB and degrees", numbers.size()));
  std::vector<Row> rows;
  for (std::size_t k = 0; k < numbers.size(); k += 3) {
    if (!(numbers[k] > 0) || (k > 0 && numbers[k] <= numbers[k - 3]))
      throw std::invalid_argument(
          fmt::format("found {:g} Hz after FREQ, expected positive, rising frequencies", numbers[k]));
    rows.push_back({std::log(numbers[k]), numbers[k + 1], numbers[k + 2]});
  }
  return rows;
}

} // namespace

FrequencyLaw laplace_law(const std::string &text, const ParameterScope &parameters) {
  const Expression expression(without_braces(text), Expression::NumberStyle::spice);
  std::vector<Complex> values;
  for (const std::string &name : expression.names())
    values.emplace_back(name == "s" ? 0.0 : parameters.value(name));
  const auto at_s =
      std::find(expression.names().begin(), expression.names().end(), "s") - expression.names().begin();
  return {excerpt(text), [=](double omega) {
            std::vector<Complex> arguments = values;
            if (static_cast<std::size_t>(at_s) < arguments.size())
              arguments[static_cast<std::size_t>(at_s)] = Complex(0, omega);
            return expression(arguments);
          }};
}

FrequencyLaw table_law(const std::string &text, const ParameterScope &parameters, double lowest_hz,
                       double highest_hz) {
  const std::vector<Row> rows = table_rows(text, parameters);
  const double from = std::exp(rows.front().log_frequency), to = std::exp(rows.back().log_frequency);
  const bool bounded = std::isfinite(highest_hz);
  if (bounded && (lowest_hz < (1 - 1e-6) * from || highest_hz > (1 + 1e-6) * to))
    throw std::invalid_argument(
        fmt::format("found a table from {:.6g} Hz to {:.6g} Hz after FREQ, expected it to "
                    "reach from {:.6g} Hz to {:.6g} Hz",
                    from, to, lowest_hz, highest_hz));
  return {"table", [rows](double omega) {
            const double x = std::clamp(std::log(omega / (2 * std::numbers::pi)), rows.front().log_frequency,
                                        rows.back().log_frequency);
            const auto upper =
                std::upper_bound(rows.begin() + 1, rows.end() - 1, x,
                                 [](double value, const Row &row) { return value < row.log_frequency; });
            const Row &a = *(upper - 1), &b = *upper;
            const double t = (x - a.log_frequency) / (b.log_frequency - a.log_frequency);
            return std::polar(std::pow(10, std::lerp(a.decibels, b.decibels, t) / 20),
                              std::lerp(a.degrees, b.degrees, t) * std::numbers::pi / 180);
          }};
}

std::pair<std::string, std::string> voltage_between(const std::string &text) {
  const std::string inner = trimmed(without_braces(trimmed(text)));
  const auto refuse = [&] {
    throw std::invalid_argument(
        fmt::format("found \"{}\", expected a voltage such as V(a, b)", excerpt(text)));
  };
  if (inner.size() < 4 || inner[0] != 'v' || inner.back() != ')')
    refuse();
  const std::string arguments = trimmed(inner.substr(1, inner.size() - 2));
  if (arguments.empty() || arguments[0] != '(' || arguments.find_first_of("(+-*/", 1) != std::string::npos)
    refuse();
  const std::size_t comma = arguments.find(',');
  const std::string plus = trimmed(arguments.substr(1, comma == std::string::npos ? comma : comma - 1));
  return {plus, comma == std::string::npos ? "0" : trimmed(arguments.substr(comma + 1))};
}

} // namespace earshot
