#ifndef EARSHOT_MOTOR_SMOOTH_FIT_H
#define EARSHOT_MOTOR_SMOOTH_FIT_H

#include <complex>
#include <span>
#include <vector>

namespace earshot {

/// A least-squares fit by Chebyshev polynomials of log(x) up to the twelfth, each point weighted by
/// 1/|scale|: what is smooth over a decade or more, such as the share of all resonances beyond a band.
/// @param x ascending, positive @param values, scales as many as x @return the fit at x
std::vector<std::complex<double>> smooth_fit(std::span<const double> x,
                                             std::span<const std::complex<double>> values,
                                             std::span<const std::complex<double>> scales);

} // namespace earshot

#endif
