#ifndef EARSHOT_CIRCUIT_FORMULA_H
#define EARSHOT_CIRCUIT_FORMULA_H

#include "solver/circuit/expression.h"

#include <complex>
#include <map>
#include <string>
#include <vector>

namespace earshot {

/// A complex formula over the frequency such as "cos(omega * length / speed_of_sound)", in SI units: an
/// `Expression` that may name omega [rad/s], f [Hz], i, pi, e and given constants.
class FrequencyFormula {
public:
  /// @throws std::invalid_argument which says what of the text can't be understood
  FrequencyFormula(const std::string &text, const std::map<std::string, double> &constants);

  /// @throws std::invalid_argument unless the value is a finite number
  std::complex<double> operator()(double omega) const;

private:
  std::string text_;
  Expression expression_;
  std::vector<std::complex<double>> values_; ///< of its names; omega and f are set at each evaluation
};

} // namespace earshot

#endif
