#include "solver/fit/correlated_errors.h"

#include <cmath>

namespace earshot {

CorrelatedErrors::CorrelatedErrors(const std::vector<double> &frequencies_hz, std::vector<double> sigma,
                                   double octaves)
    : sigma_(std::move(sigma)), rho_(sigma_.size(), 0.0) {
  for (std::size_t i = 1; i < sigma_.size() && octaves > 0; ++i)
    rho_[i] = std::exp(-std::log2(frequencies_hz[i] / frequencies_hz[i - 1]) / octaves);
}

std::vector<double> CorrelatedErrors::whitened(const std::vector<double> &r) const {
  std::vector<double> w(r.size());
  double before = 0;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const double here = r[i] / sigma_[i];
    w[i] = (here - rho_[i] * before) / std::sqrt(1 - rho_[i] * rho_[i]);
    before = here;
  }
  return w;
}

std::vector<double> CorrelatedErrors::draw(NormalDraws &draws) const {
  std::vector<double> errors(sigma_.size());
  double before = 0;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    before = rho_[i] * before + std::sqrt(1 - rho_[i] * rho_[i]) * draws.next();
    errors[i] = sigma_[i] * before;
  }
  return errors;
}

} // namespace earshot
