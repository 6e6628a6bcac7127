#include "solver/circuit/formula.h"

#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

std::string quoted(const std::string &text) {
  return fmt::format("\"{}\"", excerpt(text));
}

Expression parsed(const std::string &text) {
  try {
    return Expression(text);
  } catch (const std::invalid_argument &error) {
    throw std::invalid_argument(fmt::format("{}: {}", quoted(text), error.what()));
  }
}

} // namespace

FrequencyFormula::FrequencyFormula(const std::string &text, const std::map<std::string, double> &constants)
    : text_(text), expression_(parsed(text)) {
  std::map<std::string, std::complex<double>> known{
      {"omega", 0}, {"f", 0}, {"i", {0, 1}}, {"pi", std::numbers::pi}, {"e", std::numbers::e}};
  std::vector<std::string> names{"omega", "f", "i", "pi", "e"};
  for (const auto &[name, value] : constants) {
    known[name] = value;
    names.push_back(name);
  }
  for (const std::string &name : expression_.names()) {
    const auto found = known.find(name);
    if (found == known.end())
      throw std::invalid_argument(
          fmt::format("{}: found the unknown name \"{}\", expected numbers, functions or one of {}",
                      quoted(text), excerpt(name), fmt::join(names, ", ")));
    values_.push_back(found->second);
  }
}

std::complex<double> FrequencyFormula::operator()(double omega) const {
  const double frequency = omega / (2 * std::numbers::pi);
  std::vector<std::complex<double>> values = values_;
  for (std::size_t k = 0; k < values.size(); ++k)
    if (expression_.names()[k] == "omega")
      values[k] = omega;
    else if (expression_.names()[k] == "f")
      values[k] = frequency;
  const std::complex<double> value = expression_(values);
  if (!std::isfinite(value.real()) || !std::isfinite(value.imag()))
    throw std::invalid_argument(fmt::format("{} is not finite at {:.6g} Hz", quoted(text_), frequency));
  return value;
}

} // namespace earshot
