#include "solver/sweep/ports_in_time.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// The least eigenvalue of the Hermitian part of i w G, which is twice the mean power of laws' values n,
/// Re(n^H i w G n) / 2, with every value scaled so that its own |i w G_aa| is 1. Flux linkages count as
/// forces do: their power is -n' i, the force's n s'.
double least_power(const PortsInTime &ports, double omega) {
  const std::size_t n = ports.n_scalars;
  const Complex iw(0, omega);
  std::vector<Complex> g(n * n); // column-major
  for (std::size_t b = 0; b < n; ++b)
    for (std::size_t a = 0; a < n; ++a)
      g[b * n + a] =
          iw * ports.responses.at(ports.to_law(a, b), omega) * (ports.by_rate[b] ? iw : Complex(1));
  std::vector<Complex> hermitian(n * n);
  for (std::size_t b = 0; b < n; ++b)
    for (std::size_t a = 0; a < n; ++a) {
      const double scale = std::sqrt(std::abs(g[a * n + a]) * std::abs(g[b * n + b]));
      if (scale > 0)
        hermitian[b * n + a] = (g[b * n + a] + std::conj(g[a * n + b])) / (2 * scale);
    }
  double least = 1;
  for (const Complex &value : dense_eigenpairs(std::move(hermitian), n).values)
    least = std::min(least, value.real());
  return least;
}

} // namespace

PortsFit fit_ports(const std::vector<double> &omega, const LinearRest &rest, const HeardOfLaws &heard,
                   const std::vector<bool> &by_rate, const std::vector<bool> &has_direct,
                   const RationalFitOptions &options) {
  PortsFit fit;
  PortsInTime &ports = fit.ports;
  ports.n_scalars = by_rate.size();
  ports.by_rate = by_rate;
  const std::size_t n = ports.n_scalars, n_responses = n * (1 + n) + n;
  std::vector<std::vector<Complex>> responses(n_responses);
  std::vector<bool> direct(n_responses, false);
  for (std::size_t a = 0; a < n; ++a) {
    direct[ports.to_source(a)] = has_direct[a];
    for (std::size_t b = 0; b < n; ++b)
      direct[ports.to_law(a, b)] = has_direct[a] && by_rate[b];
  }
  for (const double w : omega) {
    const LinearResponse response = rest(w);
    const std::vector<Complex> heard_there = heard(w);
    for (std::size_t b = 0; b < n; ++b) {
      const Complex rate = by_rate[b] ? Complex(0, w) : Complex(1);
      responses[ports.heard(b)].push_back(heard_there[b] / rate);
      for (std::size_t a = 0; a < n; ++a)
        responses[ports.to_law(a, b)].push_back(response.transfer[a * n + b] / rate);
    }
    for (std::size_t a = 0; a < n; ++a)
      responses[ports.to_source(a)].push_back(response.source[a]);
  }
  RationalFit rational = fit_rational(omega, responses, direct, options);
  fit.largest_error = rational.largest_error;
  ports.responses = std::move(rational.responses);
  constexpr int points = 600;
  constexpr double below = 0.01, above = 10;
  fit.least_power = 1;
  for (int k = 0; k < points && n > 0; ++k) {
    const double lowest = below * omega.front(), highest = above * omega.back();
    fit.least_power = std::min(fit.least_power,
                               least_power(ports, lowest * std::pow(highest / lowest, k / (points - 1.0))));
  }
  return fit;
}

} // namespace earshot
