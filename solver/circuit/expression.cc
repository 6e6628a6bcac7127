#include "solver/circuit/expression.h"

#include "solver/circuit/spice_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;
using Step = Expression::Step;
using Function = Complex (*)(const Complex *);

constexpr std::size_t longest_text = 4000;
constexpr int deepest_nesting = 60;

struct FunctionEntry {
  std::size_t arguments;
  Function function;
};

/// Whole powers by multiplication and real ones of positive numbers keep their digits; the logarithm of the
/// general case loses some.
Complex power(Complex base, Complex exponent) {
  if (base.imag() == 0 && exponent.imag() == 0) {
    const bool is_whole = std::floor(exponent.real()) == exponent.real();
    if (base.real() >= 0 || is_whole)
      return std::pow(base.real(), exponent.real());
  }
  if (base == 0.0)
    return 0;
  return std::pow(base, exponent);
}

const std::map<std::string, FunctionEntry> &functions() {
  static const std::map<std::string, FunctionEntry> table{
      {"sqrt", {1, [](const Complex *x) { return std::sqrt(x[0]); }}},
      {"exp", {1, [](const Complex *x) { return std::exp(x[0]); }}},
      {"ln", {1, [](const Complex *x) { return std::log(x[0]); }}},
      {"log", {1, [](const Complex *x) { return std::log(x[0]); }}},
      {"log10", {1, [](const Complex *x) { return std::log10(x[0]); }}},
      {"sin", {1, [](const Complex *x) { return std::sin(x[0]); }}},
      {"cos", {1, [](const Complex *x) { return std::cos(x[0]); }}},
      {"tan", {1, [](const Complex *x) { return std::tan(x[0]); }}},
      {"asin", {1, [](const Complex *x) { return std::asin(x[0]); }}},
      {"acos", {1, [](const Complex *x) { return std::acos(x[0]); }}},
      {"atan", {1, [](const Complex *x) { return std::atan(x[0]); }}},
      {"sinh", {1, [](const Complex *x) { return std::sinh(x[0]); }}},
      {"cosh", {1, [](const Complex *x) { return std::cosh(x[0]); }}},
      {"tanh", {1, [](const Complex *x) { return std::tanh(x[0]); }}},
      {"abs", {1, [](const Complex *x) { return Complex(std::abs(x[0])); }}},
      {"real", {1, [](const Complex *x) { return Complex(x[0].real()); }}},
      {"imag", {1, [](const Complex *x) { return Complex(x[0].imag()); }}},
      {"conj", {1, [](const Complex *x) { return std::conj(x[0]); }}},
      {"arg", {1, [](const Complex *x) { return Complex(std::arg(x[0])); }}},
      {"min", {2, [](const Complex *x) { return Complex(std::min(x[0].real(), x[1].real())); }}},
      {"max", {2, [](const Complex *x) { return Complex(std::max(x[0].real(), x[1].real())); }}},
      {"pow", {2, [](const Complex *x) { return power(x[0], x[1]); }}}};
  return table;
}

/// Binary operators from the loosest to the tightest binding; longer signs before their beginnings.
struct Operator {
  const char *sign;
  int rank;
  Function function;
};
const Operator operators[] = {
    {"<=", 1, [](const Complex *x) { return Complex(x[0].real() <= x[1].real() ? 1 : 0); }},
    {">=", 1, [](const Complex *x) { return Complex(x[0].real() >= x[1].real() ? 1 : 0); }},
    {"==", 1, [](const Complex *x) { return Complex(x[0].real() == x[1].real() ? 1 : 0); }},
    {"!=", 1, [](const Complex *x) { return Complex(x[0].real() != x[1].real() ? 1 : 0); }},
    {"<", 1, [](const Complex *x) { return Complex(x[0].real() < x[1].real() ? 1 : 0); }},
    {">", 1, [](const Complex *x) { return Complex(x[0].real() > x[1].real() ? 1 : 0); }},
    {"+", 2, [](const Complex *x) { return x[0] + x[1]; }},
    {"-", 2, [](const Complex *x) { return x[0] - x[1]; }},
    {"**", 4, [](const Complex *x) { return power(x[0], x[1]); }},
    {"*", 3, [](const Complex *x) { return x[0] * x[1]; }},
    {"/", 3, [](const Complex *x) { return x[0] / x[1]; }},
    {"^", 4, [](const Complex *x) { return power(x[0], x[1]); }}};
constexpr int rank_of_powers = 4;

/// Recursive descent that emits steps in the order of their evaluation.
class Parser {
public:
  Parser(const std::string &text, Expression::NumberStyle style, std::vector<std::string> &names,
         std::vector<Step> &steps)
      : text_(text), style_(style), names_(names), steps_(steps) {}

