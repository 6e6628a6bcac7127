#ifndef EARSHOT_TESTS_REFERENCE_BOUNDARY_LAYER_TUBE_H
#define EARSHOT_TESTS_REFERENCE_BOUNDARY_LAYER_TUBE_H

#include "solver/materials/air.h"

#include <complex>
#include <utility>

namespace earshot::reference {

/// J0(z) and J1(z) by their power series; good for |z| below 10.
inline std::pair<std::complex<double>, std::complex<double>> bessel_j0_j1(std::complex<double> z) {
  const std::complex<double> q = -z * z / 4.0;
  std::complex<double> term0 = 1, term1 = z / 2.0, j0 = term0, j1 = term1;
  for (int k = 1; k < 60; ++k) {
    term0 *= q / static_cast<double>(k * k);
    term1 *= q / static_cast<double>(k * (k + 1));
    j0 += term0;
    j1 += term1;
  }
  return {j0, j1};
}

/// Propagation constant Gamma [1/m] of the plane-like mode p = J0(k_r r) exp(-Gamma z), k_r^2 = k^2 +
/// Gamma^2, in a round tube whose wall carries the boundary-layer condition of Berggren, Bernland and
/// Noreland (JCP 371, 2018, 633-650):
///     k_r J1(k_r a) + (i-1)/2 [d_V Gamma^2 - (gamma-1) d_T k^2] J0(k_r a) = 0.
/// What a finite-element solution with that condition converges to, however thick the layers are.
/// @param radius [m] @param omega [rad/s]
/// @param curved  with layers that follow the wall's bend, (i-1)/2 d - i/4 d^2/a instead of (i-1)/2 d
inline std::complex<double> boundary_layer_tube(const AirProperties &air, double radius, double omega,
                                                bool curved = false) {
  using Complex = std::complex<double>;
  const auto layer = [=](double d) {
    return Complex(-0.5, 0.5) * d - Complex(0, curved ? 0.25 * d * d / radius : 0);
  };
  const double k2 = omega * omega / (air.sound_speed * air.sound_speed);
  const Complex viscous = layer(air.viscous_layer(omega));
  const Complex thermal = (air.heat_capacity_ratio - 1) * layer(air.thermal_layer(omega));
  const auto residual = [&](Complex gamma2) {
    const Complex kr = std::sqrt(k2 + gamma2);
    const auto [j0, j1] = bessel_j0_j1(kr * radius);
    return kr * j1 + (viscous * gamma2 - thermal * k2) * j0;
  };
  // Start where J0 = 1, J1(x) = x/2; Newton in Gamma^2 with a central difference.
  Complex gamma2 = -k2 * (radius / 2 - thermal) / (radius / 2 + viscous);
  for (int iteration = 0; iteration < 50; ++iteration) {
    const Complex step = 1e-6 * gamma2;
    const Complex slope = (residual(gamma2 + step) - residual(gamma2 - step)) / (2.0 * step);
    const Complex change = residual(gamma2) / slope;
    gamma2 -= change;
    if (std::abs(change) < 1e-14 * std::abs(gamma2))
      break;
  }
  const Complex gamma = std::sqrt(gamma2);
  return gamma.real() < 0 ? -gamma : gamma;
}

} // namespace earshot::reference

#endif
