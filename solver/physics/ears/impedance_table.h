#ifndef EARSHOT_PHYSICS_EARS_IMPEDANCE_TABLE_H
#define EARSHOT_PHYSICS_EARS_IMPEDANCE_TABLE_H

#include "solver/algebra/types.h"

namespace earshot {

/// A measured or published impedance over frequency. Between the rows log|Z| and the unwrapped phase are
/// linear in log frequency (exact for a mass, a spring and a resistance); outside, Z is held constant.
class ImpedanceTable {
public:
  struct Row {
    double frequency_hz;
    Complex impedance;
  };

  /// @throws std::invalid_argument unless there are two rows or more, frequencies are positive and rise,
  ///         and no impedance is zero or not finite
  explicit ImpedanceTable(const std::vector<Row> &rows);

  Complex operator()(double omega) const;
  /// True where the value is held constant beyond the table's ends.
  bool extrapolates(double omega) const;
  double lowest_hz() const { return lowest_hz_; }
  double highest_hz() const { return highest_hz_; }

private:
  double lowest_hz_ = 0, highest_hz_ = 0; ///< as given: a logarithm's round trip would move them
  std::vector<double> log_frequency_, log_magnitude_, phase_;
};

} // namespace earshot

#endif
