#ifndef EARSHOT_FIT_CORRELATED_ERRORS_H
#define EARSHOT_FIT_CORRELATED_ERRORS_H

#include "solver/fit/normal_draws.h"

#include <vector>

namespace earshot {

/// Errors of a curve with the covariance
///
///     C_ij = sigma_i sigma_j exp(-|log2(f_i / f_j)| / l).
///
/// They make a Markov chain over the frequencies, so C^-1 = W^T W with a W of two diagonals:
/// w_i = (r_i/sigma_i - rho_i r_(i-1)/sigma_(i-1)) / sqrt(1 - rho_i^2), rho_i = exp(-log2(f_i/f_(i-1)) / l).
class CorrelatedErrors {
public:
  /// @param frequencies_hz rising @param sigma standard deviation at each, positive
  /// @param octaves l; 0: independent errors
  CorrelatedErrors(const std::vector<double> &frequencies_hz, std::vector<double> sigma, double octaves);

  /// W r: independent, of variance 1 where r is such an error.
  std::vector<double> whitened(const std::vector<double> &r) const;
  std::vector<double> draw(NormalDraws &draws) const;
  const std::vector<double> &sigma() const { return sigma_; }

private:
  std::vector<double> sigma_, rho_; ///< rho of the first is 0
};

} // namespace earshot

#endif
