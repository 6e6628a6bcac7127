#include "solver/circuit/formula.h"

#include <fmt/format.h>
#include <muparserx/mpParser.h>

#include <cctype>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace earshot {

struct FrequencyFormula::Parser {
  std::string text;
  mup::Value omega{0.0}, frequency{0.0};
  mup::ParserX parser{mup::pckCOMMON | mup::pckCOMPLEX};
};

namespace {

std::string quoted(const std::string &text) {
  constexpr std::size_t longest = 100;
  return text.size() <= longest ? fmt::format("\"{}\"", text)
                                : fmt::format("\"{}...\"", text.substr(0, longest));
}

std::string reason_of(const mup::ParserError &error, const std::vector<std::string> &names) {
  if (error.GetCode() == mup::ecUNASSIGNABLE_TOKEN)
    return fmt::format("found the unknown name \"{}\", expected numbers, functions or one of {}",
                       error.GetToken(), fmt::join(names, ", "));
  std::string reason = error.GetMsg();
  if (!reason.empty() && reason.back() == '.')
    reason.pop_back();
  if (!reason.empty())
    reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return reason;
}

} // namespace

FrequencyFormula::FrequencyFormula(const std::string &text, const std::map<std::string, double> &constants)
    : parser_(std::make_shared<Parser>()) {
  if (text.find('=') != std::string::npos) // muparserX would assign to a variable
    throw std::invalid_argument(
        fmt::format("{}: found \"=\", expected the formula's right side", quoted(text)));
  parser_->text = text;
  mup::ParserX &parser = parser_->parser;
  std::vector<std::string> names{"omega", "f", "i", "pi", "e"};
  try {
    parser.DefineVar("omega", mup::Variable(&parser_->omega));
    parser.DefineVar("f", mup::Variable(&parser_->frequency));
    for (const auto &[name, value] : constants) {
      parser.DefineConst(name, value);
      names.push_back(name);
    }
    parser.SetExpr(text);
    parser.Eval();
  } catch (const mup::ParserError &error) {
    throw std::invalid_argument(fmt::format("{}: {}", quoted(text), reason_of(error, names)));
  }
}

std::complex<double> FrequencyFormula::operator()(double omega) const {
  Parser &p = *parser_;
  const double frequency = omega / (2 * std::numbers::pi);
  p.omega = omega;
  p.frequency = frequency;
  try {
    const mup::IValue &value = p.parser.Eval();
    if (!value.IsScalar())
      throw std::invalid_argument(fmt::format("{} is no number", quoted(p.text)));
    const std::complex<double> number = value.GetComplex();
    if (!std::isfinite(number.real()) || !std::isfinite(number.imag()))
      throw std::invalid_argument(fmt::format("{} is not finite at {:.6g} Hz", quoted(p.text), frequency));
    return number;
  } catch (const mup::ParserError &error) {
    throw std::invalid_argument(fmt::format("{}: {}", quoted(p.text), reason_of(error, {})));
  }
}

} // namespace earshot
