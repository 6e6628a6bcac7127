#ifndef EARSHOT_CIRCUIT_FORMULA_H
#define EARSHOT_CIRCUIT_FORMULA_H

#include <complex>
#include <map>
#include <memory>
#include <string>

namespace earshot {

/// A complex formula over the frequency such as "cos(omega * length / speed_of_sound)", in SI units. It may
/// name omega [rad/s], f [Hz], i, pi, e and given constants; operators are + - * / ^ and a < b ? c : d;
/// functions are those of muparserX, sqrt, exp, ln, sin, cos, tan, sinh, cosh, tanh, abs, real, imag, conj
/// and arg among them. Copies share their parser, so they are not for several threads at once.
class FrequencyFormula {
public:
  /// @throws std::invalid_argument which says what of the text can't be understood
  FrequencyFormula(const std::string &text, const std::map<std::string, double> &constants);

  /// @throws std::invalid_argument unless the value is a finite number
  std::complex<double> operator()(double omega) const;

private:
  struct Parser;
  std::shared_ptr<Parser> parser_;
};

} // namespace earshot

#endif
