#ifndef EARSHOT_CIRCUIT_EXPRESSION_H
#define EARSHOT_CIRCUIT_EXPRESSION_H

#include <complex>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// A complex expression in text.
///
///   condition ? a : b     where the real part of the condition isn't 0
///   < > <= >= == !=       of real parts, 1 or 0
///   + - * / ^             ^ (or **) binds tighter than a sign before it and groups from the right
///   f(x)                  sqrt exp ln log10 sin cos tan asin acos atan sinh cosh tanh abs real imag conj
///   arg,
///                         log (as ln), and of real parts min(x, y), max(x, y), pow(x, y)
///
/// Numbers have decimal points; an i behind one makes it imaginary, or it has a suffix of SPICE ("4.7u",
/// "10k") where `NumberStyle` says so. Both sides of a condition are evaluated.
class Expression {
public:
  enum class NumberStyle {
    plain, ///< "2", "1e-3", "2i"
    spice  ///< "2", "4.7u", "10kohm"
  };

  /// @throws std::invalid_argument with the place of what can't be understood
  explicit Expression(const std::string &text, NumberStyle style = NumberStyle::plain);

  /// What is neither a number nor a function, each once, in order of appearance.
  const std::vector<std::string> &names() const { return names_; }

  /// @param values of `names`, in their order
  std::complex<double> operator()(const std::vector<std::complex<double>> &values) const;

  struct Step; ///< of the evaluation, on a stack

private:
  std::vector<std::string> names_;
  std::vector<Step> steps_;
};

/// One step: puts a number or a named value on the stack, or replaces its uppermost values by a result.
struct Expression::Step {
  enum class Kind { number, name, function, choice } kind;
  std::complex<double> number;
  std::size_t name = 0;      ///< index in names()
  std::size_t arguments = 0; ///< of the function
  std::complex<double> (*function)(const std::complex<double> *arguments) = nullptr;
};

/// The names that `Expression` knows as functions.
std::vector<std::string> function_names();

} // namespace earshot

#endif
