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
      g[b * n + a] = iw * ports.responses.at(ports.place(a, b), omega) * (ports.by_rate[b] ? iw : Complex(1));
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

PortsFit fit_ports(const std::vector<double> &omega, const LinearRest &rest,
                   const std::vector<bool> &is_current, const RationalFitOptions &options) {
  PortsFit fit;
  PortsInTime &ports = fit.ports;
  ports.n_scalars = is_current.size();
  ports.by_rate = is_current;
  const std::size_t n = ports.n_scalars;
  std::vector<std::vector<Complex>> responses(n * n);
  std::vector<bool> has_direct(n * n);
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b)
      has_direct[ports.place(a, b)] = is_current[a] && is_current[b];
  for (const double w : omega) {
    const LinearResponse response = rest(w);
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b)
        responses[ports.place(a, b)].push_back(response.transfer[a * n + b] /
                                               (is_current[b] ? Complex(0, w) : Complex(1)));
  }
  ports.responses = fit_rational(omega, responses, has_direct, options).responses;
  constexpr int points = 600;
  const double lowest = omega.front() / 10, highest = 3 * omega.back();
  fit.least_power = 1;
  for (int k = 0; k < points; ++k)
    fit.least_power = std::min(fit.least_power,
                               least_power(ports, lowest * std::pow(highest / lowest, k / (points - 1.0))));
  return fit;
}

double ports_error(const PortsInTime &ports, const LinearRest &rest, const std::vector<double> &omega) {
  double largest = 0;
  for (const double w : omega) {
    const LinearResponse response = rest(w);
    for (std::size_t a = 0; a < ports.n_scalars; ++a)
      for (std::size_t b = 0; b < ports.n_scalars; ++b) {
        const Complex exact = response.transfer[a * ports.n_scalars + b],
                      found = ports.responses.at(ports.place(a, b), w) *
                              (ports.by_rate[b] ? Complex(0, w) : Complex(1));
        largest = std::max(largest, std::abs(found - exact) / std::abs(exact));
      }
  }
  return largest;
}

} // namespace earshot