  void parse() {
    if (text_.size() > longest_text)
      throw std::invalid_argument(
          fmt::format("found {} characters, expected at most {}", text_.size(), longest_text));
    skip_blanks();
    if (at_ == text_.size())
      throw std::invalid_argument("found nothing, expected a formula");
    choice();
    if (at_ < text_.size())
      fail("an operator or the end");
  }

private:
  [[noreturn]] void fail(const std::string &expected) const {
    std::string found = "the end";
    if (at_ < text_.size())
      found = std::isprint(static_cast<unsigned char>(text_[at_])) != 0
                  ? fmt::format("\"{}\"", text_[at_])
                  : fmt::format("the character 0x{:02x}", static_cast<unsigned char>(text_[at_]));
    throw std::invalid_argument(
        fmt::format("found {} at position {}, expected {}", found, at_ + 1, expected));
  }
  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
      ++at_;
  }
  bool take(const std::string &sign) {
    if (text_.compare(at_, sign.size(), sign) != 0)
      return false;
    at_ += sign.size();
    skip_blanks();
    return true;
  }
  void emit(Step::Kind kind, Complex number = 0, std::size_t name = 0) {
    steps_.push_back({kind, number, name});
  }
  void emit(Function function, std::size_t arguments) {
    steps_.push_back({Step::Kind::function, 0, 0, arguments, function});
  }

  /// Counts nested calls, which a text could make too many for the stack.
  class Nesting {
  public:
    explicit Nesting(const Parser &parser) : depth_(parser.depth_) {
      if (++depth_ > deepest_nesting)
        throw std::invalid_argument(fmt::format("found parts nested more than {} deep at position {}",
                                                deepest_nesting, parser.at_ + 1));
    }
    ~Nesting() { --depth_; }
    Nesting(const Nesting &) = delete;
    Nesting &operator=(const Nesting &) = delete;

  private:
    int &depth_;
  };

  void choice() {
    const Nesting nesting(*this);
    binary(1);
    if (!take("?"))
      return;
    choice();
    if (!take(":"))
      fail("\":\" and the other choice");
    choice();
    emit(Step::Kind::choice);
  }

  const Operator *operator_here(int rank) const {
    for (const Operator &candidate : operators)
      if (text_.compare(at_, std::char_traits<char>::length(candidate.sign), candidate.sign) == 0)
        return candidate.rank == rank ? &candidate : nullptr;
    return nullptr;
  }

  void binary(int rank) {
    if (rank == rank_of_powers)
      return signed_power();
    binary(rank + 1);
    while (const Operator *found = operator_here(rank)) {
      take(found->sign);
      binary(rank + 1);
      emit(found->function, 2);
    }
  }

  void signed_power() {
    const Nesting nesting(*this);
    if (take("+"))
      return signed_power();
    if (take("-")) {
      signed_power();
      return emit([](const Complex *x) { return -x[0]; }, 1);
    }
    primary();
    if (const Operator *found = operator_here(rank_of_powers)) {
      take(found->sign);
      signed_power();
      emit(found->function, 2);
    }
  }

  void primary() {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.')
      return number();
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_')
      return name();
    if (!take("("))
      fail("a number, a name or \"(\"");
    choice();
    if (!take(")"))
      fail("\")\"");
  }

  void number() {
    double value = 0;
    const char *begin = text_.data() + at_, *end = text_.data() + text_.size();
    const auto [rest, error] = std::from_chars(begin, end, value);
    if (error != std::errc())
      fail("a number that fits the range of numbers");
    at_ += static_cast<std::size_t>(rest - begin);
    std::string letters;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  static_cast<unsigned char>(text_[at_]) >= 0x80))
      letters += text_[at_++];
    Complex factor = 1;
    if (style_ == Expression::NumberStyle::spice) {
      const auto suffix = spice_factor(letters);
      if (!suffix)
        at_ -= letters.size(), fail("a suffix such as k or u");
      factor = *suffix;
    } else if (letters == "i") {
      factor = Complex(0, 1);
    } else if (!letters.empty()) {
      at_ -= letters.size();
      fail("an operator or the end");
    }
    skip_blanks();
    emit(Step::Kind::number, value * factor);
  }

  void name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    const std::string word = text_.substr(begin, at_ - begin);
    skip_blanks();
    const auto function = functions().find(word);
    if (at_ < text_.size() && text_[at_] == '(') {
      if (function == functions().end())
        throw std::invalid_argument(
            fmt::format("found the unknown function \"{}\" at position {}, expected one of {}", word,
                        begin + 1, fmt::join(function_names(), ", ")));
      return call(function->second);
    }
    if (function != functions().end())
      fail(fmt::format("\"(\" behind {}", word));
    auto found = std::find(names_.begin(), names_.end(), word);
    if (found == names_.end())
      found = names_.insert(found, word);
    emit(Step::Kind::name, 0, static_cast<std::size_t>(found - names_.begin()));
  }

  void call(const FunctionEntry &entry) {
    take("(");
    for (std::size_t k = 0; k < entry.arguments; ++k) {
      if (k > 0 && !take(","))
        fail("\",\" and another argument");
      choice();
    }
    if (!take(")"))
      fail("\")\"");
    emit(entry.function, entry.arguments);
  }

  const std::string &text_;
  Expression::NumberStyle style_;
  std::vector<std::string> &names_;
  std::vector<Step> &steps_;
  std::size_t at_ = 0;
  mutable int depth_ = 0;
};

} // namespace

Expression::Expression(const std::string &text, NumberStyle style) {
  Parser(text, style, names_, steps_).parse();
}

Complex Expression::operator()(const std::vector<Complex> &values) const {
  std::vector<Complex> stack;
  for (const Step &step : steps_) {
    switch (step.kind) {
    case Step::Kind::number:
      stack.push_back(step.number);
      break;
    case Step::Kind::name:
      stack.push_back(values.at(step.name));
      break;
    case Step::Kind::function: {
      const Complex result = step.function(stack.data() + stack.size() - step.arguments);
      stack.resize(stack.size() - step.arguments);
      stack.push_back(result);
      break;
    }
    case Step::Kind::choice: {
      const std::size_t n = stack.size();
      const Complex result = stack[n - 3].real() != 0 ? stack[n - 2] : stack[n - 1];
      stack.resize(n - 3);
      stack.push_back(result);
      break;
    }
    }
  }
  return stack.back();
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto &[name, entry] : functions())
    names.push_back(name);
  return names;
}

} // namespace earshot
